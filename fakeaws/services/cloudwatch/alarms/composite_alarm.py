"""An alarm that watches other alarms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.services.cloudwatch.alarms import rules
from fakeaws.services.cloudwatch.alarms.alarm import Alarm
from fakeaws.services.cloudwatch.alarms.suppression import Suppression


class CompositeAlarm(Alarm):
    """A composite alarm: ALARM while its ``rule`` is true, OK otherwise."""

    kind = "CompositeAlarm"
    shown = (
        "AlarmDescription",
        "AlarmRule",
        "ActionsSuppressor",
        "ActionsSuppressorWaitPeriod",
        "ActionsSuppressorExtensionPeriod",
    )

    def configure(self, params: Mapping[str, Any], wall_us: int) -> None:
        super().configure(params, wall_us)
        self.rule = rules.parse(self.settings["AlarmRule"])
        #: The names of the alarms in its rule, each once, in order.
        self.children = tuple(dict.fromkeys(name_of(text) for text in self.rule.children()))
        suppressor = self.settings.get("ActionsSuppressor")
        self.suppressor: str | None = None if suppressor is None else name_of(suppressor)
        self.suppression = Suppression()

    def described(self) -> dict[str, Any]:
        return {**super().described(), **self.suppression.described()}

    def in_history(self) -> dict[str, Any]:
        found = {
            "alarmRule": self.settings["AlarmRule"],
            "actionsSuppressor": self.settings.get("ActionsSuppressor"),
            "actionsSuppressorWaitPeriod": self.settings.get("ActionsSuppressorWaitPeriod"),
            "actionsSuppressorExtensionPeriod": self.settings.get("ActionsSuppressorExtensionPeriod"),
        }
        return {name: value for name, value in found.items() if value is not None}


def name_of(text: str) -> str:
    """The alarm's name in what a rule or a suppressor calls it: a name or an ARN."""
    parts = text.split(":", 6)
    return parts[6] if parts[0] == "arn" and len(parts) == 7 and parts[5] == "alarm" else text
