"""For each operation of CloudWatch Logs: calls that show all that it can answer."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import AskService, Scenario
from tests.conformance.logs.furniture import (
    ACCOUNT,
    ARN,
    DOCUMENT,
    FUNCTION,
    KEY,
    ORDERS,
    PATTERN,
    STREAM,
    TRANSFORMATION,
)
from tests.support.functions import listening_functions

_NOT_SELECTED = "events are not selected by system fields"
_DAY_MS = 86_400_000

#: Members that an answer never has.
NEVER_SHOWN: dict[str, dict[str, str]] = {
    "DescribeLogGroups": {
        "logGroups[].dataProtectionStatus": "events are not masked",
        "logGroups[].inheritedProperties": "there are no policies of the account",
        "logGroups[].bearerTokenAuthenticationEnabled": "events come in by PutLogEvents alone",
    },
    "FilterLogEvents": {
        f"searchedLogStreams[].{name}": "AWS has left the list empty since 2020"
        for name in ("logStreamName", "searchedCompletely")
    },
    "PutLogEvents": dict.fromkeys(("rejectedEntityInfo", "rejectedEntityInfo.errorType"), "entities are ignored"),
    "DescribeMetricFilters": {"metricFilters[].fieldSelectionCriteria": _NOT_SELECTED},
    "DescribeSubscriptionFilters": {"subscriptionFilters[].fieldSelectionCriteria": _NOT_SELECTED},
}


def _now(ask: AskService) -> int:
    return ask.aws.wall_us // 1000


async def _group(ask: AskService) -> None:
    await ask("CreateLogGroup", logGroupName=ORDERS, kmsKeyId=KEY, tags={"team": "shop", "empty": ""})


async def _stream(ask: AskService, *names: str) -> None:
    await _group(ask)
    for name in names or (STREAM,):
        await ask("CreateLogStream", logGroupName=ORDERS, logStreamName=name)


async def _put(ask: AskService, *messages: str, stream: str = STREAM) -> None:
    events = [{"timestamp": _now(ask) + place, "message": message} for place, message in enumerate(messages)]
    await ask("PutLogEvents", logGroupName=ORDERS, logStreamName=stream, logEvents=events)


async def _pages(ask: AskService, operation: str, **params: Any) -> None:
    first = await ask(operation, **params, limit=1)
    await ask(operation, **params, limit=1, nextToken=first["nextToken"])


async def _log_groups(ask: AskService) -> None:
    await _group(ask)
    await ask("CreateLogGroup", logGroupName="rare", logGroupClass="INFREQUENT_ACCESS")
    await ask("PutRetentionPolicy", logGroupName=ORDERS, retentionInDays=3653)
    await ask("DescribeLogGroups", logGroupNamePrefix="o", logGroupClass="STANDARD")
    await ask("DescribeLogGroups", logGroupIdentifiers=[ARN + ORDERS, "rare"])
    await ask("DescribeLogGroups", logGroupNamePattern="rd")
    await _pages(ask, "DescribeLogGroups")
    await ask("ListLogGroups", logGroupNamePattern="^ord|nothing", logGroupTags=[{"key": "team", "values": ["sh*"]}])
    await _pages(ask, "ListLogGroups")
    await ask("PutLogGroupDeletionProtection", logGroupIdentifier=ORDERS, deletionProtectionEnabled=True)
    await ask("PutLogGroupDeletionProtection", logGroupIdentifier=ORDERS, deletionProtectionEnabled=False)
    await ask("DeleteLogGroup", logGroupName=ORDERS)
    await ask("DescribeLogGroups", logGroupNamePrefix=ORDERS)


async def _log_streams(ask: AskService) -> None:
    await _stream(ask, "a", "b")
    await _put(ask, "one", stream="b")
    await ask("DescribeLogStreams", logGroupName=ORDERS, logStreamNamePrefix="b")
    await ask("DescribeLogStreams", logGroupIdentifier=ARN + ORDERS, orderBy="LastEventTime", descending=True)
    await _pages(ask, "DescribeLogStreams", logGroupName=ORDERS)
    await ask("DeleteLogStream", logGroupName=ORDERS, logStreamName="a")


async def _put_log_events(ask: AskService) -> None:
    await _stream(ask)
    await _put(ask, "größe ✓", "two")
    await ask("PutRetentionPolicy", logGroupName=ORDERS, retentionInDays=3)
    ages = (-15 * _DAY_MS, -4 * _DAY_MS, 0, _DAY_MS)
    events = [{"timestamp": _now(ask) + age, "message": str(age)} for age in ages]
    entity = {"keyAttributes": {"Type": "Service", "Name": "shop"}}
    await ask(
        "PutLogEvents",
        logGroupName=ORDERS,
        logStreamName=STREAM,
        logEvents=events,
        sequenceToken="any",
        entity=entity,
    )


async def _get_log_events(ask: AskService) -> None:
    await _stream(ask)
    await ask("GetLogEvents", logGroupName=ORDERS, logStreamName=STREAM)
    await _put(ask, "one", "two", "three")
    page = await ask("GetLogEvents", logGroupName=ORDERS, logStreamName=STREAM, startFromHead=True, limit=2)
    for _ in range(2):
        token = page["nextForwardToken"]
        page = await ask("GetLogEvents", logGroupName=ORDERS, logStreamName=STREAM, nextToken=token)
    now = _now(ask)
    await ask("GetLogEvents", logGroupIdentifier=ORDERS, logStreamName=STREAM, startTime=now, endTime=now + 1)


async def _filter_log_events(ask: AskService) -> None:
    await _stream(ask, "a", "b")
    await _put(ask, "ERROR one", "ok", stream="a")
    await _put(ask, "ERROR two", stream="b")
    await ask("FilterLogEvents", logGroupName=ORDERS, logStreamNames=["b"], filterPattern="ERROR")
    await ask("FilterLogEvents", logGroupName=ORDERS, logStreamNamePrefix="a", startFromHead=False, startTime=_now(ask))
    await _pages(ask, "FilterLogEvents", logGroupName=ORDERS, filterPattern="ERROR")


async def _retention(ask: AskService) -> None:
    await _group(ask)
    await ask("PutRetentionPolicy", logGroupName=ORDERS, retentionInDays=1)
    await ask("DeleteRetentionPolicy", logGroupName=ORDERS)


async def _keys(ask: AskService) -> None:
    await _group(ask)
    await ask("DisassociateKmsKey", logGroupName=ORDERS)
    await ask("AssociateKmsKey", resourceIdentifier=ARN + ORDERS, kmsKeyId=KEY)
    await ask("AssociateKmsKey", resourceIdentifier=f"arn:aws:logs:us-east-1:{ACCOUNT}:query-result:*", kmsKeyId=KEY)


async def _tags(ask: AskService) -> None:
    await _group(ask)
    await ask("TagResource", resourceArn=ARN + ORDERS, tags={"a": "1"})
    await ask("UntagResource", resourceArn=ARN + ORDERS, tagKeys=["empty", "none"])
    await ask("ListTagsForResource", resourceArn=ARN + ORDERS)
    await ask("TagLogGroup", logGroupName=ORDERS, tags={"a": "2"})
    await ask("UntagLogGroup", logGroupName=ORDERS, tags=["team"])
    await ask("ListTagsLogGroup", logGroupName=ORDERS)


async def _metric_filters(ask: AskService) -> None:
    await _group(ask)
    by_user = {**TRANSFORMATION, "metricValue": "$.ms", "dimensions": {"User": "$.user"}, "unit": "Milliseconds"}
    for name, transformation in (("count", {**TRANSFORMATION, "defaultValue": 0.5}), ("times", by_user)):
        await ask(
            "PutMetricFilter",
            logGroupName=ORDERS,
            filterName=name,
            filterPattern=PATTERN,
            metricTransformations=[transformation],
            emitSystemFieldDimensions=["@aws.region"],
        )
    await ask("DescribeMetricFilters", logGroupName=ORDERS, filterNamePrefix="t")
    await ask("DescribeMetricFilters", metricName="Errors", metricNamespace="Shop")
    await _pages(ask, "DescribeMetricFilters")
    await ask("TestMetricFilter", filterPattern=PATTERN, logEventMessages=['{"level": "ERROR"}', "ERROR"])
    await ask("DeleteMetricFilter", logGroupName=ORDERS, filterName="count")


async def _subscription_filters(ask: AskService) -> None:
    await _group(ask)
    with listening_functions():
        for name in ("one", "two"):
            await ask(
                "PutSubscriptionFilter",
                logGroupName=ORDERS,
                filterName=name,
                filterPattern="",
                destinationArn=FUNCTION,
                roleArn=f"arn:aws:iam::{ACCOUNT}:role/r",
                emitSystemFields=["@aws.account"],
            )
        await ask("DescribeSubscriptionFilters", logGroupName=ORDERS, filterNamePrefix="t")
        await _pages(ask, "DescribeSubscriptionFilters", logGroupName=ORDERS)
        await ask("DeleteSubscriptionFilter", logGroupName=ORDERS, filterName="one")


async def _policies(ask: AskService) -> None:
    await _group(ask)
    for name in ("one", "two"):
        await ask("PutResourcePolicy", policyName=name, policyDocument=DOCUMENT)
    own = await ask("PutResourcePolicy", resourceArn=ARN + ORDERS, policyDocument=DOCUMENT, policyName="own")
    await ask("DescribeResourcePolicies", resourceArn=ARN + ORDERS)
    await _pages(ask, "DescribeResourcePolicies")
    await ask("DeleteResourcePolicy", resourceArn=ARN + ORDERS, expectedRevisionId=own["revisionId"])
    await ask("DeleteResourcePolicy", policyName="one")


SCENARIOS: dict[str, Scenario] = {
    **dict.fromkeys(
        ("CreateLogGroup", "DeleteLogGroup", "DescribeLogGroups", "ListLogGroups", "PutLogGroupDeletionProtection"),
        _log_groups,
    ),
    **dict.fromkeys(("CreateLogStream", "DeleteLogStream", "DescribeLogStreams"), _log_streams),
    "PutLogEvents": _put_log_events,
    "GetLogEvents": _get_log_events,
    "FilterLogEvents": _filter_log_events,
    **dict.fromkeys(("PutRetentionPolicy", "DeleteRetentionPolicy"), _retention),
    **dict.fromkeys(("AssociateKmsKey", "DisassociateKmsKey"), _keys),
    **dict.fromkeys(
        (
            "TagResource",
            "UntagResource",
            "ListTagsForResource",
            "TagLogGroup",
            "UntagLogGroup",
            "ListTagsLogGroup",
        ),
        _tags,
    ),
    **dict.fromkeys(
        ("PutMetricFilter", "DescribeMetricFilters", "DeleteMetricFilter", "TestMetricFilter"), _metric_filters
    ),
    **dict.fromkeys(
        ("PutSubscriptionFilter", "DescribeSubscriptionFilters", "DeleteSubscriptionFilter"), _subscription_filters
    ),
    **dict.fromkeys(("PutResourcePolicy", "DescribeResourcePolicies", "DeleteResourcePolicy"), _policies),
}
