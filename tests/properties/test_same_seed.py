"""One seed and one sequence of calls make one timeline, byte for byte."""

from __future__ import annotations

import random
import time
from contextlib import suppress
from typing import Any, TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from fakeaws import mock_aws

from .queue_machine import CLIENT
from .scale import scaled

#: Messages by group, seconds to pass, or a purge.
Operation: TypeAlias = "list[str] | int | None"

OPERATIONS: st.SearchStrategy[list[Operation]] = st.lists(
    st.one_of(
        st.lists(st.sampled_from(["g", "h"]), min_size=1, max_size=4),
        st.sampled_from([1, 3, 10, 29, 30, 40]),
        st.lists(st.sampled_from(["g", "h"]), min_size=1, max_size=4),
        st.none(),
    ),
    min_size=2,
    max_size=10,
)


def consume(url: str) -> None:
    while True:
        for each in CLIENT.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages", []):
            time.sleep(random.randrange(12))
            if random.random() < 0.7:
                handle, seconds = each["ReceiptHandle"], random.randrange(30)
                with suppress(CLIENT.exceptions.ClientError):  # too late or purged: that is on the timeline, too
                    CLIENT.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=seconds)


def play(seed: int, suffix: str, consumers: int, operations: list[Operation]) -> str:
    """The timeline of a world in which consumers work while the operations are done."""
    with mock_aws(seed=seed) as aws:
        given = {"VisibilityTimeout": "30"} | ({"FifoQueue": "true"} if suffix else {})
        url: str = CLIENT.create_queue(QueueName=f"orders{suffix}", Attributes=given)["QueueUrl"]
        for number in range(consumers):
            aws.spawn(consume, url, name=f"consumer-{number}")
        for number, operation in enumerate(operations):
            if operation is None:
                with suppress(CLIENT.exceptions.PurgeQueueInProgress):
                    CLIENT.purge_queue(QueueUrl=url)
            elif isinstance(operation, int):
                aws.clock.advance(seconds=operation)
            else:
                for place, group in enumerate(operation):
                    more: dict[str, Any] = {"DelaySeconds": place}
                    if suffix:
                        more = {"MessageGroupId": group, "MessageDeduplicationId": f"{number}-{place}"}
                    CLIENT.send_message(QueueUrl=url, MessageBody=f"{number}-{place}", **more)
        return aws.timeline.jsonl()


@scaled(40)
@given(
    seed=st.sampled_from([0, 7, 4711]),
    suffix=st.sampled_from(["", ".fifo"]),
    consumers=st.sampled_from([1, 2, 3]),
    operations=OPERATIONS,
)
def test_same_seed_same_timeline(seed: int, suffix: str, consumers: int, operations: list[Operation]) -> None:
    first = play(seed, suffix, consumers, operations)
    assert first == play(seed, suffix, consumers, operations)
    sends = any(isinstance(each, list) for each in operations)
    assert (first != play(seed + 1, suffix, consumers, operations)) is sends
