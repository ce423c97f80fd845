"""A schedule group."""

from __future__ import annotations

from typing import Any

from fakeaws.aws.tags import Tags
from fakeaws.simulation.clock import from_us


class ScheduleGroup:
    """Schedules under one name; ``arn:aws:scheduler:…:schedule-group/name``. Its tags are for `TagResource`."""

    def __init__(self, name: str, arn: str, now_us: int, tags: Tags) -> None:
        self.name = name
        self.arn = arn
        self.created_us = self.modified_us = now_us
        self.tags = tags
        self.deleting = False

    def described(self) -> dict[str, Any]:
        """As `GetScheduleGroup` and `ListScheduleGroups` show it."""
        return {
            "Arn": self.arn,
            "CreationDate": from_us(self.created_us),
            "LastModificationDate": from_us(self.modified_us),
            "Name": self.name,
            "State": "DELETING" if self.deleting else "ACTIVE",
        }
