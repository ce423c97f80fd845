from __future__ import annotations

from typing import Any

import boto3.session
import pytest

from fakeaws import World


@pytest.fixture(scope="session")
def _client() -> Any:
    session = boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
    return session.client("cloudwatch")


@pytest.fixture
def cloudwatch(aws: World, _client: Any) -> Any:
    """A boto3 client of a fresh world's CloudWatch."""
    return _client
