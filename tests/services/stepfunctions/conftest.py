from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World

from .support import client


@pytest.fixture(scope="session")
def _client() -> Any:
    return client()


@pytest.fixture
def sfn(aws: World, _client: Any) -> Any:
    """A boto3 client of a fresh world's Step Functions."""
    return _client
