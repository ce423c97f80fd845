"""Invoking a function and waiting for its answer."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import time
from typing import Any

import aiobotocore.session
import boto3
import pytest

from fakeaws import World
from tests.services.lambda_.sending import FUNCTION, refused


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


def echo(event: Any, context: Any) -> Any:
    return event


def test_the_members_of_each_answer(aws: World, client: Any) -> None:
    aws.lambda_.register("echo", echo)
    common = {"ResponseMetadata", "StatusCode", "Payload"}
    answer = client.invoke(FunctionName="echo", Payload=b"[1]")
    assert set(answer) == {*common, "ExecutedVersion"}
    assert answer["Payload"].read() == b"[1]"
    answer = client.invoke(FunctionName="echo", Payload=b"[1]", LogType="Tail")
    assert set(answer) == {*common, "ExecutedVersion", "LogResult"}
    answer = client.invoke(FunctionName="echo", InvocationType="Event", Payload=b"[1]")
    assert set(answer) == common
    assert (answer["StatusCode"], answer["ResponseMetadata"]["HTTPStatusCode"]) == (202, 202)
    assert answer["Payload"].read() == b""
    answer = client.invoke(FunctionName="echo", InvocationType="DryRun", Payload=b"[1]")
    assert set(answer) == common
    assert (answer["StatusCode"], answer["ResponseMetadata"]["HTTPStatusCode"]) == (204, 204)
    assert answer["Payload"].read() == b""
    aws.clock.run_until_idle()
    assert len(aws.lambda_.function("echo").invocations) == 3


def test_the_same_over_the_wire(aws: World, client: Any) -> None:
    aws.lambda_.register("echo", echo)
    aws.faults.slow("lambda.Invoke", by=1)
    answer = client.invoke(FunctionName="echo", Payload=b'{"a": "\xc3\xa9"}', LogType="Tail")
    assert set(answer) == {"ResponseMetadata", "StatusCode", "Payload", "ExecutedVersion", "LogResult"}
    assert answer["Payload"].read() == b'{"a": "\xc3\xa9"}'
    aws.faults.slow("lambda.Invoke", by=1)
    answer = client.invoke(FunctionName="echo", InvocationType="Event", Payload=b"1")
    assert (answer["StatusCode"], answer["Payload"].read()) == (202, b"")
    aws.faults.slow("lambda.Invoke", by=1)
    assert client.invoke(FunctionName="echo", InvocationType="DryRun")["StatusCode"] == 204


def test_aiobotocore(aws: World) -> None:
    aws.lambda_.register("echo", echo)

    async def ask() -> list[Any]:
        async with aiobotocore.session.get_session().create_client("lambda") as client:
            first = await client.invoke(FunctionName="echo", Payload=b"[1]")
            second = await client.invoke(FunctionName="echo", Payload=b"[2]", InvocationType="Event")
            aws.faults.slow("lambda.Invoke", by=1)
            third = await client.invoke(FunctionName="echo", Payload=b"[3]")
            return [(each["StatusCode"], await each["Payload"].read()) for each in (first, second, third)]

    assert asyncio.run(ask()) == [(200, b"[1]"), (202, b""), (200, b"[3]")]


def test_payloads_of_all_kinds(aws: World, client: Any) -> None:
    aws.lambda_.register("echo", echo)
    file = io.BytesIO(b'{"from": "a file"}')
    for payload in (b'{"a": 1}', bytearray(b'{"a": 1}'), '{"a": 1}', file):
        client.invoke(FunctionName="echo", Payload=payload)
    client.invoke(FunctionName="echo", Payload=file)
    client.invoke(FunctionName="echo")
    client.invoke(FunctionName="echo", Payload=b"")
    events = [each.event for each in aws.lambda_.function("echo").invocations]
    assert events == [{"a": 1}] * 3 + [{"from": "a file"}] * 2 + [{}] * 2


@pytest.mark.parametrize("kind", ["RequestResponse", "Event"])
@pytest.mark.parametrize(
    ("payload", "detail"),
    [
        (
            "nope",
            "Unrecognized token 'nope': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
            '\n at [Source: (byte[])"nope"; line: 1, column: 5]',
        ),
        (
            "'{}'",
            "Unexpected character (''' (code 39)): expected a valid value "
            "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
            "\n at [Source: (byte[])\"'{}'\"; line: 1, column: 1]",
        ),
        ("{} {}", 'Trailing token found after value\n at [Source: (byte[])"{} {}"; line: 1, column: 6]'),
        (b"\xff", None),
        ("NaN", None),
        (" ", None),
    ],
)
def test_no_json(aws: World, client: Any, kind: str, payload: Any, detail: str | None) -> None:
    aws.lambda_.register("echo", echo)
    with pytest.raises(client.exceptions.InvalidRequestContentException) as caught:
        client.invoke(FunctionName="echo", InvocationType=kind, Payload=payload)
    message = caught.value.response["Error"]["Message"]
    assert message.startswith("Could not parse request body into json: Could not parse payload into json: ")
    assert detail is None or message.endswith(f"json: {detail}")
    assert caught.value.response["Type"] == "User"
    assert not aws.lambda_.function("echo").invocations


def test_payloads_that_are_too_large(aws: World, client: Any) -> None:
    aws.lambda_.register("size", lambda event, context: len(event))
    limits = {"RequestResponse": 6_291_456, "Event": 1_048_576}
    for kind, limit in limits.items():
        client.invoke(FunctionName="size", InvocationType=kind, Payload=json.dumps("a" * (limit - 2)))
        with refused(
            "RequestEntityTooLargeException",
            f"{limit + 1} byte payload is too large for the {kind} invocation type (limit {limit} bytes)",
            413,
        ):
            client.invoke(FunctionName="size", InvocationType=kind, Payload=json.dumps("a" * (limit - 1)))
    aws.clock.run_until_idle()
    assert [each.result for each in aws.lambda_.function("size").invocations] == [6_291_454, 1_048_574]


@pytest.mark.fakeaws(config={"lambda": {"async_payload_bytes": 262_144}})
def test_the_limits_can_be_those_of_before(aws: World, client: Any) -> None:
    aws.lambda_.register("echo", echo)
    with refused(
        "RequestEntityTooLargeException",
        "262145 byte payload is too large for the Event invocation type (limit 262144 bytes)",
        413,
    ):
        client.invoke(FunctionName="echo", InvocationType="Event", Payload=json.dumps("a" * 262_143))


@pytest.mark.parametrize("kind", ["RequestResponse", "Event", "DryRun"])
def test_unknown_functions(aws: World, client: Any, kind: str) -> None:
    with refused("ResourceNotFoundException", f"Function not found: {FUNCTION}f:$LATEST", 404):
        client.invoke(FunctionName="f", InvocationType=kind)
    aws.lambda_.register("f", echo)
    with refused("ResourceNotFoundException", f"Function not found: {FUNCTION}f:7", 404):
        client.invoke(FunctionName="f", InvocationType=kind, Qualifier="7")


def test_a_client_context_that_is_none(aws: World, client: Any) -> None:
    aws.lambda_.register("echo", echo)
    client.invoke(FunctionName="echo", ClientContext=base64.b64encode(b'{"custom": {}}').decode())
    for text in ("{}", base64.b64encode(b"1").decode(), base64.b64encode(b'{"a": "' + b"a" * 3_000 + b'"}').decode()):
        with refused("InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object."):
            client.invoke(FunctionName="echo", ClientContext=text)


def test_the_old_way_to_invoke_asynchronously(aws: World, client: Any) -> None:
    aws.lambda_.register("echo", echo)
    answer = client.invoke_async(FunctionName="echo", InvokeArgs=b'{"a": 1}')
    assert set(answer) == {"ResponseMetadata", "Status"}
    assert answer["Status"] == 202
    aws.clock.run_until_idle()
    assert [each.event for each in aws.lambda_.function("echo").invocations] == [{"a": 1}]
    with pytest.raises(client.exceptions.InvalidRequestContentException):
        client.invoke_async(FunctionName="echo", InvokeArgs=b"no")
