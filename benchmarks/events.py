"""What an event costs, its delivery included: beside botocore's floor and moto; and whether many rules cost more than few.

moto's times are without the delivery, for which it would need a further package.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import boto3

from benchmarks.calls import CREDENTIALS, floor_client
from benchmarks.timing import in_turn, microseconds
from fakeaws import mock_aws

RULES = (10, 100, 1_000, 10_000)
#: Quotas that let one bus have so many rules.
CONFIG = {"events": {"rules_per_bus": 20_000}}


def bus_with(rules: int, *, delivers: bool = True) -> Any:
    """A client of EventBridge, with so many rules of which one matches; its target is a queue."""
    session = boto3.session.Session()
    events, sqs = session.client("events", **CREDENTIALS), session.client("sqs", **CREDENTIALS)
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    for number in range(rules):
        pattern = {"source": ["shop"], "detail-type": [f"Type {number}"], "detail": {"price": [{"numeric": [">", 1]}]}}
        events.put_rule(Name=f"rule-{number}", EventPattern=json.dumps(pattern))
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    if delivers:
        events.put_targets(Rule="rule-3", Targets=[{"Id": "1", "Arn": queue}])
    return events


def putter(events: Any) -> Callable[[], object]:
    """One call that puts one event, which one rule matches."""
    entry = {"Source": "shop", "DetailType": "Type 3", "Detail": '{"price":10,"currency":"EUR"}'}
    return lambda: events.put_events(Entries=[entry])


def ours(rules: int, *, rounds: int = 9, calls: int = 200) -> float:
    """µs per event, with its delivery."""
    with mock_aws(passthrough="off", config=CONFIG):
        return in_turn({"fakeaws": putter(bus_with(rules))}, rounds=rounds, calls=calls)["fakeaws"]


def floor() -> float:
    """µs per call that botocore needs at least."""
    return microseconds(putter(floor_client("events")), 200)


def under_moto(rules: int, calls: int = 100) -> float:
    """The same with moto, without a delivery."""
    from moto import mock_aws as moto_aws

    with moto_aws():
        return in_turn({"moto": putter(bus_with(rules, delivers=False))}, rounds=3, calls=calls)["moto"]


def run() -> None:
    """Print the table."""
    print(f"\nAn event that one rule sends to a queue, median µs (botocore's floor: {floor():.0f})")
    print(f"{'rules':>8}{'fakeaws':>10}{'moto':>12}")
    for rules in RULES:
        calls = max(3, 1_000 // rules)
        print(f"{rules:8,}{ours(rules):10.0f}{under_moto(rules, calls) if rules <= 1_000 else float('nan'):12.0f}")


if __name__ == "__main__":
    run()
