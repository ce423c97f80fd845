from __future__ import annotations

from typing import Any

import boto3.session
import pytest

from fakeaws import World

_KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}


@pytest.fixture(scope="session")
def _mq_client() -> Any:
    return boto3.session.Session(**_KEYS).client("mq")


@pytest.fixture
def mq(aws: World, _mq_client: Any) -> Any:
    """A boto3 client of a fresh world's Amazon MQ."""
    return _mq_client
