"""Invoking a function and waiting for its answer."""

from __future__ import annotations

import json
import time
from typing import Any

import boto3
import pytest

from fakeaws import World


@pytest.fixture
def client(aws: World) -> Any:
    return boto3.client("lambda")


def test_the_answer(aws: World, client: Any) -> None:
    @aws.lambda_.register("double")
    def double(event: Any, context: Any) -> Any:
        time.sleep(1)
        return {"twice": event["n"] * 2, "left": context.get_remaining_time_in_millis()}

    answer = client.invoke(FunctionName="double", Payload=json.dumps({"n": 21}))
    assert json.load(answer["Payload"]) == {"twice": 42, "left": 2000}
    assert (answer["StatusCode"], answer["ExecutedVersion"]) == (200, "$LATEST")
    assert "FunctionError" not in answer
    assert aws.clock.elapsed.total_seconds() == 1


def test_timed_out_it_is_stopped_where_it_is(aws: World, client: Any) -> None:
    reached = []

    @aws.lambda_.register("slow", timeout=5)
    def slow(event: Any, context: Any) -> None:
        try:
            time.sleep(60)
            reached.append("the end")
        finally:
            boto3.client("sqs").create_queue(QueueName="late")

    answer = client.invoke(FunctionName="slow")
    assert answer["FunctionError"] == "Unhandled"
    assert json.load(answer["Payload"]) == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": f"RequestId: {answer['ResponseMetadata']['RequestId']} Error: Task timed out after 5.00 seconds",
    }
    assert aws.clock.elapsed.total_seconds() == 5
    assert reached == []
    assert "QueueUrls" not in boto3.client("sqs").list_queues()
    assert [each.outcome for each in aws.lambda_.function("slow").invocations] == ["timed-out"]
