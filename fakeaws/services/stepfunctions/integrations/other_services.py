"""The optimized integrations with what is not fakeaws's: moto's services, as far as it has them, and HTTP endpoints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from fakeaws.aws.service import Result
from fakeaws.services.stepfunctions.integrations.clusters import CLUSTERS
from fakeaws.services.stepfunctions.integrations.functions import payload_of
from fakeaws.services.stepfunctions.integrations.http.apis import INVOKE_API
from fakeaws.services.stepfunctions.integrations.http.endpoints import INVOKE_ENDPOINT
from fakeaws.services.stepfunctions.integrations.integration import Integration
from fakeaws.services.stepfunctions.integrations.polled_jobs import Job, JobCall
from fakeaws.services.stepfunctions.integrations.services import ServiceCall
from fakeaws.services.stepfunctions.integrations.shapes import as_in_api
from fakeaws.services.stepfunctions.language.java_maps import hash_map_order
from fakeaws.services.stepfunctions.language.json_text import Json, write_json

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt

_STARTED_BY: Final = "AWS Step Functions"


class RunTask(JobCall):
    """ecs:runTask. A task that could not be placed fails; so does a container that ends with another code than 0."""

    def prepare(self, attempt: Attempt) -> None:
        given = attempt.parameters
        if attempt.resource.waits_for_job and isinstance(given, dict) and "StartedBy" not in given:
            whole = {**given, "StartedBy": _STARTED_BY}
            attempt.parameters = {name: whole[name] for name in hash_map_order(whole)}
            attempt.text = write_json(attempt.parameters)
        super().prepare(attempt)

    def failure(self, answer: Result, attempt: Attempt) -> tuple[str, str] | None:
        failures = answer.get("failures") or ()
        return ("AmazonECS.Unknown", write_json(self.shown(answer, attempt)["Failures"])) if failures else None


class InvokeModel(ServiceCall):
    """bedrock:invokeModel: the body is any JSON, and so is that of the result."""

    def params(self, attempt: Attempt) -> dict[str, Any]:
        params = super().params(attempt)
        if "body" in params:
            params["body"] = write_json(attempt.parameters["Body"]).encode()
        return params

    def shown(self, answer: Result, attempt: Attempt) -> dict[str, Json]:
        shown = super().shown(answer, attempt)
        body = shown.pop("Body", None)
        return {"Body": payload_of(body) if isinstance(body, str) else body, **shown}


def _container_failed(task: Any) -> bool:
    if task.get("stopCode") == "TaskFailedToStart":
        return True
    return any(container.get("exitCode") for container in task.get("containers") or ())


def _training(kind: str) -> JobCall:
    """A job of SageMaker's, all of which are followed in the same way."""
    names = {f"{kind}Name": f"request.{kind}Name"}
    job = Job(
        f"Describe{kind}",
        names,
        "",
        f"{kind}Status",
        frozenset({"Completed"}),
        frozenset({"Failed", "Stopped"}),
        f"Stop{kind}",
        names,
    )
    return JobCall("sagemaker", f"Create{kind}", job)


def _states(*names: str) -> frozenset[str]:
    return frozenset(names)


def _build(operation: str, one: str, many: str, stop: str) -> JobCall:
    job = Job(
        f"BatchGet{many}",
        {"ids": [f"answer.{one}.id"]},
        f"{many[0].lower()}{many[1:]}.0",
        f"{one}Status",
        _states("SUCCEEDED"),
        _states("FAILED", "FAULT", "TIMED_OUT", "STOPPED"),
        stop,
        {"id": f"answer.{one}.id"},
        named=as_in_api(one),
    )
    return JobCall("codebuild", operation, job)


def _emr_serverless(operation: str, reached: str, request: Mapping[str, str]) -> JobCall:
    job = Job("GetApplication", request, "", "application.state", _states(reached), _states("TERMINATED") - {reached})
    return JobCall("emr-serverless", operation, job)


def _eks(operation: str, describe: str, what: str, about: Mapping[str, str], reached: str | None) -> JobCall:
    done = _states() if reached is None else _states(reached)
    failed = _states("FAILED") if what == "cluster" else _states("CREATE_FAILED", "DELETE_FAILED")
    job = Job(describe, about, "", f"{what}.status", done, failed, until_gone=reached is None)
    return JobCall("eks", operation, job)


