"""``time="real"``: the machine's own clock. The waits here are real and therefore short."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone

import boto3
import pytest

from fakeaws import TimedOut, mock_aws
from fakeaws.simulation.real import Real


def test_a_message_comes_back_in_real_time() -> None:
    began = Real.monotonic()
    with mock_aws(time="real") as aws:
        sqs = boto3.client("sqs")
        url = sqs.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "1"})["QueueUrl"]
        sent = sqs.send_message(QueueUrl=url, MessageBody="x")
        assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1
        assert "Messages" not in sqs.receive_message(QueueUrl=url)
        assert len(sqs.receive_message(QueueUrl=url, WaitTimeSeconds=3)["Messages"]) == 1
        first, second = aws.trace(sent).deliveries
        assert timedelta(seconds=1) <= second.at - first.at < timedelta(seconds=2)
        assert abs(aws.clock.now - datetime.fromtimestamp(Real.time(), timezone.utc)) < timedelta(seconds=1)
    assert Real.monotonic() - began >= 1


def test_threads_are_real_and_a_send_wakes_a_long_poll() -> None:
    with mock_aws(time="real") as aws:
        sqs = boto3.client("sqs")
        url = sqs.create_queue(QueueName="q")["QueueUrl"]
        got: list[str] = []

        def consume() -> None:
            got.extend(m["Body"] for m in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"])

        consumer = threading.Thread(target=consume, name="consumer")
        consumer.start()
        aws.clock.advance(milliseconds=50)
        sqs.send_message(QueueUrl=url, MessageBody="y")
        consumer.join(timeout=2)
        assert got == ["y"]
        assert aws.clock.elapsed < timedelta(seconds=2)
        assert aws.timeline.select(kind="ReceiveMessage")[0].actor == "consumer"


def test_run_until_follows_the_machine() -> None:
    with mock_aws(time="real") as aws:
        sqs = boto3.client("sqs")
        url = sqs.create_queue(QueueName="q", Attributes={"DelaySeconds": "1"})["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="late")
        assert aws.clock.run_until(lambda: aws.sqs.queue("q").visible, within=3)[0].body == "late"
        with pytest.raises(TimedOut):
            aws.clock.run_until(lambda: False, within=0.05)
