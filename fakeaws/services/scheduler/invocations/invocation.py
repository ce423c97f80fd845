"""One invocation of a target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.scheduler.targets.inputs import default_notification, filled
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.aws.service import Caller
    from fakeaws.services.scheduler.schedules import Schedule
    from fakeaws.simulation.scheduler import Timer


class Invocation:
    """What became due at ``scheduled_us`` (since 1970), with the schedule's definition of that instant."""

    def __init__(self, schedule: Schedule, id: str, notification_id: str, scheduled_us: int, due_us: int) -> None:
        """``due_us``: when its next attempt begins, in the world's elapsed time."""
        self.schedule = schedule
        self.definition = schedule.definition
        self.caller: Caller = schedule.caller
        #: ``<aws.scheduler.execution-id>``.
        self.id = id
        self.notification_id = notification_id
        self.scheduled_us = scheduled_us
        self.due_us = due_us
        #: When the first attempt began, in elapsed time; ``None`` while it waits in its flexible window.
        self.began_us: int | None = None
        self.attempts = 0
        self.timer: Timer | None = None
        self.record: int | None = None

    @property
    def scheduled_time(self) -> str:
        """``2022-03-22T18:59:43Z``."""
        return f"{from_us(self.scheduled_us):%Y-%m-%dT%H:%M:%SZ}"

    def text(self, account: str, region: str) -> str:
        """What the target gets at this attempt."""
        given = self.definition.target.input
        arn = self.schedule.arn
        if given is None:
            return default_notification(
                id=self.notification_id, account=account, region=region, time=self.scheduled_time, schedule_arn=arn
            )
        attributes = {
            "schedule-arn": arn,
            "scheduled-time": self.scheduled_time,
            "execution-id": self.id,
            "attempt-number": str(max(1, self.attempts)),
        }
        return filled(given, attributes)
