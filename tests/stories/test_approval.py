"""An order waits for a person: two days are nothing, three are too many."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.stories.workflows import DAY, call, create_machine


@pytest.fixture
def sfn(aws: World) -> Any:
    return boto3.client("stepfunctions")


@pytest.fixture
def machine(aws: World, sqs: Any) -> str:
    ask = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {
            "QueueUrl": sqs.create_queue(QueueName="questions")["QueueUrl"],
            "MessageBody": {"token.$": "$$.Task.Token"},
        },
        "TimeoutSeconds": 3 * DAY,
        "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Refund"}],
        "Next": "Ship",
    }
    return create_machine(
        "order",
        "Charge",
        Charge=call("charge", Next="Ask"),
        Ask=ask,
        Ship=call("ship", End=True),
        Refund=call("refund", End=True),
    )


@pytest.mark.parametrize(("answer", "path"), [(True, ["Charge", "Ask", "Ship"]), (None, ["Charge", "Ask", "Refund"])])
def test_approval(aws: World, sfn: Any, machine: str, answer: bool | None, path: list[str]) -> None:
    for state in ("Charge", "Ship", "Refund"):
        aws.stepfunctions.mock_task(state, returns={"ok": True})
    run = aws.stepfunctions.execution(sfn.start_execution(stateMachineArn=machine)["executionArn"])
    aws.clock.advance(days=2)
    if answer:
        sfn.send_task_success(taskToken=run.waiting[0].token, output="{}")
    aws.clock.run_until(lambda: run.status == "SUCCEEDED", within=timedelta(days=2))  # Ask times out after 3 days
    assert run.path == path
