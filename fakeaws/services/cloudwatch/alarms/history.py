"""What became of alarms: `DescribeAlarmHistory`. It outlives the alarms and goes back 30 days."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

ItemType: TypeAlias = Literal["ConfigurationUpdate", "StateUpdate", "Action"]

KEPT_US = 30 * 86_400_000_000
_MAX_SUMMARY = 255
_MAX_DATA = 4095


class Item(NamedTuple):
    """One entry. ``number`` counts all entries of an account and region."""

    number: int
    wall_us: int
    alarm: str
    #: ``MetricAlarm`` or ``CompositeAlarm``.
    alarm_type: str
    type: ItemType
    summary: str
    data: str


class History:
    """The entries of all alarms of an account and region, in order."""

    def __init__(self) -> None:
        self._items: deque[Item] = deque()
        self._numbers = 0

    def add(
        self, wall_us: int, alarm: str, alarm_type: str, type: ItemType, summary: str, data: Mapping[str, Any]
    ) -> None:
        """Note something that happened now."""
        self._forget(wall_us)
        self._numbers += 1
        summary = summary if len(summary) <= _MAX_SUMMARY else summary[: _MAX_SUMMARY - 3] + "..."
        self._items.append(Item(self._numbers, wall_us, alarm, alarm_type, type, summary, _written(data)))

    def items(self, wall_us: int) -> list[Item]:
        """All that is not too old now, oldest first."""
        self._forget(wall_us)
        return list(self._items)

    def _forget(self, wall_us: int) -> None:
        items = self._items
        while items and items[0].wall_us < wall_us - KEPT_US:
            items.popleft()


def _written(data: Mapping[str, Any]) -> str:
    """As JSON. The one text that can be too long for the history, what was published, is then cut."""
    text = _json(data)
    if len(text) > _MAX_DATA and isinstance(data.get("publishedMessage"), str):
        published: str = data["publishedMessage"]
        while len(text) > _MAX_DATA and published:
            published = published[: max(0, len(published) - (len(text) - _MAX_DATA) - 3)]
            text = _json({**data, "publishedMessage": published + "..."})
    return text[:_MAX_DATA]


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)
