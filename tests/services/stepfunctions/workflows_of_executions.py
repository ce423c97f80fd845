"""Small state machines for the tests of executions, and how AWS refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError

ACCOUNT = "123456789012"
STATES = f"arn:aws:states:us-east-1:{ACCOUNT}"

PASS = {"StartAt": "Go", "States": {"Go": {"Type": "Pass", "End": True}}}
FAIL = {"StartAt": "Go", "States": {"Go": {"Type": "Fail", "Error": "Broken", "Cause": "it broke"}}}


def wait(seconds: int, **machine: Any) -> dict[str, Any]:
    """Waits, then gives its input."""
    return {"StartAt": "Go", "States": {"Go": {"Type": "Wait", "Seconds": seconds, "End": True}}, **machine}


def function(name: str) -> str:
    """A function's ARN."""
    return f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{name}"


def task(name: str, **fields: Any) -> dict[str, Any]:
    """A Task state on a function."""
    state = {"Type": "Task", "Resource": function(name), **fields}
    return state if "Next" in state else {**state, "End": True}


@contextmanager
def refused(code: str, message: str) -> Iterator[None]:
    """AWS refuses with this code and exactly this text."""
    with pytest.raises(ClientError) as caught:
        yield
    response: Any = caught.value.response
    assert (response["Error"]["Code"], response["Error"]["Message"]) == (code, message)
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400
