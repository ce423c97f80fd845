"""Schedules that send to queues, and what arrived."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from fakeaws import World
from fakeaws.simulation.clock import from_us

ROLE = "arn:aws:iam::123456789012:role/scheduler"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:jobs"
START = datetime(2026, 1, 5, tzinfo=timezone.utc)


def create(scheduler: Any, expression: str, *, name: str = "nightly", window: int = 0, **more: Any) -> str:
    """A schedule to the queue; members of ``Target`` by their names, ``window`` in minutes. Returns its ARN."""
    arn: str = scheduler.create_schedule(**definition(expression, name=name, window=window, **more))["ScheduleArn"]
    return arn


def definition(expression: str, *, name: str = "nightly", window: int = 0, **more: Any) -> dict[str, Any]:
    """The parameters of `create_schedule`."""
    target: dict[str, Any] = {"Arn": QUEUE, "RoleArn": ROLE, "Input": "go"}
    for key in ("Arn", "RoleArn", "Input", "RetryPolicy", "DeadLetterConfig", "SqsParameters", "EventBridgeParameters"):
        if key in more:
            target[key] = more.pop(key)
    flexible = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": window} if window else {"Mode": "OFF"}
    return {
        "Name": name,
        "ScheduleExpression": expression,
        "FlexibleTimeWindow": flexible,
        "Target": {key: value for key, value in target.items() if value is not None},
        **more,
    }


def arrivals(aws: World, queue: str = "jobs") -> list[timedelta]:
    """When messages came into the queue, since the world began."""
    sends = [record for record in aws.timeline.select(kind="SendMessage") if record.resource == queue]
    return [record.at for record in sends if record.outcome == "visible"]


def bodies(sqs: Any, queue: str = "jobs") -> list[str]:
    """All messages that are there now."""
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    found: list[str] = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += [message["Body"] for message in messages]
    return found


def midnight(day: int) -> datetime:
    """Of that day of January 2026."""
    return from_us(0).replace(year=2026, month=1, day=day)
