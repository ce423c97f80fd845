from __future__ import annotations

from functools import cache
from typing import Any

import boto3.session
import pytest

from fakeaws import World


@cache
def _client(service: str) -> Any:
    return boto3.session.Session().client(
        service, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
    )


@pytest.fixture
def mq(aws: World) -> Any:
    """A boto3 client of a fresh world's Amazon MQ."""
    return _client("mq")
