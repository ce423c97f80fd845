"""What metric alarms and composite alarms have in common: a name, a state, and actions."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from fakeaws.aws.arns import partition_of
from fakeaws.aws.service import Caller
from fakeaws.services.cloudwatch.alarms.texts import timestamp
from fakeaws.services.cloudwatch.alarms.verdicts import ALARM, INSUFFICIENT_DATA, OK, State
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.operations.base import CloudWatchBase

#: State → the parameter with its actions.
ACTION_LISTS: Mapping[State, str] = {
    OK: "OKActions",
    ALARM: "AlarmActions",
    INSUFFICIENT_DATA: "InsufficientDataActions",
}

NEW = "Unchecked: Initial alarm creation"


class Standing(NamedTuple):
    """A state, why, and since when."""

    state: State
    reason: str
    #: JSON; ``None`` where there is none.
    data: str | None
    wall_us: int


class Change(NamedTuple):
    """An alarm's way from one state to another."""

    old: Standing
    new: Standing
    #: The timeline's number of its record.
    record: int
    #: Of a composite alarm: the child that caused it, if one did.
    child: Alarm | None = None


class Alarm(ABC):
    """An alarm. ``settings`` are its parameters as they were given, and only those."""

    #: As `DescribeAlarmHistory` calls the kind.
    kind: ClassVar[str]

    def __init__(self, service: CloudWatchBase, params: Mapping[str, Any], wall_us: int) -> None:
        account, region, world = service.account, service.region, service.world
        self.name: str = params["AlarmName"]
        self.account = account
        self.region = region
        self.arn = f"arn:{partition_of(region)}:cloudwatch:{region}:{account}:alarm:{self.name}"
        #: Its name on the timeline.
        self.resource = self.name if world.is_home(account, region) else self.arn
        self.standing = Standing(INSUFFICIENT_DATA, NEW, None, wall_us)
        self.transitioned_us = wall_us
        #: The latest change of its state; ``None`` before the first.
        self.last_change: Change | None = None
        #: The timeline's number of the record of its latest configuration; ``None`` before it is written.
        self.put_record: int | None = None
        self.caller = service_caller(self, "cloudwatch.amazonaws.com")
        self.configure(params, wall_us)

    def configure(self, params: Mapping[str, Any], wall_us: int) -> None:
        """Take a whole new configuration, which was checked; the state stays."""
        given = {name: value for name, value in params.items() if name != "Tags" and value is not None}
        self.settings: dict[str, Any] = copy.deepcopy(given)
        self.actions_enabled: bool = self.settings.get("ActionsEnabled", True)
        self.configured_us = wall_us

    @property
    def state(self) -> State:
        """Its present state."""
        return self.standing.state

    @property
    def description(self) -> str | None:
        """Its description, if it was given one."""
        text: str | None = self.settings.get("AlarmDescription")
        return text

    def actions(self, state: State) -> Sequence[str]:
        """What it does when it comes to that state."""
        found: Sequence[str] = self.settings.get(ACTION_LISTS[state], ())
        return found

    def all_actions(self) -> list[str]:
        """What it does in whatever state."""
        return [arn for state in ACTION_LISTS for arn in self.actions(state)]

    def described(self) -> dict[str, Any]:
        """As `DescribeAlarms` shows it."""
        standing = self.standing
        shown: dict[str, Any] = {
            "AlarmName": self.name,
            "AlarmArn": self.arn,
            "AlarmConfigurationUpdatedTimestamp": from_us(self.configured_us),
            "ActionsEnabled": self.actions_enabled,
            **{name: list(self.settings.get(name, ())) for name in ACTION_LISTS.values()},
            "StateValue": standing.state,
            "StateReason": standing.reason,
            "StateUpdatedTimestamp": from_us(standing.wall_us),
            "StateTransitionedTimestamp": from_us(self.transitioned_us),
        }
        if standing.data is not None:
            shown["StateReasonData"] = standing.data
        for name in self.shown:
            if name in self.settings:
                shown[name] = copy.deepcopy(self.settings[name])
        return shown

    #: Settings that `described` shows if they were given.
    shown: ClassVar[Sequence[str]] = ("AlarmDescription",)

    @abstractmethod
    def in_history(self) -> dict[str, Any]:
        """Its configuration as history entries tell it, without what all alarms have."""

    def configuration_in_history(self) -> dict[str, Any]:
        """Its configuration as history entries tell it."""
        shown: dict[str, Any] = {"alarmName": self.name}
        if self.description is not None:
            shown["alarmDescription"] = self.description
        return {
            **shown,
            "alarmArn": self.arn,
            "alarmConfigurationUpdatedTimestamp": timestamp(self.configured_us),
            **self.in_history(),
            "stateValue": self.state,
            "stateUpdatedTimestamp": timestamp(self.standing.wall_us),
            "actionsEnabled": self.actions_enabled,
            "alarmActions": list(self.actions(ALARM)),
            "insufficientDataActions": list(self.actions(INSUFFICIENT_DATA)),
            "okactions": list(self.actions(OK)),
        }


def service_caller(alarm: Alarm, principal: str) -> Caller:
    """CloudWatch, when it acts for an alarm."""
    return Caller(alarm.account, "", principal, service=principal, source_arn=alarm.arn)
