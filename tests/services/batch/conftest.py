from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.support import client


@pytest.fixture(scope="session")
def _client() -> Callable[[str], Any]:
    return cache(lambda service: client(service=service))


@pytest.fixture
def batch(aws: World, _client: Callable[[str], Any]) -> Any:
    """A boto3 client of a fresh world's Batch."""
    return _client("batch")


@pytest.fixture
def events(aws: World, _client: Callable[[str], Any]) -> Any:
    """EventBridge of the same world; so the others."""
    return _client("events")


@pytest.fixture
def logs(aws: World, _client: Callable[[str], Any]) -> Any:
    return _client("logs")


@pytest.fixture
def sqs(aws: World, _client: Callable[[str], Any]) -> Any:
    return _client("sqs")


@pytest.fixture
def sfn(aws: World, _client: Callable[[str], Any]) -> Any:
    return _client("stepfunctions")
