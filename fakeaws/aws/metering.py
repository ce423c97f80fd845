"""How a service works its metrics out when somebody looks: from the timeline's new rows, minute by minute of the wall clock.

A `Meter` counts for one queue, topic … and knows what it holds; `Metering` reads every row once, hands it to the
service's reader and closes the minutes that are over. AWS calls a resource active for 6 hours after its last use, and
only active ones tell anything: a meter that is not active any more is let go, so that idle days cost nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from fakeaws.aws.metrics import MINUTE_US

if TYPE_CHECKING:
    from fakeaws.aws.metrics import Datum
    from fakeaws.aws.service import Service
    from fakeaws.timeline.records import Row

ACTIVE_US = 6 * 60 * MINUTE_US


class Meter(ABC):
    """What one resource emits. ``minute_us`` is the begin of its open minute, in the wall clock's microseconds."""

    __slots__ = ("minute_us", "used_us")

    def __init__(self) -> None:
        self.minute_us = 0
        #: When it was used last, in elapsed time.
        self.used_us = 0

    @property
    def occupied(self) -> bool:
        """Whether it counts as used without a call, for it holds something."""
        return False

    @property
    def deleted(self) -> bool:
        """Whether the resource is gone: the open minute is its last."""
        return False

    @abstractmethod
    def close(self, end_us: int) -> Iterable[Datum]:
        """What it emits for its open minute, which ended at the elapsed time ``end_us``; counting begins anew."""


M = TypeVar("M", bound=Meter)


class Metering(ABC, Generic[M]):
    """The meters of one service in one account and region.

    A minute's data are the same whenever somebody looks, for rows of the instant at which it ends belong to the next one.
    If the wall clock is set back, the minute that it shows then begins at once; one that was told before gets more data.
    """

    #: The service, as the timeline names it.
    service_name: ClassVar[str]

    def __init__(self, service: Service) -> None:
        world = service.world
        self.service = service
        self._timeline = world.timeline
        self._at_home = world.is_home(service.account, service.region)
        #: How many rows were read.
        self._read = 0
        #: Wall clock minus elapsed time, at the row read last.
        rows = self._timeline.rows
        self._offset_us = rows[0][1] - rows[0][0] if rows else world.simulation.clock.offset_us
        #: By the resource's own name.
        self.meters: dict[str, M] = {}
        self._told: list[Datum] = []

    @abstractmethod
    def make(self, name: str) -> M:
        """A meter for a resource that was not active."""

    @abstractmethod
    def read(self, number: int, row: Row) -> None:
        """Take in a row of this service's; ``number`` is its place in the timeline."""

    def until(self, elapsed_us: int) -> list[Datum]:
        """See `Service.metrics_until`."""
        rows, name, read = self._timeline.rows, self.service_name, self.read
        number, count = self._read, len(self._timeline.rows)
        while number < count:
            row = rows[number]
            if row[0] >= elapsed_us:
                break
            if row[1] - row[0] != self._offset_us:  # the world notes a clock that is set back
                self._set_clock(row[0], row[1] - row[0])
            if row[3] == name:
                read(number, row)
            number += 1
        self._read = number
        minute_us = _minute(elapsed_us + self._offset_us)
        for name, meter in list(self.meters.items()):
            self._advance(name, meter, minute_us)
        told, self._told = self._told, []
        told.sort(key=_begin)
        return told

    def meter(self, name: str, at_us: int) -> M:
        """The meter of a resource that is used at that instant."""
        minute_us = _minute(at_us + self._offset_us)
        meter = self.meters.get(name)
        if meter is not None and meter.minute_us != minute_us:
            self._advance(name, meter, minute_us)
            meter = self.meters.get(name)
        if meter is None:
            meter = self.meters[name] = self.make(name)
            meter.minute_us = minute_us
        meter.used_us = at_us
        return meter

    def own_name(self, resource: str) -> str | None:
        """The name of a resource of this account and region; ``None`` if the timeline's name is another's."""
        if self._at_home:
            return None if resource.startswith("arn:") else resource
        parts = resource.split(":", 5)
        service = self.service
        return parts[5] if len(parts) == 6 and parts[3:5] == [service.region, service.account] else None

    def _advance(self, name: str, meter: M, minute_us: int) -> None:
        """Close its minutes before that one."""
        while meter.minute_us < minute_us:
            end_us = meter.minute_us + MINUTE_US - self._offset_us
            if meter.occupied:
                meter.used_us = end_us
            elif end_us > meter.used_us + ACTIVE_US:
                del self.meters[name]
                return
            self._told += meter.close(end_us)
            if meter.deleted:
                del self.meters[name]
                return
            meter.minute_us += MINUTE_US

    def _set_clock(self, at_us: int, offset_us: int) -> None:
        """The wall clock was set, at that elapsed time."""
        before_us, after_us = _minute(at_us + self._offset_us), _minute(at_us + offset_us)
        for name, meter in list(self.meters.items()):
            self._advance(name, meter, before_us)
            if name in self.meters and before_us != after_us:
                self._told += meter.close(at_us)
                if meter.deleted:
                    del self.meters[name]
                meter.minute_us = after_us
        self._offset_us = offset_us


def _minute(wall_us: int) -> int:
    return wall_us - wall_us % MINUTE_US


def _begin(datum: Datum) -> int:
    return datum.wall_us
