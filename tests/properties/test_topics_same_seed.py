"""One seed and one sequence of publishes and subscriptions make one timeline, byte for byte."""

from __future__ import annotations

import json
from typing import TypeAlias

from hypothesis import given as drawn
from hypothesis import strategies as st

from fakeaws import mock_aws

from .queue_machine import CLIENT as SQS
from .scale import scaled
from .topic_draws import MESSAGES, NAMES, QUEUE_ARN, SLOTS, SNS
from .topic_model import Given, text_of

#: Messages, seconds to pass, or a queue that subscribes, unsubscribes, closes or opens.
Operation: TypeAlias = "list[Given] | int | tuple[str, str]"
OPERATIONS: st.SearchStrategy[list[Operation]] = st.lists(
    st.one_of(
        MESSAGES,
        st.sampled_from([1, 20, 300]),
        st.tuples(NAMES, st.sampled_from(["subscribe", "unsubscribe", "close", "open"])),
        MESSAGES,
    ),
    min_size=3,
    max_size=10,
)


def play(seed: int, suffix: str, operations: list[Operation]) -> str:
    """The timeline of a world in which that is done."""
    with mock_aws(seed=seed) as aws:
        fifo = {"FifoTopic": "true", "ContentBasedDeduplication": "true"} if suffix else {}
        arn: str = SNS.create_topic(Name=f"orders{suffix}", Attributes=fifo)["TopicArn"]
        subscriptions: dict[str, str] = {}
        for slot in SLOTS:
            SQS.create_queue(QueueName=slot + suffix, Attributes={"FifoQueue": "true"} if suffix else {})
            aws.sqs.queue(slot + suffix).grant_send(arn)

        def subscribe(slot: str) -> None:
            endpoint = QUEUE_ARN + slot + suffix
            subscriptions[slot] = SNS.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=endpoint)["SubscriptionArn"]

        subscribe("one")
        for operation in operations:
            if isinstance(operation, int):
                aws.clock.advance(seconds=operation)
            elif isinstance(operation, list):
                for given in operation:
                    ids = {"MessageGroupId": given.group} if suffix else {}
                    SNS.publish(TopicArn=arn, Message=text_of(given, 0), **ids)
            else:
                slot, action = operation
                view = aws.sqs.queue(slot + suffix)
                if action == "subscribe":
                    subscribe(slot)
                elif action == "open":
                    view.grant_send(arn)
                elif action == "close":
                    other = {"Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage", "Resource": view.arn}
                    policy = json.dumps({"Version": "2012-10-17", "Statement": [other]})
                    SQS.set_queue_attributes(QueueUrl=view.url, Attributes={"Policy": policy})
                elif slot in subscriptions:
                    SNS.unsubscribe(SubscriptionArn=subscriptions.pop(slot))
        aws.clock.run_until_idle()
        return aws.timeline.jsonl()


@scaled(30)
@drawn(seed=st.sampled_from([0, 7, 4711]), suffix=st.sampled_from(["", ".fifo"]), operations=OPERATIONS)
def test_same_seed_same_timeline(seed: int, suffix: str, operations: list[Operation]) -> None:
    first = play(seed, suffix, operations)
    assert first == play(seed, suffix, operations)
    publishes = any(isinstance(each, list) for each in operations)
    assert (first != play(seed + 1, suffix, operations)) is publishes
