"""Reading events: pages of one stream, and of a group's streams merged."""

from __future__ import annotations

import base64
import binascii
import heapq
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.services.logs import errors, limits
from fakeaws.services.logs.events import Event, event_id, position_in, shown

if TYPE_CHECKING:
    from fakeaws.services.logs.filter_patterns.matching import FilterPattern
    from fakeaws.services.logs.streams import LogStream

#: Timestamp and number of an event, or just beside one.
Position = tuple[int, int]

_MARK_BYTES, _PART_BYTES = 9, 8


# -- one stream -------------------------------------------------------------------------------------------------------


def page_of(
    stream: LogStream, start: int | None, end: int | None, limit: int, token: str | None, from_head: bool
) -> dict[str, Any]:
    """A page of GetLogEvents. ``end`` is exclusive; the token says by itself in which direction it goes on."""
    events = stream.events
    low = 0 if start is None else bisect_left(events, (start,))
    high = len(events) if end is None else bisect_left(events, (end,))
    high = max(low, high)
    forward, position = (from_head, None) if token is None else _read(token)
    if position is not None and forward:
        low = min(high, max(low, bisect_left(events, (position[0], position[1] + 1))))
    elif position is not None:
        high = max(low, min(high, bisect_left(events, position)))
    if forward:
        high = low + _fitting(events[low : min(high, low + limit)])
    else:
        low = high - _fitting(events[max(low, high - limit) : high][::-1])
    found = events[low:high]
    if found:
        first, last = found[0][:2], found[-1][:2]
    elif position is None:
        first = last = (start or 0, 0)
    elif forward:
        first, last = (position[0], position[1] + 1), position
    else:
        first, last = position, (position[0], position[1] - 1) if position[1] else position
    return {
        "events": [shown(event) for event in found],
        "nextForwardToken": f"f/{event_id(last[0], stream.mark, last[1])}/s",
        "nextBackwardToken": f"b/{event_id(first[0], stream.mark, first[1])}/s",
    }


def _fitting(events: Sequence[Event]) -> int:
    """How many of them make a page."""
    total = 0
    for count, event in enumerate(events):
        total += event.size
        if total > limits.BATCH_BYTES and count:
            return count
    return len(events)


def _read(token: str) -> tuple[bool, Position]:
    direction, _, rest = token.partition("/")
    try:
        position = position_in(rest.removesuffix("/s"))
    except ValueError:
        raise errors.bad_token() from None
    if direction not in ("f", "b") or not rest.endswith("/s"):
        raise errors.bad_token()
    return direction == "f", position


# -- several streams --------------------------------------------------------------------------------------------------


class Found(NamedTuple):
    """A page of FilterLogEvents."""

    events: list[dict[str, Any]]
    token: str | None


def filtered(
    streams: Sequence[LogStream],
    pattern: FilterPattern,
    start: int | None,
    end: int | None,
    limit: int,
    token: str | None,
    from_head: bool,
    scope: str,
) -> Found:
    """Events that match, of all streams in the order of time. ``end`` is inclusive; a token keeps its direction."""
    after: Position | None = None
    if token is not None:
        from_head, after = _read_filtered(token, scope)
    merged = _merged(streams, start, end, after, from_head)
    found: list[dict[str, Any]] = []
    total = 0
    last: Position = (0, 0)
    for event, stream in merged:
        if not pattern.matches(event.message):
            continue
        if len(found) == limit or (found and total + event.size > limits.BATCH_BYTES):
            return Found(found, _write_filtered(from_head, last, scope))
        total += event.size
        last = event[:2]
        id = event_id(event.timestamp, stream.mark, event.number)
        found.append({"logStreamName": stream.name, **shown(event), "eventId": id})
    return Found(found, None)


def _merged(
    streams: Sequence[LogStream], start: int | None, end: int | None, after: Position | None, from_head: bool
) -> Iterator[tuple[Event, LogStream]]:
    parts = [_part(stream, start, end, after, from_head) for stream in streams]
    return heapq.merge(*parts, key=_key, reverse=not from_head)


def _part(
    stream: LogStream, start: int | None, end: int | None, after: Position | None, from_head: bool
) -> Iterator[tuple[Event, LogStream]]:
    events = stream.events
    low = 0 if start is None else bisect_left(events, (start,))
    high = len(events) if end is None else bisect_left(events, (end + 1,))
    if after is not None and from_head:
        low = max(low, bisect_left(events, (after[0], after[1] + 1)))
    elif after is not None:
        high = min(high, bisect_left(events, after))
    places = range(low, high) if from_head else range(high - 1, low - 1, -1)
    return ((events[place], stream) for place in places)


def _key(part: tuple[Event, LogStream]) -> Position:
    return part[0][:2]


def _mark(scope: str) -> bytes:
    return blake2b(scope.encode("utf-8", "surrogatepass"), digest_size=_MARK_BYTES).digest()


def _write_filtered(from_head: bool, last: Position, scope: str) -> str:
    parts = b"".join(part.to_bytes(_PART_BYTES, "big") for part in last)
    return base64.urlsafe_b64encode(_mark(scope) + (b"f" if from_head else b"b") + parts).decode()


def _read_filtered(token: str, scope: str) -> tuple[bool, Position]:
    mark = _mark(scope)
    try:
        content = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise errors.bad_token() from None
    rest = content[_MARK_BYTES:]
    if content[:_MARK_BYTES] != mark or len(rest) != 1 + 2 * _PART_BYTES:
        raise errors.bad_token()
    numbers = rest[1:]
    return rest[:1] == b"f", (
        int.from_bytes(numbers[:_PART_BYTES], "big"),
        int.from_bytes(numbers[_PART_BYTES:], "big"),
    )
