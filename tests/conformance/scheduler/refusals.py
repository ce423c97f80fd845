"""EventBridge Scheduler's refusals, word by word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from fakeaws.services.scheduler import limits
from tests.conformance.contract import Refusal, Stage
from tests.conformance.scheduler import furniture as f

INVALID, CONFLICT, NOT_FOUND = "ValidationException", "ConflictException", "ResourceNotFoundException"
QUOTA = "ServiceQuotaExceededException"
NAME_PATTERN = "Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$"
NO_GROUP, NO_SCHEDULE = "Schedule group none does not exist.", "Schedule none does not exist."
USED_TOKEN = "The ClientToken {} was used with other parameters."

_GROUP = {"Name": f.GROUP}
_OWN = {"Name": f.NIGHTLY, "GroupName": f.GROUP}
_ARN = {"ResourceArn": f.GROUP_ARN + f.GROUP}
_NEW = {**f.SCHEDULE, "Name": "new"}
_TAG = [{"Key": "a", "Value": "b"}]

#: For every operation, a call that would succeed, or change nothing, on the stage.
USUAL: dict[str, dict[str, Any]] = {
    "CreateSchedule": _NEW,
    "GetSchedule": _OWN,
    "UpdateSchedule": f.SCHEDULE,
    "DeleteSchedule": _OWN,
    "ListSchedules": {},
    "CreateScheduleGroup": {"Name": "new"},
    "GetScheduleGroup": _GROUP,
    "DeleteScheduleGroup": _GROUP,
    "ListScheduleGroups": {},
    "TagResource": {**_ARN, "Tags": _TAG},
    "UntagResource": {**_ARN, "TagKeys": ["team"]},
    "ListTagsForResource": _ARN,
}


def row(id: str, operation: str, shape: str, message: str, given: Any = None, **changed: Any) -> Refusal:
    """The usual call with something changed."""
    return Refusal(id, operation, {**USUAL[operation], **changed}, shape, message, given=given)


def broken(id: str, operation: str, name: str, value: Any, words: str, **changed: Any) -> Refusal:
    """What breaks the model."""
    path = name[0].lower() + name[1:]
    message = f"1 validation error detected: Value '{value}' at '{path}' failed to satisfy constraint: {words}"
    return row(id, operation, INVALID, message, **{name: value, **changed})


def target(id: str, message: str, operation: str = "CreateSchedule", **changed: Any) -> Refusal:
    """The usual target with something changed; ``None`` leaves a member out."""
    members = {name: value for name, value in {**f.TARGET, **changed}.items() if value is not None}
    return row(f"target: {id}", operation, INVALID, message, Target=members)


def expression(text: str, operation: str = "CreateSchedule") -> Refusal:
    message = f"Invalid Schedule Expression {text}."
    return row(f"expression {text!r}", operation, INVALID, message, ScheduleExpression=text)


def _limited(name: str, value: int) -> Callable[[Stage], None]:
    def given(on: Stage) -> None:
        on.monkeypatch.setattr(limits, name, value)

    return given


def _full_of_tags(on: Stage) -> None:
    tags = [{"Key": f"tag{number}", "Value": "x"} for number in range(49)]
    on.ask("TagResource", ResourceArn=f.GROUP_ARN + f.GROUP, Tags=tags)


def _universal(name: str) -> str:
    return f"arn:aws:scheduler:::aws-sdk:{name}"


def _resource(service: str, resource: str) -> str:
    return f"arn:aws:{service}:us-east-1:{f.ACCOUNT}:{resource}"


def _day(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, tzinfo=timezone.utc)


_ROLE_WORDS = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
_BUS, _FIFO = _resource("events", "event-bus/b"), _resource("sqs", "q.fifo")
_READING = "receiveMessage is not a supported api for a target."

_DEFINITIONS = (
    *map(
        expression,
        (
            "rate(10 seconds)",
            "rate( 10 minutes )",
            "at(2021-12-31)",
            "cron(0 1 * * * *)",
            "cron(71 8 1 * ? *)",
            "every day",
        ),
    ),
    expression("rate(0 hours)", "UpdateSchedule"),
    row(
        "time zone",
        "CreateSchedule",
        INVALID,
        "Invalid Schedule Expression Timezone Europe/Nowhere.",
        ScheduleExpressionTimezone="Europe/Nowhere",
    ),
    row(
        "old StartDate",
        "CreateSchedule",
        INVALID,
        "The StartDate you specify cannot be earlier than 5 minutes ago.",
        StartDate=_day(1, 4),
    ),
    row(
        "old EndDate",
        "UpdateSchedule",
        INVALID,
        "The EndDate you specify cannot be in the past.",
        EndDate=_day(1, 5),
    ),
    row(
        "EndDate before StartDate",
        "CreateSchedule",
        INVALID,
        "The StartDate you specify must come before the EndDate you specify.",
        StartDate=_day(3, 1),
        EndDate=_day(2, 1),
    ),
    row(
        "no window",
        "CreateSchedule",
        INVALID,
        "MaximumWindowInMinutes must be specified when the FlexibleTimeWindow is FLEXIBLE.",
        FlexibleTimeWindow={"Mode": "FLEXIBLE"},
    ),
    row(
        "a window that is off",
        "UpdateSchedule",
        INVALID,
        "MaximumWindowInMinutes cannot be specified when the FlexibleTimeWindow is OFF.",
        FlexibleTimeWindow={"Mode": "OFF", "MaximumWindowInMinutes": 5},
    ),
    target("no ARN", "Provided Arn is not in correct format.", Arn="jobs"),
    target("not a function", "Provided Arn is not in correct format.", Arn=_resource("lambda", "layer:f")),
    target("no region", "Provided Arn is not in correct format.", Arn="arn:aws:sqs:::jobs"),
    target("no action", "Provided Arn is not in correct format.", Arn=_universal("sqs")),
    target("a bucket", "s3 is not a supported service for a target.", Arn="arn:aws:s3:::bucket"),
    target(
        "a schedule",
        "scheduler is not a supported service for a target.",
        "UpdateSchedule",
        Arn=_resource("scheduler", "schedule/default/a"),
    ),
    target("another account's role", _ROLE_WORDS, RoleArn=f.ROLE.replace(f.ACCOUNT, "210987654321")),
    target("no group id", f"SqsParameters with a MessageGroupId must be specified for target {_FIFO}.", Arn=_FIFO),
    target("no event", f"EventBridgeParameters must be specified for target {_BUS}.", Arn=_BUS, Input="{}"),
    target(
        "parameters of another service",
        f"KinesisParameters is not supported for target {f.QUEUE}.",
        KinesisParameters={"PartitionKey": "k"},
    ),
    target("no JSON", "Input must be a valid JSON.", Arn=_resource("lambda", "function:f"), Input="go"),
    target("universal: reads", _READING, Arn=_universal("sqs:receiveMessage")),
    target(
        "universal: unknown",
        "sendMassage is not a supported api for a target.",
        Arn=_universal("sqs:sendMassage"),
    ),
    target("universal: no JSON", "Input must be a valid JSON.", Arn=_universal("sqs:sendMessage"), Input="go"),
    target(
        "universal: no object",
        "Invalid RequestJson provided. Reason The request must be a JSON object.",
        Arn=_universal("sqs:sendMessage"),
        Input="[]",
    ),
    target(
        "universal: unknown field",
        "Invalid RequestJson provided. Reason The field(s) Text are not supported by the api.",
        Arn=_universal("sqs:sendMessage"),
        Input='{"QueueUrl": "q", "MessageBody": "b", "Text": "t"}',
    ),
    target(
        "universal: missing field",
        "Invalid RequestJson provided. Reason The field(s) QueueUrl are missing.",
        Arn=_universal("sqs:sendMessage"),
        Input='{"MessageBody": "b"}',
    ),
)

_SCHEDULES = (
    row("there already", "CreateSchedule", CONFLICT, "Schedule nightly already exists.", Name=f.NIGHTLY),
    row(
        "token used",
        "CreateSchedule",
        CONFLICT,
        USED_TOKEN.format(f.TOKENS["create"]),
        ClientToken=f.TOKENS["create"],
    ),
    row("no group", "CreateSchedule", NOT_FOUND, NO_GROUP, GroupName="none"),
    row(
        "group going",
        "CreateSchedule",
        CONFLICT,
        "Schedule group gone is being deleted.",
        GroupName=f.GONE,
    ),
    row(
        "too many",
        "CreateSchedule",
        QUOTA,
        "The maximum number of schedules was reached.",
        _limited("SCHEDULES", 1),
    ),
    broken("bad name", "CreateSchedule", "Name", "a b", NAME_PATTERN),
    broken("bad name", "GetSchedule", "Name", "a b", NAME_PATTERN),
    row("none", "GetSchedule", NOT_FOUND, NO_SCHEDULE, Name="none"),
    row("other group", "GetSchedule", NOT_FOUND, "Schedule nightly does not exist.", GroupName="default"),
    row("none", "UpdateSchedule", NOT_FOUND, NO_SCHEDULE, Name="none"),
    row(
        "token used",
        "UpdateSchedule",
        CONFLICT,
        USED_TOKEN.format(f.TOKENS["update"]),
        ClientToken=f.TOKENS["update"],
    ),
    row("none", "DeleteSchedule", NOT_FOUND, NO_SCHEDULE, Name="none"),
    row(
        "token used",
        "DeleteSchedule",
        CONFLICT,
        USED_TOKEN.format(f.TOKENS["delete"]),
        ClientToken=f.TOKENS["delete"],
    ),
    broken("bad name", "DeleteSchedule", "GroupName", "a b", NAME_PATTERN),
    row("no group", "ListSchedules", NOT_FOUND, NO_GROUP, GroupName="none"),
    row("bad token", "ListSchedules", INVALID, "Invalid NextToken provided.", NextToken="x"),
    broken(
        "101 results",
        "ListSchedules",
        "MaxResults",
        101,
        "Member must have value less than or equal to 100",
    ),
)

_GROUPS = (
    row("there already", "CreateScheduleGroup", CONFLICT, "Schedule group shop already exists.", Name=f.GROUP),
    row("default", "CreateScheduleGroup", CONFLICT, "Schedule group default already exists.", Name="default"),
    row(
        "token used",
        "CreateScheduleGroup",
        CONFLICT,
        USED_TOKEN.format(f.TOKENS["group"]),
        ClientToken=f.TOKENS["group"],
    ),
    row(
        "too many",
        "CreateScheduleGroup",
        QUOTA,
        "The maximum number of schedule groups was reached.",
        _limited("GROUPS", 3),
    ),
    row(
        "a tag of AWS",
        "CreateScheduleGroup",
        INVALID,
        "aws: prefixed tag key names are not allowed for external use.",
        Tags=[{"Key": "aws:a", "Value": "b"}],
    ),
    row("none", "GetScheduleGroup", NOT_FOUND, NO_GROUP, Name="none"),
    broken("bad name", "GetScheduleGroup", "Name", "a b", NAME_PATTERN),
    row("none", "DeleteScheduleGroup", NOT_FOUND, NO_GROUP, Name="none"),
    row(
        "default",
        "DeleteScheduleGroup",
        INVALID,
        "The default schedule group cannot be deleted.",
        Name="default",
    ),
    row("going", "DeleteScheduleGroup", CONFLICT, "Schedule group gone is being deleted.", Name=f.GONE),
    row("bad token", "ListScheduleGroups", INVALID, "Invalid NextToken provided.", NextToken="x"),
)

_TAGS = (
    row("none", "TagResource", NOT_FOUND, NO_GROUP, ResourceArn=f.GROUP_ARN + "none"),
    row("too many", "TagResource", INVALID, "A schedule group can have at most 50 tags.", _full_of_tags),
    row(
        "a tag of AWS",
        "TagResource",
        INVALID,
        "aws: prefixed tag key names are not allowed for external use.",
        Tags=[{"Key": "aws:a", "Value": "b"}],
    ),
    row("none", "UntagResource", NOT_FOUND, NO_GROUP, ResourceArn=f.GROUP_ARN + "none"),
    row(
        "a tag of AWS",
        "UntagResource",
        INVALID,
        "aws: prefixed tag key names are not allowed for external use.",
        TagKeys=["aws:a"],
    ),
    row("none", "ListTagsForResource", NOT_FOUND, NO_GROUP, ResourceArn=f.GROUP_ARN + "none"),
    row(
        "elsewhere",
        "ListTagsForResource",
        NOT_FOUND,
        "Schedule group shop does not exist.",
        ResourceArn=f.GROUP_ARN.replace("us-east-1", "eu-west-1") + f.GROUP,
    ),
    broken(
        "no group's ARN",
        "ListTagsForResource",
        "ResourceArn",
        f.QUEUE,
        "Member must satisfy regular expression pattern: "
        r"^arn:aws(-[a-z]+)?:scheduler:[a-z0-9\-]+:\d{12}:schedule-group\/[0-9a-zA-Z-_.]+$",
    ),
)

TABLE: tuple[Refusal, ...] = (*_DEFINITIONS, *_SCHEDULES, *_GROUPS, *_TAGS)
