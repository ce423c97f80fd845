from __future__ import annotations

from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.stories import shop


@pytest.fixture
def sqs(aws: World) -> Any:
    return boto3.client("sqs")


@pytest.fixture
def lambda_client(aws: World) -> Any:
    return boto3.client("lambda")


@pytest.fixture
def orders(aws: World, sqs: Any) -> str:
    """30 s of visibility, three receives, then orders-dlq; both keep messages for four days."""
    return shop.create_queue(sqs, "orders")


@pytest.fixture
def imports(aws: World, sqs: Any) -> str:
    """900 s of visibility, two receives, then imports-dlq."""
    return shop.create_queue(sqs, "imports", visibility=900, receives=2)
