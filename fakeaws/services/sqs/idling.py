"""An endless consumer in the test's own thread: noticed, as nothing else would end it."""

from __future__ import annotations

from fakeaws.errors import Stalled
from fakeaws.services.sqs import limits
from fakeaws.timeline.records import Timeline


class IdleTest:
    """Counts the test's own empty receives between which the timeline shows nothing else."""

    __slots__ = ("_count", "_expected", "_timeline")

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._count = 0
        self._expected = -1

    def note(self) -> None:
        """An empty receive of the test was just recorded; raises `Stalled` when it was one too many."""
        length = len(self._timeline)
        self._count = self._count + 1 if length == self._expected else 1
        self._expected = length + 1
        if self._count >= limits.EMPTY_RECEIVES_OF_THE_TEST:
            self._count = 0
            times = f"{limits.EMPTY_RECEIVES_OF_THE_TEST:,}"
            raise Stalled(
                f"the test's own thread received nothing {times} times in a row, and nothing else happened: "
                "an endless consumer? Run it beside the test with aws.spawn(consumer), and let the test go on "
                "with aws.clock"
            )
