"""A replay.

AWS replays by the events' own time, minute after minute, and says nothing of its speed. Here the events of one minute come
at one instant, in the order in which they were archived; the next minute that has any follows a second later.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from fakeaws.aws.arns import partition_of
from fakeaws.aws.metrics import MINUTE_US
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.services.events.archives.archive import Archive
    from fakeaws.services.events.buses import EventBus
    from fakeaws.services.events.event import Event

State: TypeAlias = Literal["STARTING", "RUNNING", "CANCELLING", "COMPLETED", "CANCELLED"]
STEP_US = 1_000_000


class Replay:
    """Sends archived events to their bus again, with ``replay-name`` in them."""

    def __init__(
        self, bus: EventBus, archive: Archive, params: Mapping[str, Any], begin_us: int, end_us: int, record: int
    ) -> None:
        """``record``: the timeline's number of the call that starts it."""
        self._bus = bus
        service = bus.service
        self._world = service.world
        self.name: str = params["ReplayName"]
        place = f"{service.region}:{service.account}"
        self.arn = f"arn:{partition_of(service.region)}:events:{place}:replay/{self.name}"
        self.archive_arn = archive.arn
        self.description: str | None = params.get("Description")
        filters = params["Destination"].get("FilterArns")
        self.destination = {"Arn": bus.arn, **({"FilterArns": list(filters)} if filters else {})}
        self._only = frozenset(filters) if filters else None
        self._begin_us, self._end_us = begin_us, end_us
        self._record = record
        self.started_us = self._world.wall_us
        self.state: State = "STARTING"
        self._ended_us: int | None = None
        #: The time of the last event that was sent again.
        self._last_us: int | None = None
        found = sorted(archive.between(begin_us, end_us), key=_minute)
        self._minutes = deque(list(events) for _, events in groupby(found, key=_minute))
        self._plan()

    @property
    def is_over(self) -> bool:
        """Whether nothing comes any more."""
        return self.state in ("COMPLETED", "CANCELLED")

    @property
    def can_be_cancelled(self) -> bool:
        """Whether CancelReplay may come now."""
        return self.state in ("STARTING", "RUNNING")

    def cancel(self) -> None:
        """Send no more events; it takes a moment."""
        self.state = "CANCELLING"

    def listed(self) -> dict[str, Any]:
        """As ListReplays shows it."""
        shown: dict[str, Any] = {
            "ReplayName": self.name,
            "EventSourceArn": self.archive_arn,
            "State": self.state,
            "EventStartTime": from_us(self._begin_us),
            "EventEndTime": from_us(self._end_us),
            "ReplayStartTime": from_us(self.started_us // 1000 * 1000),
        }
        for name, instant_us in (("EventLastReplayedTime", self._last_us), ("ReplayEndTime", self._ended_us)):
            if instant_us is not None:
                shown[name] = from_us(instant_us // 1000 * 1000)
        return shown

    def described(self) -> dict[str, Any]:
        """As DescribeReplay shows it."""
        described = {} if self.description is None else {"Description": self.description}
        return {"ReplayArn": self.arn, **described, "Destination": self.destination, **self.listed()}

    def _plan(self) -> None:
        self._world.simulation.at(self._world.now_us + STEP_US, self._step)

    def _step(self) -> None:
        if self._world.simulation.closing:
            return
        if self.state == "CANCELLING":
            self._end("CANCELLED")
        elif not self._minutes:
            self._end("COMPLETED")
        else:
            self.state = "RUNNING"
            for event in self._minutes.popleft():
                again = event.changed(replay_name=self.name, received_us=self._world.wall_us)
                self._last_us = event.wall_us
                self._bus.service.receive(self._bus, again, "Replay", self._record, {"replay": self.name}, self._only)
            self._plan()

    def _end(self, state: State) -> None:
        self.state = state
        self._ended_us = self._world.wall_us
        self._minutes.clear()


def _minute(event: Event) -> int:
    return event.wall_us // MINUTE_US
