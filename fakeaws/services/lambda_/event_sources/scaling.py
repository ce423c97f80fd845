"""How many batches of a mapping are processed at one time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.lambda_.event_sources import limits

if TYPE_CHECKING:
    from fakeaws.services.lambda_.event_sources.settings import Settings


class Scaling:
    """The limit as it stands.

    Standard queues: 5 batches at first, 300 more with each minute that all of them are in use, at most 1,000 or
    ``MaximumConcurrency``; with provisioned pollers 10 for each. FIFO queues: the groups limit it, and the same highest
    values. A batch that failed or was throttled takes one off, a later one that succeeds gives one back.
    """

    def __init__(self, settings: Settings, *, fifo: bool) -> None:
        first, self._step, most = limits.FIRST_BATCHES, limits.MORE_BATCHES, limits.MOST_BATCHES
        if settings.pollers is not None:
            first, most = (limits.BATCHES_OF_A_POLLER * pollers for pollers in settings.pollers)
            self._step = limits.MORE_PROVISIONED
        elif settings.maximum_concurrency is not None:
            most = settings.maximum_concurrency
        self._most = most
        self._first = most if fifo else min(first, most)
        self._reached = self._first
        self._withheld = 0

    @property
    def limit(self) -> int:
        """Batches at one time, now."""
        return max(1, self._reached - self._withheld)

    @property
    def may_grow(self) -> bool:
        """Whether a lasting backlog raises it."""
        return self._reached < self._most

    def grow(self) -> None:
        """A minute of backlog is over; nothing grows while batches fail."""
        if self._withheld:
            return
        self._reached = min(self._reached + self._step, self._most)

    def rest(self) -> None:
        """Nothing is left to do."""
        self._reached = self._first

    def withhold(self) -> None:
        """A batch failed or was throttled."""
        self._withheld = min(self._withheld + 1, self._reached - 1)

    def give_back(self) -> None:
        """A batch succeeded."""
        if self._withheld:
            self._withheld -= 1
