"""What alarms tell the default event bus: how their state changes, and how they come, change and go.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.events import Announcement
from fakeaws.services.cloudwatch.alarms import lambda_events
from fakeaws.services.cloudwatch.alarms.composite_alarm import CompositeAlarm
from fakeaws.services.cloudwatch.alarms.metric_alarm import MetricAlarm
from fakeaws.services.cloudwatch.alarms.texts import timestamp
from fakeaws.services.cloudwatch.alarms.verdicts import ALARM, INSUFFICIENT_DATA, OK

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.alarms.alarm import Alarm, Change
    from fakeaws.world import World

SOURCE = "aws.cloudwatch"
STATE_CHANGE = "CloudWatch Alarm State Change"
CONFIGURATION_CHANGE = "CloudWatch Alarm Configuration Change"

#: Settings of metric alarms, told if they were given.
_JUDGING = (
    "EvaluationPeriods",
    "DatapointsToAlarm",
    "Threshold",
    "ComparisonOperator",
    "TreatMissingData",
    "EvaluateLowSampleCountPercentile",
)


def state_changed(world: World, alarm: Alarm, change: Change) -> None:
    """Announce an alarm's new state; a composite alarm's with what holds its actions back."""
    if not world.is_heard(alarm.account, alarm.region):
        return
    detail = lambda_events.alarm_data(alarm, change)
    if isinstance(alarm, CompositeAlarm):
        suppressed = {f"a{name[1:]}": value for name, value in alarm.suppression.described().items()}
        detail["state"] = {**detail["state"], **suppressed}
    _announce(world, alarm, STATE_CHANGE, detail, change.record)


def before(world: World, alarm: Alarm) -> dict[str, Any] | None:
    """The configuration of an alarm that will get another one; ``None`` if nobody wants to hear of it."""
    return configuration(alarm) if world.is_heard(alarm.account, alarm.region) else None


def configured(
    world: World, alarm: Alarm, operation: str, previous: Mapping[str, Any] | None, cause: int | None
) -> None:
    """Announce that an alarm was made, configured anew or deleted: ``create``, ``update``, ``delete``."""
    if not world.is_heard(alarm.account, alarm.region):
        return
    state = alarm.standing
    detail: dict[str, Any] = {
        "alarmName": alarm.name,
        "operation": operation,
        "state": {"value": state.state, "timestamp": timestamp(state.wall_us)},
        "configuration": configuration(alarm),
    }
    if previous is not None:
        detail["previousConfiguration"] = previous
    _announce(world, alarm, CONFIGURATION_CHANGE, detail, cause)


def configuration(alarm: Alarm) -> dict[str, Any]:
    """An alarm's whole configuration, as these events tell it."""
    settings = alarm.settings
    told: dict[str, Any] = {}
    if isinstance(alarm, MetricAlarm):
        told.update({f"{name[0].lower()}{name[1:]}": settings[name] for name in _JUDGING if name in settings})
    told.update(lambda_events.configuration(alarm))
    return {
        **told,
        "alarmName": alarm.name,
        "actionsEnabled": alarm.actions_enabled,
        "timestamp": timestamp(alarm.configured_us),
        "okActions": list(alarm.actions(OK)),
        "alarmActions": list(alarm.actions(ALARM)),
        "insufficientDataActions": list(alarm.actions(INSUFFICIENT_DATA)),
    }


def _announce(world: World, alarm: Alarm, detail_type: str, detail: Mapping[str, Any], cause: int | None) -> None:
    place = alarm.account, alarm.region
    world.announce(Announcement(SOURCE, detail_type, *place, (alarm.arn,), detail, cause))
