"""Refusals of log groups, streams, events, settings, tags and resource policies."""

from __future__ import annotations

from typing import Any

from fakeaws.services.logs import limits
from tests.conformance.contract import Refusal, Stage
from tests.conformance.logs import furniture as f

INVALID = "InvalidParameterException"
NOT_FOUND = "ResourceNotFoundException"
EXISTS = "ResourceAlreadyExistsException"
LIMIT = "LimitExceededException"
NO_GROUP = "The specified log group does not exist."
NO_STREAM = "The specified log stream does not exist."
BAD_TOKEN = "The specified nextToken is invalid."
NAME_PATTERN = r"Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+"

_EVENT = {"timestamp": 1_767_571_200_000, "message": "a"}
#: The first instant of a world.
_NOW = _EVENT["timestamp"]
_GROUP = {"logGroupName": f.ORDERS}
_STREAM = {**_GROUP, "logStreamName": f.STREAM}
_OWN_POLICY = {"resourceArn": f.ARN + f.ORDERS, "policyDocument": f.DOCUMENT}
_TAG_LIMIT = "The resource cannot have more than 50 tags."

#: For every operation, a call that would succeed, or change nothing, on the stage.
USUAL: dict[str, dict[str, Any]] = {
    "CreateLogGroup": {"logGroupName": "new"},
    "DeleteLogGroup": _GROUP,
    "DescribeLogGroups": {},
    "ListLogGroups": {},
    "PutLogGroupDeletionProtection": {"logGroupIdentifier": f.ORDERS, "deletionProtectionEnabled": True},
    "CreateLogStream": {**_GROUP, "logStreamName": "new"},
    "DeleteLogStream": _STREAM,
    "DescribeLogStreams": _GROUP,
    "PutLogEvents": {**_STREAM, "logEvents": [_EVENT]},
    "GetLogEvents": _STREAM,
    "FilterLogEvents": _GROUP,
    "PutRetentionPolicy": {**_GROUP, "retentionInDays": 1},
    "DeleteRetentionPolicy": _GROUP,
    "AssociateKmsKey": {**_GROUP, "kmsKeyId": "other"},
    "DisassociateKmsKey": _GROUP,
    "TagResource": {"resourceArn": f.ARN + f.ORDERS, "tags": {"new": ""}},
    "UntagResource": {"resourceArn": f.ARN + f.ORDERS, "tagKeys": ["team"]},
    "ListTagsForResource": {"resourceArn": f.ARN + f.ORDERS},
    "TagLogGroup": {**_GROUP, "tags": {"new": ""}},
    "UntagLogGroup": {**_GROUP, "tags": ["team"]},
    "ListTagsLogGroup": _GROUP,
    "PutResourcePolicy": {"policyName": "new", "policyDocument": f.DOCUMENT},
    "DescribeResourcePolicies": {},
    "DeleteResourcePolicy": {"policyName": "policy"},
    "PutMetricFilter": {
        **_GROUP,
        "filterName": "new",
        "filterPattern": f.PATTERN,
        "metricTransformations": [f.TRANSFORMATION],
    },
    "DescribeMetricFilters": _GROUP,
    "DeleteMetricFilter": {**_GROUP, "filterName": "errors"},
    "TestMetricFilter": {"filterPattern": "", "logEventMessages": ["a"]},
    "PutSubscriptionFilter": {**_GROUP, "filterName": "new", "filterPattern": "", "destinationArn": f.FUNCTION},
    "DescribeSubscriptionFilters": _GROUP,
    "DeleteSubscriptionFilter": {**_GROUP, "filterName": "none"},
}


def row(id: str, operation: str, shape: str, message: str, given: Any = None, **changed: Any) -> Refusal:
    """The usual call with something changed; ``None`` leaves a parameter out."""
    params = {name: value for name, value in {**USUAL[operation], **changed}.items() if value is not None}
    return Refusal(id, operation, params, shape, message, given=given)


def invalid(id: str, operation: str, message: str, given: Any = None, **changed: Any) -> Refusal:
    """``InvalidParameterException``."""
    return row(id, operation, INVALID, message, given, **changed)


def broken(id: str, operation: str, name: str, value: Any, words: str) -> Refusal:
    """What breaks the model."""
    path = name
    message = f"1 validation error detected: Value '{value}' at '{path}' failed to satisfy constraint: {words}"
    return invalid(id, operation, message, **{name: value})


def no_group(operation: str, **changed: Any) -> Refusal:
    """A group that is not there."""
    return row("no group", operation, NOT_FOUND, NO_GROUP, **(changed or {"logGroupName": "none"}))


def _limited(name: str, value: int) -> Any:
    def given(on: Stage) -> None:
        on.monkeypatch.setattr(limits, name, value)

    return given


def _full_of_tags(on: Stage) -> None:
    on.ask("TagLogGroup", logGroupName=f.ORDERS, tags={f"tag{number}": "" for number in range(49)})


