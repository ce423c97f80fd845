"""What is not there yet says so."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import NotSupportedError

from .support import ARN


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("start_message_move_task", {"SourceArn": ARN + "dlq"}),
        ("list_message_move_tasks", {"SourceArn": ARN + "dlq"}),
        ("cancel_message_move_task", {"TaskHandle": "x"}),
    ],
)
def test_message_move_tasks(sqs: Any, operation: str, params: dict[str, str]) -> None:
    with pytest.raises(NotSupportedError, match="message move tasks"):
        getattr(sqs, operation)(**params)
