"""For each operation of EventBridge: calls that show all that it can answer."""

from __future__ import annotations

import json
from typing import Any

from tests.conformance.contract import AskService, Scenario
from tests.conformance.events.furniture import ACCOUNT, ENTRY, EVENT, EVENTS, ORDERS, PATTERN, QUEUE, ROLE, TEAM

_MANAGED = "no service of AWS manages any here"
_ALL_OR_NONE = "AWS refuses whole requests"
_SETTINGS = {
    "Description": "größe",
    "KmsKeyIdentifier": "alias/events",
    "DeadLetterConfig": {"Arn": QUEUE + "dead"},
    "LogConfig": {"IncludeDetail": "FULL", "Level": "TRACE"},
}
_TARGET_FAILURES = {f"FailedEntries[].{name}": _ALL_OR_NONE for name in ("TargetId", "ErrorCode", "ErrorMessage")}

#: Members that an answer never has.
NEVER_SHOWN: dict[str, dict[str, str]] = {
    "DescribeEventBus": {"ManagedBy": _MANAGED},
    "DescribeRule": {"ManagedBy": _MANAGED},
    "ListEventBuses": {"EventBuses[].ManagedBy": _MANAGED},
    "ListRules": {"Rules[].ManagedBy": _MANAGED},
    "PutTargets": _TARGET_FAILURES,
    "RemoveTargets": _TARGET_FAILURES,
}

#: A target of each kind of parameters.
_TARGETS: list[dict[str, Any]] = [
    {
        "Id": "queue",
        "Arn": QUEUE + "audit.fifo",
        "SqsParameters": {"MessageGroupId": "g"},
        "RetryPolicy": {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60},
        "DeadLetterConfig": {"Arn": QUEUE + "dead"},
        "InputPath": "$.detail",
    },
    {
        "Id": "batch",
        "Arn": f"arn:aws:batch:us-east-1:{ACCOUNT}:job-queue/q",
        "RoleArn": ROLE,
        "BatchParameters": {
            "JobDefinition": "d",
            "JobName": "n",
            "ArrayProperties": {"Size": 2},
            "RetryStrategy": {"Attempts": 2},
        },
        "Input": '{"a":"ü"}',
    },
    {
        "Id": "stream",
        "Arn": f"arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/s",
        "RoleArn": ROLE,
        "KinesisParameters": {"PartitionKeyPath": "$.detail.a"},
        "InputTransformer": {"InputPathsMap": {"a": "$.detail.a"}, "InputTemplate": '{"a": <a>}'},
    },
    {
        "Id": "task",
        "Arn": f"arn:aws:ecs:us-east-1:{ACCOUNT}:cluster/c",
        "RoleArn": ROLE,
        "EcsParameters": {
            "TaskDefinitionArn": f"arn:aws:ecs:us-east-1:{ACCOUNT}:task-definition/t",
            "TaskCount": 1,
            "LaunchType": "FARGATE",
            "NetworkConfiguration": {
                "awsvpcConfiguration": {"Subnets": ["s"], "SecurityGroups": ["g"], "AssignPublicIp": "ENABLED"}
            },
            "PlatformVersion": "LATEST",
            "Group": "g",
            "CapacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1, "base": 0}],
            "EnableECSManagedTags": True,
            "EnableExecuteCommand": False,
            "PlacementConstraints": [{"type": "memberOf", "expression": "e"}],
            "PlacementStrategy": [{"type": "spread", "field": "f"}],
            "PropagateTags": "TASK_DEFINITION",
            "ReferenceId": "r",
            "Tags": [TEAM],
        },
    },
    {
        "Id": "rest",
        "Arn": f"arn:aws:ssm:us-east-1:{ACCOUNT}:document/d",
        "RoleArn": ROLE,
        "RunCommandParameters": {"RunCommandTargets": [{"Key": "tag:a", "Values": ["b"]}]},
        "HttpParameters": {
            "PathParameterValues": ["a"],
            "HeaderParameters": {"h": "v"},
            "QueryStringParameters": {"q": "v"},
        },
        "RedshiftDataParameters": {
            "SecretManagerArn": f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:s",
            "Database": "d",
            "DbUser": "u",
            "Sql": "select 1",
            "StatementName": "n",
            "WithEvent": True,
            "Sqls": ["select 2"],
        },
        "SageMakerPipelineParameters": {"PipelineParameterList": [{"Name": "n", "Value": "v"}]},
        "AppSyncParameters": {"GraphQLOperation": "mutation"},
    },
]


