"""One short text that is the same for two runs exactly when their timelines are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from fakeaws.timeline.jsonl import lines
from fakeaws.timeline.records import Record


def digest(timeline: Iterable[Record]) -> str:
    """SHA-256 of the timeline's JSON lines, in hex."""
    sha = hashlib.sha256()
    for line in lines(timeline):
        sha.update(line.encode())
    return sha.hexdigest()
