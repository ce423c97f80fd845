"""Orders by the file, ten in a batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from orders.clients import sqs
from orders.model import Line, Order
from orders.partner_import import ImportIncomplete, import_orders
from orders.settings import Settings

from fakeaws import World


def test_a_file_of_any_length(
    aws: World, settings: Settings, queues: dict[str, str], new_order: Callable[..., Order]
) -> None:
    message_ids = import_orders([new_order(str(n), "book") for n in range(23)], settings)
    assert len(set(message_ids)) == 23
    assert all(aws.trace(m).fates == {"orders": "visible"} for m in message_ids)


def test_one_order_that_is_too_long_does_not_stop_the_others(
    settings: Settings, queues: dict[str, str], new_order: Callable[..., Order]
) -> None:
    sqs.set_queue_attributes(QueueUrl=queues["orders"], Attributes={"MaximumMessageSize": "1024"})
    long = replace(new_order("1002"), lines=(Line("book" * 300, 1, 1000),))
    with pytest.raises(ImportIncomplete, match="1002") as caught:
        import_orders([new_order("1001", "book"), long, new_order("1003", "book")], settings)
    assert caught.value.orders == [long]
    counted = sqs.get_queue_attributes(QueueUrl=queues["orders"], AttributeNames=["ApproximateNumberOfMessages"])
    assert counted["Attributes"] == {"ApproximateNumberOfMessages": "2"}
