"""The schedules and groups on which refusals are tried, and all that can be seen of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance.contract import Stage

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/scheduler"
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:jobs"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
GROUP_ARN = f"arn:aws:scheduler:us-east-1:{ACCOUNT}:schedule-group/"

#: A group with tags and the schedule of that name; one that is being deleted.
GROUP, GONE = "shop", "gone"
NIGHTLY = "nightly"
TARGET: dict[str, Any] = {"Arn": QUEUE, "RoleArn": ROLE, "Input": "go <aws.scheduler.execution-id>"}
SCHEDULE: dict[str, Any] = {
    "Name": NIGHTLY,
    "GroupName": GROUP,
    "ScheduleExpression": "rate(1 hour)",
    "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 10},
    "Target": TARGET,
}
TOKENS = {"create": "create-1", "update": "update-1", "delete": "delete-1", "group": "group-1"}


def furnish(on: Stage) -> None:
    """Put it all there, some of it by calls with tokens."""
    on.aws.call("sqs", "CreateQueue", {"QueueName": "jobs"}, caller=on.aws.caller("test"))
    on.ask("CreateScheduleGroup", Name=GROUP, Tags=[{"Key": "team", "Value": "shop"}], ClientToken=TOKENS["group"])
    on.ask("CreateScheduleGroup", Name=GONE)
    on.ask("CreateSchedule", **SCHEDULE, ClientToken=TOKENS["create"])
    on.ask("UpdateSchedule", **SCHEDULE, Description="old", ClientToken=TOKENS["update"])
    on.ask("CreateSchedule", **{**SCHEDULE, "Name": "short"})
    on.ask("DeleteSchedule", Name="short", GroupName=GROUP, ClientToken=TOKENS["delete"])
    on.ask("DeleteScheduleGroup", Name=GONE, ClientToken=TOKENS["group"])


def snapshot(on: Stage) -> list[Any]:
    """Groups, their tags, schedules."""
    return list(_seen(on))


def _seen(on: Stage) -> Iterator[Any]:
    for group in on.ask("ListScheduleGroups")["ScheduleGroups"]:
        yield group
        yield on.ask("ListTagsForResource", ResourceArn=group["Arn"])
    for schedule in on.ask("ListSchedules")["Schedules"]:
        yield on.ask("GetSchedule", Name=schedule["Name"], GroupName=schedule["GroupName"])
    yield on.aws.under_way()


def probe(on: Stage) -> list[Any]:
    """What cannot be seen: the next invocations with their ids, waits and messages, and metrics."""
    on.wait(3 * 3600)
    service = on.aws.router.service("scheduler", on.aws.account, on.aws.region)
    sent = [(record.at, record.outcome, record.message_id) for record in on.aws.timeline.select(kind="SendMessage")]
    invoked = [(record.at, record.message_id) for record in on.aws.timeline.select(kind="Invoke")]
    assert len(invoked) >= 2
    return [*snapshot(on), sent, invoked, *service.metrics_until(on.aws.now_us)]
