"""A log group as plain lists: what AWS documents of events, written without regard to speed."""

from __future__ import annotations

from dataclasses import dataclass, field

DAY_MS, HOUR_MS, MINUTE_MS = 86_400_000, 3_600_000, 60_000


@dataclass(frozen=True, order=True)
class Entry:
    """One event: ``place`` counts all that came in."""

    timestamp: int
    place: int
    message: str


@dataclass
class Group:
    """Streams with their events in the order of time, and what the metric filter has still to tell."""

    retention: int | None = None
    streams: dict[str, list[Entry]] = field(default_factory=dict)
    #: By minute: matching events.
    counts: dict[int, int] = field(default_factory=dict)
    places: int = 0

    def expire(self, now: int) -> None:
        """Let go of what is too old."""
        if self.retention is not None:
            oldest = now - self.retention * DAY_MS
            for name, entries in self.streams.items():
                self.streams[name] = [entry for entry in entries if entry.timestamp >= oldest]

    def put(self, stream: str, batch: list[tuple[int, str]], now: int) -> dict[str, int] | None:
        """What is rejected; ``None`` if the whole batch is."""
        timestamps = [timestamp for timestamp, _ in batch]
        if timestamps != sorted(timestamps):
            return None
        too_old = [t for t in timestamps if t < now - 14 * DAY_MS]
        expired = [t for t in timestamps if self.retention is not None and t < now - self.retention * DAY_MS]
        too_new = [t for t in timestamps if t > now + 2 * HOUR_MS]
        good = [(t, m) for t, m in batch if t not in (*too_old, *expired, *too_new)]
        if good and good[-1][0] - good[0][0] > DAY_MS:
            return None
        for timestamp, message in good:
            self.places += 1
            self.streams[stream].append(Entry(timestamp, self.places, message))
            if "x" in message:
                minute = timestamp // MINUTE_MS
                self.counts[minute] = self.counts.get(minute, 0) + 1
        self.streams[stream].sort()
        rejected = {}
        if too_old:
            rejected["tooOldLogEventEndIndex"] = len(too_old)
        if len(expired) > len(too_old):
            rejected["expiredLogEventEndIndex"] = len(expired)
        if too_new:
            rejected["tooNewLogEventStartIndex"] = len(batch) - len(too_new)
        return rejected

    def all(self) -> list[tuple[str, Entry]]:
        """Events of all streams, in the order of time."""
        found = [(name, entry) for name, entries in self.streams.items() for entry in entries]
        return sorted(found, key=lambda each: each[1])
