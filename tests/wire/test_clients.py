"""Real boto3 and aiobotocore clients, answered at ``before-send``: parser, retries and streams are theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import botocore.retryhandler
import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, IncompleteReadError

from fakeaws.wire.answers import WireAnswer
from fakeaws.wire.botocore_answer import to_aiobotocore, to_botocore
from fakeaws.wire.encode import encode_error, encode_result
from tests.wire.models import REQUEST_ID, URL, service_model

GIVEN: dict[str, Any] = {
    "region_name": "us-east-1",
    "aws_access_key_id": "testing",
    "aws_secret_access_key": "testing",
}

Planned = list[WireAnswer]

MESSAGES = {
    "Messages": [
        {
            "MessageId": "m-1",
            "Body": "<é>\r\n",
            "MessageAttributes": {"B": {"BinaryValue": b"\x00\xff", "DataType": "Binary"}},
        }
    ]
}
LINES = b"first\nsecond\n" + b"x" * 3000
INVOKED = {"StatusCode": 200, "ExecutedVersion": "$LATEST", "Payload": LINES}
ALARMS = {
    "MetricAlarms": [
        {
            "AlarmName": "a",
            "Threshold": 1.5,
            "ActionsEnabled": True,
            "StateUpdatedTimestamp": datetime(2026, 1, 5, tzinfo=timezone.utc),
        }
    ]
}
CALLS: tuple[tuple[str, str, str, dict[str, Any], dict[str, Any]], ...] = (
    ("sqs", "ReceiveMessage", "receive_message", {"QueueUrl": URL}, MESSAGES),
    ("sns", "Publish", "publish", {"TopicArn": "arn:x", "Message": "m"}, {"MessageId": "m-1"}),
    ("cloudwatch", "DescribeAlarms", "describe_alarms", {}, ALARMS),
    ("events", "PutEvents", "put_events", {"Entries": [{"Detail": "{}"}]}, {"FailedEntryCount": 0}),
    (
        "batch",
        "ListJobs",
        "list_jobs",
        {},
        {"jobSummaryList": [{"jobId": "j", "jobName": "é", "createdAt": 1}]},
    ),
    ("apigateway", "GetRestApis", "get_rest_apis", {}, {"items": [{"id": "a", "name": "b"}]}),
)


def answer_of(service: str, operation: str, result: dict[str, Any]) -> WireAnswer:
    return encode_result(service_model(service).operation_model(operation), result, request_id=REQUEST_ID)


def throttled(service: str, operation: str) -> WireAnswer:
    return encode_error(
        service_model(service).operation_model(operation),
        code="ThrottlingException",
        message="Rate exceeded",
        status=400,
        fault="Sender",
        query_code=None,
        fields={},
        request_id=REQUEST_ID,
    )


def queue_missing() -> WireAnswer:
    return encode_error(
        service_model("sqs").operation_model("SendMessage"),
        code="AWS.SimpleQueueService.NonExistentQueue",
        message="The specified queue does not exist.",
        status=400,
        fault="Sender",
        query_code="QueueDoesNotExist",
        fields={},
        request_id=REQUEST_ID,
    )


def sync_client(service: str, planned: Planned, **config: Any) -> Any:
    client: Any = botocore.session.get_session().create_client(service, config=Config(**config), **GIVEN)
    client.meta.events.register("before-send", lambda request, **_: to_botocore(planned.pop(0), request.url))
    return client


def with_aio_client(service: str, planned: Planned, use: Callable[[Any], Any], **config: Any) -> Any:
    aio = pytest.importorskip("aiobotocore.session")
    aio_config = pytest.importorskip("aiobotocore.config")

    async def run() -> Any:
        async with aio.get_session().create_client(service, config=aio_config.AioConfig(**config), **GIVEN) as client:
            client.meta.events.register("before-send", lambda request, **_: to_aiobotocore(planned.pop(0), request.url))
            return await use(client)

    return asyncio.run(run())


@pytest.fixture
def no_back_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Legacy retries sleep ``random * 2 ** attempt`` seconds: make that nothing."""
    monkeypatch.setattr(botocore.retryhandler, "delay_exponential", lambda *_, **__: 0)


def checked(response: dict[str, Any], result: dict[str, Any]) -> None:
    metadata = response.pop("ResponseMetadata")
    assert response == result
    assert (metadata["HTTPStatusCode"], metadata["RequestId"]) == (200, REQUEST_ID)
    assert metadata["HTTPHeaders"]["x-amzn-requestid"] == REQUEST_ID