async def _bus(ask: AskService) -> None:
    await ask("CreateEventBus", Name="orders", Tags=[TEAM], **_SETTINGS)


async def _rule(ask: AskService, name: str = "audit", **more: Any) -> None:
    await ask("PutRule", Name=name, EventPattern=PATTERN, **more)


async def create_event_bus(ask: AskService) -> None:
    await ask("CreateEventBus", Name="plain")
    await _bus(ask)


async def update_event_bus(ask: AskService) -> None:
    await _bus(ask)
    for settings in ({"Description": "new"}, _SETTINGS, {"Description": ""}):
        await ask("UpdateEventBus", Name="orders", **settings)
    await ask("DescribeEventBus", Name="orders")


async def describe_event_bus(ask: AskService) -> None:
    await ask("DescribeEventBus")
    await put_permission(ask)
    for name in ("orders", ORDERS):
        await ask("DescribeEventBus", Name=name)


async def list_event_buses(ask: AskService) -> None:
    await put_permission(ask)
    page = await ask("ListEventBuses", Limit=1)
    await ask("ListEventBuses", Limit=1, NextToken=page["NextToken"])
    await ask("ListEventBuses", NamePrefix="ord")


async def delete_event_bus(ask: AskService) -> None:
    await _bus(ask)
    for _ in range(2):
        await ask("DeleteEventBus", Name="orders")


async def put_permission(ask: AskService) -> None:
    await _bus(ask)
    grant = {"EventBusName": "orders", "Action": "events:PutEvents", "Principal": "210987654321", "StatementId": "a"}
    organization = {"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-1234567890"}
    await ask("PutPermission", **grant)
    await ask("PutPermission", **{**grant, "Principal": "*", "StatementId": "b", "Condition": organization})
    await ask("PutPermission", **{**grant, "Principal": "111122223333"})


async def remove_permission(ask: AskService) -> None:
    await put_permission(ask)
    await ask("RemovePermission", EventBusName="orders", StatementId="a")
    await ask("DescribeEventBus", Name="orders")
    statement = {"Effect": "Allow", "Principal": "*", "Action": "events:PutEvents", "Resource": ORDERS}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    await ask("PutPermission", EventBusName="orders", Policy=policy)
    await ask("RemovePermission", EventBusName="orders", RemoveAllPermissions=True)
    await ask("DescribeEventBus", Name="orders")


async def put_rule(ask: AskService) -> None:
    await _rule(ask)
    await _rule(ask, Description="größe", State="DISABLED", RoleArn=ROLE, Tags=[TEAM])
    await ask("PutRule", Name="nightly", ScheduleExpression="cron(0 3 * * ? *)")
    await _bus(ask)
    await _rule(ask, EventBusName="orders")


async def describe_rule(ask: AskService) -> None:
    await put_rule(ask)
    await ask("DescribeRule", Name="nightly")
    for bus in ("default", ORDERS):
        await ask("DescribeRule", Name="audit", EventBusName=bus)


async def list_rules(ask: AskService) -> None:
    await ask("ListRules")
    await put_rule(ask)
    await _rule(ask, "billing")
    page = await ask("ListRules", Limit=1)
    await ask("ListRules", Limit=1, NextToken=page["NextToken"])
    for prefix in ("bil", "night"):
        await ask("ListRules", NamePrefix=prefix)


async def enable_rule(ask: AskService) -> None:
    await _rule(ask, State="DISABLED")
    await ask("EnableRule", Name="audit")
    await ask("DescribeRule", Name="audit")


