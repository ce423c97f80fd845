"""The log groups on which refusals are tried, and all that can be seen of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.conformance.contract import Stage

ACCOUNT = "123456789012"
ARN = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:"
FUNCTION = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"

#: With tags, retention, a key, a stream with an event, a metric filter and a policy of its own.
ORDERS = "orders"
#: Of the class with fewer features; protected against deletion.
RARE, KEPT = "rare", "kept"
STREAM = "a"

PATTERN = '{ $.level = "ERROR" }'
TRANSFORMATION = {"metricName": "Errors", "metricNamespace": "Shop", "metricValue": "1"}
DOCUMENT = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]})
#: Names of `Stage.values`.
NOW, REVISION = "<now>", "<revision>"


def now_of(on: Stage) -> int:
    """Milliseconds since 1970 in the stage's world."""
    return on.aws.wall_us // 1000


def furnish(on: Stage) -> None:
    """Put it all there."""
    on.ask("CreateLogGroup", logGroupName=ORDERS, tags={"team": "shop"}, kmsKeyId=KEY)
    on.ask("CreateLogGroup", logGroupName=RARE, logGroupClass="INFREQUENT_ACCESS")
    on.ask("CreateLogGroup", logGroupName=KEPT, deletionProtectionEnabled=True)
    on.ask("PutRetentionPolicy", logGroupName=ORDERS, retentionInDays=7)
    for group in (ORDERS, RARE, KEPT):
        on.ask("CreateLogStream", logGroupName=group, logStreamName=STREAM)
    on.ask(
        "PutMetricFilter",
        logGroupName=ORDERS,
        filterName="errors",
        filterPattern=PATTERN,
        metricTransformations=[TRANSFORMATION],
    )
    on.ask("PutResourcePolicy", policyName="policy", policyDocument=DOCUMENT)
    own = on.ask("PutResourcePolicy", resourceArn=ARN + ORDERS, policyDocument=DOCUMENT)
    on.values[REVISION] = own["revisionId"]
    put(on, "earlier")


def put(on: Stage, message: str) -> Any:
    """One event, now."""
    events = [{"timestamp": now_of(on), "message": message}]
    return on.try_to("PutLogEvents", logGroupName=ORDERS, logStreamName=STREAM, logEvents=events)


def snapshot(on: Stage) -> list[Any]:
    """Groups, streams, events, filters, tags and policies."""
    return list(_seen(on))


def _seen(on: Stage) -> Iterator[Any]:
    groups = on.ask("DescribeLogGroups")["logGroups"]
    yield groups
    for group in groups:
        name = group["logGroupName"]
        yield on.ask("DescribeLogStreams", logGroupName=name)
        yield on.ask("FilterLogEvents", logGroupName=name)
        yield on.ask("DescribeSubscriptionFilters", logGroupName=name)
        yield on.ask("ListTagsLogGroup", logGroupName=name)
    yield on.ask("DescribeMetricFilters")
    for scope in ("ACCOUNT", "RESOURCE"):
        yield on.ask("DescribeResourcePolicies", policyScope=scope)


def probe(on: Stage) -> list[Any]:
    """What cannot be seen: the next ids, tokens and revisions, metrics, and what expires."""
    found = [
        put(on, '{"level": "ERROR"}'),
        on.try_to("CreateLogGroup", logGroupName="new"),
        on.try_to("PutResourcePolicy", policyName="next", policyDocument=DOCUMENT),
        on.try_to("PutResourcePolicy", resourceArn=ARN + KEPT, policyDocument=DOCUMENT),
        *snapshot(on),
    ]
    on.wait(120)
    service = on.aws.router.service("logs", on.aws.account, on.aws.region)
    found += service.metrics_until(on.aws.now_us)
    on.wait(8 * 86_400)
    return [*found, *snapshot(on)]
