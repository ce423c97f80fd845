"""Refusals of buses, their policies, tags, lists and PutEvents."""

from __future__ import annotations

import json
from typing import Any

from fakeaws.services.events import limits
from tests.conformance.contract import Refusal, Stage
from tests.conformance.events import furniture as f
from tests.conformance.events.rows import LIMIT, NOT_FOUND, VALIDATION, broken, row

_NO_BUS = "Event bus gone does not exist."
_NO_RULE = "Rule gone does not exist on EventBus orders."
_NO_STATEMENT = "Statement with the provided id does not exist."
_MODEL_NAME = "Member must satisfy regular expression pattern: [/\\.\\-_A-Za-z0-9]+"


def _full(on: Stage) -> None:
    """There are as many buses as there may be."""
    on.monkeypatch.setattr(limits, "BUSES", 3)


def _entry_text(source: str) -> str:
    return (
        f"PutEventsRequestEntry(time=null, source={source}, resources=null, detailType=Order, "
        'detail={"a":1}, eventBusName=null, traceHeader=null)'
    )


def _policy(text: str, **more: Any) -> dict[str, Any]:
    return {"Action": None, "Principal": None, "StatementId": None, "Policy": text, **more}


TABLE: tuple[Refusal, ...] = (
    # -- buses
    row(
        "it is there",
        "CreateEventBus",
        "ResourceAlreadyExistsException",
        "Event bus orders already exists.",
        Name="orders",
    ),
    row(
        "default",
        "CreateEventBus",
        "ResourceAlreadyExistsException",
        "Event bus default already exists.",
        Name="default",
    ),
    row("slash", "CreateEventBus", VALIDATION, "Event bus name must not contain '/'.", Name="a/b"),
    row("blank", "CreateEventBus", VALIDATION, broken("name", "a b", _MODEL_NAME), Name="a b"),
    row(
        "too many",
        "CreateEventBus",
        LIMIT,
        "The requested resource exceeds the maximum number allowed.",
        _full,
    ),
    row("default", "DeleteEventBus", VALIDATION, "Cannot delete event bus default.", Name="default"),
    row(
        "with rules",
        "DeleteEventBus",
        VALIDATION,
        "Cannot delete event bus orders since it has rules.",
        Name="orders",
    ),
    row("no bus", "DescribeEventBus", NOT_FOUND, _NO_BUS, Name="gone"),
    row("no such ARN", "DescribeEventBus", NOT_FOUND, _NO_BUS, Name=f.EVENTS + "event-bus/gone"),
    row("no bus", "UpdateEventBus", NOT_FOUND, _NO_BUS, Name="gone"),
    *(
        row("bad token", operation, VALIDATION, "Parameter NextToken is not valid.", NextToken="x")
        for operation in ("ListEventBuses", "ListRules", "ListRuleNamesByTarget", "ListTargetsByRule")
    ),
    *(
        row("no bus", operation, NOT_FOUND, _NO_BUS, EventBusName="gone")
        for operation in (
            "DeleteRule",
            "DescribeRule",
            "DisableRule",
            "EnableRule",
            "ListRuleNamesByTarget",
            "ListRules",
            "ListTargetsByRule",
            "PutPermission",
            "PutRule",
            "PutTargets",
            "RemovePermission",
            "RemoveTargets",
        )
    ),
    # -- policies
    row("no statement", "RemovePermission", NOT_FOUND, _NO_STATEMENT, StatementId="gone"),
    row("no policy", "RemovePermission", NOT_FOUND, _NO_STATEMENT, EventBusName="plain"),
    row("nothing named", "RemovePermission", VALIDATION, "Parameter StatementId must be specified.", StatementId=None),
    *(
        row(f"no {name}", "PutPermission", VALIDATION, f"Parameter {name} must be specified.", **{name: None})
        for name in ("Action", "Principal", "StatementId")
    ),
    row(
        "other action",
        "PutPermission",
        VALIDATION,
        "Provided value in parameter 'action' is not supported.",
        Action="events:PutRule",
    ),
    row(
        "other condition",
        "PutPermission",
        VALIDATION,
        "Condition must be StringEquals on aws:PrincipalOrgID.",
        Condition={"Type": "StringLike", "Key": "aws:PrincipalOrgID", "Value": "o-1"},
    ),
    row(
        "policy and statement",
        "PutPermission",
        VALIDATION,
        "Policy cannot be specified together with Action, Principal, StatementId, Condition.",
        Policy="{}",
    ),
    row(
        "no JSON",
        "PutPermission",
        VALIDATION,
        "Policy is not valid. Reason: This policy contains invalid Json",
        **_policy("x"),
    ),
    row(
        "too long",
        "PutPermission",
        "PolicyLengthExceededException",
        "The event bus policy is too long.",
        **_policy(
            json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {"Effect": "Allow", "Principal": "*", "Action": "events:PutEvents", "Resource": "x" * 10_240}
                    ],
                }
            )
        ),
    ),
    # -- tags
    *(
        row(id, operation, NOT_FOUND, text, ResourceARN=f.EVENTS + resource)
        for operation in ("ListTagsForResource", "TagResource", "UntagResource")
        for id, resource, text in (
            ("no bus", "event-bus/gone", _NO_BUS),
            ("no rule", "rule/orders/gone", _NO_RULE),
        )
    ),
    row(
        "no ARN",
        "ListTagsForResource",
        VALIDATION,
        "Parameter orders is not valid. Reason: Provided Arn is not in correct format.",
        ResourceARN="orders",
    ),
    row(
        "reserved",
        "TagResource",
        VALIDATION,
        "System tags cannot be added/updated by requester",
        Tags=[{"Key": "aws:a", "Value": ""}],
    ),
    row(
        "too many tags",
        "TagResource",
        LIMIT,
        "The number of tags exceeds the limit of 50.",
        Tags=[{"Key": f"k{n}", "Value": ""} for n in range(50)],
    ),
    # -- events
    row(
        "eleven entries",
        "PutEvents",
        VALIDATION,
        broken(
            "entries",
            f"[{', '.join(_entry_text('shop') for _ in range(11))}]",
            "Member must have length less than or equal to 10",
        ),
        Entries=[f.ENTRY] * 11,
    ),
    row(
        "too large",
        "PutEvents",
        VALIDATION,
        "Total size of the entries in the request is over the limit.",
        Entries=[{**f.ENTRY, "Detail": json.dumps({"a": "x" * limits.ENTRIES_BYTES})}],
    ),
    Refusal(
        "another account's bus",
        "PutEvents",
        {"Entries": [{**f.ENTRY, "EventBusName": f.PLAIN}]},
        "AccessDeniedException",
        f"User: arn:aws:iam::{f.OTHER}:user/test is not authorized to perform: events:PutEvents on resource: {f.PLAIN} "
        "because no resource-based policy allows the events:PutEvents action",
        account=f.OTHER,
    ),
)
