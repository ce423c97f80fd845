"""One series: a metric's data of one unit, by the time they are about."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator

from fakeaws.services.cloudwatch.metrics.buckets import Bucket
from fakeaws.services.cloudwatch.metrics.retention import LAST_US, MINUTE_US, SECOND_US, readable_us


class Series:
    """Buckets by their begin. Data of standard resolution lie in minutes, of high resolution in seconds."""

    __slots__ = ("_buckets", "_starts")

    def __init__(self) -> None:
        self._buckets: dict[int, Bucket] = {}
        self._starts: list[int] = []

    def bucket(self, wall_us: int, *, high_resolution: bool = False) -> Bucket:
        """Where data of that time go."""
        start_us = wall_us - wall_us % (SECOND_US if high_resolution else MINUTE_US)
        bucket = self._buckets.get(start_us)
        if bucket is None:
            bucket = self._buckets[start_us] = Bucket()
            if self._starts and start_us < self._starts[-1]:
                insort(self._starts, start_us)
            else:
                self._starts.append(start_us)
        return bucket

    def periods(self, period_us: int, begin_us: int, end_us: int, now_us: int) -> Iterator[tuple[int, Bucket]]:
        """Begin and data of each period that has any, oldest first; periods are counted from ``begin_us``.

        What is too old to be read at that period is passed over, what is too old for any is forgotten.
        """
        self._forget(now_us - LAST_US)
        oldest_us = max(begin_us, now_us - readable_us(period_us))
        current: Bucket | None = None
        current_us = 0
        for index in range(bisect_left(self._starts, oldest_us), bisect_left(self._starts, end_us)):
            start_us = self._starts[index]
            period_start_us = start_us - (start_us - begin_us) % period_us
            if current is None or period_start_us != current_us:
                if current is not None and current.samples:
                    yield current_us, current
                current, current_us = Bucket(), period_start_us
            current.merge(self._buckets[start_us])
        if current is not None and current.samples:
            yield current_us, current

    def _forget(self, before_us: int) -> None:
        if self._starts and self._starts[0] < before_us:
            gone = bisect_left(self._starts, before_us)
            for start_us in self._starts[:gone]:
                del self._buckets[start_us]
            del self._starts[:gone]
