"""``.sync`` with services that moto answers for: the job is asked for in virtual time until it has ended."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto.moto_api import state_manager

from fakeaws import World
from fakeaws.router import operation_model
from fakeaws.services.stepfunctions.integrations.other_services import OTHERS
from fakeaws.services.stepfunctions.integrations.polled_jobs import JobCall
from tests.services.stepfunctions.support import create, details, events, output, run, start

ECS = {
    "LaunchType": "FARGATE",
    "Cluster": "c",
    "TaskDefinition": "job",
    "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": ["s"], "AssignPublicIp": "ENABLED"}},
}


def task(resource: str, parameters: Any, **more: Any) -> dict[str, Any]:
    state = {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", "Parameters": parameters, "End": True}
    return {"StartAt": "Call", "States": {"Call": {**state, **more}}}


@pytest.fixture
def ecs(aws: World) -> Any:
    client = boto3.client("ecs")
    client.create_cluster(clusterName="c")
    container = {"name": "main", "image": "i", "memory": 64}
    client.register_task_definition(family="job", containerDefinitions=[container])
    return client


@pytest.fixture
def _lasting() -> Any:
    """moto's ECS tasks run until they are stopped."""
    state_manager.set_transition("ecs::task", {"progression": "manual", "times": 10_000})
    yield
    state_manager.unset_transition("ecs::task")


def test_a_task_is_started(aws: World, sfn: Any, ecs: Any) -> None:
    found = output(run(sfn, task("ecs:runTask", ECS)))
    assert list(found) == ["Failures", "SdkHttpMetadata", "SdkResponseMetadata", "Tasks"]
    assert found["Failures"] == []
    assert found["Tasks"][0]["LastStatus"] == "RUNNING"
    headers = found["SdkHttpMetadata"]["HttpHeaders"]
    assert headers["Content-Type"] == "application/x-amz-json-1.1"
    assert "connection" not in {name.lower() for name in headers}


def test_a_task_is_waited_for(aws: World, sfn: Any, ecs: Any) -> None:
    arn = start(sfn, create(sfn, task("ecs:runTask.sync", ECS)))
    aws.clock.run_until_idle()
    stopped = output(sfn.describe_execution(executionArn=arn))
    assert stopped["LastStatus"] == "STOPPED"
    assert stopped["StartedBy"] == "AWS Step Functions"
    assert stopped["Containers"][0]["ExitCode"] == 0
    assert "Tasks" not in stopped
    assert "SdkHttpMetadata" not in stopped
    history = events(sfn, arn)
    assert [event["type"] for event in history][2:6] == [
        "TaskScheduled",
        "TaskStarted",
        "TaskSubmitted",
        "TaskSucceeded",
    ]
    assert details(history[2])["resource"] == "runTask.sync"
    assert json.loads(details(history[2])["parameters"]) == {**ECS, "StartedBy": "AWS Step Functions"}
    assert "SdkHttpMetadata" in json.loads(details(history[4])["output"])


@pytest.mark.usefixtures("_lasting")
def test_the_task_ends_soon_after_the_job(aws: World, sfn: Any, ecs: Any) -> None:
    arn = start(sfn, create(sfn, task("ecs:runTask.sync", ECS)))
    aws.clock.advance(hours=2)
    assert sfn.describe_execution(executionArn=arn)["status"] == "RUNNING"
    assert len(aws.timeline.select(kind="DescribeTasks")) < 150
    [running] = ecs.list_tasks(cluster="c")["taskArns"]
    ecs.stop_task(cluster="c", task=running)
    aws.clock.advance(minutes=2, seconds=5)
    described = sfn.describe_execution(executionArn=arn)
    assert output(described)["TaskArn"] == running
    history = events(sfn, arn)
    assert history[-1]["timestamp"] - history[0]["timestamp"] <= timedelta(hours=2, minutes=2)


@pytest.mark.usefixtures("_lasting")
@pytest.mark.parametrize("how", ["time-out", "stop"])
def test_a_task_that_is_not_wanted_any_more_is_stopped(aws: World, sfn: Any, ecs: Any, how: str) -> None:
    more = {"TimeoutSeconds": 30} if how == "time-out" else {}
    arn = start(sfn, create(sfn, task("ecs:runTask.sync", ECS, **more)))
    aws.clock.advance(seconds=20)
    [running] = ecs.list_tasks(cluster="c")["taskArns"]
    if how == "stop":
        sfn.stop_execution(executionArn=arn)
    aws.clock.advance(seconds=10)
    assert sfn.describe_execution(executionArn=arn)["status"] == ("FAILED" if how == "time-out" else "ABORTED")
    assert ecs.describe_tasks(cluster="c", tasks=[running])["tasks"][0]["lastStatus"] == "STOPPED"
    before = len(aws.timeline)
    aws.clock.advance(hours=1)
    assert len(aws.timeline) == before


