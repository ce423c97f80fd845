"""AWSTraceHeader from the HTTP header X-Amzn-Trace-Id, wherever the application adds that."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.endpoint import Endpoint

from fakeaws import World

from .support import client, make, receive

HEADER = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
OWN = "Root=1-67891233-abcdef012345678912345678"


def attribute(value: str) -> dict[str, Any]:
    return {"AWSTraceHeader": {"DataType": "String", "StringValue": value}}


def received_headers(sqs: Any, url: str) -> list[str | None]:
    messages = receive(sqs, url, MessageSystemAttributeNames=["AWSTraceHeader"])
    return [message.get("Attributes", {}).get("AWSTraceHeader") for message in messages]


def before_call(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made.meta.events.register(
        "before-call.sqs", lambda params, **_: params["headers"].update({"X-Amzn-Trace-Id": HEADER})
    )


def before_call_lower_case(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made.meta.events.register(
        "before-call.sqs", lambda params, **_: params["headers"].update({"x-amzn-trace-id": HEADER})
    )


def before_sign(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made.meta.events.register(
        "before-sign.sqs", lambda request, **_: request.headers.add_header("X-Amzn-Trace-Id", HEADER)
    )


def before_send(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def add(request: Any, **_: Any) -> None:
        request.headers["X-Amzn-Trace-Id"] = HEADER

    made.meta.events.register_first("before-send.sqs", add)


def in_lambda(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """botocore itself passes on what the Lambda runtime says."""
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "worker")
    monkeypatch.setenv("_X_AMZN_TRACE_ID", HEADER)


def patched_endpoint(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the SDK of X-Ray and OpenTelemetry's instrumentation do."""
    original = Endpoint.prepare_request

    @functools.wraps(original)
    def prepare_request(self: Any, request: Any) -> Any:
        request.headers["X-Amzn-Trace-Id"] = HEADER
        return original(self, request)

    monkeypatch.setattr(Endpoint, "prepare_request", prepare_request)


WAYS = [before_call, before_call_lower_case, before_sign, before_send, in_lambda, patched_endpoint]


@pytest.fixture(params=WAYS, ids=lambda way: way.__name__)
def traced(request: pytest.FixtureRequest, aws: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client that has made a call already and now adds the header in one of several ways."""
    made = client()
    made.list_queues()
    way: Callable[[Any, pytest.MonkeyPatch], None] = request.param
    way(made, monkeypatch)
    return made


def test_single_message(traced: Any) -> None:
    url = make(traced)
    answer = traced.send_message(QueueUrl=url, MessageBody="a")
    assert "MD5OfMessageSystemAttributes" not in answer
    assert received_headers(traced, url) == [HEADER]


def test_batch_and_an_entry_of_its_own(traced: Any) -> None:
    url = make(traced)
    entries = [
        {"Id": "1", "MessageBody": "a"},
        {"Id": "2", "MessageBody": "b", "MessageSystemAttributes": attribute(OWN)},
    ]
    answer = traced.send_message_batch(QueueUrl=url, Entries=entries)["Successful"]
    assert "MD5OfMessageSystemAttributes" not in answer[0]
    assert "MD5OfMessageSystemAttributes" in answer[1]
    assert received_headers(traced, url) == [HEADER, OWN]


def test_explicit_one_wins(sqs: Any, orders: str, aws: World, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = sqs.send_message(QueueUrl=orders, MessageBody="a", MessageSystemAttributes=attribute(OWN))
    traced = client()
    before_call(traced, monkeypatch)
    answer = traced.send_message(QueueUrl=orders, MessageBody="a", MessageSystemAttributes=attribute(OWN))
    assert answer["MD5OfMessageSystemAttributes"] == plain["MD5OfMessageSystemAttributes"]
    assert received_headers(sqs, orders) == [OWN, OWN]


def test_no_header_no_attribute(sqs: Any, orders: str) -> None:
    sqs.send_message(QueueUrl=orders, MessageBody="a")
    [message] = receive(sqs, orders, MessageSystemAttributeNames=["AWSTraceHeader"])
    assert "Attributes" not in message


def test_header_does_not_count_as_size(aws: World, monkeypatch: pytest.MonkeyPatch) -> None:
    traced = client()
    before_call(traced, monkeypatch)
    url = make(traced, MaximumMessageSize=1_024)
    traced.send_message(QueueUrl=url, MessageBody="x" * 1_024)
    assert received_headers(traced, url) == [HEADER]


def test_each_attempt_has_the_header_that_it_was_sent_with(aws: World) -> None:
    made = boto3.client("sqs", config=Config(retries={"mode": "standard"}))
    url = make(made)
    attempts: list[str] = []

    def add(request: Any, **_: Any) -> None:
        attempts.append(f"Root=1-67891233-{len(attempts):024}")
        request.headers["X-Amzn-Trace-Id"] = attempts[-1]

    made.meta.events.register_first("before-send.sqs", add)
    aws.faults.lose_reply("sqs.SendMessage")
    made.send_message(QueueUrl=url, MessageBody="a")
    assert len(attempts) == 2
    made.meta.events.unregister("before-send.sqs", add)
    assert received_headers(made, url) == attempts


def test_fifo_and_dead_letters_keep_it(aws: World, monkeypatch: pytest.MonkeyPatch) -> None:
    traced = client()
    before_call(traced, monkeypatch)
    dead = make(traced, "dead.fifo")
    arn = aws.sqs.queue("dead.fifo").arn
    url = make(traced, "orders.fifo", RedrivePolicy=f'{{"deadLetterTargetArn": "{arn}", "maxReceiveCount": 1}}')
    traced.send_message(QueueUrl=url, MessageBody="a", MessageGroupId="g", MessageDeduplicationId="1")
    assert received_headers(traced, url) == [HEADER]
    aws.clock.advance(seconds=30)
    assert receive(traced, url) == []
    assert received_headers(traced, dead) == [HEADER]


@pytest.mark.asyncio
async def test_aiobotocore(aws: World, monkeypatch: pytest.MonkeyPatch) -> None:
    session = pytest.importorskip("aiobotocore.session").get_session()
    keys = {"region_name": "us-east-1", "aws_access_key_id": "x", "aws_secret_access_key": "x"}
    async with session.create_client("sqs", **keys) as aio:
        url = (await aio.create_queue(QueueName="orders"))["QueueUrl"]
        await aio.send_message(QueueUrl=url, MessageBody="without")
        patched_endpoint(aio, monkeypatch)
        await aio.send_message(QueueUrl=url, MessageBody="wire")
        monkeypatch.undo()
        before_call(aio, monkeypatch)
        await aio.send_message(QueueUrl=url, MessageBody="fast")
        answer = await aio.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["AWSTraceHeader"]
        )
    found = {each["Body"]: each.get("Attributes") for each in answer["Messages"]}
    assert found == {"without": None, "wire": {"AWSTraceHeader": HEADER}, "fast": {"AWSTraceHeader": HEADER}}
