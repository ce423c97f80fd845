"""An archive."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import partition_of
from fakeaws.services.events.rules import compiled
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.aws.patterns.matching import Pattern
    from fakeaws.services.events.buses import EventBus
    from fakeaws.services.events.event import Event

_DAY_US = 86_400_000_000
_SETTINGS = ("Description", "EventPattern", "KmsKeyIdentifier")


class Archive:
    """Keeps the events of one bus, replayed ones excepted, for ``RetentionDays``; 0: for good."""

    def __init__(self, bus: EventBus, name: str) -> None:
        service = bus.service
        self._world = service.world
        self.name = name
        self.bus_arn = bus.arn
        place = f"{service.region}:{service.account}"
        self.arn = f"arn:{partition_of(service.region)}:events:{place}:archive/{name}"
        self.created_us = service.world.wall_us
        self.settings: dict[str, Any] = {}
        self.retention_days = 0
        self._pattern: Pattern | None = None
        #: When they came, in elapsed time, and the events.
        self._events: deque[tuple[int, Event]] = deque()
        self._bytes = 0

    def set(self, params: Mapping[str, Any]) -> None:
        """Take over what a request sets; raises ``InvalidEventPatternException`` before it changes anything.

        An empty pattern takes the one that was there away.
        """
        text = params.get("EventPattern")
        pattern = compiled(text) if text else None
        if text is not None:
            self._pattern = pattern
        for name in _SETTINGS:
            if params.get(name) is not None:
                self.settings[name] = params[name]
        if not self.settings.get("EventPattern"):
            self.settings.pop("EventPattern", None)
        if params.get("RetentionDays") is not None:
            self.retention_days = params["RetentionDays"]

    def take(self, event: Event, record: int) -> None:
        """An event came to the bus."""
        if self._pattern is None or self._pattern.matches(event.document):
            self._events.append((self._world.now_us, event))
            self._bytes += _size(event)

    def between(self, begin_us: int, end_us: int) -> list[Event]:
        """The events whose time is from ``begin_us`` on and before ``end_us``, both since 1970, as they came."""
        self._forget()
        return [event for _, event in self._events if begin_us <= event.wall_us < end_us]

    def listed(self) -> dict[str, Any]:
        """As ListArchives shows it."""
        self._forget()
        return {
            "ArchiveName": self.name,
            "EventSourceArn": self.bus_arn,
            "State": "ENABLED",
            "RetentionDays": self.retention_days,
            "SizeBytes": self._bytes,
            "EventCount": len(self._events),
            "CreationTime": from_us(self.created_us // 1000 * 1000),
        }

    def described(self) -> dict[str, Any]:
        """As DescribeArchive shows it."""
        return {"ArchiveArn": self.arn, **self.settings, **self.listed()}

    def answer(self) -> dict[str, Any]:
        """As CreateArchive and UpdateArchive answer."""
        return {name: value for name, value in self.described().items() if name in _ANSWER}

    def _forget(self) -> None:
        """What is too old goes."""
        if not self.retention_days:
            return
        before_us = self._world.now_us - self.retention_days * _DAY_US
        while self._events and self._events[0][0] <= before_us:
            self._bytes -= _size(self._events.popleft()[1])


_ANSWER = ("ArchiveArn", "State", "CreationTime")


def _size(event: Event) -> int:
    return len(event.text.encode())
