"""What a mapping takes in of a receive: its messages as records, less those that no filter lets through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from fakeaws.services.lambda_.event_sources.filters import is_json
from fakeaws.services.lambda_.event_sources.records import Record

if TYPE_CHECKING:
    from fakeaws.services.lambda_.event_sources.mapping import EventSourceMapping
    from fakeaws.services.lambda_.event_sources.settings import Settings
    from fakeaws.services.lambda_.event_sources.source import QueueSource
    from fakeaws.timeline.records import Row

#: The kind of the timeline's records about messages that no filter let through.
FILTER = "Filter"
#: Says in the details that every filter looks into a body that is plain text.
NO_JSON = "no JSON"


def received(
    mapping: EventSourceMapping, source: QueueSource, settings: Settings, messages: list[dict[str, Any]]
) -> list[Record]:
    """Records of messages that have just been received; those that are filtered out are deleted."""
    numbers = _numbers(mapping.world.timeline.rows, (message["MessageId"] for message in messages))
    null_digest = bool(settings.window or settings.filters)
    records = [
        Record(message, source.arn, source.region, null_digest=null_digest, number=numbers.get(message["MessageId"], 0))
        for message in messages
    ]
    return records if settings.filters is None else _passing(mapping, source, settings, records)


def _numbers(rows: list[Row], message_ids: Iterable[str]) -> dict[str, int]:
    """The timeline's numbers of the receives of these messages: among the newest."""
    wanted = set(message_ids)
    found: dict[str, int] = {}
    number = len(rows)
    while wanted and number:
        number -= 1
        message_id = rows[number][6]
        if message_id in wanted and rows[number][4] == "ReceiveMessage":
            wanted.remove(message_id)
            found[message_id] = number
    return found


def _passing(
    mapping: EventSourceMapping, source: QueueSource, settings: Settings, records: list[Record]
) -> list[Record]:
    filters = settings.filters
    assert filters is not None
    passing, dropped = [], []
    for record in records:
        verdict = filters.verdict(record.content)
        if verdict is None:
            passing.append(record)
            continue
        dropped.append(record.handle)
        details: dict[str, object] = {"why": str(verdict), "queue": source.resource}
        if filters.want_json() and not is_json(record.body):
            details[NO_JSON] = True
        mapping.world.timeline.add(
            "lambda",
            FILTER,
            mapping.resource,
            "filtered",
            message_id=record.message_id,
            cause=record.number,
            details=details,
        )
    if dropped:
        source.delete(dropped, None)
        if settings.counts_events:
            mapping.count("FilteredOutEventCount", len(dropped))
    return passing
