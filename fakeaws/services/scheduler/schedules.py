"""A schedule."""

from __future__ import annotations

import copy
import hashlib
from typing import TYPE_CHECKING, Any

from fakeaws.aws.service import Caller
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.aws.schedules.timing import Ticker
    from fakeaws.services.scheduler.definition import Definition
    from fakeaws.services.scheduler.groups import ScheduleGroup
    from fakeaws.services.scheduler.invocations.invocation import Invocation


class Schedule:
    """A schedule of a group; ``arn:aws:scheduler:…:schedule/group/name``."""

    def __init__(self, name: str, group: ScheduleGroup, arn: str, definition: Definition, now_us: int) -> None:
        self.name = name
        self.group = group
        self.arn = arn
        self.definition = definition
        self.created_us = self.modified_us = now_us
        #: Waits for its next instant; ``None`` while it is disabled.
        self.ticker: Ticker | None = None
        #: Its invocations whose fate is open.
        self.open: dict[Invocation, None] = {}

    @property
    def resource(self) -> str:
        """As the timeline names it."""
        return f"{self.group.name}/{self.name}"

    @property
    def caller(self) -> Caller:
        """The session of its role, as which targets are called."""
        role = self.definition.role
        session = hashlib.md5(self.arn.encode(), usedforsecurity=False).hexdigest()
        return Caller(role.account, role.session_arn(session), role.user_id(session))

    def update(self, definition: Definition, now_us: int) -> None:
        """`UpdateSchedule`."""
        self.definition = definition
        self.modified_us = now_us

    def described(self) -> dict[str, Any]:
        """As `GetSchedule` shows it."""
        return {**copy.deepcopy(self.definition.settings), **self._shown()}

    def summary(self) -> dict[str, Any]:
        """As `ListSchedules` shows it."""
        settings = self.definition.settings
        return {**self._shown(), "State": settings["State"], "Target": {"Arn": settings["Target"]["Arn"]}}

    def _shown(self) -> dict[str, Any]:
        return {
            "Arn": self.arn,
            "CreationDate": from_us(self.created_us),
            "GroupName": self.group.name,
            "LastModificationDate": from_us(self.modified_us),
            "Name": self.name,
        }
