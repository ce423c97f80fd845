"""What the life of jobs and the workloads agree on."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Ended(NamedTuple):
    """How an attempt's container ended. ``exit_code`` None: it never ran, or its machine went away."""

    exit_code: int | None
    reason: str | None = None
    status_reason: str | None = None


class Work(Protocol):
    """What runs for an attempt; it tells `Life.finished` of its end by itself."""

    def stop(self) -> None:
        """SIGKILL: it ends without telling anybody."""
