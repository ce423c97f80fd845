"""Short forms for rows of the tables of refusals."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from tests.conformance.contract import Refusal
from tests.conformance.events import furniture as f

VALIDATION = "ValidationException"
NOT_FOUND = "ResourceNotFoundException"
PATTERN = "InvalidEventPatternException"
LIMIT = "LimitExceededException"

_GRANT = {"Action": "events:PutEvents", "Principal": f.OTHER, "StatementId": "new"}
_TARGET = {"Id": "new", "Arn": f.QUEUE + "audit"}

_START = datetime(2026, 1, 5, tzinfo=timezone.utc)

#: For operations with parameters, a call that would succeed on the stage.
USUAL: dict[str, dict[str, Any]] = {
    "CancelReplay": {"ReplayName": "done"},
    "CreateArchive": {"ArchiveName": "new", "EventSourceArn": f.ORDERS},
    "DeleteArchive": {"ArchiveName": "kept"},
    "DescribeArchive": {"ArchiveName": "kept"},
    "DescribeReplay": {"ReplayName": "done"},
    "ListArchives": {},
    "ListReplays": {},
    "StartReplay": {
        "ReplayName": "new",
        "EventSourceArn": f.KEPT,
        "Destination": {"Arn": f.ORDERS},
        "EventStartTime": _START,
        "EventEndTime": _START + timedelta(hours=1),
    },
    "UpdateArchive": {"ArchiveName": "kept", "Description": "new"},
    "CreateEventBus": {"Name": "new"},
    "DeleteEventBus": {"Name": "plain"},
    "DeleteRule": {"Name": "audit", "EventBusName": "orders"},
    "DescribeEventBus": {"Name": "orders"},
    "DescribeRule": {"Name": "audit", "EventBusName": "orders"},
    "DisableRule": {"Name": "audit", "EventBusName": "orders"},
    "EnableRule": {"Name": "full"},
    "ListEventBuses": {},
    "ListRuleNamesByTarget": {"TargetArn": f.QUEUE + "audit", "EventBusName": "orders"},
    "ListRules": {"EventBusName": "orders"},
    "ListTagsForResource": {"ResourceARN": f.ORDERS},
    "ListTargetsByRule": {"Rule": "audit", "EventBusName": "orders"},
    "PutEvents": {"Entries": [{**f.ENTRY, "EventBusName": "orders"}]},
    "PutPermission": {"EventBusName": "orders", **_GRANT},
    "PutRule": {"Name": "new", "EventBusName": "orders", "EventPattern": f.PATTERN},
    "PutTargets": {"Rule": "audit", "EventBusName": "orders", "Targets": [_TARGET]},
    "RemovePermission": {"EventBusName": "orders", "StatementId": "partner"},
    "RemoveTargets": {"Rule": "audit", "EventBusName": "orders", "Ids": ["1"]},
    "TagResource": {"ResourceARN": f.ORDERS, "Tags": [{"Key": "new", "Value": ""}]},
    "TestEventPattern": {"EventPattern": f.PATTERN, "Event": f.EVENT},
    "UntagResource": {"ResourceARN": f.ORDERS, "TagKeys": ["team"]},
    "UpdateEventBus": {"Name": "orders", "Description": "new"},
}


def row(id: str, operation: str, shape: str, message: str, given: Any = None, **changed: Any) -> Refusal:
    """The usual call with something changed; ``None`` leaves a parameter out."""
    params = {**USUAL[operation], **changed}
    asked = {name: value for name, value in params.items() if value is not None}
    return Refusal(id, operation, asked, shape, message, given=given)


def bad_target(id: str, message: str, **changed: Any) -> Refusal:
    """PutTargets with one target that is refused."""
    return row(id, "PutTargets", VALIDATION, message, Targets=[{**_TARGET, **changed}])


def broken(path: str, value: str, words: str) -> str:
    """The front end's text about a value against the model."""
    return f"1 validation error detected: Value '{value}' at '{path}' failed to satisfy constraint: {words}"
