"""A nightly job in local time over a change of the clocks; events that a bug swallowed, sent again once it is mended."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import boto3
import pytest

from fakeaws import World

BERLIN = ZoneInfo("Europe/Berlin")
ROLE = "arn:aws:iam::123456789012:role/scheduler"


class NightlyReport:
    """The application: a schedule asks for a report each night, a worker writes it."""

    def __init__(self) -> None:
        self.written: list[tuple[str, datetime]] = []
        self.url: str = boto3.client("sqs").create_queue(QueueName="reports")["QueueUrl"]

    def schedule(self, expression: str, zone: str) -> None:
        target = {
            "Arn": "arn:aws:sqs:us-east-1:123456789012:reports",
            "RoleArn": ROLE,
            "Input": json.dumps({"night": "<aws.scheduler.scheduled-time>"}),
        }
        boto3.client("scheduler").create_schedule(
            Name="nightly-report",
            ScheduleExpression=expression,
            ScheduleExpressionTimezone=zone,
            FlexibleTimeWindow={"Mode": "OFF"},
            Target=target,
        )

    def work(self) -> None:
        sqs = boto3.client("sqs")
        while True:
            for message in sqs.receive_message(QueueUrl=self.url, WaitTimeSeconds=20).get("Messages", ()):
                self.written.append((json.loads(message["Body"])["night"], datetime.now(timezone.utc)))
                sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])


@pytest.mark.fakeaws(start="2026-03-28T02:00:00Z")
def test_a_nightly_job_over_the_change_to_summer_time(aws: World) -> None:
    report = NightlyReport()
    report.schedule("cron(30 3 * * ? *)", "Europe/Berlin")
    aws.spawn(report.work)
    aws.clock.advance(hours=48)
    nights = [moment.astimezone(BERLIN) for _, moment in report.written]
    assert [f"{night:%d %H:%M %z}" for night in nights] == [
        "28 03:30 +0100",
        "29 03:30 +0200",
        "30 03:30 +0200",
    ]
    assert [scheduled for scheduled, _ in report.written][:2] == ["2026-03-28T02:30:00Z", "2026-03-29T01:30:00Z"]


@pytest.mark.fakeaws(start="2026-03-28T01:00:00Z")
def test_a_job_in_the_hour_that_does_not_come_is_skipped(aws: World) -> None:
    """The bug: half past two is no time for a job, once a year."""
    report = NightlyReport()
    report.schedule("cron(30 2 * * ? *)", "Europe/Berlin")
    aws.spawn(report.work)
    aws.clock.advance(hours=48)
    assert [moment.astimezone(BERLIN).day for _, moment in report.written] == [28, 30]


@pytest.mark.fakeaws(start="2026-10-24T23:00:00Z")
def test_a_job_in_the_hour_that_comes_twice_runs_once(aws: World) -> None:
    report = NightlyReport()
    report.schedule("cron(30 2 * * ? *)", "Europe/Berlin")
    aws.spawn(report.work)
    aws.clock.advance(hours=27)
    assert [f"{moment.astimezone(BERLIN):%d %H:%M %z}" for _, moment in report.written] == [
        "25 02:30 +0200",
        "26 02:30 +0100",
    ]


BUS = "arn:aws:events:us-east-1:123456789012:event-bus/default"


class Invoicing:
    """The application: each order that is shipped is invoiced, once. ``price`` is the part with the bug."""

    def __init__(self, price: Callable[[dict[str, Any]], int]) -> None:
        self.price = price
        self.invoices: dict[str, int] = {}

    def handle(self, event: dict[str, Any], context: object) -> None:
        order = event["detail"]
        self.invoices[order["id"]] = self.price(order)


def test_a_replay_after_a_bug_fix(aws: World) -> None:
    events: Any = boto3.client("events")
    invoicing = Invoicing(lambda order: order["quantity"] * order["price"])
    aws.lambda_.register("invoice", invoicing.handle)
    rule = events.put_rule(Name="invoices", EventPattern='{"detail-type": ["OrderShipped"]}')["RuleArn"]
    boto3.client("lambda").add_permission(
        FunctionName="invoice",
        StatementId="events",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn=rule,
    )
    target = {"Id": "invoice", "Arn": "arn:aws:lambda:us-east-1:123456789012:function:invoice"}
    events.put_targets(Rule="invoices", Targets=[target])
    archive = events.create_archive(ArchiveName="orders", EventSourceArn=BUS)["ArchiveArn"]
    begin = aws.clock.now
    orders = [{"id": "a", "quantity": 2, "price": 5}, {"id": "b", "price": 7}, {"id": "c", "quantity": 1, "price": 1}]
    for order in orders:
        entry = {"Source": "shop", "DetailType": "OrderShipped", "Detail": json.dumps(order)}
        events.put_events(Entries=[entry])
        aws.clock.advance(minutes=10)
    assert invoicing.invoices == {"a": 10, "c": 1}

    invoicing.price = lambda order: order.get("quantity", 1) * order["price"]
    events.start_replay(
        ReplayName="invoice-again",
        EventSourceArn=archive,
        EventStartTime=begin,
        EventEndTime=begin + timedelta(hours=1),
        Destination={"Arn": BUS, "FilterArns": [rule]},
    )
    aws.clock.run_until_idle()
    assert events.describe_replay(ReplayName="invoice-again")["State"] == "COMPLETED"
    assert invoicing.invoices == {"a": 10, "b": 7, "c": 1}
