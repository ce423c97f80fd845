"""The AWS clients, made in one place. Threads share the synchronous ones: boto3 clients are thread-safe."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import boto3
from aiobotocore.session import get_session

if TYPE_CHECKING:
    from aiobotocore.session import ClientCreatorContext
    from mypy_boto3_cloudwatch import CloudWatchClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient
    from types_aiobotocore_sqs import SQSClient as AsyncSQSClient

REGION = os.environ.get("AWS_DEFAULT_REGION", "us-east-1")

cloudwatch: CloudWatchClient = boto3.client("cloudwatch", region_name=REGION)
eventbridge: Any = boto3.client("events", region_name=REGION)
functions: LambdaClient = boto3.client("lambda", region_name=REGION)
scheduler: Any = boto3.client("scheduler", region_name=REGION)
sns: SNSClient = boto3.client("sns", region_name=REGION)
sqs: SQSClient = boto3.client("sqs", region_name=REGION)
stepfunctions: Any = boto3.client("stepfunctions", region_name=REGION)


def async_sqs() -> ClientCreatorContext[AsyncSQSClient]:
    """`async with async_sqs() as sqs:` an aiobotocore client of the running loop."""
    return get_session().create_client("sqs", region_name=REGION)
