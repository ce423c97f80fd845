"""Mute rules: while one is active, its alarms change their states but run no actions."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from fakeaws.aws.arns import partition_of
from fakeaws.aws.timestamps import given_us
from fakeaws.services.cloudwatch import errors
from fakeaws.services.cloudwatch.alarms.mute_schedules import Schedule, schedule_of
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.alarms.alarm import Alarm, Change
    from fakeaws.services.cloudwatch.alarms.board import Board

Status: TypeAlias = Literal["SCHEDULED", "ACTIVE", "EXPIRED"]


class MuteRule:
    """A mute rule: when, and which alarms."""

    def __init__(self, board: Board, params: Mapping[str, Any]) -> None:
        region, account = board.service.region, board.service.account
        self.name: str = params["Name"]
        self.arn = f"arn:{partition_of(region)}:cloudwatch:{region}:{account}:alarm-mute-rule:{self.name}"
        self.configure(board, params)

    def configure(self, board: Board, params: Mapping[str, Any]) -> None:
        """Take a whole new configuration; raises AWS's refusals before it changes anything."""
        schedule = schedule_of(params["Rule"]["Schedule"])
        begin_us, end_us = (_instant(params.get(name)) for name in ("StartDate", "ExpireDate"))
        if begin_us is not None and end_us is not None and begin_us >= end_us:
            raise errors.validation_error("ExpireDate must be later than StartDate")
        self.schedule: Schedule = schedule
        self.begin_us = begin_us
        self.end_us = end_us
        given = {name: value for name, value in params.items() if name != "Tags" and value is not None}
        self.settings: dict[str, Any] = copy.deepcopy(given)
        for name, instant_us in (("StartDate", begin_us), ("ExpireDate", end_us)):
            if instant_us is not None:
                self.settings[name] = from_us(instant_us)
        self.targets: tuple[str, ...] = tuple((params.get("MuteTargets") or {}).get("AlarmNames", ()))
        self.updated_us = board.world.wall_us

    def muted_until(self, wall_us: int) -> int | None:
        """When the mute that is on now ends; ``None`` if none is."""
        if self.begin_us is not None and wall_us < self.begin_us:
            return None
        if self.end_us is not None and wall_us >= self.end_us:
            return None
        until_us = self.schedule.active_until(wall_us)
        return until_us if until_us is None or self.end_us is None else min(until_us, self.end_us)

    def status(self, wall_us: int) -> Status:
        """What `GetAlarmMuteRule` shows."""
        if self.muted_until(wall_us) is not None:
            return "ACTIVE"
        over = self.end_us is not None and wall_us >= self.end_us
        return "EXPIRED" if over or self.schedule.is_over(wall_us) else "SCHEDULED"

    @property
    def mute_type(self) -> str:
        """``ONE_TIME`` or ``RECURRING``."""
        return "RECURRING" if self.schedule.recurring else "ONE_TIME"

    def summary(self, wall_us: int) -> dict[str, Any]:
        """As `ListAlarmMuteRules` shows it."""
        shown: dict[str, Any] = {"AlarmMuteRuleArn": self.arn}
        if "ExpireDate" in self.settings:
            shown["ExpireDate"] = self.settings["ExpireDate"]
        return {
            **shown,
            "Status": self.status(wall_us),
            "MuteType": self.mute_type,
            "LastUpdatedTimestamp": from_us(self.updated_us),
        }

    def described(self, wall_us: int) -> dict[str, Any]:
        """As `GetAlarmMuteRule` shows it."""
        return {**copy.deepcopy(self.settings), **self.summary(wall_us)}


class Muting:
    """All mute rules of an account and region, and the changes whose actions they hold back."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self.rules: dict[str, MuteRule] = {}
        #: By the alarm's name: its latest change while it is muted.
        self._held: dict[str, Change] = {}

    def muted_until(self, alarm: Alarm) -> int | None:
        """When the first of the mutes of an alarm that are on now ends (µs since 1970)."""
        if not self.rules:
            return None
        wall_us = self._board.world.wall_us
        ends = [rule.muted_until(wall_us) for rule in self.rules.values() if alarm.name in rule.targets]
        return min((end for end in ends if end is not None), default=None)

    def holds(self, alarm: Alarm, change: Change) -> bool:
        """Whether a change's actions are muted; if the alarm is still in ALARM when the mute ends, they run then."""
        until_us = self.muted_until(alarm)
        if until_us is None:
            self._held.pop(alarm.name, None)
            return False
        if alarm.name not in self._held:
            self._wait(alarm.name, until_us)
        self._held[alarm.name] = change
        return True

    def look_again(self) -> None:
        """A rule is gone or another one: run what is muted no more."""
        for name in tuple(self._held):
            self._ended(name, wait=False)

    def forget(self, name: str) -> None:
        """The alarm is deleted."""
        self._held.pop(name, None)

    def _wait(self, name: str, until_us: int) -> None:
        world = self._board.world
        world.simulation.at(world.now_us + until_us - world.wall_us, self._ended, name)

    def _ended(self, name: str, wait: bool = True) -> None:
        change = self._held.get(name)
        alarm = self._board.alarms.get(name)
        if change is None or alarm is None:
            return
        until_us = self.muted_until(alarm)
        if until_us is not None:
            if wait:
                self._wait(name, until_us)
            return
        del self._held[name]
        if alarm.state == "ALARM" and change.new.state == "ALARM":
            self._board.actions.begin(alarm, change, after_mute=True)


def _instant(given: Any) -> int | None:
    return None if given is None else given_us(given)
