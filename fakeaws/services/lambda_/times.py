"""Times as Lambda writes them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def text(wall_us: int) -> str:
    """``2024-04-10T08:59:54.123+0000`` for microseconds since 1970."""
    moment = _EPOCH + timedelta(microseconds=wall_us)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}+0000"
