"""Answers that come as a stream of events."""

from __future__ import annotations

import asyncio
from typing import Any

import aiobotocore.session
import boto3
import pytest

from fakeaws import World
from tests.services.lambda_.sending import FUNCTION, failing, refused


@pytest.fixture
def client(aws: World) -> Any:
    return boto3.client("lambda")


def test_the_answer_as_a_stream(aws: World, client: Any) -> None:
    aws.lambda_.register("echo", lambda event, context: {"é": event})
    answer = client.invoke_with_response_stream(FunctionName="echo", Payload=b"[1]", LogType="Tail")
    assert (answer["StatusCode"], answer["ExecutedVersion"]) == (200, "$LATEST")
    assert answer["ResponseStreamContentType"] == "application/vnd.amazon.eventstream"
    first, last = answer["EventStream"]
    assert first == {"PayloadChunk": {"Payload": '{"é": [1]}'.encode()}}
    assert list(last) == ["InvokeComplete"]
    assert list(last["InvokeComplete"]) == ["LogResult"]


def test_an_error_ends_the_stream(aws: World, client: Any) -> None:
    failing(aws, "f")
    [complete] = client.invoke_with_response_stream(FunctionName="f")["EventStream"]
    assert complete["InvokeComplete"]["ErrorCode"] == "Unhandled"
    assert '"errorMessage": "attempt 1"' in complete["InvokeComplete"]["ErrorDetails"]
    answer = client.invoke_with_response_stream(FunctionName="f", InvocationType="DryRun")
    assert (answer["StatusCode"], list(answer["EventStream"])) == (204, [])
    with refused("ResourceNotFoundException", f"Function not found: {FUNCTION}g:$LATEST", 404):
        client.invoke_with_response_stream(FunctionName="g")


def test_a_stream_of_aiobotocore(aws: World) -> None:
    aws.lambda_.register("echo", lambda event, context: event)

    async def ask() -> list[Any]:
        async with aiobotocore.session.get_session().create_client("lambda") as client:
            answer = await client.invoke_with_response_stream(FunctionName="echo", Payload=b"[1]")
            return [event async for event in answer["EventStream"]]

    assert asyncio.run(ask()) == [{"PayloadChunk": {"Payload": b"[1]"}}, {"InvokeComplete": {}}]
