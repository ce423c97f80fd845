"""Refusals of rules, their patterns and their targets."""

from __future__ import annotations

from fakeaws import World
from fakeaws.services.events.operations.base import EventsBase
from tests.conformance.contract import Refusal, Stage
from tests.conformance.events import furniture as f
from tests.conformance.events.rows import LIMIT, NOT_FOUND, PATTERN, VALIDATION, bad_target, broken, row

_NO_RULE = "Rule gone does not exist on EventBus orders."
_TOO_MANY = "The requested resource exceeds the maximum number allowed."
_NAME = "Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+"
_STATES = f"arn:aws:states:us-east-1:{f.ACCOUNT}:stateMachine:m"
_NOT_AN_ARN = "Parameter x is not valid. Reason: Provided Arn is not in correct format."


def _events(aws: World) -> EventsBase:
    service = aws.router.service("events", f.ACCOUNT, "us-east-1")
    assert isinstance(service, EventsBase)
    return service


def _one_rule(on: Stage) -> None:
    """The quota is used up."""
    _events(on.aws).limits.rules_per_bus = 1


#: A pattern and what is wrong with it.
_PATTERNS = {
    '{"source":"shop"}': '"source" must be an object or an array\n at [Source: (String)"{"source":"shop"}"; line: 1, '
    "column: 12]",
    '{"source":[]}': 'Empty arrays are not allowed\n at [Source: (String)"{"source":[]}"; line: 1, column: 13]',
    '{"source":[{"prefx":"s"}]}': 'Unrecognized match type prefx\n at [Source: (String)"{"source":[{"prefx":"s"}]}"; '
    "line: 1, column: 22]",
}

TABLE: tuple[Refusal, ...] = (
    *(
        row("no rule", operation, NOT_FOUND, _NO_RULE, **{name: "gone", "EventBusName": "orders"})
        for operation, name in (
            ("DescribeRule", "Name"),
            ("DisableRule", "Name"),
            ("EnableRule", "Name"),
            ("ListTargetsByRule", "Rule"),
            ("PutTargets", "Rule"),
            ("RemoveTargets", "Rule"),
        )
    ),
    row("with targets", "DeleteRule", VALIDATION, "Rule can't be deleted since it has targets."),
    row(
        "nothing to look for",
        "PutRule",
        VALIDATION,
        "Parameter(s) EventPattern or ScheduleExpression must be specified.",
        EventPattern=None,
    ),
    row(
        "schedule on another bus",
        "PutRule",
        VALIDATION,
        "ScheduleExpression is supported only on the default event bus.",
        ScheduleExpression="rate(1 minute)",
    ),
    row("name", "PutRule", VALIDATION, broken("name", "a b", _NAME), Name="a b"),
    row("too many rules", "PutRule", LIMIT, _TOO_MANY, _one_rule),
    *(
        row(text, operation, PATTERN, f"Event pattern is not valid. Reason: {reason}", EventPattern=text)
        for text, reason in _PATTERNS.items()
        for operation in ("PutRule", "TestEventPattern")
    ),
    *(
        row(f"event {text[:12]}", "TestEventPattern", VALIDATION, "Parameter Event is not valid.", Event=text)
        for text in ("x", "[]", '{"source":"shop"}')
    ),
    # -- targets
    row(
        "sixth target",
        "PutTargets",
        LIMIT,
        _TOO_MANY,
        Rule="full",
        EventBusName="default",
    ),
    bad_target("id", broken("targets.1.member.id", "a b", _NAME), Id="a b"),
    bad_target(
        "long id",
        broken("targets.1.member.id", "x" * 65, "Member must have length less than or equal to 64"),
        Id="x" * 65,
    ),
    bad_target("no ARN", _NOT_AN_ARN, Arn="x"),
    bad_target("no ARN of a role", _NOT_AN_ARN, RoleArn="x"),
    bad_target("no role", f"RoleArn is required for target {_STATES}.", Arn=_STATES),
    bad_target(
        "FIFO queue without a group",
        "Parameter(s) SqsParameters must be specified for target: new.",
        Arn=f.QUEUE + "orders.fifo",
    ),
    bad_target(
        "group of a topic",
        "Parameter(s) SqsParameters not valid for target: new.",
        Arn=f"arn:aws:sns:us-east-1:{f.ACCOUNT}:t",
        SqsParameters={"MessageGroupId": "g"},
    ),
    bad_target(
        "FIFO dead-letter queue",
        "Parameter DeadLetterConfig.Arn is not valid for target new. Reason: Provided Arn is not the one of a standard SQS "
        "queue.",
        DeadLetterConfig={"Arn": f.QUEUE + "dead.fifo"},
    ),
    bad_target(
        "two inputs",
        "Only one of Input, InputPath, or InputTransformer must be provided for target new.",
        Input="{}",
        InputPath="$.detail",
    ),
    bad_target("path", "Invalid JSON path detail for target new.", InputPath="detail"),
    bad_target(
        "path of a partition key", "Invalid JSON path a for target new.", KinesisParameters={"PartitionKeyPath": "a"}
    ),
    bad_target(
        "input",
        'JSON syntax error in input for target new at [Source: (String)"{"; line: 1, column: 2].',
        Input="{",
    ),
    bad_target(
        "placeholder",
        "InputTemplate for target new contains invalid placeholder b.",
        InputTransformer={"InputPathsMap": {"a": "$.detail"}, "InputTemplate": '"<a> <b>"'},
    ),
    bad_target(
        "template",
        'Invalid InputTemplate for target new : [Source: (String)"null is"; line: 1, column: 8].',
        InputTransformer={"InputPathsMap": {"a": "$.detail"}, "InputTemplate": "<a> is"},
    ),
)
