from __future__ import annotations

from typing import Any

import boto3.session
import pytest

from fakeaws import World

_KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}


@pytest.fixture(scope="session")
def _clients() -> dict[str, Any]:
    session = boto3.session.Session(**_KEYS)
    return {name: session.client(name) for name in ("scheduler", "sqs", "sns", "lambda", "stepfunctions")}


@pytest.fixture
def scheduler(aws: World, _clients: dict[str, Any]) -> Any:
    """A boto3 client of a fresh world's EventBridge Scheduler."""
    return _clients["scheduler"]


@pytest.fixture
def sqs(aws: World, _clients: dict[str, Any]) -> Any:
    """SQS of the same world, with the queue "jobs"."""
    _clients["sqs"].create_queue(QueueName="jobs")
    return _clients["sqs"]


@pytest.fixture
def sns(aws: World, _clients: dict[str, Any]) -> Any:
    return _clients["sns"]


@pytest.fixture
def sfn(aws: World, _clients: dict[str, Any]) -> Any:
    return _clients["stepfunctions"]
