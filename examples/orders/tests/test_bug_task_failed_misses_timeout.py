"""Bug 9: a catcher of `States.TaskFailed` does not catch the time-out.

The state machine had one catcher for all that can go wrong in `Ask`. `States.TaskFailed` stands for every error of a
task but `States.Timeout`. What the workshop refused was paid back; what it left unanswered over Easter was paid, not
made, and not paid back.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from orders.clients import stepfunctions
from orders.made_to_order import deploy_made_to_order, have_made, put_state_machine
from orders.model import Order
from orders.settings import Settings
from orders.subscriber import Subscriber
from orders.workshop import Workshop

from fakeaws import World


@pytest.fixture
def before_the_fix(aws: World, queues: dict[str, str], settings: Settings) -> None:
    arn = deploy_made_to_order(settings)
    definition: dict[str, Any] = json.loads(stepfunctions.describe_state_machine(stateMachineArn=arn)["definition"])
    states = definition["States"]
    states["Ask"]["Catch"] = [{"ErrorEquals": ["States.TaskFailed"], "ResultPath": "$.refusal", "Next": "Refund"}]
    del states["NoAnswer"]
    put_state_machine(settings, definition)


def booked(aws: World) -> list[str]:
    return [json.loads(message.body)["kind"] for message in aws.sqs.queue("bookings.fifo").messages]


@pytest.mark.usefixtures("before_the_fix")
def test_a_refusal_is_paid_back(aws: World, settings: Settings, new_order: Callable[..., Order]) -> None:
    """Which is all that anybody had tried."""
    have_made(new_order("2001", "table"), settings)
    workshop = Workshop()
    with Subscriber(settings.workshop_queue, workshop.handle, settings):
        aws.clock.advance(minutes=1)
    workshop.refuse("2001", "There is no oak.")
    aws.clock.run_until_idle()
    assert booked(aws) == ["charge", "refund"]


@pytest.mark.usefixtures("before_the_fix")
def test_silence_is_not(aws: World, settings: Settings, new_order: Callable[..., Order]) -> None:
    run = aws.stepfunctions.execution(have_made(new_order("2001", "table"), settings))
    aws.clock.advance(days=3, minutes=1)
    assert (run.status, run.error, run.path) == ("FAILED", "States.Timeout", ["Charge", "Ask"])
    assert booked(aws) == ["charge"]
    [finding] = aws.diagnose()
    assert finding.rule == "task-failed-misses-timeout"
    assert "'Ask'" in finding.text
    assert "States.Timeout" in finding.fix


@pytest.mark.usefixtures("queues")
def test_the_fix_catches_both(aws: World, settings: Settings, new_order: Callable[..., Order]) -> None:
    deploy_made_to_order(settings)
    run = aws.stepfunctions.execution(have_made(new_order("2001", "table"), settings))
    aws.clock.advance(days=3, minutes=1)
    assert run.status == "SUCCEEDED"
    assert booked(aws) == ["charge", "refund"]
    assert aws.diagnose() == []
