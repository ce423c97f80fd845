from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.support.query_models import folder_of_query_model

from .support import client, make


@pytest.fixture(scope="session")
def _client() -> Any:
    return client()


@pytest.fixture
def sqs(aws: World, _client: Any) -> Any:
    """A boto3 client of a fresh world's SQS."""
    return _client


@pytest.fixture
def orders(sqs: Any) -> str:
    """The URL of a standard queue."""
    return make(sqs, "orders")


@pytest.fixture
def fifo(sqs: Any) -> str:
    """The URL of a FIFO queue."""
    return make(sqs, "orders.fifo")


@pytest.fixture(scope="session")
def query_models(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with SQS's model as it was in the query protocol, for botocore's loader."""
    return folder_of_query_model(tmp_path_factory.mktemp("models"))
