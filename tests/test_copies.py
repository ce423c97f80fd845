"""A world's state can be copied while no actor runs: exploration and replay will need it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import boto3

from fakeaws import World


def bodies(aws: World) -> list[str]:
    return [message.body for message in aws.sqs.queue("q").messages]


def test_a_copied_world_goes_its_own_way(aws: World) -> None:
    sqs: Any = boto3.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    sqs.create_queue(QueueName="q.fifo", Attributes={"FifoQueue": "true"})
    sqs.send_message(QueueUrl=url, MessageBody="kept", DelaySeconds=10)
    sqs.send_message(QueueUrl=url, MessageBody="taken")
    sqs.receive_message(QueueUrl=url)
    twin = deepcopy(aws)
    sqs.purge_queue(QueueUrl=url)
    assert bodies(aws) == []
    assert sorted(bodies(twin)) == ["kept", "taken"]
    assert len(twin.simulation.scheduler) > 0
    assert twin.timeline.text() == "\n".join(aws.timeline.text().splitlines()[: len(twin.timeline)])
    assert twin.streams.stream("sqs.message-id").random() == aws.streams.stream("sqs.message-id").random()