async def disable_rule(ask: AskService) -> None:
    await _rule(ask)
    await ask("DisableRule", Name="audit")
    await ask("DescribeRule", Name="audit")


async def delete_rule(ask: AskService) -> None:
    await _rule(ask)
    for _ in range(2):
        await ask("DeleteRule", Name="audit")


async def put_targets(ask: AskService) -> None:
    await _rule(ask)
    for targets in (_TARGETS, _TARGETS[:1]):
        await ask("PutTargets", Rule="audit", Targets=targets)


async def remove_targets(ask: AskService) -> None:
    await put_targets(ask)
    await ask("RemoveTargets", Rule="audit", Ids=["queue", "no-such"])
    await ask("ListTargetsByRule", Rule="audit")


async def list_targets_by_rule(ask: AskService) -> None:
    await put_targets(ask)
    await ask("ListTargetsByRule", Rule="audit")
    page = await ask("ListTargetsByRule", Rule="audit", Limit=2)
    await ask("ListTargetsByRule", Rule="audit", Limit=2, NextToken=page["NextToken"])


async def list_rule_names_by_target(ask: AskService) -> None:
    queue = QUEUE + "audit"
    await ask("ListRuleNamesByTarget", TargetArn=queue)
    for name in ("a", "b"):
        await _rule(ask, name)
        await ask("PutTargets", Rule=name, Targets=[{"Id": "1", "Arn": queue}])
    page = await ask("ListRuleNamesByTarget", TargetArn=queue, Limit=1)
    await ask("ListRuleNamesByTarget", TargetArn=queue, Limit=1, NextToken=page["NextToken"])


async def test_event_pattern(ask: AskService) -> None:
    for pattern in (PATTERN, '{"source":["other"]}', '{"detail":{"a":[{"numeric":[">",0]}]}}'):
        await ask("TestEventPattern", EventPattern=pattern, Event=EVENT)


async def put_events(ask: AskService) -> None:
    await _bus(ask)
    rich = {**ENTRY, "Time": 1767571200, "Resources": ["a", "ü"], "EventBusName": "orders", "TraceHeader": "Root=1"}
    await ask("PutEvents", Entries=[ENTRY, rich])
    bad = [{**ENTRY, "Detail": "x"}, {"Source": "shop"}, {**ENTRY, "Source": "aws.s3"}]
    await ask("PutEvents", Entries=[*bad, {**ENTRY, "EventBusName": "gone"}])


async def tag_resource(ask: AskService) -> None:
    await ask("PutRule", Name="nightly", ScheduleExpression="cron(0 3 * * ? *)")
    await _bus(ask)
    await _rule(ask, EventBusName="orders")
    for arn in (ORDERS, EVENTS + "rule/orders/audit"):
        await ask("TagResource", ResourceARN=arn, Tags=[TEAM, {"Key": "empty", "Value": ""}])


async def untag_resource(ask: AskService) -> None:
    await tag_resource(ask)
    await ask("UntagResource", ResourceARN=ORDERS, TagKeys=["team", "no such"])
    await ask("ListTagsForResource", ResourceARN=ORDERS)


async def list_tags_for_resource(ask: AskService) -> None:
    await ask("ListTagsForResource", ResourceARN=EVENTS + "event-bus/default")
    await tag_resource(ask)
    for arn in (ORDERS, EVENTS + "rule/orders/audit"):
        await ask("ListTagsForResource", ResourceARN=arn)


_ALL = (
    create_event_bus,
    delete_event_bus,
    delete_rule,
    describe_event_bus,
    describe_rule,
    disable_rule,
    enable_rule,
    list_event_buses,
    list_rule_names_by_target,
    list_rules,
    list_tags_for_resource,
    list_targets_by_rule,
    put_events,
    put_permission,
    put_rule,
    put_targets,
    remove_permission,
    remove_targets,
    tag_resource,
    test_event_pattern,
    untag_resource,
    update_event_bus,
)

SCENARIOS: dict[str, Scenario] = {
    "".join(word.title() for word in scenario.__name__.split("_")): scenario for scenario in _ALL
}
