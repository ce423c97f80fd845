"""Dead letters, and the tasks that move them."""

from __future__ import annotations

import json
from typing import Any

from .support import ARN, make, receive, send


def source(sqs: Any, name: str = "orders", dlq: str = "dlq", **attributes: object) -> str:
    """A queue whose messages go to ``dlq`` at their second receive."""
    policy = json.dumps({"deadLetterTargetArn": ARN + dlq, "maxReceiveCount": 1})
    return make(sqs, name, RedrivePolicy=policy, **attributes)


def bury(sqs: Any, url: str, *bodies: str, **params: Any) -> list[str]:
    """Send messages to such a queue, one by one, and receive each until it is in the dead-letter queue; their ids."""
    found = []
    for body in bodies:
        found += send(sqs, url, body, **params)
        assert [message["Body"] for message in receive(sqs, url, VisibilityTimeout=0)] == [body]
        assert receive(sqs, url) == []
    return found


def start(sqs: Any, dlq: str = "dlq", to: str | None = None, rate: int | None = None) -> str:
    """Start a task; its handle."""
    params: dict[str, Any] = {"SourceArn": ARN + dlq}
    if to is not None:
        params["DestinationArn"] = ARN + to
    if rate is not None:
        params["MaxNumberOfMessagesPerSecond"] = rate
    handle: str = sqs.start_message_move_task(**params)["TaskHandle"]
    return handle


def tasks(sqs: Any, dlq: str = "dlq", **params: Any) -> list[dict[str, Any]]:
    """What ListMessageMoveTasks says."""
    found: list[dict[str, Any]] = sqs.list_message_move_tasks(SourceArn=ARN + dlq, **params).get("Results", [])
    return found


def outcome(sqs: Any, dlq: str = "dlq") -> tuple[str, int, int, str | None]:
    """Status, moved, to move and failure reason of the newest task."""
    [task] = tasks(sqs, dlq)
    return (
        task["Status"],
        task["ApproximateNumberOfMessagesMoved"],
        task["ApproximateNumberOfMessagesToMove"],
        task.get("FailureReason"),
    )
