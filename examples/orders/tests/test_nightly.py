"""The nightly closing, over the night in which clocks in Berlin go from two to three: Saturday 28 to Sunday 29 March 2026.

Bug 7: at first it ran at half past two. That night has no half past two, and EventBridge Scheduler leaves the job out:
Saturday was never closed, and its takings stood in Sunday's letter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from orders.model import Order
from orders.nightly import deploy_nightly
from orders.settings import Settings

from fakeaws import World

pytestmark = pytest.mark.fakeaws(start="2026-03-27T12:00:00Z")


@pytest.fixture
def nights(
    aws: World, settings: Settings, accept: Callable[[Order], str], new_order: Callable[..., Order]
) -> Callable[[], None]:
    """`nights()`: Friday noon to Monday noon. On the n-th day n books are sold."""
    deploy_nightly(settings)

    def pass_by() -> None:
        for day in (1, 2, 3):
            for number in range(day):
                accept(new_order(f"{day}00{number}", "book"))
            aws.clock.advance(hours=24)

    return pass_by


def closings(aws: World) -> list[str]:
    """When the schedule called, in UTC."""
    return [f"{record.time:%a %d %H:%M}" for record in aws.timeline.select(service="scheduler", kind="Invoke")]


def days(letters: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    """What the closings' letters say."""
    return [(each["day"], each["orders"], each["total_cents"]) for each in letters if "day" in each]


def test_each_day_is_closed_at_five_past_midnight_in_berlin(
    aws: World, nights: Callable[[], None], letters: Callable[[], list[dict[str, Any]]]
) -> None:
    nights()
    assert closings(aws) == ["Fri 27 23:05", "Sat 28 23:05", "Sun 29 22:05"]  # Sunday had 23 hours
    assert days(letters()) == [("2026-03-27", 1, 1000), ("2026-03-28", 2, 2000), ("2026-03-29", 3, 3000)]
    assert [call.outcome for call in aws.lambda_.function("close-the-day").invocations] == ["succeeded"] * 3
    assert aws.diagnose() == []


@pytest.mark.parametrize("settings", [Settings(closing_cron="cron(30 2 * * ? *)")])
def test_at_half_past_two_saturday_is_never_closed(
    aws: World, nights: Callable[[], None], letters: Callable[[], list[dict[str, Any]]]
) -> None:
    nights()
    assert closings(aws) == ["Sat 28 01:30", "Mon 30 00:30"]
    assert days(letters()) == [("2026-03-27", 1, 1000), ("2026-03-29", 5, 5000)]


@pytest.mark.parametrize("settings", [Settings(closing_cron="cron(30 2 * * ? *)")])
def test_the_next_deployment_moves_the_schedule(
    aws: World, nights: Callable[[], None], letters: Callable[[], list[dict[str, Any]]]
) -> None:
    deploy_nightly(Settings())
    nights()
    assert closings(aws) == ["Fri 27 23:05", "Sat 28 23:05", "Sun 29 22:05"]
    assert [orders for _, orders, _ in days(letters())] == [1, 2, 3]


def test_what_is_sold_between_midnight_and_the_closing_belongs_to_the_next_day(
    aws: World,
    settings: Settings,
    accept: Callable[[Order], str],
    letters: Callable[[], list[dict[str, Any]]],
    new_order: Callable[..., Order],
) -> None:
    deploy_nightly(settings)
    aws.clock.advance(hours=11, seconds=-1 - aws.clock.elapsed.total_seconds())  # 23:59:59 in Berlin
    accept(new_order("1001", "book"))
    aws.clock.advance(minutes=3)
    accept(new_order("1002", "book", "lamp"))
    aws.clock.advance(hours=25)
    assert days(letters()) == [("2026-03-27", 1, 1000), ("2026-03-28", 1, 2000)]


def test_a_closing_that_fails_is_tried_again_with_everything_still_there(
    aws: World,
    settings: Settings,
    accept: Callable[[Order], str],
    letters: Callable[[], list[dict[str, Any]]],
    new_order: Callable[..., Order],
) -> None:
    """By Lambda, a minute later: by then the messages of the failed attempt are visible again."""
    deploy_nightly(settings)
    accept(new_order("1001", "book"))
    aws.clock.advance(hours=1)
    every_retry_of_boto3 = 5
    aws.faults.fail(
        "sqs.SendMessage", code="InternalError", status=500, times=every_retry_of_boto3, when=to_the_post_room
    )
    aws.clock.advance(hours=11)
    assert [call.outcome for call in aws.lambda_.function("close-the-day").invocations] == ["failed", "succeeded"]
    assert days(letters()) == [("2026-03-27", 1, 1000)]
    assert aws.sqs.queue("takings").messages == []


def to_the_post_room(params: Any) -> bool:
    return bool(params["QueueUrl"].endswith("/letters"))
