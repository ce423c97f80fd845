from __future__ import annotations

from typing import Any

import boto3.session
import pytest

from fakeaws import World
from tests.support.shapes import answer_misfits

#: Checked elsewhere; botocore adds the rest of it later.
_METADATA = {"RequestId": "", "HTTPStatusCode": 200, "HTTPHeaders": {}, "RetryAttempts": 0}


@pytest.fixture(scope="session")
def _clients() -> dict[str, Any]:
    session = boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
    clients: dict[str, Any] = {name: session.client(name) for name in ("sns", "sqs")}
    clients["sns"].meta.events.register("after-call.sns", _fits_the_model)
    return clients


def _fits_the_model(http_response: Any, parsed: dict[str, Any], model: Any, **kwargs: Any) -> None:
    """Every answer has its operation's shape. SNS sends empty lists and maps."""
    if "Error" not in parsed:
        assert answer_misfits({**parsed, "ResponseMetadata": _METADATA}, model, empties=True) == []


@pytest.fixture
def sns(aws: World, _clients: dict[str, Any]) -> Any:
    """A boto3 client of a fresh world's SNS."""
    return _clients["sns"]


@pytest.fixture
def sqs(aws: World, _clients: dict[str, Any]) -> Any:
    """A boto3 client of the same world's SQS."""
    return _clients["sqs"]
