"""What a callable that stands for an Auto Scaling policy is told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.alarms.metric_alarm import MetricAlarm


@dataclass(frozen=True)
class ScalingAction:
    """One execution of a scaling policy by an alarm.

    - ``alarm_name``, ``alarm_arn``, ``policy_arn``: who executes what;
    - ``state``: the alarm's state, ``ALARM`` as a rule;
    - ``value``: the metric's newest value that was looked at when the alarm came to that state; ``None`` without data;
    - ``threshold``: the alarm's; a step policy's size follows from ``value - threshold``;
    - ``reason_data``: the alarm's ``StateReasonData``, read; empty if it has none.
    """

    alarm_name: str
    alarm_arn: str
    policy_arn: str
    state: str
    value: float | None
    threshold: float
    reason_data: dict[str, Any]

    @property
    def policy_name(self) -> str:
        """The policy's name, as its ARN has it."""
        return self.policy_arn.rpartition("policyName/")[2]

    @classmethod
    def of(cls, alarm: MetricAlarm, policy_arn: str) -> ScalingAction:
        """What an alarm tells now."""
        read = json.loads(alarm.standing.data or "{}")
        data: dict[str, Any] = read if isinstance(read, dict) else {}
        recent = data.get("recentDatapoints") or [None]
        return cls(alarm.name, alarm.arn, policy_arn, alarm.state, recent[-1], alarm.threshold, data)