def _events(*ages_ms: int, message: str = "a") -> list[dict[str, Any]]:
    return [{"timestamp": _NOW + age, "message": message} for age in ages_ms]


_GROUPS = (
    row("there already", "CreateLogGroup", EXISTS, "The specified log group already exists", logGroupName=f.ORDERS),
    row("too many", "CreateLogGroup", LIMIT, "Resource limit exceeded.", _limited("GROUPS", 3)),
    broken("bad name", "CreateLogGroup", "logGroupName", "a b", NAME_PATTERN),
    invalid(
        "a tag of AWS",
        "CreateLogGroup",
        "aws: prefixed tag key names are not allowed for external use.",
        tags={"aws:a": ""},
    ),
    broken("bad name", "DeleteLogGroup", "logGroupName", "a b", NAME_PATTERN),
    no_group("DeleteLogGroup"),
    row(
        "protected",
        "DeleteLogGroup",
        "ValidationException",
        "The log group cannot be deleted because deletion protection is enabled.",
        logGroupName=f.KEPT,
    ),
    invalid(
        "prefix and pattern",
        "DescribeLogGroups",
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
        logGroupNamePrefix="a",
        logGroupNamePattern="a",
    ),
    invalid("bad token", "DescribeLogGroups", BAD_TOKEN, nextToken="x"),
    broken("limit 51", "DescribeLogGroups", "limit", 51, "Member must have value less than or equal to 50"),
    invalid("bad token", "ListLogGroups", BAD_TOKEN, nextToken="x"),
    no_group("PutLogGroupDeletionProtection", logGroupIdentifier="none"),
    row(
        "another account's group",
        "PutLogGroupDeletionProtection",
        NOT_FOUND,
        NO_GROUP,
        logGroupIdentifier="arn:aws:logs:us-east-1:210987654321:log-group:orders",
    ),
    broken(
        "bad name",
        "PutLogGroupDeletionProtection",
        "logGroupIdentifier",
        "a b",
        r"Member must satisfy regular expression pattern: [\w#+=/:,.@-]*",
    ),
)

_STREAMS = (
    row("there already", "CreateLogStream", EXISTS, "The specified log stream already exists", logStreamName=f.STREAM),
    no_group("CreateLogStream"),
    broken(
        "bad name",
        "CreateLogStream",
        "logStreamName",
        "a:b",
        "Member must satisfy regular expression pattern: [^:*]*",
    ),
    no_group("DeleteLogStream"),
    row("no stream", "DeleteLogStream", NOT_FOUND, NO_STREAM, logStreamName="none"),
    row(
        "protected",
        "DeleteLogStream",
        "ValidationException",
        "The log stream cannot be deleted because deletion protection is enabled.",
        logGroupName=f.KEPT,
    ),
    broken("bad name", "DeleteLogStream", "logGroupName", "a b", NAME_PATTERN),
    no_group("DescribeLogStreams"),
    invalid(
        "by time and by prefix",
        "DescribeLogStreams",
        "Cannot order by LastEventTime with a logStreamNamePrefix.",
        orderBy="LastEventTime",
        logStreamNamePrefix="a",
    ),
    invalid("bad token", "DescribeLogStreams", BAD_TOKEN, nextToken="x"),
    invalid(
        "name and identifier",
        "DescribeLogStreams",
        "Exactly one of logGroupName and logGroupIdentifier must be specified.",
        logGroupIdentifier=f.ORDERS,
    ),
    invalid(
        "no name",
        "DescribeLogStreams",
        "Exactly one of logGroupName and logGroupIdentifier must be specified.",
        logGroupName=None,
    ),
)

_UNORDERED = "Log events in a single PutLogEvents request must be in chronological order."
_TOO_LONG = "The batch of log events in a single PutLogEvents request cannot span more than 24 hours."

_EVENTS = (
    no_group("PutLogEvents"),
    row("no stream", "PutLogEvents", NOT_FOUND, NO_STREAM, logStreamName="none"),
    invalid("out of order", "PutLogEvents", _UNORDERED, logEvents=_events(0, -1)),
    invalid("over a day", "PutLogEvents", _TOO_LONG, logEvents=_events(-86_400_001, 0)),
    invalid(
        "one byte too large",
        "PutLogEvents",
        "Upload too large: 1048577 bytes exceeds limit of 1048576",
        logEvents=[*_events(0, message="é" * 524_262), *_events(0)],
    ),
    Refusal(
        "empty message",
        "PutLogEvents",
        {**_STREAM, "logEvents": _events(0, message="")},
        INVALID,
        "1 validation error detected: Value '' at 'logEvents.1.member.message' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1",
        unchecked=True,
    ),
    no_group("GetLogEvents"),
    row("no stream", "GetLogEvents", NOT_FOUND, NO_STREAM, logStreamName="none"),
    invalid("bad token", "GetLogEvents", BAD_TOKEN, nextToken="f/1/s"),
    invalid("backwards", "GetLogEvents", "startTime cannot be greater than endTime.", startTime=2, endTime=1),
    no_group("FilterLogEvents"),
    row("no stream", "FilterLogEvents", NOT_FOUND, NO_STREAM, logStreamNames=["none"]),
    invalid("bad token", "FilterLogEvents", BAD_TOKEN, nextToken="x"),
    invalid("backwards", "FilterLogEvents", "startTime cannot be greater than endTime.", startTime=2, endTime=1),
    invalid(
        "names and prefix",
        "FilterLogEvents",
        "logStreamNames and logStreamNamePrefix are mutually exclusive parameters.",
        logStreamNames=[f.STREAM],
        logStreamNamePrefix="a",
    ),
    invalid("bad term", "FilterLogEvents", "Invalid character(s) in term 'a-b'", filterPattern="a-b"),
    invalid("open bracket", "FilterLogEvents", "Invalid filter pattern", filterPattern="[a, b"),
    invalid(
        "latest first, from long ago",
        "FilterLogEvents",
        "startFromHead can be false only if startTime is on or after Jan 1, 2024 00:00:00 UTC.",
        startFromHead=False,
    ),
)

