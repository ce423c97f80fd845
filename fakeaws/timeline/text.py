"""Records as text: one aligned line each, the virtual time first.

::

    +00:00:00  test  sqs.SendMessage        orders  1f0c6d2a  visible
    +00:00:00  pool  sqs.ReceiveMessage     orders  1f0c6d2a  in-flight
    +00:00:30  aws   sqs.VisibilityTimeout  orders  1f0c6d2a  visible, because of ReceiveMessage by pool at +00:00:00
"""

from __future__ import annotations

import datetime as _datetime
from collections.abc import Iterable

from fakeaws.timeline.records import AWS, Record

_US = _datetime.timedelta(microseconds=1)


def offset(at: _datetime.timedelta, decimals: int | None = None) -> str:
    """``+00:01:30``, ``+00:01:30.250``; days in front when there are any.

    ``decimals``: how many digits of a second (0, 3 or 6); by default as many as ``at`` needs.
    """
    total_us = at // _US
    if decimals is None:
        decimals = _decimals(total_us)
    seconds, us = divmod(total_us, 1_000_000)
    days, seconds = divmod(seconds, 86_400)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if decimals:
        clock += f".{us:06}"[: decimals + 1]
    return f"+{days}d {clock}" if days else f"+{clock}"


def _decimals(us: int) -> int:
    if us % 1000:
        return 6
    return 3 if us % 1_000_000 else 0


def short_id(message_id: str | None) -> str:
    """As much of a message id as tells messages apart at a glance; `trace` takes it too. Of an ARN: of its end."""
    return _telling(message_id)[:8] if message_id else ""


def begins(message_id: str, letters: str) -> bool:
    """Whether these are the first letters of it, or of its end if it is an ARN."""
    return message_id.startswith(letters) or _telling(message_id).startswith(letters)


def _telling(message_id: str) -> str:
    return message_id.rpartition(":")[2] if message_id.startswith("arn:") else message_id


def outcome(record: Record, decimals: int | None = None) -> str:
    """The outcome with its details and, for what AWS did by itself, the reason."""
    text = record.outcome
    if record.details:
        text += f" ({', '.join(_detail(name, value) for name, value in record.details.items())})"
    cause = record.cause
    if cause is not None and record.actor == AWS:
        by = "" if cause.actor == AWS else f" by {cause.actor}"
        where = f" in {cause.resource}" if cause.resource != record.resource else ""
        text += f", because of {cause.kind}{by}{where} at {offset(cause.at, decimals)}"
    return text


def _detail(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return f"{name} of 1 line" if len(value) == 1 else f"{name} of {len(value)} lines"
    return name if value is True else f"{name} {' '.join(str(value).split())}"


def render(records: Iterable[Record]) -> str:
    """The records (a timeline, what `select` found …) as an aligned table without a heading; "" for none."""
    records = list(records)
    decimals = max((_decimals(record.at // _US) for record in records), default=0)
    rows = [
        (
            offset(record.at, decimals),
            record.actor,
            f"{record.service}.{record.kind}",
            record.resource,
            short_id(record.message_id),
            outcome(record, decimals),
        )
        for record in records
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(5)]
    return "\n".join(
        "  ".join([row[0].rjust(widths[0]), *map(str.ljust, row[1:5], widths[1:]), row[5]]).rstrip() for row in rows
    )
