from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3.session
import pytest

from fakeaws import World
from tests.support.functions import Heard, listening_functions


@pytest.fixture(scope="session")
def _client() -> Any:
    session = boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
    return session.client("logs")


@pytest.fixture
def logs(aws: World, _client: Any) -> Any:
    """A boto3 client of a fresh world's CloudWatch Logs, with the group "orders" and its stream "a"."""
    _client.create_log_group(logGroupName="orders")
    _client.create_log_stream(logGroupName="orders", logStreamName="a")
    return _client


@pytest.fixture
def functions(aws: World) -> Iterator[Heard]:
    """Functions that listen."""
    with listening_functions() as heard:
        yield heard