_SETTINGS = (
    no_group("PutRetentionPolicy"),
    invalid(
        "two days",
        "PutRetentionPolicy",
        "Invalid retention value. Valid values are: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, "
        "1096, 1827, 2192, 2557, 2922, 3288, 3653]",
        retentionInDays=2,
    ),
    no_group("DeleteRetentionPolicy"),
    broken("bad name", "DeleteRetentionPolicy", "logGroupName", "a b", NAME_PATTERN),
    no_group("AssociateKmsKey"),
    row(
        "no group of that ARN",
        "AssociateKmsKey",
        NOT_FOUND,
        NO_GROUP,
        logGroupName=None,
        resourceIdentifier="arn:aws:logs:us-east-1:123456789012:other:orders",
    ),
    invalid(
        "name and ARN",
        "AssociateKmsKey",
        "Exactly one of logGroupName and resourceIdentifier must be specified.",
        resourceIdentifier=f.ARN + f.ORDERS,
    ),
    no_group("DisassociateKmsKey"),
    invalid(
        "no name",
        "DisassociateKmsKey",
        "Exactly one of logGroupName and resourceIdentifier must be specified.",
        logGroupName=None,
    ),
)


def _no_resource(operation: str) -> tuple[Refusal, ...]:
    return (
        row("no group", operation, NOT_FOUND, "The specified resource does not exist.", resourceArn=f.ARN + "none"),
        invalid("no ARN", operation, "The specified resource ARN is invalid.", resourceArn="x"),
    )


_TAGS = (
    *_no_resource("TagResource"),
    *_no_resource("UntagResource"),
    *_no_resource("ListTagsForResource"),
    Refusal(
        "too many",
        "TagResource",
        USUAL["TagResource"],
        "TooManyTagsException",
        _TAG_LIMIT,
        given=_full_of_tags,
        fields={"resourceName": f.ARN + f.ORDERS},
    ),
    invalid("too many", "TagLogGroup", _TAG_LIMIT, _full_of_tags),
    no_group("TagLogGroup"),
    no_group("UntagLogGroup"),
    no_group("ListTagsLogGroup"),
)

_STALE = "The expectedRevisionId is not that of the latest revision of the policy."
_POLICIES = (
    row("too many", "PutResourcePolicy", LIMIT, "Resource limit exceeded.", _limited("RESOURCE_POLICIES", 1)),
    invalid("no JSON", "PutResourcePolicy", "The policy document is not valid.", policyDocument="x"),
    invalid("no statement", "PutResourcePolicy", "The policy document is not valid.", policyDocument="{}"),
    invalid("no document", "PutResourcePolicy", "policyDocument is required.", policyDocument=None),
    invalid(
        "no name", "PutResourcePolicy", "policyName is required for a policy without resourceArn.", policyName=None
    ),
    row("no group", "PutResourcePolicy", NOT_FOUND, NO_GROUP, **{**_OWN_POLICY, "resourceArn": f.ARN + "none"}),
    row("no revision", "PutResourcePolicy", "OperationAbortedException", _STALE, **_OWN_POLICY),
    invalid("bad token", "DescribeResourcePolicies", BAD_TOKEN, nextToken="x"),
    row(
        "none there",
        "DeleteResourcePolicy",
        NOT_FOUND,
        "The specified resource policy does not exist.",
        policyName="none",
    ),
    row(
        "another revision",
        "DeleteResourcePolicy",
        "OperationAbortedException",
        _STALE,
        resourceArn=f.ARN + f.ORDERS,
        expectedRevisionId="x",
    ),
    invalid(
        "no name", "DeleteResourcePolicy", "policyName is required for a policy without resourceArn.", policyName=None
    ),
)

TABLE: tuple[Refusal, ...] = (*_GROUPS, *_STREAMS, *_EVENTS, *_SETTINGS, *_TAGS, *_POLICIES)