_RUN_ECS_TASK = RunTask(
    "ecs",
    "RunTask",
    Job(
        "DescribeTasks",
        {"cluster": "request.cluster", "tasks": ["answer.tasks.0.taskArn"]},
        "tasks.0",
        "lastStatus",
        _states("STOPPED"),
        stop="StopTask",
        stopping={"cluster": "request.cluster", "task": "answer.tasks.0.taskArn"},
        failed_otherwise=_container_failed,
    ),
)
_RUN_GLUE_JOB = JobCall(
    "glue",
    "StartJobRun",
    Job(
        "GetJobRun",
        {"JobName": "request.JobName", "RunId": "answer.JobRunId"},
        "JobRun",
        "JobRunState",
        _states("SUCCEEDED"),
        _states("FAILED", "ERROR", "TIMEOUT", "STOPPED", "EXPIRED"),
        "BatchStopJobRun",
        {"JobName": "request.JobName", "JobRunIds": ["answer.JobRunId"]},
    ),
)
_RUN_QUERY = JobCall(
    "athena",
    "StartQueryExecution",
    Job(
        "GetQueryExecution",
        {"QueryExecutionId": "answer.QueryExecutionId"},
        "",
        "QueryExecution.Status.State",
        _states("SUCCEEDED"),
        _states("FAILED", "CANCELLED"),
        "StopQueryExecution",
        {"QueryExecutionId": "answer.QueryExecutionId"},
    ),
)
_RUN_BREW = JobCall(
    "databrew",
    "StartJobRun",
    Job(
        "DescribeJobRun",
        {"Name": "request.Name", "RunId": "answer.RunId"},
        "",
        "State",
        _states("SUCCEEDED"),
        _states("FAILED", "TIMEOUT", "STOPPED"),
        "StopJobRun",
        {"Name": "request.Name", "RunId": "answer.RunId"},
    ),
)
_CONVERT = JobCall(
    "mediaconvert",
    "CreateJob",
    Job(
        "GetJob",
        {"Id": "answer.Job.Id"},
        "",
        "Job.Status",
        _states("COMPLETE"),
        _states("ERROR", "CANCELED"),
        "CancelJob",
        {"Id": "answer.Job.Id"},
    ),
)
_CUSTOMIZE_MODEL = JobCall(
    "bedrock",
    "CreateModelCustomizationJob",
    Job(
        "GetModelCustomizationJob",
        {"jobIdentifier": "answer.jobArn"},
        "",
        "status",
        _states("Completed"),
        _states("Failed", "Stopped"),
        "StopModelCustomizationJob",
        {"jobIdentifier": "answer.jobArn"},
    ),
)
_RUN_EMR_CONTAINERS_JOB = JobCall(
    "emr-containers",
    "StartJobRun",
    Job(
        "DescribeJobRun",
        {"virtualClusterId": "answer.virtualClusterId", "id": "answer.id"},
        "",
        "jobRun.state",
        _states("COMPLETED"),
        _states("FAILED", "CANCELLED"),
        "CancelJobRun",
        {"virtualClusterId": "answer.virtualClusterId", "id": "answer.id"},
    ),
)
_DELETE_VIRTUAL_CLUSTER = JobCall(
    "emr-containers",
    "DeleteVirtualCluster",
    Job(
        "DescribeVirtualCluster",
        {"id": "request.id"},
        "",
        "virtualCluster.state",
        _states("TERMINATED"),
        _states("ARRESTED"),
        until_gone=True,
    ),
)
_RUN_EMR_SERVERLESS_JOB = JobCall(
    "emr-serverless",
    "StartJobRun",
    Job(
        "GetJobRun",
        {"applicationId": "answer.applicationId", "jobRunId": "answer.jobRunId"},
        "",
        "jobRun.state",
        _states("SUCCESS"),
        _states("FAILED", "CANCELLED"),
        "CancelJobRun",
        {"applicationId": "answer.applicationId", "jobRunId": "answer.jobRunId"},
    ),
)
_CANCEL_EMR_SERVERLESS_JOB = JobCall(
    "emr-serverless",
    "CancelJobRun",
    Job(
        "GetJobRun",
        {"applicationId": "request.applicationId", "jobRunId": "request.jobRunId"},
        "",
        "jobRun.state",
        _states("CANCELLED", "SUCCESS", "FAILED"),
    ),
)

_CLUSTER = {"name": "request.name"}
_NODES = {"clusterName": "request.clusterName", "nodegroupName": "request.nodegroupName"}
_FARGATE = {"clusterName": "request.clusterName", "fargateProfileName": "request.fargateProfileName"}
_APPLICATION = {"applicationId": "request.applicationId"}