@pytest.mark.parametrize(("service", "operation", "method", "arguments", "result"), CALLS)
def test_both_clients_show_the_result(
    service: str, operation: str, method: str, arguments: dict[str, Any], result: dict[str, Any]
) -> None:
    answer = answer_of(service, operation, result)
    checked(getattr(sync_client(service, [answer]), method)(**arguments), result)
    checked(with_aio_client(service, [answer], lambda client: getattr(client, method)(**arguments)), result)


def test_both_clients_raise_the_modelled_class() -> None:
    client = sync_client("sqs", [queue_missing()])
    with pytest.raises(client.exceptions.QueueDoesNotExist) as raised:
        client.send_message(QueueUrl=URL, MessageBody="b")
    error = {
        "Code": "AWS.SimpleQueueService.NonExistentQueue",
        "Message": "The specified queue does not exist.",
        "QueryErrorCode": "QueueDoesNotExist",
        "Type": "Sender",
    }
    assert raised.value.response["Error"] == error

    async def send(client: Any) -> None:
        with pytest.raises(client.exceptions.QueueDoesNotExist) as raised:
            await client.send_message(QueueUrl=URL, MessageBody="b")
        assert raised.value.response["Error"] == error

    with_aio_client("sqs", [queue_missing()], send)


@pytest.mark.usefixtures("no_back_off")
def test_both_clients_retry_what_is_throttled() -> None:
    legacy = {"retries": {"mode": "legacy"}}

    def planned() -> Planned:
        again = [throttled("lambda", "GetAccountSettings") for _ in range(2)]
        return [*again, answer_of("lambda", "GetAccountSettings", {})]

    response = sync_client("lambda", planned(), **legacy).get_account_settings()
    assert response["ResponseMetadata"]["RetryAttempts"] == 2
    response = with_aio_client("lambda", planned(), lambda client: client.get_account_settings(), **legacy)
    assert response["ResponseMetadata"]["RetryAttempts"] == 2


@pytest.mark.usefixtures("no_back_off")
def test_retries_that_run_out_raise_the_last_error() -> None:
    planned = [throttled("sns", "ListTopics") for _ in range(3)]
    client = sync_client("sns", planned, retries={"mode": "legacy", "max_attempts": 2})
    with pytest.raises(ClientError, match=r"reached max retries: 2.*Rate exceeded"):
        client.list_topics()
    assert planned == []


def test_a_stream_is_read_in_every_way_botocore_offers() -> None:
    def payload() -> Any:
        client = sync_client("lambda", [answer_of("lambda", "Invoke", INVOKED)])
        response = client.invoke(FunctionName="f")
        assert response["StatusCode"] == 200
        assert response["ExecutedVersion"] == "$LATEST"
        return response["Payload"]

    assert payload().read() == LINES
    stream = payload()
    assert (stream.read(5), stream.tell(), stream.read(), stream.read()) == (b"first", 5, LINES[5:], b"")
    assert b"".join(payload()) == LINES
    assert [len(chunk) for chunk in payload().iter_chunks(2000)] == [2000, len(LINES) - 2000]
    assert list(payload().iter_lines()) == LINES.splitlines()
    with payload() as raw:
        assert raw.read() == LINES
    payload().close()


def test_a_stream_is_read_in_every_way_aiobotocore_offers() -> None:
    async def payload(client: Any) -> Any:
        response = await client.invoke(FunctionName="f")
        assert response["StatusCode"] == 200
        return response["Payload"]

    async def read(client: Any) -> None:
        assert await (await payload(client)).read() == LINES
        stream = await payload(client)
        assert (await stream.read(5), stream.tell(), await stream.read()) == (b"first", 5, LINES[5:])
        assert await stream.read() == b""
        assert b"".join([chunk async for chunk in await payload(client)]) == LINES
        sizes = [len(chunk) async for chunk in (await payload(client)).iter_chunks(2000)]
        assert sizes == [2000, len(LINES) - 2000]
        assert [line async for line in (await payload(client)).iter_lines()] == LINES.splitlines()
        async with await payload(client) as stream:
            assert await stream.read() == LINES
        (await payload(client)).close()

    answers = [answer_of("lambda", "Invoke", INVOKED) for _ in range(7)]
    with_aio_client("lambda", answers, read)
    assert answers == []


def test_a_body_that_breaks_off_is_noticed_by_both() -> None:
    whole = answer_of("lambda", "Invoke", INVOKED)
    broken = WireAnswer(whole.status, whole.headers, whole.body[:10])
    with pytest.raises(IncompleteReadError):
        sync_client("lambda", [broken]).invoke(FunctionName="f")["Payload"].read()

    async def read(client: Any) -> None:
        response = await client.invoke(FunctionName="f")
        with pytest.raises(IncompleteReadError):
            await response["Payload"].read()

    with_aio_client("lambda", [broken], read)
