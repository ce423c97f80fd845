"""What `CreateSchedule` and `UpdateSchedule` say of a schedule, checked."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from fakeaws.aws.arns import Arn
from fakeaws.aws.roles import Role
from fakeaws.services.scheduler import errors, limits
from fakeaws.services.scheduler.dates import dates_of
from fakeaws.services.scheduler.targets import target_of
from fakeaws.simulation.clock import from_us

_DEFAULTS = {"ActionAfterCompletion": "NONE", "ScheduleExpressionTimezone": "UTC", "State": "ENABLED"}
_KEPT = (
    "ActionAfterCompletion",
    "Description",
    "EndDate",
    "FlexibleTimeWindow",
    "KmsKeyArn",
    "ScheduleExpression",
    "ScheduleExpressionTimezone",
    "StartDate",
    "State",
    "Target",
)


class Definition:
    """One state of a schedule: an update makes a new one, whatever it leaves out is as if it were created so."""

    def __init__(self, params: Mapping[str, Any], account: str, now_us: int) -> None:
        """Raises AWS's refusals; ``now_us`` is since 1970."""
        self.dates = dates_of(params, now_us)
        self.window_us = _window_us(params["FlexibleTimeWindow"])
        given: dict[str, Any] = params["Target"]
        self.role = _role(given["RoleArn"], account)
        self.target = target_of(given)
        policy = given.get("RetryPolicy") or {}
        self.retries: int = policy.get("MaximumRetryAttempts", limits.RETRY_ATTEMPTS)
        age_seconds: int = policy.get("MaximumEventAgeInSeconds", limits.EVENT_AGE_SECONDS)
        self.age_us = age_seconds * limits.SECOND_US
        self.dead_letter_arn: str | None = (given.get("DeadLetterConfig") or {}).get("Arn")
        kept = {name: params[name] for name in _KEPT if params.get(name) is not None}
        self.settings: dict[str, Any] = copy.deepcopy({**_DEFAULTS, **kept})
        self.settings["Target"]["RetryPolicy"] = {
            "MaximumEventAgeInSeconds": age_seconds,
            "MaximumRetryAttempts": self.retries,
        }
        for name, instant_us in (("StartDate", self.dates.begin_us), ("EndDate", self.dates.end_us)):
            if instant_us is not None:
                self.settings[name] = from_us(instant_us)
            else:
                self.settings.pop(name, None)

    @property
    def enabled(self) -> bool:
        """Whether it runs at all."""
        return bool(self.settings["State"] == "ENABLED")

    @property
    def deletes_itself(self) -> bool:
        """``ActionAfterCompletion``."""
        return bool(self.settings["ActionAfterCompletion"] == "DELETE")


def _window_us(window: Mapping[str, Any]) -> int:
    minutes: int | None = window.get("MaximumWindowInMinutes")
    if window["Mode"] == "OFF":
        if minutes is not None:
            raise errors.validation("MaximumWindowInMinutes cannot be specified when the FlexibleTimeWindow is OFF.")
        return 0
    if minutes is None:
        raise errors.validation("MaximumWindowInMinutes must be specified when the FlexibleTimeWindow is FLEXIBLE.")
    return minutes * limits.MINUTE_US


def _role(arn: str, account: str) -> Role:
    role = Role.of(Arn.parse(arn))
    if role is None or role.account != account:
        raise errors.validation(
            "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
        )
    return role
