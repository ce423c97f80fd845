"""Bug 6: the function needs longer than its timeout.

The autumn catalogue is printed on the back of each invoice; since then one takes 20 s. The function had Lambda's default
timeout, three seconds. It never came to its answer, not to its logging either; each batch came back until it lay in the
dead-letter queue.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from orders.infrastructure import deploy
from orders.model import Order
from orders.settings import Settings

from fakeaws import World

BEFORE_THE_FIX = Settings(rendering_seconds=20, invoices_timeout_seconds=3, invoices_visibility_seconds=18)


@pytest.mark.parametrize("settings", [BEFORE_THE_FIX], ids=["default-timeout"])
def test_no_invoice_is_ever_written(
    aws: World,
    accept: Callable[[Order], str],
    letters: Callable[[], list[dict[str, Any]]],
    new_order: Callable[..., Order],
) -> None:
    message_id = accept(new_order("1001", "book"))
    aws.clock.advance(minutes=10)
    invocations = aws.lambda_.function("invoices").invocations
    assert [each.outcome for each in invocations] == ["timed-out", "timed-out", "timed-out"]
    assert "Task timed out after 3.00 seconds" in invocations[0].logs
    assert aws.trace(message_id).fates["invoices"] == "dead-lettered"
    assert letters() == []


@pytest.mark.parametrize("settings", [Settings(rendering_seconds=20)], ids=["as-deployed"])
def test_the_fix_is_time_enough_for_a_whole_batch(
    aws: World,
    accept: Callable[[Order], str],
    letters: Callable[[], list[dict[str, Any]]],
    new_order: Callable[..., Order],
) -> None:
    """Five invoices of 20 s in 120 s; the queue hides them six times as long."""
    orders = [str(number) for number in range(1001, 1006)]
    for order in orders:
        accept(new_order(order, "book"))
    aws.clock.advance(minutes=30)
    [invocation] = aws.lambda_.function("invoices").invocations
    assert (invocation.outcome, len(invocation.event["Records"])) == ("succeeded", 5)
    assert sorted(letter["order_id"] for letter in letters()) == orders
    assert aws.diagnose() == []


@pytest.mark.parametrize("settings", [Settings(invoices_visibility_seconds=60)], ids=["short-visibility"])
def test_aws_refuses_a_visibility_timeout_below_the_functions(aws: World, settings: Settings) -> None:
    """Its messages would come back while it works on them."""
    with pytest.raises(ClientError, match="Queue visibility timeout: 60 seconds is less than Function timeout: 120"):
        deploy(settings)
