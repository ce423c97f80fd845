"""What a Task's Resource names: a function, an activity or a service integration."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from fakeaws.services.stepfunctions.language.compiled import Compiled

LAMBDA: Final = "lambda"
ACTIVITY: Final = "activity"
INTEGRATION: Final = "integration"

REQUEST_RESPONSE: Final = ""
SYNC: Final = "sync"
SYNC_2: Final = "sync:2"
WAIT_FOR_TASK_TOKEN: Final = "waitForTaskToken"

_AWS_SDK: Final = "aws-sdk"

_FUNCTION = re.compile(r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(?::[A-Za-z0-9_$-]+)?")
_ACTIVITY = re.compile(r"arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:activity:[^\s:]+")
_INTEGRATION = re.compile(
    r"arn:aws[a-z-]*:states:[a-z0-9-]*:(?:\d{12})?:"
    r"(?P<service>aws-sdk:[a-z0-9]+|[a-z-]+):(?P<action>[A-Za-z0-9]+)(?:\.(?P<pattern>[A-Za-z:0-9]+))?"
)

_WAIT = (REQUEST_RESPONSE, WAIT_FOR_TASK_TOKEN)
_JOB = (REQUEST_RESPONSE, SYNC)
_ONCE = (REQUEST_RESPONSE,)

#: Optimized integrations: the patterns of each action.
_ACTIONS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "apigateway": {"invoke": _WAIT},
    "athena": {
        "startQueryExecution": _JOB,
        "stopQueryExecution": _ONCE,
        "getQueryExecution": _ONCE,
        "getQueryResults": _ONCE,
    },
    "batch": {"submitJob": _JOB},
    "bedrock": {"invokeModel": _ONCE, "createModelCustomizationJob": _JOB},
    "codebuild": {
        "startBuild": _JOB,
        "stopBuild": _ONCE,
        "batchDeleteBuilds": _ONCE,
        "batchGetReports": _ONCE,
        "startBuildBatch": _JOB,
        "stopBuildBatch": _ONCE,
        "retryBuildBatch": _JOB,
        "deleteBuildBatch": _ONCE,
    },
    "databrew": {"startJobRun": _JOB},
    "dynamodb": {"getItem": _ONCE, "putItem": _ONCE, "updateItem": _ONCE, "deleteItem": _ONCE},
    "ecs": {"runTask": (REQUEST_RESPONSE, SYNC, WAIT_FOR_TASK_TOKEN)},
    "eks": {
        "call": _ONCE,
        "runJob": _JOB,
        "createCluster": _JOB,
        "deleteCluster": _JOB,
        "createFargateProfile": _JOB,
        "deleteFargateProfile": _JOB,
        "createNodegroup": _JOB,
        "deleteNodegroup": _JOB,
    },
    "elasticmapreduce": {
        "createCluster": _JOB,
        "setClusterTerminationProtection": _ONCE,
        "terminateCluster": _JOB,
        "addStep": _JOB,
        "cancelStep": _ONCE,
        "modifyInstanceFleetByName": _ONCE,
        "modifyInstanceGroupByName": _ONCE,
    },
    "emr-containers": {"createVirtualCluster": _ONCE, "deleteVirtualCluster": _JOB, "startJobRun": _JOB},
    "emr-serverless": {
        "createApplication": _JOB,
        "startApplication": _JOB,
        "stopApplication": _JOB,
        "deleteApplication": _JOB,
        "startJobRun": _JOB,
        "cancelJobRun": _JOB,
    },
    "events": {"putEvents": _WAIT},
    "glue": {"startJobRun": _JOB},
    "http": {"invoke": _ONCE},
    "lambda": {"invoke": _WAIT},
    "mediaconvert": {"createJob": _JOB},
    "sagemaker": {
        "createEndpoint": _ONCE,
        "createEndpointConfig": _ONCE,
        "createHyperParameterTuningJob": _JOB,
        "createLabelingJob": _JOB,
        "createModel": _ONCE,
        "createProcessingJob": _JOB,
        "createTrainingJob": _JOB,
        "createTransformJob": _JOB,
        "updateEndpoint": _ONCE,
    },
    "sns": {"publish": _WAIT},
    "sqs": {"sendMessage": _WAIT},
    "states": {"startExecution": (REQUEST_RESPONSE, SYNC, SYNC_2, WAIT_FOR_TASK_TOKEN)},
}


@dataclass(frozen=True)
class Resource(Compiled):
    """``kind`` is LAMBDA, ACTIVITY or INTEGRATION; ``service``, ``action`` and ``pattern`` are an integration's.

    ``service`` is ``sqs`` or ``aws-sdk:dynamodb``; ``pattern`` "" is request-response.
    """

    arn: str
    kind: str
    service: str = ""
    action: str = ""
    pattern: str = REQUEST_RESPONSE

    @property
    def history_resource(self) -> str:
        """``resource`` of a task's events: ``sendMessage.waitForTaskToken``."""
        return f"{self.action}.{self.pattern}" if self.pattern else self.action

    @property
    def waits_for_job(self) -> bool:
        return self.pattern in (SYNC, SYNC_2)

    @property
    def waits_for_token(self) -> bool:
        return self.pattern == WAIT_FOR_TASK_TOKEN


def read_resource(arn: str) -> Resource | None:
    """What an ARN names; None if Step Functions does not know it.

    Every service and action of ``aws-sdk`` is taken as given: the SDK's catalogue is not looked at here.
    """
    if _FUNCTION.fullmatch(arn):
        return Resource(arn, LAMBDA)
    if _ACTIVITY.fullmatch(arn):
        return Resource(arn, ACTIVITY)
    found = _INTEGRATION.fullmatch(arn)
    if found is None:
        return None
    service, action, pattern = found["service"], found["action"], found["pattern"] or REQUEST_RESPONSE
    if service.startswith(f"{_AWS_SDK}:"):
        patterns: tuple[str, ...] = _WAIT if action[0].islower() else ()
    else:
        patterns = _ACTIONS.get(service, {}).get(action, ())
    return Resource(arn, INTEGRATION, service, action, pattern) if pattern in patterns else None
