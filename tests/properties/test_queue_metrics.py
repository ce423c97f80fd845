"""At each minute's end the gauges that SQS tells are what GetQueueAttributes said then, whatever happened, whoever looked."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import boto3.session
import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from fakeaws import World, mock_aws
from fakeaws.aws.metrics import MINUTE_US

from .scale import scaled

CLIENT: Any = boto3.session.Session().client(
    "sqs", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
)
ARN = "arn:aws:sqs:us-east-1:123456789012:"
GAUGES = {
    f"ApproximateNumberOfMessages{metric}": f"ApproximateNumberOfMessages{attribute}"
    for metric, attribute in (("Visible", ""), ("NotVisible", "NotVisible"), ("Delayed", "Delayed"))
}
#: Queue, minute since the world's start → gauge → value.
Seen = dict[tuple[str, int], dict[str, float]]


class Step(NamedTuple):
    """What is done, after a pause; ``pick`` chooses among the receipt handles so far, ``number`` is a count or seconds."""

    pause_ms: int
    what: str
    number: int
    pick: int
    look: bool


PAUSES = st.sampled_from([0, 0, 0, 1, 1_000, 30_000, 59_999, 60_000, 60_001, 125_000, 301_000])
WHAT = st.sampled_from(
    ["send"] * 4 + ["receive"] * 8 + ["receive dead"] + ["delete"] * 2 + ["hide"] * 3 + ["delay", "purge", "move"]
)
STEPS = st.lists(
    st.builds(Step, PAUSES, WHAT, st.sampled_from([0, 0, 0, 1, 2, 45, 90, 200]), st.integers(0, 9), st.booleans()),
    min_size=15,
    max_size=30,
)
#: After the last step: also so long that queues are not active any more.
REST = st.sampled_from([10, 10, 10, 10, 10, 10, 10, 400])


class Shop:
    """A queue with a dead-letter queue in a world of its own, and what its consumers hold."""

    def __init__(self, aws: World, fifo: bool) -> None:
        self.aws = aws
        self.fifo = fifo
        suffix, kind = (".fifo", {"FifoQueue": "true"}) if fifo else ("", {})
        self.names = {"dead": f"dead{suffix}", "orders": f"orders{suffix}"}
        redrive = json.dumps({"deadLetterTargetArn": ARN + self.names["dead"], "maxReceiveCount": 2})
        given = {"dead": kind, "orders": {**kind, "MessageRetentionPeriod": "300", "RedrivePolicy": redrive}}
        self.urls = {
            name: CLIENT.create_queue(QueueName=self.names[name], Attributes=given[name])["QueueUrl"] for name in given
        }
        self.handles: list[tuple[str, str]] = []
        self.sent = 0

    def do(self, step: Step) -> None:
        """Refusals are as good as anything else: both worlds meet them."""
        try:
            self._do(step)
        except ClientError:
            pass

    def _do(self, step: Step) -> None:
        orders = self.urls["orders"]
        if step.what == "send":
            for _ in range(step.number % 4 + 1):
                self.sent += 1
                more: dict[str, Any] = {"DelaySeconds": step.number}
                if self.fifo:
                    more = {"MessageGroupId": f"g{self.sent % 3}", "MessageDeduplicationId": str(self.sent % 7)}
                CLIENT.send_message(QueueUrl=orders, MessageBody="x", **more)
        elif step.what.startswith("receive"):
            url = self.urls["dead" if step.what.endswith("dead") else "orders"]
            answer = CLIENT.receive_message(QueueUrl=url, MaxNumberOfMessages=3, VisibilityTimeout=step.number)
            self.handles += [(url, message["ReceiptHandle"]) for message in answer.get("Messages", ())]
        elif step.what in ("delete", "hide") and self.handles:
            url, handle = self.handles[-1 - step.pick % len(self.handles)]
            if step.what == "delete":
                CLIENT.delete_message(QueueUrl=url, ReceiptHandle=handle)
            else:
                CLIENT.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=step.number)
        elif step.what == "delay":
            CLIENT.set_queue_attributes(QueueUrl=orders, Attributes={"DelaySeconds": str(step.number)})
        elif step.what == "purge":
            CLIENT.purge_queue(QueueUrl=orders)
        elif step.what == "move":
            CLIENT.start_message_move_task(SourceArn=ARN + self.names["dead"])

    def asked(self) -> dict[str, dict[str, float]]:
        """Queue → gauge → value, as GetQueueAttributes says it."""
        found = {}
        for name, url in self.urls.items():
            given = CLIENT.get_queue_attributes(QueueUrl=url, AttributeNames=list(GAUGES.values()))["Attributes"]
            found[self.names[name]] = {metric: float(given[name]) for metric, name in GAUGES.items()}
        return found


def play(
    steps: list[Step], rest: int, fifo: bool, pause: Callable[[Shop, int], None], look: Callable[[Shop], None]
) -> None:
    """The same in a fresh world of the same seed; ``rest`` minutes pass at its end."""
    with mock_aws(seed="metrics") as aws:
        shop = Shop(aws, fifo)
        for step in steps:
            pause(shop, step.pause_ms * 1_000)
            shop.do(step)
            if step.look:
                look(shop)
        pause(shop, rest * MINUTE_US)
        look(shop)


def told_in(steps: list[Step], rest: int, fifo: bool) -> Seen:
    """What the metrics tell."""
    seen: Seen = {}

    def look(shop: Shop) -> None:
        aws = shop.aws
        start_us = aws.wall_us - aws.now_us
        aws.settle()
        for datum in aws.router.service("sqs", aws.account, aws.region).metrics_until(aws.now_us):
            if datum.name in GAUGES:
                [(_, queue)], [value] = datum.dimensions, datum.values
                gauges = seen.setdefault((queue, (datum.wall_us - start_us) // MINUTE_US), {})
                assert datum.name not in gauges
                gauges[datum.name] = value

    play(steps, rest, fifo, lambda shop, us: shop.aws.clock.advance(timedelta(microseconds=us)), look)
    return seen


def asked_in(steps: list[Step], rest: int, fifo: bool) -> Seen:
    """What GetQueueAttributes says in the last microsecond of each minute."""
    seen: Seen = {}

    def pause(shop: Shop, us: int) -> None:
        aws = shop.aws
        until_us = aws.now_us + us
        while (last_us := aws.now_us // MINUTE_US * MINUTE_US + MINUTE_US - 1) < until_us:
            aws.clock.advance(timedelta(microseconds=last_us - aws.now_us))
            for queue, gauges in shop.asked().items():
                seen[queue, last_us // MINUTE_US] = gauges
            aws.clock.advance(timedelta(microseconds=1))
        aws.clock.advance(timedelta(microseconds=until_us - aws.now_us))

    play(steps, rest, fifo, pause, lambda shop: None)
    return seen


@pytest.mark.parametrize("fifo", [False, True], ids=["standard", "fifo"])
@scaled(40)
@given(steps=STEPS, rest=REST)
def test_gauges_are_what_was_there(fifo: bool, steps: list[Step], rest: int) -> None:
    told, asked = told_in(steps, rest, fifo), asked_in(steps, rest, fifo)
    assert told == {key: asked[key] for key in told}
    # Who holds something is active.
    assert not any(sum(gauges.values()) for key, gauges in asked.items() if key not in told)