def test_a_container_that_fails(aws: World, sfn: Any, ecs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from moto.ecs.models import Container

    made = Container.__init__

    def fail(self: Any, *args: Any, **kwargs: Any) -> None:
        made(self, *args, **kwargs)
        self.exitCode = self.exit_code = 3

    monkeypatch.setattr(Container, "__init__", fail)
    arn = start(sfn, create(sfn, task("ecs:runTask.sync", ECS)))
    aws.clock.run_until_idle()
    described = sfn.describe_execution(executionArn=arn)
    assert described["error"] == "States.TaskFailed"
    assert json.loads(described["cause"])["Containers"][0]["ExitCode"] == 3


def test_a_build(aws: World, sfn: Any) -> None:
    codebuild = boto3.client("codebuild")
    codebuild.create_project(
        name="site",
        source={"type": "S3", "location": "b/k"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={"type": "LINUX_CONTAINER", "image": "i", "computeType": "BUILD_GENERAL1_SMALL"},
        serviceRole="arn:aws:iam::123456789012:role/service-role/r",
    )
    arn = start(sfn, create(sfn, task("codebuild:startBuild.sync", {"ProjectName": "site"})))
    aws.clock.run_until_idle()
    finished = output(sfn.describe_execution(executionArn=arn))
    assert list(finished) == ["Build"]
    assert (finished["Build"]["ProjectName"], finished["Build"]["BuildStatus"]) == ("site", "SUCCEEDED")


def test_a_query(aws: World, sfn: Any) -> None:
    parameters = {"QueryString": "SELECT 1", "ResultConfiguration": {"OutputLocation": "s3://lake/"}}
    arn = start(sfn, create(sfn, task("athena:startQueryExecution.sync", parameters)))
    aws.clock.run_until_idle()
    finished = output(sfn.describe_execution(executionArn=arn))
    assert finished["QueryExecution"]["Status"]["State"] == "SUCCEEDED"
    assert finished["QueryExecution"]["Query"] == "SELECT 1"
    assert finished["QueryExecution"]["Status"]["SubmissionDateTime"] == 1767571200000


def test_clusters_and_steps(aws: World, sfn: Any) -> None:
    emr = boto3.client("emr")
    cluster = {
        "Name": "c",
        "ReleaseLabel": "emr-7.0.0",
        "ServiceRole": "EMR_DefaultRole",
        "JobFlowRole": "EMR_EC2_DefaultRole",
        "Instances": {"KeepJobFlowAliveWhenNoSteps": True, "InstanceCount": 1, "MasterInstanceType": "m5.xlarge"},
    }
    step = {"Name": "s", "ActionOnFailure": "CONTINUE", "HadoopJarStep": {"Jar": "command-runner.jar", "Args": ["x"]}}
    flow = {
        "StartAt": "Create",
        "States": {
            "Create": {
                "Type": "Task",
                "Resource": "arn:aws:states:::elasticmapreduce:createCluster.sync",
                "Parameters": cluster,
                "Next": "Add",
            },
            "Add": {
                "Type": "Task",
                "Resource": "arn:aws:states:::elasticmapreduce:addStep",
                "Parameters": {"ClusterId.$": "$.ClusterId", "Step": step},
                "ResultPath": "$.added",
                "Next": "Terminate",
            },
            "Terminate": {
                "Type": "Task",
                "Resource": "arn:aws:states:::elasticmapreduce:terminateCluster.sync",
                "Parameters": {"ClusterId.$": "$.ClusterId"},
                "ResultPath": "$.ended",
                "End": True,
            },
        },
    }
    arn = start(sfn, create(sfn, flow))
    aws.clock.run_until_idle()
    found = output(sfn.describe_execution(executionArn=arn))
    assert list(found)[:2] == ["ClusterArn", "ClusterId"]
    [added] = emr.list_steps(ClusterId=found["ClusterId"])["Steps"]
    assert found["added"]["StepId"] == added["Id"]
    assert found["ended"]["Cluster"]["Status"]["State"] == "TERMINATED"


def test_a_submission_that_is_refused(aws: World, sfn: Any) -> None:
    described = run(sfn, task("codebuild:startBuild.sync", {"ProjectName": "none"}))
    assert described["error"] == "CodeBuild.ResourceNotFoundException"
    assert "TaskSubmitFailed" in [event["type"] for event in events(sfn, described["executionArn"])]


def test_what_moto_does_not_have(aws: World, sfn: Any) -> None:
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "Call"}]
    described = run(sfn, task("databrew:startJobRun.sync", {"Name": "j"}, Catch=catch))
    assert described["error"] == "States.Runtime"
    assert "aws.stepfunctions.mock_task('Call'" in described["cause"]
    other = run(sfn, task("eks:call", {"ClusterName": "c"}), name="eks")
    assert "arn:aws:states:::eks:call" in other["cause"]


def shape_at(shape: Any, place: str) -> Any:
    for part in place.split(".") if place else ():
        shape = shape.member if part.isdigit() else shape.members[part]
    return shape


def check(wanted: Any, sources: dict[str, Any], shape: Any) -> None:
    if isinstance(wanted, str):
        source, _, place = wanted.partition(".")
        assert shape_at(sources[source], place).type_name == shape.type_name
    elif isinstance(wanted, list):
        for each in wanted:
            check(each, sources, shape.member)
    else:
        for name, each in wanted.items():
            check(each, sources, shape.members[name])


@pytest.mark.parametrize("named", [name for name, call in OTHERS.items() if isinstance(call, JobCall)])
def test_every_job_is_followed_as_the_models_have_it(named: tuple[str, str]) -> None:
    """Places, parameters and statuses in the table exist in the API."""
    call: Any = OTHERS[named]
    job = call.job
    describe = operation_model(call.service, job.describe)
    sources = {"request": call.model.input_shape, "answer": call.model.output_shape}
    check(job.about, sources, describe.input_shape)
    assert set(describe.input_shape.required_members) <= set(job.about)
    status = shape_at(shape_at(describe.output_shape, job.subject), job.status)
    if status.enum:
        assert job.succeeded | job.failed <= set(status.enum)
    if job.stop is not None:
        stop = operation_model(call.service, job.stop)
        check(job.stopping, sources, stop.input_shape)
        assert set(stop.input_shape.required_members) <= set(job.stopping)
