"""How a service's refusal is named in workflows: error and cause of the failed task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fakeaws.aws.errors import AwsError

if TYPE_CHECKING:
    from botocore.model import OperationModel

#: Of the optimized integrations, by botocore's name of the service: what error names begin with, the service in the Java
#: SDK 1, and the exception that stands for errors which the API does not model.
_SERVICES: Final[dict[str, tuple[str, str, str]]] = {
    "athena": ("Athena", "AmazonAthena", "AmazonAthenaException"),
    "batch": ("Batch", "AWSBatch", "AWSBatchException"),
    "codebuild": ("CodeBuild", "AWSCodeBuild", "AWSCodeBuildException"),
    "databrew": ("DataBrew", "AWSGlueDataBrew", "AWSGlueDataBrewException"),
    "dynamodb": ("DynamoDB", "AmazonDynamoDBv2", "AmazonDynamoDBException"),
    "ecs": ("AmazonECS", "AmazonECS", "AmazonECSException"),
    "eks": ("EKS", "AmazonEKS", "AmazonEKSException"),
    "emr": ("ElasticMapReduce", "AmazonElasticMapReduce", "AmazonElasticMapReduceException"),
    "events": ("EventBridge", "AmazonEventBridge", "AmazonEventBridgeException"),
    "glue": ("Glue", "AWSGlue", "AWSGlueException"),
    "lambda": ("Lambda", "AWSLambda", "AWSLambdaException"),
    "mediaconvert": ("MediaConvert", "AWSMediaConvert", "AWSMediaConvertException"),
    "sagemaker": ("SageMaker", "AmazonSageMaker", "AmazonSageMakerException"),
    "sns": ("SNS", "AmazonSNS", "AmazonSNSException"),
    "sqs": ("SQS", "AmazonSQS", "AmazonSQSException"),
    "stepfunctions": ("StepFunctions", "AWSStepFunctions", "AWSStepFunctionsException"),
}


def exception_of(model: OperationModel, error: AwsError) -> str | None:
    """The SDK's exception for the refusal, by the API's model: ``NoSuchBucketException``; None if it is not modelled."""
    service_model: Any = model.service_model
    for code in (error.query_code, error.code):
        shape = None if code is None else service_model.shape_for_error_code(code)
        if shape is not None:
            return exception_name(shape.name)
    return None


def exception_name(shape: str) -> str:
    """Java's name of an error's shape: ``QueueDoesNotExist`` → ``QueueDoesNotExistException``."""
    if shape.endswith("Exception"):
        return shape
    return f"{shape[:-5] if shape.endswith('Fault') else shape}Exception"


def refusal(model: OperationModel, error: AwsError, request_id: str) -> tuple[str, str]:
    """Error and cause of an optimized integration's task, as the Java SDK 1 words them."""
    prefix, service, unmodelled = names_of(model.service_model.service_name)
    name = exception_of(model, error) or unmodelled
    return f"{prefix}.{name}", (
        f"{error.message} (Service: {service}; Status Code: {error.status}; Error Code: {error.code}; "
        f"Request ID: {request_id}; Proxy: null)"
    )


def names_of(service: str) -> tuple[str, str, str]:
    """``(prefix, service, exception)`` of an optimized integration's errors; ``service`` as botocore names it."""
    known = _SERVICES.get(service)
    if known is None:
        name = "".join(part.capitalize() for part in service.split("-"))
        known = (name, f"Amazon{name}", f"Amazon{name}Exception")
    return known
