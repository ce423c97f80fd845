"""Records as JSON lines: for machines, snapshots, and the digest of a run."""

from __future__ import annotations

import base64
import datetime as _datetime
import json
from collections.abc import Iterable, Iterator, Mapping

from fakeaws.timeline.records import Record


def lines(records: Iterable[Record]) -> Iterator[str]:
    """One JSON object a record, each with its line end.

    ``at`` is in seconds, ``time`` ISO 8601 in UTC, ``cause`` the number of the record that led to it.
    """
    for record in records:
        cause = record.cause
        fields = {
            "number": record.number,
            "at": record.at / _datetime.timedelta(seconds=1),
            "time": _instant(record.time),
            "actor": record.actor,
            "service": record.service,
            "kind": record.kind,
            "resource": record.resource,
            "message_id": record.message_id,
            "outcome": record.outcome,
            "cause": None if cause is None else cause.number,
            "details": dict(record.details),
        }
        yield json.dumps(fields, ensure_ascii=False, default=_plain) + "\n"


def _instant(time: _datetime.datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(value: object) -> object:
    """JSON for what it has no form for. Nothing that only has a ``repr``: that may hold an address."""
    if isinstance(value, _datetime.datetime):
        return _instant(value.astimezone(_datetime.timezone.utc))
    if isinstance(value, _datetime.timedelta):
        return value / _datetime.timedelta(seconds=1)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a record's details hold a {type(value).__name__}, which has no stable form in JSON")
