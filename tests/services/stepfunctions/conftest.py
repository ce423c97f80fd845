from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from fakeaws import World
from tests.services.stepfunctions.support import client


@pytest.fixture(scope="session")
def _client() -> Callable[[str], Any]:
    return cache(lambda service: client(service=service))


@pytest.fixture
def sfn(aws: World, _client: Callable[[str], Any]) -> Any:
    """A boto3 client of a fresh world's Step Functions."""
    return _client("stepfunctions")


@pytest.fixture
def sqs(aws: World, _client: Callable[[str], Any]) -> Any:
    """SQS of the same world; so the others."""
    return _client("sqs")


@pytest.fixture
def sns(aws: World, _client: Callable[[str], Any]) -> Any:
    return _client("sns")


@pytest.fixture
def events(aws: World, _client: Callable[[str], Any]) -> Any:
    return _client("events")


@pytest.fixture
def logs(aws: World, _client: Callable[[str], Any]) -> Any:
    return _client("logs")


@pytest.fixture
def s3(aws: World, _client: Callable[[str], Any]) -> Any:
    """S3, which is moto's, with a bucket ``data``."""
    found = _client("s3")
    found.create_bucket(Bucket="data")
    return found