def _plain(service: str, *operations: str) -> dict[tuple[str, str], Integration]:
    """Operations that are only called."""
    return {(service, each[0].lower() + each[1:]): ServiceCall(service, each) for each in operations}


#: By service and action of the resource.
OTHERS: Final[dict[tuple[str, str], Integration]] = {
    ("apigateway", "invoke"): INVOKE_API,
    **_plain("athena", "StopQueryExecution", "GetQueryExecution", "GetQueryResults"),
    ("athena", "startQueryExecution"): _RUN_QUERY,
    ("bedrock", "createModelCustomizationJob"): _CUSTOMIZE_MODEL,
    ("bedrock", "invokeModel"): InvokeModel("bedrock-runtime", "InvokeModel", enveloped=False),
    **_plain("codebuild", "StopBuild", "BatchDeleteBuilds", "BatchGetReports", "StopBuildBatch", "DeleteBuildBatch"),
    ("codebuild", "startBuild"): _build("StartBuild", "build", "Builds", "StopBuild"),
    ("codebuild", "startBuildBatch"): _build("StartBuildBatch", "buildBatch", "BuildBatches", "StopBuildBatch"),
    ("codebuild", "retryBuildBatch"): _build("RetryBuildBatch", "buildBatch", "BuildBatches", "StopBuildBatch"),
    ("databrew", "startJobRun"): _RUN_BREW,
    **_plain("dynamodb", "GetItem", "PutItem", "UpdateItem", "DeleteItem"),
    ("ecs", "runTask"): _RUN_ECS_TASK,
    ("eks", "createCluster"): _eks("CreateCluster", "DescribeCluster", "cluster", _CLUSTER, "ACTIVE"),
    ("eks", "deleteCluster"): _eks("DeleteCluster", "DescribeCluster", "cluster", _CLUSTER, None),
    ("eks", "createNodegroup"): _eks("CreateNodegroup", "DescribeNodegroup", "nodegroup", _NODES, "ACTIVE"),
    ("eks", "deleteNodegroup"): _eks("DeleteNodegroup", "DescribeNodegroup", "nodegroup", _NODES, None),
    ("eks", "createFargateProfile"): _eks(
        "CreateFargateProfile", "DescribeFargateProfile", "fargateProfile", _FARGATE, "ACTIVE"
    ),
    ("eks", "deleteFargateProfile"): _eks(
        "DeleteFargateProfile", "DescribeFargateProfile", "fargateProfile", _FARGATE, None
    ),
    **CLUSTERS,
    **_plain("emr-containers", "CreateVirtualCluster"),
    ("emr-containers", "deleteVirtualCluster"): _DELETE_VIRTUAL_CLUSTER,
    ("emr-containers", "startJobRun"): _RUN_EMR_CONTAINERS_JOB,
    ("emr-serverless", "createApplication"): _emr_serverless(
        "CreateApplication", "CREATED", {"applicationId": "answer.applicationId"}
    ),
    ("emr-serverless", "startApplication"): _emr_serverless("StartApplication", "STARTED", _APPLICATION),
    ("emr-serverless", "stopApplication"): _emr_serverless("StopApplication", "STOPPED", _APPLICATION),
    ("emr-serverless", "deleteApplication"): _emr_serverless("DeleteApplication", "TERMINATED", _APPLICATION),
    ("emr-serverless", "startJobRun"): _RUN_EMR_SERVERLESS_JOB,
    ("emr-serverless", "cancelJobRun"): _CANCEL_EMR_SERVERLESS_JOB,
    ("http", "invoke"): INVOKE_ENDPOINT,
    ("glue", "startJobRun"): _RUN_GLUE_JOB,
    ("mediaconvert", "createJob"): _CONVERT,
    **_plain("sagemaker", "CreateEndpoint", "CreateEndpointConfig", "CreateModel", "UpdateEndpoint"),
    ("sagemaker", "createHyperParameterTuningJob"): _training("HyperParameterTuningJob"),
    ("sagemaker", "createLabelingJob"): _training("LabelingJob"),
    ("sagemaker", "createProcessingJob"): _training("ProcessingJob"),
    ("sagemaker", "createTrainingJob"): _training("TrainingJob"),
    ("sagemaker", "createTransformJob"): _training("TransformJob"),
}
