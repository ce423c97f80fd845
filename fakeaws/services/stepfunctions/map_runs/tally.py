"""How many children, and how many items in them, have come how far."""

from __future__ import annotations

from fakeaws.services.stepfunctions.executions.execution import ABORTED, FAILED, SUCCEEDED, TIMED_OUT

PENDING = "pending"
RUNNING = "running"
_ENDS = {SUCCEEDED: "succeeded", FAILED: "failed", TIMED_OUT: "timedOut", ABORTED: "aborted"}


class Tally:
    """One of a map run's two counts; `moved` keeps it."""

    def __init__(self) -> None:
        self.total = 0
        self.results_written = 0
        self.pending_redrive = 0
        self.not_redrivable = 0
        self._counts = dict.fromkeys((PENDING, RUNNING, *_ENDS.values()), 0)

    def add(self, count: int) -> None:
        """So many more are to be done."""
        self.total += count
        self._counts[PENDING] += count

    def started(self, count: int) -> None:
        self._counts[PENDING] -= count
        self._counts[RUNNING] += count

    def ended(self, status: str, count: int) -> None:
        self._counts[RUNNING] -= count
        self._counts[_ENDS[status]] += count

    def again(self, status: str, count: int) -> None:
        """What ended with that status is to be done once more."""
        self._counts[_ENDS[status]] -= count
        self.pending_redrive += count

    def given_up(self, status: str, count: int) -> None:
        """What waited for its redrive has the status again that it had."""
        self.pending_redrive -= count
        self._counts[_ENDS[status]] += count

    def restarted(self, count: int) -> None:
        self.pending_redrive -= count
        self._counts[RUNNING] += count

    @property
    def unsuccessful(self) -> int:
        return self._counts["failed"] + self._counts["timedOut"] + self._counts["aborted"]

    def described(self) -> dict[str, int]:
        """As in DescribeMapRun."""
        return {
            **self._counts,
            "total": self.total,
            "resultsWritten": self.results_written,
            "failuresNotRedrivable": self.not_redrivable,
            "pendingRedrive": self.pending_redrive,
        }
