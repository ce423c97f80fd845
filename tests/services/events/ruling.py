"""What the EventBridge tests share: rules with queues as their targets, events, and what came of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World

ACCOUNT = "123456789012"
OTHER = "210987654321"
EVENTS = f"arn:aws:events:us-east-1:{ACCOUNT}:"
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:"
SHOP = {"source": ["shop"]}


@contextmanager
def refused(code: str, message: str) -> Iterator[None]:
    """AWS refuses with this code and exactly this text."""
    with pytest.raises(ClientError) as caught:
        yield
    error: dict[str, Any] = dict(caught.value.response["Error"])
    assert (error["Code"], error["Message"]) == (code, message)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def make_rule(events: Any, name: str = "audit", pattern: Any = SHOP, bus: str = "default", **more: Any) -> str:
    """A rule; returns its ARN."""
    arn: str = events.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps(pattern), **more)["RuleArn"]
    return arn


def make_queue(aws: World, sqs: Any, name: str, *rules: str, **attributes: str) -> str:
    """A queue that the rules may send to; returns its ARN."""
    sqs.create_queue(QueueName=name, Attributes=attributes)
    for rule in rules:
        aws.sqs.queue(name).grant_send(rule)
    return aws.sqs.queue(name).arn


def aim(events: Any, arn: str, rule: str = "audit", bus: str = "default", id: str = "1", **more: Any) -> None:
    """Give the rule one more target."""
    target = {"Id": id, "Arn": arn, **more}
    events.put_targets(Rule=rule, EventBusName=bus, Targets=[target])


def watch(aws: World, events: Any, sqs: Any, name: str = "audit", pattern: Any = SHOP, **target: Any) -> None:
    """A rule with a queue of the same name as its target."""
    rule = make_rule(events, name, pattern)
    aim(events, make_queue(aws, sqs, name, rule), name, **target)


def entry(detail: Any = None, **more: Any) -> dict[str, Any]:
    """An entry of PutEvents."""
    return {"Source": "shop", "DetailType": "Order", "Detail": json.dumps(detail or {}), **more}


def put(events: Any, detail: Any = None, **more: Any) -> str:
    """Put one event; returns its id."""
    [answer] = events.put_events(Entries=[entry(detail, **more)])["Entries"]
    id: str = answer["EventId"]
    return id


def bodies(aws: World, queue: str = "audit") -> list[str]:
    return [message.body for message in aws.sqs.queue(queue).messages]


def received(aws: World, queue: str = "audit") -> list[Any]:
    return [json.loads(body) for body in bodies(aws, queue)]
