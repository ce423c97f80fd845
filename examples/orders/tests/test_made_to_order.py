"""Orders that the workshop makes: paid at once, confirmed by a person within three days, or the money comes back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from orders.clients import stepfunctions
from orders.made_to_order import deploy_made_to_order, have_made
from orders.model import Order
from orders.settings import Settings
from orders.subscriber import Subscriber
from orders.workshop import Workshop

from fakeaws import TaskError, World


@pytest.fixture
def machine(aws: World, queues: dict[str, str], settings: Settings) -> str:
    return deploy_made_to_order(settings)


@pytest.fixture
def workshop(machine: str, settings: Settings) -> Iterator[Workshop]:
    workshop = Workshop()
    with Subscriber(settings.workshop_queue, workshop.handle, settings):
        yield workshop


@pytest.fixture
def bookings(aws: World, machine: str) -> Callable[[], list[tuple[str, int]]]:
    """What the payment provider was told, so far."""

    def told() -> list[tuple[str, int]]:
        found = [json.loads(message.body) for message in aws.sqs.queue("bookings.fifo").messages]
        return [(booking["kind"], booking["cents"]) for booking in found]

    return told


def told_to_the_company(aws: World) -> list[str]:
    return [json.loads(m.body)["confirmation"]["reason"] for m in aws.sqs.queue("notifications").messages]


def test_what_the_workshop_accepts_is_shipped(
    aws: World,
    settings: Settings,
    workshop: Workshop,
    bookings: Callable[[], list[tuple[str, int]]],
    new_order: Callable[..., Order],
) -> None:
    run = aws.stepfunctions.execution(have_made(new_order("2001", "table", "chair"), settings))
    aws.clock.advance(hours=7)
    assert list(workshop.questions) == ["2001"]
    assert workshop.accept("2001")
    assert (run.status, run.path) == ("SUCCEEDED", ["Charge", "Ask", "Accept"])
    assert bookings() == [("charge", 2000)]
    assert aws.trace(run.arn).fates["shipping"] == "visible"
    assert aws.diagnose() == []


def test_what_it_refuses_is_paid_back_and_the_customer_hears_why(
    aws: World,
    settings: Settings,
    workshop: Workshop,
    bookings: Callable[[], list[tuple[str, int]]],
    new_order: Callable[..., Order],
) -> None:
    run = aws.stepfunctions.execution(have_made(new_order("2001", "table"), settings))
    aws.clock.advance(hours=7)
    assert workshop.refuse("2001", "There is no oak.")
    assert run.path == ["Charge", "Ask", "Refund", "Refuse"]
    assert bookings() == [("charge", 1000), ("refund", 1000)]
    assert told_to_the_company(aws) == ["There is no oak."]


def test_after_three_days_without_an_answer_the_money_comes_back(
    aws: World,
    settings: Settings,
    bookings: Callable[[], list[tuple[str, int]]],
    new_order: Callable[..., Order],
) -> None:
    run = aws.stepfunctions.execution(have_made(new_order("2001", "table"), settings))
    aws.clock.advance(days=3, seconds=-10)
    assert (run.path, bookings()) == (["Charge", "Ask"], [("charge", 1000)])
    aws.clock.run_until(lambda: run.status == "SUCCEEDED", within=timedelta(seconds=20))
    assert run.path == ["Charge", "Ask", "NoAnswer", "Refund", "Refuse"]
    assert run.state("Ask").attempts[0].error == "States.Timeout"
    assert bookings() == [("charge", 1000), ("refund", 1000)]
    assert told_to_the_company(aws) == ["The workshop could not say whether it has the time."]


def test_an_answer_after_that_changes_nothing(
    aws: World,
    settings: Settings,
    machine: str,
    bookings: Callable[[], list[tuple[str, int]]],
    new_order: Callable[..., Order],
) -> None:
    have_made(new_order("2001", "table"), settings)
    aws.clock.advance(days=3, hours=1)
    workshop = Workshop()
    with Subscriber(settings.workshop_queue, workshop.handle, settings):  # back from their holidays
        aws.clock.advance(minutes=1)
    assert not workshop.accept("2001")
    assert bookings() == [("charge", 1000), ("refund", 1000)]
    [finding] = aws.diagnose()
    assert finding.rule == "token-after-timeout"


def test_a_busy_provider_is_asked_again(
    aws: World,
    settings: Settings,
    bookings: Callable[[], list[tuple[str, int]]],
    new_order: Callable[..., Order],
) -> None:
    """The function fails twice; the state machine waits ten seconds, then twenty."""
    aws.faults.throttle("sqs.SendMessage", times=2)
    run = aws.stepfunctions.execution(have_made(new_order("2001", "table"), settings))
    aws.clock.advance(minutes=1)
    charge = run.state("Charge")
    assert [attempt.error for attempt in charge.attempts] == ["ProviderBusy", "ProviderBusy", None]
    assert [attempt.began - charge.entered for attempt in charge.attempts] == [
        timedelta(seconds=seconds) for seconds in (0, 10, 30)
    ]
    assert (bookings(), [waiting.state for waiting in run.waiting]) == ([("charge", 1000)], ["Ask"])


def test_a_provider_that_is_busy_for_too_long_has_charged_nothing(
    aws: World, settings: Settings, machine: str, new_order: Callable[..., Order]
) -> None:
    """The same without the function: a mock answers in its place."""
    charge = aws.stepfunctions.mock_task("Charge", answers=[TaskError("ProviderBusy", "come back on Monday")])
    run = aws.stepfunctions.execution(have_made(new_order("2001", "table"), settings))
    aws.clock.run_until_idle()
    assert (run.status, run.error, run.path) == ("FAILED", "ProviderBusy", ["Charge"])
    assert len(charge.calls) == 5
    assert aws.lambda_.function(settings.bookings_function).invocations == []


def test_the_same_order_twice_is_charged_once(
    aws: World,
    settings: Settings,
    bookings: Callable[[], list[tuple[str, int]]],
    new_order: Callable[..., Order],
) -> None:
    order = new_order("2001", "table")
    assert have_made(order, settings) == have_made(order, settings)
    aws.clock.advance(minutes=1)
    assert bookings() == [("charge", 1000)]


def test_a_deployment_leaves_what_runs_alone(
    aws: World, settings: Settings, machine: str, workshop: Workshop, new_order: Callable[..., Order]
) -> None:
    run = aws.stepfunctions.execution(have_made(new_order("2001", "table"), settings))
    aws.clock.advance(days=1)
    assert deploy_made_to_order(settings) == machine
    assert len(stepfunctions.list_state_machines()["stateMachines"]) == 1
    assert workshop.accept("2001")
    assert run.status == "SUCCEEDED"
