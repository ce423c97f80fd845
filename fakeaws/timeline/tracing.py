"""The way of one message: `trace`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NoReturn

from fakeaws.timeline.records import Record, Timeline
from fakeaws.timeline.text import begins, render, short_id

#: The outcomes of records that say where a message is.
FATES = frozenset(
    (
        "delayed",
        "visible",
        "in-flight",
        "deleted",
        "expired",
        "purged",
        "dead-lettered",
        "moved",
        "filtered",
        "refused",
        "retrying",
        "deduplicated",
        "delivered",
        "RUNNING",
        "SUCCEEDED",
        "FAILED",
        "TIMED_OUT",
        "ABORTED",
    )
)

_ACCEPTED = (
    "trace() takes the answer of a call that has a MessageId (SendMessage), an entry of SendMessageBatch's Successful or "
    "of PutEvents' Entries, the answer of StartExecution, a received message, a message id (its first letters do), an "
    "execution's ARN (its name's first letters do), or a record of the timeline"
)


class Fates(dict[str, str]):
    """What became of a message in each resource, in the order in which it came there. Knows its `trace`."""

    trace: Trace

    def __init__(self, trace: Trace) -> None:
        super().__init__()
        self.trace = trace
        for record in trace.records:
            fate = record.outcome
            if fate in FATES and not (fate == "deduplicated" and record.resource in self):
                self[record.resource] = fate


class Trace:
    """All that happened to a message, an event or an execution, and what followed from it.

    ``records`` holds the records themselves; the rest is read from them.
    """

    def __init__(self, timeline: Timeline, message_id: str) -> None:
        self.message_id = message_id
        self.records: list[Record] = [timeline.record(number) for number in timeline.messages.story(message_id)]

    @property
    def fates(self) -> Fates:
        """Resource → last fate of the message there, in the order in which it came there.

        Fates: delayed, visible, in-flight, deleted, expired, purged, dead-lettered, moved, filtered, refused, retrying,
        deduplicated, delivered; of an execution its status. A send that was recognised as a duplicate leaves the fate of
        the first one.
        """
        return Fates(self)

    @property
    def deliveries(self) -> list[Record]:
        """Each hand-over to a consumer: ``[(d.actor, d.at) for d in trace.deliveries]``."""
        return [record for record in self.records if record.kind == "ReceiveMessage" and record.outcome == "in-flight"]

    @property
    def path(self) -> list[str]:
        """The resources that the message, or what came out of it, visited, in that order; again when it came back."""
        visited: list[str] = []
        last: dict[str | None, str] = {}
        for record in self.records:
            about = record.message_id
            if record.resource and last.get(about) != record.resource:
                last[about] = record.resource
                if not _stays(record):
                    visited.append(record.resource)
        return visited

    def text(self) -> str:
        """The records as an aligned table, one line each."""
        return render(self.records)

    def mermaid(self) -> str:
        """The records as a Mermaid ``sequenceDiagram``."""
        from fakeaws.timeline.mermaid import render

        return render(self.records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<trace of {short_id(self.message_id)}: {dict(self.fates)}>"


def _stays(record: Record) -> bool:
    """Whether a record tells of what led to it at the same place: a queue, of the message that a topic handed it."""
    cause = record.cause
    return cause is not None and cause.resource == record.resource and cause.message_id != record.message_id


def trace(timeline: Timeline, x: Any) -> Trace:
    """What became of a message, an event or an execution.

    ``x``: an answer with a ``MessageId`` or an ``executionArn``, a received message, a message id or the first letters of
    one, an execution's ARN or the first letters of its name, or a `Record`.
    Raises ``LookupError`` for an id that no record is about, and for what names no message or several.
    """
    return Trace(timeline, _known(timeline, _message_id(x)))


def _message_id(x: Any) -> str:
    if isinstance(x, str):
        return x
    if isinstance(x, Record):
        return _message_of_record(x)
    if isinstance(x, Mapping):
        for name in ("MessageId", "messageId", "EventId", "executionArn"):
            if isinstance(x.get(name), str):
                return str(x[name])
        for name in ("Successful", "Messages", "Entries"):
            if name in x:
                return _only(x[name], name)
        raise LookupError(f"no MessageId among {', '.join(map(str, x)) or 'no keys'}; {_ACCEPTED}")
    message_id = getattr(x, "message_id", None)  # boto3's resource objects
    if isinstance(message_id, str):
        return message_id
    raise TypeError(f"not a message: {type(x).__name__}; {_ACCEPTED}")


def _message_of_record(record: Record) -> str:
    at: Record | None = record
    while at is not None:
        if at.message_id is not None:
            return at.message_id
        at = at.cause
    raise LookupError(f"{record!r} is about no message; {_ACCEPTED}")


def _only(entries: Any, name: str) -> str:
    if len(entries) == 1:
        return _message_id(entries[0])
    ids = ", ".join(entry.get("MessageId") or entry.get("EventId") or "a failed one" for entry in entries) or "none"
    raise LookupError(f'the answer names {len(entries)} messages ({ids}): pass one, as in trace(answer["{name}"][0])')


def _known(timeline: Timeline, message_id: str) -> str:
    messages = timeline.messages
    if message_id in messages:
        return message_id
    ids = messages.ids()
    begun = [each for each in ids if begins(each, message_id)] if message_id else []
    if len(begun) == 1:
        return begun[0]
    _unknown(message_id, begun or _nearest(message_id, ids), several=bool(begun))


def _nearest(message_id: str, ids: list[str]) -> list[str]:
    """Up to three ids: those that begin alike, else those that read alike, else the newest."""
    for length in range(len(message_id) - 1, 3, -1):
        alike = [each for each in ids if each.startswith(message_id[:length])]
        if alike:
            return alike[:3]
    return get_close_matches(message_id, ids[-1000:]) or ids[-3:]


def _unknown(message_id: str, nearest: list[str], several: bool) -> NoReturn:
    if several:
        known = f"{len(nearest)} messages begin so: {', '.join(nearest[:3])}" + (" …" if len(nearest) > 3 else "")
    elif nearest:
        known = f"the nearest known: {', '.join(nearest)}"
    else:
        known = "the timeline has no message at all"
    raise LookupError(f"no record is about message {message_id!r}; {known}. {_ACCEPTED}")
