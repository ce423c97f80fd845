from __future__ import annotations

from typing import Any

import boto3.session
import pytest

from fakeaws import World


@pytest.fixture(scope="session")
def _clients() -> dict[str, Any]:
    session = boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
    return {
        name: session.client(name) for name in ("events", "sns", "sqs", "lambda", "logs", "cloudwatch", "stepfunctions")
    }


@pytest.fixture
def events(aws: World, _clients: dict[str, Any]) -> Any:
    """A boto3 client of a fresh world's EventBridge."""
    return _clients["events"]


@pytest.fixture
def sns(aws: World, _clients: dict[str, Any]) -> Any:
    return _clients["sns"]


@pytest.fixture
def sqs(aws: World, _clients: dict[str, Any]) -> Any:
    return _clients["sqs"]


@pytest.fixture
def logs(aws: World, _clients: dict[str, Any]) -> Any:
    return _clients["logs"]


@pytest.fixture
def functions(aws: World, _clients: dict[str, Any]) -> Any:
    """A boto3 client of the same world's Lambda."""
    return _clients["lambda"]


@pytest.fixture
def sfn(aws: World, _clients: dict[str, Any]) -> Any:
    return _clients["stepfunctions"]


@pytest.fixture
def cloudwatch(aws: World, _clients: dict[str, Any]) -> Any:
    return _clients["cloudwatch"]
