"""What every target can."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol


class Request(NamedTuple):
    """An AWS call; ``service`` and ``operation`` as botocore names them. ``region``: "" for the schedule's own."""

    service: str
    operation: str
    params: dict[str, Any]
    region: str = ""


class Target(Protocol):
    """A target, checked."""

    input: str | None

    def request(self, text: str, schedule_arn: str) -> Request:
        """The call that hands ``text`` over, context attributes filled in."""
