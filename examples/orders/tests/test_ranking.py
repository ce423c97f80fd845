"""The nightly ranking: a job of Batch, submitted by a schedule, that works on the orders for 20 minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from orders import ranking
from orders.model import Order
from orders.ranking_job import deploy_ranking
from orders.settings import Settings

from fakeaws import World

pytestmark = pytest.mark.fakeaws(start="2026-01-05T12:00:00Z")


@pytest.fixture
def sold(
    aws: World, settings: Settings, accept: Callable[[Order], str], new_order: Callable[..., Order]
) -> Callable[[], None]:
    """The job is deployed; `sold()` sells two books and a lamp."""
    deploy_ranking(settings)
    aws.batch.register(ranking.main, command="python -m orders.ranking")

    def sell() -> None:
        for number, articles in enumerate((["book"], ["book", "lamp"])):
            accept(new_order(f"100{number}", *articles))

    return sell


def rankings(letters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in letters if "best" in each]


def test_the_orders_of_the_day_are_ranked_at_half_past_midnight(
    aws: World, sold: Callable[[], None], letters: Callable[[], list[dict[str, Any]]]
) -> None:
    sold()
    aws.clock.advance(hours=12)
    job = aws.batch.job("ranking")
    assert (job.status, job.logs) == ("SUCCEEDED", "ranking 2 orders\n")
    assert timedelta(minutes=20) <= job.duration < timedelta(minutes=20, seconds=5)
    assert rankings(letters()) == [{"night": "2026-01-05T23:30:00Z", "best": ["book", "lamp"]}]
    assert aws.sqs.queue("sales").messages == []
    assert aws.diagnose() == []


def test_each_night_has_its_own(
    aws: World, sold: Callable[[], None], letters: Callable[[], list[dict[str, Any]]]
) -> None:
    for _ in range(2):
        sold()
        aws.clock.advance(days=1)
    assert [each["night"][:10] for each in rankings(letters())] == ["2026-01-05", "2026-01-06"]


def test_a_spot_interruption_costs_time_and_no_order(
    aws: World, sold: Callable[[], None], letters: Callable[[], list[dict[str, Any]]]
) -> None:
    """Fargate Spot is taken back after ten minutes: the next attempt waits until the orders are visible again."""
    sold()
    aws.clock.advance(hours=11, minutes=42)
    aws.batch.interrupt_spot(aws.batch.job("ranking").id)
    aws.clock.run_until_idle()
    aws.clock.advance(hours=1)
    job = aws.batch.job("ranking")
    assert [(attempt.exit_code, attempt.logs) for attempt in job.attempts] == [
        (137, "ranking 2 orders\n"),
        (0, "ranking 2 orders\n"),
    ]
    assert rankings(letters()) == [{"night": "2026-01-05T23:30:00Z", "best": ["book", "lamp"]}]


def test_deploying_again_registers_a_revision_and_changes_nothing_else(
    aws: World, settings: Settings, sold: Callable[[], None], letters: Callable[[], list[dict[str, Any]]]
) -> None:
    deploy_ranking(settings)
    sold()
    aws.clock.advance(hours=12)
    assert len(rankings(letters())) == 1
