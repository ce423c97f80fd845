"""The archive of a FIFO topic: what it keeps, and replays of it."""

from __future__ import annotations

import datetime as _datetime
import json
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fakeaws.services.sns import limits
from fakeaws.services.sns.errors import BadAttribute
from fakeaws.services.sns.notifications import Notification, timestamp
from fakeaws.simulation.clock import to_us

if TYPE_CHECKING:
    from fakeaws.world import World


class Archive:
    """Published messages, oldest first, as long as the topic keeps them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._kept: deque[Notification] = deque()
        self._days = 0
        #: Since when messages are kept: ``BeginningArchiveTime``.
        self._since_ms = world.wall_us // 1000

    @property
    def beginning(self) -> str:
        """The instant from which on messages can be replayed."""
        oldest_ms = (self._world.wall_us - self._days * limits.DAY) // 1000
        return timestamp(max(self._since_ms, oldest_ms))

    def keep_for(self, days: int) -> None:
        """Keep messages for so many days from their publish."""
        self._days = days
        self._prune()

    def add(self, notification: Notification) -> None:
        """Keep a message."""
        self._prune()
        self._kept.append(notification)

    def between(self, start_ms: int, end_ms: int | None) -> Iterator[Notification]:
        """Those published from the one instant to the other, in their order."""
        self._prune()
        for notification in list(self._kept):
            if start_ms <= notification.published_ms and (end_ms is None or notification.published_ms <= end_ms):
                yield notification

    def _prune(self) -> None:
        oldest_ms = (self._world.wall_us - self._days * limits.DAY) // 1000
        while self._kept and self._kept[0].published_ms < oldest_ms:
            self._kept.popleft()


class ReplayPolicy(NamedTuple):
    """From when to when a subscription wants the archive; milliseconds since 1970. Without end it goes on live."""

    start_ms: int
    end_ms: int | None


def check_archive_policy(text: str) -> None:
    """Raise `BadAttribute` unless this is an archive policy, or the empty one that ends the archive."""
    given = _object(text, "ArchivePolicy")
    if not given:
        return
    days = str(given.get("MessageRetentionPeriod", ""))
    if set(given) != {"MessageRetentionPeriod"} or not days.isdecimal() or int(days) not in limits.ARCHIVE_DAYS:
        raise BadAttribute("ArchivePolicy: MessageRetentionPeriod must be an integer between 1 and 365")


def parse_replay_policy(text: str) -> ReplayPolicy | None:
    """What a replay policy says; ``None`` for the empty one. Raises `BadAttribute`."""
    given = _object(text, "ReplayPolicy")
    if not given:
        return None
    if not set(given) <= {"PointType", "StartingPoint", "EndingPoint"}:
        raise BadAttribute("ReplayPolicy: only PointType, StartingPoint and EndingPoint are supported")
    if given.get("PointType") != "Timestamp":
        raise BadAttribute("ReplayPolicy: PointType must be Timestamp")
    start = _instant_ms(given.get("StartingPoint"), "StartingPoint")
    end = None if given.get("EndingPoint") is None else _instant_ms(given["EndingPoint"], "EndingPoint")
    if end is not None and end < start:
        raise BadAttribute("ReplayPolicy: EndingPoint must not be before StartingPoint")
    return ReplayPolicy(start, end)


def _instant_ms(value: object, name: str) -> int:
    try:
        moment = _datetime.datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        raise BadAttribute(f"ReplayPolicy: {name} must be an ISO 8601 timestamp") from None
    return to_us(moment) // 1000


def _object(text: str, name: str) -> dict[str, object]:
    try:
        given = json.loads(text) if text else {}
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise BadAttribute(f"{name}: failed to parse JSON.")
    return given
