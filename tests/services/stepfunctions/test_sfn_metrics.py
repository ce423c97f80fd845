"""AWS/States: executions, functions, activities, service integrations, buckets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import boto3
import pytest

from fakeaws import World, mock_aws

from .support import create, start
from .test_task_tokens import asking, received
from .workers import ACTIVITY, activity, fetch, packing

MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:machine"
WAITING = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 3, "End": True}}}


@pytest.fixture(scope="session")
def cloudwatch() -> Any:
    return boto3.session.Session().client("cloudwatch", region_name="us-east-1")


def values(aws: World, cloudwatch: Any, **dimensions: str) -> dict[str, tuple[float, float]]:
    """By metric, how many values and their sum, an hour long."""
    named = [{"Name": name, "Value": value} for name, value in dimensions.items()]
    found = {}
    for metric in cloudwatch.list_metrics(Namespace="AWS/States", Dimensions=named)["Metrics"]:
        if len(metric["Dimensions"]) == len(named):
            points = cloudwatch.get_metric_statistics(
                **metric,
                StartTime=aws.clock.now - aws.clock.elapsed,
                EndTime=aws.clock.now + timedelta(hours=1),
                Period=3600,
                Statistics=["Sum", "SampleCount"],
            )["Datapoints"]
            found[metric["MetricName"]] = tuple(sum(point[name] for point in points) for name in ("SampleCount", "Sum"))
    return found


def test_executions(aws: World, sfn: Any, cloudwatch: Any) -> None:
    machine = create(sfn, WAITING)
    start(sfn, machine)
    stopped = start(sfn, machine)
    aws.clock.advance(seconds=1)
    sfn.stop_execution(executionArn=stopped)
    aws.clock.advance(minutes=2)
    assert values(aws, cloudwatch, StateMachineArn=MACHINE) == {
        "ExecutionsStarted": (2, 2),
        "ExecutionsSucceeded": (1, 1),
        "ExecutionsAborted": (1, 1),
        "ExecutionTime": (2, 4000),
    }


def test_failed_and_timed_out(aws: World, sfn: Any, cloudwatch: Any) -> None:
    start(sfn, create(sfn, {**WAITING, "TimeoutSeconds": 2}))
    start(sfn, create(sfn, {"StartAt": "F", "States": {"F": {"Type": "Fail"}}}, name="failing"))
    aws.clock.advance(minutes=2)
    assert values(aws, cloudwatch, StateMachineArn=MACHINE)["ExecutionsTimedOut"] == (1, 1)
    assert values(aws, cloudwatch, StateMachineArn=MACHINE.replace("machine", "failing"))["ExecutionsFailed"] == (1, 1)


def test_by_version_and_alias(aws: World, sfn: Any, cloudwatch: Any) -> None:
    machine = create(sfn, WAITING)
    version = sfn.publish_state_machine_version(stateMachineArn=machine)["stateMachineVersionArn"]
    routes = [{"stateMachineVersionArn": version, "weight": 100}]
    alias = sfn.create_state_machine_alias(name="live", routingConfiguration=routes)["stateMachineAliasArn"]
    for arn in (machine, version, alias):
        start(sfn, arn)
    aws.clock.advance(minutes=2)
    assert values(aws, cloudwatch, StateMachineArn=MACHINE)["ExecutionsStarted"] == (3, 3)
    assert values(aws, cloudwatch, StateMachineArn=MACHINE, Version="1")["ExecutionsStarted"] == (2, 2)
    assert values(aws, cloudwatch, StateMachineArn=MACHINE, Alias="live")["ExecutionsStarted"] == (1, 1)


def test_activities(aws: World, sfn: Any, cloudwatch: Any) -> None:
    activity(sfn)
    machine = create(sfn, packing(TimeoutSeconds=50, HeartbeatSeconds=10))
    for _ in range(4):
        start(sfn, machine)
    aws.clock.advance(seconds=2)
    done, failed, _ = (fetch(sfn) for _ in range(3))
    aws.clock.advance(seconds=3)
    sfn.send_task_success(taskToken=done, output="1")
    sfn.send_task_failure(taskToken=failed)
    aws.clock.advance(minutes=3)
    assert values(aws, cloudwatch, ActivityArn=ACTIVITY) == {
        "ActivitiesScheduled": (4, 4),
        "ActivitiesStarted": (3, 3),
        "ActivityScheduleTime": (3, 6000),
        "ActivitiesSucceeded": (1, 1),
        "ActivitiesFailed": (1, 1),
        "ActivitiesHeartbeatTimedOut": (1, 1),
        "ActivitiesTimedOut": (1, 1),
        "ActivityRunTime": (3, 3000 + 3000 + 10000),
        "ActivityTime": (4, 5000 + 5000 + 12000 + 50000),
    }


def test_functions(aws: World, sfn: Any, cloudwatch: Any) -> None:
    import time

    def handler(event: int, context: object) -> int:
        time.sleep(event)
        return event

    aws.lambda_.register("slow", handler, timeout=60)
    arn = "arn:aws:lambda:us-east-1:123456789012:function:slow"
    definition = {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": arn, "End": True}}}
    machine = create(sfn, definition)
    start(sfn, machine, 4)
    start(sfn, machine, [])
    aws.clock.advance(minutes=2)
    found = values(aws, cloudwatch, LambdaFunctionArn=arn)
    assert found == {
        "LambdaFunctionsScheduled": (2, 2),
        "LambdaFunctionsStarted": (2, 2),
        "LambdaFunctionScheduleTime": (2, 0),
        "LambdaFunctionsSucceeded": (1, 1),
        "LambdaFunctionsFailed": (1, 1),
        "LambdaFunctionRunTime": (2, found["LambdaFunctionTime"][1]),
        "LambdaFunctionTime": (2, found["LambdaFunctionTime"][1]),
    }
    assert found["LambdaFunctionTime"][1] >= 4000


def test_service_integrations(aws: World, sfn: Any, sqs: Any, cloudwatch: Any) -> None:
    url = sqs.create_queue(QueueName="questions")["QueueUrl"]
    machine = create(sfn, asking(url, HeartbeatSeconds=10))
    start(sfn, machine)
    start(sfn, machine)
    token = received(sqs, url)
    aws.clock.advance(seconds=5)
    sfn.send_task_success(taskToken=token, output="1")
    aws.clock.advance(minutes=2)
    resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
    assert values(aws, cloudwatch, ServiceIntegrationResourceArn=resource) == {
        "ServiceIntegrationsScheduled": (2, 2),
        "ServiceIntegrationsStarted": (2, 2),
        "ServiceIntegrationScheduleTime": (2, 0),
        "ServiceIntegrationsSucceeded": (1, 1),
        "ServiceIntegrationsTimedOut": (1, 1),
        "ServiceIntegrationRunTime": (2, 15000),
        "ServiceIntegrationTime": (2, 15000),
    }


def test_buckets() -> None:
    rates = {"DescribeExecution": (1, 1), "StateTransition": (1, 1)}
    with mock_aws(config={"stepfunctions": {"throttling": rates}}) as aws:
        session = boto3.session.Session(region_name="us-east-1")
        sfn: Any = session.client("stepfunctions")
        cloudwatch: Any = session.client("cloudwatch")
        states = {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "C"}, "C": {"Type": "Succeed"}}
        execution = start(sfn, create(sfn, {"StartAt": "A", "States": states}))
        sfn.describe_execution(executionArn=execution)
        aws.clock.advance(seconds=0)
        sfn.describe_execution(executionArn=execution)  # again after its refusals
        aws.clock.advance(minutes=2)
        throttled = values(aws, cloudwatch, APIName="DescribeExecution")
        assert throttled["ConsumedCapacity"] == (2, 2)
        assert throttled["ThrottledEvents"][0] >= 1
        assert values(aws, cloudwatch, ServiceMetric="StateTransition") == {
            "ProvisionedBucketSize": (3, 3),
            "ProvisionedRefillRate": (3, 3),
            "ConsumedCapacity": (1, 1),
            "ThrottledEvents": (2, 2),
        }
        assert values(aws, cloudwatch, StateMachineArn=MACHINE)["ExecutionThrottled"] == (2, 2)
