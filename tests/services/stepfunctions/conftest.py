from __future__ import annotations

from typing import Any

import boto3.session
import pytest

from fakeaws import World

_KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}


@pytest.fixture(scope="session")
def _clients() -> dict[str, Any]:
    session = boto3.session.Session(**_KEYS)
    return {name: session.client(name) for name in ("stepfunctions", "sqs", "sns", "lambda", "s3")}


@pytest.fixture
def sfn(aws: World, _clients: dict[str, Any]) -> Any:
    """A boto3 client of a fresh world's Step Functions."""
    return _clients["stepfunctions"]


@pytest.fixture
def s3(aws: World, _clients: dict[str, Any]) -> Any:
    """A boto3 client of S3 in the same world, with a bucket ``data``."""
    _clients["s3"].create_bucket(Bucket="data")
    return _clients["s3"]
