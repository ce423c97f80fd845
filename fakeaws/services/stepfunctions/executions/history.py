"""An execution's events, as GetExecutionHistory and the log show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from fakeaws.aws.service import Result
from fakeaws.services.stepfunctions import limits
from fakeaws.simulation.clock import Clock, from_us

Details = Mapping[str, Any]

#: Details that are texts of JSON: they go together with ``…Details: {"truncated": False}``.
DATA = ("input", "output", "assignedVariables")


class HistoryFull(Exception):
    """A Standard execution has all the events that it may have, but the last."""


class Event(NamedTuple):
    """One event. ``details`` are those of its ``…EventDetails``; None for events without."""

    id: int
    previous: int
    wall_us: int
    type: str
    details: Details | None = None

    @property
    def member(self) -> str:
        """The name of its details in AWS's answers."""
        if self.type.endswith("StateEntered"):
            return "stateEnteredEventDetails"
        if self.type.endswith("StateExited"):
            return "stateExitedEventDetails"
        return f"{self.type[0].lower()}{self.type[1:]}EventDetails"

    def all_details(self, include_data: bool = True) -> dict[str, Any] | None:
        """With what AWS says beside each text of JSON; ``include_data`` False leaves both out."""
        if self.details is None:
            return None
        shown: dict[str, Any] = {}
        for name, value in self.details.items():
            if name not in DATA:
                shown[name] = value
            elif include_data:
                shown[name] = value
                shown[f"{name}Details"] = {"truncated": False}
        return shown

    def described(self, include_data: bool = True) -> Result:
        """As in GetExecutionHistory."""
        shown: Result = {
            "timestamp": from_us(self.wall_us // 1000 * 1000),
            "type": self.type,
            "id": self.id,
            "previousEventId": self.previous,
        }
        details = self.all_details(include_data)
        if details is not None:
            shown[self.member] = details
        return shown


class Listener(Protocol):
    """Hears of each event: the log."""

    def heard(self, event: Event) -> None: ...


class History:
    """The events of one execution, by id from 1."""

    __slots__ = ("_clock", "events", "limit", "listener")

    def __init__(self, clock: Clock, limited: bool) -> None:
        self._clock = clock
        self.events: list[Event] = []
        #: Events that it may have; an Express execution's are not limited.
        self.limit: float = limits.HISTORY_EVENTS if limited else float("inf")
        self.listener: Listener | None = None

    def __len__(self) -> int:
        return len(self.events)

    def add(self, type: str, previous: int, details: Details | None = None) -> int:
        """The new event's id. Raises `HistoryFull` for the last one, which only `end` may add."""
        events = self.events
        id = len(events) + 1
        if id >= self.limit:
            raise HistoryFull
        clock = self._clock
        event = Event(id, previous, clock.elapsed_us + clock.offset_us, type, details)
        events.append(event)
        if self.listener is not None:
            self.listener.heard(event)
        return id

    def end(self, type: str, previous: int, details: Details | None = None) -> int:
        """`add` for the event that ends the execution: there is always room for it."""
        limit, self.limit = self.limit, float("inf")
        try:
            return self.add(type, previous, details)
        finally:
            self.limit = limit
