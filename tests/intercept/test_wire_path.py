"""When the wire path is taken, and what botocore does there in virtual time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from fakeaws import World, mock_aws

EVENTS = ("request-created", "before-sign", "before-send", "response-received", "needs-retry")


@pytest.mark.parametrize("event", EVENTS)
def test_a_listener_of_the_application_is_heard(aws: World, event: str) -> None:
    client = boto3.client("sqs")
    client.list_queues()
    heard: list[str] = []

    def listener(event_name: str, **_: Any) -> None:
        heard.append(event_name)

    client.meta.events.register(f"{event}.sqs", listener)
    client.list_queues()
    assert heard == [f"{event}.sqs.ListQueues"]
    client.meta.events.unregister(f"{event}.sqs", listener)
    client.list_queues()
    assert len(heard) == 1


def test_without_a_listener_nothing_is_signed(aws: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def sign(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("signed on the fast path")

    monkeypatch.setattr("botocore.signers.RequestSigner.sign", sign)
    boto3.client("sqs").list_queues()


@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
def test_retries_pass_virtual_time_and_repeat_for_a_seed(mode: str) -> None:
    def run() -> tuple[timedelta, int]:
        with mock_aws(seed=7) as aws:
            client = boto3.client("sqs", config=Config(retries={"mode": mode, "max_attempts": 4}))
            aws.faults.fail("sqs.ListQueues", code="InternalError", status=500, times=3)
            answer = client.list_queues()
            return aws.clock.elapsed, answer["ResponseMetadata"]["RetryAttempts"]

    elapsed, retries = run()
    assert retries == 3
    assert elapsed > timedelta(0)
    assert run() == (elapsed, retries)


def test_retries_that_do_not_help_end_with_awss_error(aws: World) -> None:
    client = boto3.client("sqs", config=Config(retries={"mode": "standard", "max_attempts": 2}))
    aws.faults.throttle("sqs.ListQueues", times=3)
    with pytest.raises(client.exceptions.RequestThrottled) as refused:
        client.list_queues()
    assert refused.value.response["Error"]["Code"] == "RequestThrottled"
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert refused.value.response["ResponseMetadata"]["RetryAttempts"] == 2


def test_a_lost_reply_is_done_twice_on_a_standard_queue(aws: World) -> None:
    client = boto3.client("sqs")
    url = client.create_queue(QueueName="q")["QueueUrl"]
    lost = aws.faults.lose_reply("sqs.SendMessage")
    client.send_message(QueueUrl=url, MessageBody="once?")
    assert lost.fired
    bodies = [m["Body"] for m in client.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]]
    assert bodies == ["once?", "once?"]


def test_a_lost_reply_without_retries_shows_the_connections_end(aws: World) -> None:
    client = boto3.client("sqs", config=Config(retries={"max_attempts": 0}))
    aws.faults.lose_reply("sqs.CreateQueue")
    with pytest.raises(ConnectionClosedError):
        client.create_queue(QueueName="q")
    assert len(client.list_queues()["QueueUrls"]) == 1


def test_slow_beyond_the_read_timeout_times_out(aws: World) -> None:
    client = boto3.client("sqs", config=Config(read_timeout=5, retries={"max_attempts": 0}))
    aws.faults.slow("sqs.ListQueues", by=3)
    client.list_queues()
    assert aws.clock.elapsed == timedelta(seconds=3)
    aws.faults.slow("sqs.ListQueues", by=timedelta(seconds=30))
    with pytest.raises(ReadTimeoutError):
        client.list_queues()
    assert aws.clock.elapsed == timedelta(seconds=8)


def test_faults_pick_calls_by_their_parameters(aws: World) -> None:
    client = boto3.client("sqs", config=Config(retries={"max_attempts": 0}))
    fault = aws.faults.fail(
        "sqs.CreateQueue", code="AccessDenied", status=403, when=lambda params: params["QueueName"] == "b"
    )
    client.create_queue(QueueName="a")
    assert not fault.fired
    with pytest.raises(ClientError, match="AccessDenied"):
        client.create_queue(QueueName="b")
    client.create_queue(QueueName="b")


def test_a_fault_for_no_operation_says_which_is_near(aws: World) -> None:
    with pytest.raises(ValueError, match=r"did you mean sqs\.SendMessage\?"):
        aws.faults.fail("sqs.SendMesage", code="x")
