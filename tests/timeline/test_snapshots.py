"""A run's records as snapshots, with syrupy and with inline-snapshot: the same on every run and on every Python.

To write them anew: ``pytest tests/timeline/test_snapshots.py --snapshot-update`` and
``pytest -p inline_snapshot --inline-snapshot=fix tests/timeline/test_snapshots.py``.
"""

from __future__ import annotations

import json
import time
from typing import Any

import boto3
import pytest
from inline_snapshot import snapshot as inline

from fakeaws import World

pytest_plugins = ["pytester"]


@pytest.fixture
def sent(aws: World) -> Any:
    """The answer to a send: two consumers try in vain, one message beside it is done."""
    sqs = boto3.client("sqs")
    sqs.create_queue(QueueName="orders-dlq")
    redrive = json.dumps({"deadLetterTargetArn": aws.sqs.queue("orders-dlq").arn, "maxReceiveCount": 2})
    url = sqs.create_queue(QueueName="orders", Attributes={"RedrivePolicy": redrive})["QueueUrl"]

    def consume() -> None:
        while True:
            for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages", ()):
                time.sleep(1.5)
                if message["Body"] != "poison":
                    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    answer = sqs.send_message(QueueUrl=url, MessageBody="poison")
    sqs.send_message(QueueUrl=url, MessageBody="later", DelaySeconds=5)
    for name in ("one", "two"):
        aws.spawn(consume, name=name)
    aws.clock.advance(seconds=70)
    return answer


@pytest.mark.parametrize("form", ["text", "mermaid", "jsonl"])
def test_the_timeline_with_syrupy(aws: World, sent: Any, snapshot: Any, form: str) -> None:
    assert getattr(aws.timeline, form)() == snapshot


def test_a_trace_with_syrupy(aws: World, sent: Any, snapshot: Any) -> None:
    trace = aws.trace(sent)
    assert trace.text() == snapshot(name="text")
    assert trace.mermaid() == snapshot(name="mermaid")
    assert trace.fates == snapshot(name="fates")
    assert trace.path == snapshot(name="path")


def test_a_trace_with_inline_snapshot(aws: World, sent: Any) -> None:
    trace = aws.trace(sent)
    assert trace.fates == inline({"orders": "dead-lettered", "orders-dlq": "visible"})
    assert trace.text() == inline("""\
+00:00:00  test  sqs.SendMessage        orders      b78e7c5d  visible
+00:00:00  one   sqs.ReceiveMessage     orders      b78e7c5d  in-flight
+00:00:30  aws   sqs.VisibilityTimeout  orders      b78e7c5d  visible, because of ReceiveMessage by one at +00:00:00
+00:00:30  one   sqs.ReceiveMessage     orders      b78e7c5d  in-flight
+00:01:00  aws   sqs.VisibilityTimeout  orders      b78e7c5d  visible, because of ReceiveMessage by one at +00:00:30
+00:01:00  aws   sqs.Redrive            orders      b78e7c5d  dead-lettered, because of VisibilityTimeout at +00:01:00
+00:01:00  aws   sqs.Redrive            orders-dlq  b78e7c5d  visible, because of Redrive in orders at +00:01:00\
""")
    assert [(delivery.actor, delivery.at.total_seconds()) for delivery in trace.deliveries] == inline(
        [("one", 0.0), ("one", 30.0)]
    )


PROJECT = """
import boto3, pytest, time
from inline_snapshot import snapshot as inline

@pytest.fixture
def sent(aws):
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="orders")["QueueUrl"]
    def consume():
        while True:
            for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages", ()):
                time.sleep(45)
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    for number in range(3):
        aws.spawn(consume, name=f"consumer-{number}")
    answers = [sqs.send_message(QueueUrl=url, MessageBody=str(number)) for number in range(3)]
    aws.clock.advance(minutes=3)
    return answers[0]

@pytest.mark.parametrize("form", ["text", "mermaid", "jsonl"])
def test_timeline(aws, sent, snapshot, form):
    assert getattr(aws.timeline, form)() == snapshot

def test_trace(aws, sent, snapshot):
    assert aws.trace(sent).text() == snapshot
    assert aws.trace(sent).fates == snapshot

def test_inline(aws, sent):
    assert aws.trace(sent).fates == inline()
    assert aws.trace(sent).text() == inline()
"""


def test_what_one_process_wrote_is_true_in_others(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function")
    written = pytester.makepyfile(test_shop=PROJECT)
    always = ("-p", "no:randomly", "-p", "no:cacheprovider", "-W", "error")
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    pytester.runpytest_subprocess(*always, "--snapshot-update", "--inline-snapshot=create")
    assert "'orders': 'deleted'" in written.read_text()
    for hash_seed, options in (("1", ()), ("4711", ("-n2",))):
        monkeypatch.setenv("PYTHONHASHSEED", hash_seed)
        pytester.runpytest_subprocess(*always, *options).assert_outcomes(passed=5)
