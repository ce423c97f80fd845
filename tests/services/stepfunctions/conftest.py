from __future__ import annotations

from typing import Any

import boto3.session
import pytest

from fakeaws import World

_KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}


@pytest.fixture(scope="session")
def _clients() -> dict[str, Any]:
    session = boto3.session.Session(**_KEYS)
    return {name: session.client(name) for name in ("stepfunctions", "events", "lambda", "sns", "sqs")}


@pytest.fixture
def sfn(aws: World, _clients: dict[str, Any]) -> Any:
    """A boto3 client of a fresh world's Step Functions."""
    return _clients["stepfunctions"]


@pytest.fixture
def sqs(aws: World, _clients: dict[str, Any]) -> Any:
    """SQS of the same world."""
    return _clients["sqs"]


@pytest.fixture
def sns(aws: World, _clients: dict[str, Any]) -> Any:
    """SNS of the same world."""
    return _clients["sns"]


@pytest.fixture
def events(aws: World, _clients: dict[str, Any]) -> Any:
    """EventBridge of the same world."""
    return _clients["events"]
