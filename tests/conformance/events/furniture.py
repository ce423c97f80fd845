"""The buses, rules and targets on which EventBridge's refusals are tried, and all that can be seen of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from fakeaws.simulation.clock import from_us
from fakeaws.world import user_of
from tests.conformance.contract import Stage
from tests.conformance.events import furniture_of_connections as connections

ACCOUNT = "123456789012"
OTHER = "210987654321"
EVENTS = f"arn:aws:events:us-east-1:{ACCOUNT}:"
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/target"

#: A bus with a tag, a policy of one statement "partner", and a rule "audit" with the queue "audit" as its target "1".
ORDERS = EVENTS + "event-bus/orders"
AUDIT = EVENTS + "rule/orders/audit"
#: A bus without anything.
PLAIN = EVENTS + "event-bus/plain"
#: On the default bus, disabled, with five targets.
FULL = EVENTS + "rule/full"

#: Of the bus "orders"; the replay "done" is over when somebody is refused.
KEPT = EVENTS + "archive/kept"

PATTERN = json.dumps({"source": ["shop"]})
ENTRY = {"Source": "shop", "DetailType": "Order", "Detail": '{"a":1}'}
EVENT = json.dumps(
    {
        "id": "1",
        "account": ACCOUNT,
        "source": "shop",
        "time": "2026-01-05T00:00:00Z",
        "region": "us-east-1",
        "resources": [],
        "detail-type": "Order",
        "detail": {"a": 1},
    }
)
TEAM = {"Key": "team", "Value": "shop"}


def furnish(on: Stage) -> None:
    """Put it all there."""
    on.aws.call("sqs", "CreateQueue", {"QueueName": "audit"}, caller=user_of(ACCOUNT))
    for rule in (AUDIT, FULL):
        on.aws.sqs.queue("audit").grant_send(rule)
    on.ask("CreateEventBus", Name="orders", Description="Orders", Tags=[TEAM])
    on.ask("CreateEventBus", Name="plain")
    grant = {"Action": "events:PutEvents", "Principal": "111122223333", "StatementId": "partner"}
    on.ask("PutPermission", EventBusName="orders", **grant)
    on.ask("PutRule", Name="audit", EventBusName="orders", EventPattern=PATTERN, Description="a", Tags=[TEAM])
    on.ask("PutTargets", Rule="audit", EventBusName="orders", Targets=[{"Id": "1", "Arn": QUEUE + "audit"}])
    on.ask("CreateArchive", ArchiveName="kept", EventSourceArn=ORDERS, EventPattern=PATTERN, RetentionDays=1)
    begin, end = from_us(0), from_us(1_000_000)
    again = {"EventSourceArn": KEPT, "Destination": {"Arn": ORDERS}, "EventStartTime": begin, "EventEndTime": end}
    on.ask("StartReplay", ReplayName="done", **again)
    on.ask("PutRule", Name="full", EventPattern=PATTERN, State="DISABLED")
    on.ask("PutTargets", Rule="full", Targets=[{"Id": str(n), "Arn": QUEUE + "audit"} for n in range(5)])
    connections.furnish(on)


def snapshot(on: Stage) -> list[Any]:
    """Buses, rules, targets, tags; what the queue holds."""
    return [
        *_of_buses(on),
        *_of_archives(on),
        *connections.snapshot(on),
        [(each.id, each.body) for each in on.aws.sqs.queue("audit").messages],
    ]


def _of_buses(on: Stage) -> Iterator[Any]:
    for bus in on.ask("ListEventBuses")["EventBuses"]:
        yield on.ask("DescribeEventBus", Name=bus["Name"]), on.ask("ListTagsForResource", ResourceARN=bus["Arn"])
        ask = partial(on.ask, EventBusName=bus["Name"])
        for rule in ask("ListRules")["Rules"]:
            yield ask("DescribeRule", Name=rule["Name"]), on.ask("ListTagsForResource", ResourceARN=rule["Arn"])
            yield ask("ListTargetsByRule", Rule=rule["Name"])


def _of_archives(on: Stage) -> Iterator[Any]:
    for archive in on.ask("ListArchives")["Archives"]:
        yield on.ask("DescribeArchive", ArchiveName=archive["ArchiveName"])
    for replay in on.ask("ListReplays")["Replays"]:
        yield on.ask("DescribeReplay", ReplayName=replay["ReplayName"])


def probe(on: Stage) -> list[Any]:
    """What cannot be seen: the next event ids, and which rules match."""
    on.ask("EnableRule", Name="full")
    found = [on.try_to("PutEvents", Entries=[{**ENTRY, "EventBusName": name}, ENTRY]) for name in ("orders", "gone")]
    on.wait(1)
    return [*found, connections.probe(on), *snapshot(on)]
