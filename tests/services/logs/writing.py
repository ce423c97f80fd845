"""Putting events, and reading them back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


def now_of(aws: World) -> int:
    """Milliseconds since 1970."""
    return round(aws.clock.now.timestamp() * 1000)


def put(logs: Any, *events: tuple[int, str], stream: str = "a") -> Any:
    """Events of timestamps and messages."""
    given = [{"timestamp": timestamp, "message": message} for timestamp, message in events]
    return logs.put_log_events(logGroupName="orders", logStreamName=stream, logEvents=given)


def messages(answer: Any) -> list[str]:
    """Of an answer with events."""
    return [event["message"] for event in answer["events"]]


def read(logs: Any, **params: Any) -> Any:
    """GetLogEvents of the stream "a"."""
    return logs.get_log_events(**{"logGroupName": "orders", "logStreamName": "a", **params})


def found(logs: Any, pattern: str = "", **params: Any) -> list[str]:
    """The messages that FilterLogEvents finds."""
    return messages(logs.filter_log_events(logGroupName="orders", filterPattern=pattern, **params))


@contextmanager
def refused(code: str, text: str) -> Iterator[None]:
    """AWS's error."""
    with pytest.raises(ClientError) as caught:
        yield
    error = caught.value.response["Error"]
    assert error["Code"] == code
    assert text in error["Message"]
