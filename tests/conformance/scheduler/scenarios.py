"""For each operation of EventBridge Scheduler: calls that show all that it can answer."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from tests.conformance.contract import AskService, Scenario
from tests.conformance.scheduler.furniture import ACCOUNT, GROUP, GROUP_ARN, KEY, NIGHTLY, QUEUE, ROLE, SCHEDULE

NEVER_SHOWN: dict[str, dict[str, str]] = {}

_DATES = {
    "StartDate": datetime(2026, 2, 1, tzinfo=timezone.utc),
    "EndDate": datetime(2026, 3, 1, 12, 30, 15, tzinfo=timezone.utc),
}
_VPC = {"awsvpcConfiguration": {"Subnets": ["s"], "SecurityGroups": ["g"], "AssignPublicIp": "ENABLED"}}
_ECS = {
    "TaskDefinitionArn": f"arn:aws:ecs:us-east-1:{ACCOUNT}:task-definition/t:1",
    "TaskCount": 1,
    "NetworkConfiguration": _VPC,
    "PlatformVersion": "LATEST",
    "Group": "g",
    "CapacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1, "base": 0}],
    "EnableECSManagedTags": True,
    "EnableExecuteCommand": True,
    "PlacementConstraints": [{"type": "memberOf", "expression": "x"}],
    "PlacementStrategy": [{"type": "spread", "field": "zone"}],
    "PropagateTags": "TASK_DEFINITION",
    "ReferenceId": "r",
    "Tags": [{"a": "b"}],
}
_PIPELINE = {"PipelineParameterList": [{"Name": "n", "Value": "v"}]}


def _target(service: str, resource: str, **more: Any) -> dict[str, Any]:
    return {"Arn": f"arn:aws:{service}:us-east-1:{ACCOUNT}:{resource}", "RoleArn": ROLE, "Input": "{}", **more}


#: By a schedule's name: targets that show all parameters.
_TARGETS: dict[str, dict[str, Any]] = {
    "bus": _target("events", "event-bus/b", EventBridgeParameters={"DetailType": "d", "Source": "s"}),
    "cluster": _target("ecs", "cluster/c", EcsParameters={**_ECS, "LaunchType": "FARGATE"}),
    "pipeline": _target("sagemaker", "pipeline/p", SageMakerPipelineParameters=_PIPELINE),
    "queue": {
        **_target("sqs", "q.fifo", SqsParameters={"MessageGroupId": "g"}),
        "DeadLetterConfig": {"Arn": QUEUE},
        "RetryPolicy": {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60},
    },
    "stream": _target("kinesis", "stream/s", KinesisParameters={"PartitionKey": "k"}),
}


async def _group(ask: AskService) -> None:
    await ask("CreateScheduleGroup", Name=GROUP, Tags=[{"Key": "team", "Value": "shop"}])


async def _groups(ask: AskService) -> None:
    await _group(ask)
    await ask("GetScheduleGroup", Name=GROUP)
    first = await ask("ListScheduleGroups", MaxResults=1)
    await ask("ListScheduleGroups", MaxResults=1, NextToken=first["NextToken"])
    await ask("ListScheduleGroups", NamePrefix="none")
    await ask("DeleteScheduleGroup", Name=GROUP)
    await ask("GetScheduleGroup", Name=GROUP)
    await ask.wait(6)
    await ask("ListScheduleGroups")


async def _tags(ask: AskService) -> None:
    await _group(ask)
    await ask("TagResource", ResourceArn=GROUP_ARN + GROUP, Tags=[{"Key": "stage", "Value": "test"}])
    await ask("UntagResource", ResourceArn=GROUP_ARN + GROUP, TagKeys=["team", "none"])
    await ask("ListTagsForResource", ResourceArn=GROUP_ARN + GROUP)
    await ask("ListTagsForResource", ResourceArn=GROUP_ARN + "default")


async def _schedules(ask: AskService) -> None:
    await _group(ask)
    await ask("CreateSchedule", **SCHEDULE, ClientToken="t")
    await ask("CreateSchedule", **SCHEDULE, ClientToken="t")
    await ask("GetSchedule", Name=NIGHTLY, GroupName=GROUP)
    settings = {"Description": "d", "KmsKeyArn": KEY, "ActionAfterCompletion": "DELETE", "State": "DISABLED"}
    zone = {"ScheduleExpressionTimezone": "Europe/Berlin", **_DATES}
    await ask("UpdateSchedule", **{**SCHEDULE, **settings, **zone, "ScheduleExpression": "cron(0 3 ? * MON#1 *)"})
    await ask("GetSchedule", Name=NIGHTLY, GroupName=GROUP)
    for name, target in _TARGETS.items():
        await ask("CreateSchedule", **{**SCHEDULE, "Name": name, "Target": target})
        await ask("GetSchedule", Name=name, GroupName=GROUP)
    first = await ask("ListSchedules", MaxResults=2)
    await ask("ListSchedules", MaxResults=2, NextToken=first["NextToken"])
    await ask("ListSchedules", GroupName=GROUP, NamePrefix="n", State="DISABLED")
    await ask("DeleteSchedule", Name=NIGHTLY, GroupName=GROUP)
    await ask("ListSchedules", GroupName="default")


SCENARIOS: dict[str, Scenario] = {
    **dict.fromkeys(("CreateSchedule", "GetSchedule", "UpdateSchedule", "DeleteSchedule", "ListSchedules"), _schedules),
    **dict.fromkeys(("CreateScheduleGroup", "GetScheduleGroup", "DeleteScheduleGroup", "ListScheduleGroups"), _groups),
    **dict.fromkeys(("TagResource", "UntagResource", "ListTagsForResource"), _tags),
}
