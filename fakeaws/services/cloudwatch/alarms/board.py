"""All alarms of an account and region: how they come, change and go."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fakeaws.services.cloudwatch import errors, tagging
from fakeaws.services.cloudwatch.alarms import announcing
from fakeaws.services.cloudwatch.alarms.actions import Actions
from fakeaws.services.cloudwatch.alarms.alarm import Alarm, Change, Standing
from fakeaws.services.cloudwatch.alarms.composite_alarm import CompositeAlarm, name_of
from fakeaws.services.cloudwatch.alarms.history import History, ItemType
from fakeaws.services.cloudwatch.alarms.metric_alarm import MetricAlarm
from fakeaws.services.cloudwatch.alarms.muting import Muting
from fakeaws.services.cloudwatch.alarms.texts import long_date, timestamp
from fakeaws.services.cloudwatch.alarms.ticking import Ticker
from fakeaws.services.cloudwatch.alarms.verdicts import ALARM, OK, State
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.aws.service import Call
    from fakeaws.services.cloudwatch.operations.base import CloudWatchBase


class Board:
    """The alarms by name, their history, and what they set going.

    Whatever a change of state leads to begins in `change`, what a new configuration leads to in `configured`.
    """

    def __init__(self, service: CloudWatchBase) -> None:
        self.service = service
        self.world = service.world
        self.alarms: dict[str, Alarm] = {}
        self.history = History()
        self.actions = Actions(self)
        self.muting = Muting(self)
        self.ticker = Ticker(self)
        self._ids = self.world.streams.stream(f"cloudwatch.alarm-query-id/{service.account}/{service.region}")

    def new_id(self) -> str:
        """A random id."""
        return uuid_of(self._ids.getrandbits(128))

    # -- looking up ----------------------------------------------------------------------------------------------

    def state_of(self, name: str) -> State | None:
        """The state of the alarm of that name; ``None`` if there is none."""
        alarm = self.alarms.get(name)
        return None if alarm is None else alarm.state

    def metric_alarms(self) -> list[MetricAlarm]:
        """In the order in which they were made."""
        return [alarm for alarm in self.alarms.values() if isinstance(alarm, MetricAlarm)]

    def composite_alarms(self) -> list[CompositeAlarm]:
        """In the order in which they were made."""
        return [alarm for alarm in self.alarms.values() if isinstance(alarm, CompositeAlarm)]

    def parents_of(self, name: str) -> list[CompositeAlarm]:
        """The composite alarms whose rules name that alarm."""
        return [alarm for alarm in self.composite_alarms() if name in alarm.children]

    # -- configurations ------------------------------------------------------------------------------------------

    def put(self, kind: type[Alarm], call: Call) -> None:
        """Make an alarm, with its tags, or give it a new configuration. Raises AWS's refusals of name and tags."""
        params = call.params
        name: str = params["AlarmName"]
        wall_us = self.world.wall_us
        alarm = self.alarms.get(name)
        if alarm is not None and not isinstance(alarm, kind):
            raise errors.validation_error(f"An alarm of another type with the name {name} exists already.")
        tags = tagging.tags_of(params.get("Tags"))
        is_new = alarm is None
        previous = None if alarm is None else announcing.before(self.world, alarm)
        if alarm is None:
            alarm = self.alarms[name] = kind(self.service, params, wall_us)
            self.service.tags[alarm.arn] = tags
        else:
            if isinstance(alarm, CompositeAlarm):
                alarm.suppression.drop(self)
            alarm.configure(params, wall_us)
        alarm.put_record = self.record(call, alarm)
        self.configured(alarm, "Create" if is_new else "Update", previous)
        if isinstance(alarm, CompositeAlarm):
            self._evaluate(
                alarm, f"{alarm.arn} was {'created' if is_new else 'updated'} and its alarm rule evaluates to"
            )

    def delete(self, names: Sequence[str]) -> None:
        """Delete those that exist; raises AWS's refusals before it does."""
        found = [self.alarms[name] for name in dict.fromkeys(names) if name in self.alarms]
        if sum(isinstance(alarm, CompositeAlarm) for alarm in found) > 1:
            raise errors.validation_error("Only one composite alarm can be deleted per request.")
        needed = [alarm.name for alarm in found if self.parents_of(alarm.name)]
        if needed:
            them = "it" if len(needed) == 1 else "them"
            raise errors.validation_error(
                f"Cannot delete {','.join(needed)} as there are composite alarm(s) depending on {them}."
            )
        for alarm in found:
            del self.alarms[alarm.name]
            self.service.tags.pop(alarm.arn, None)
            self.muting.forget(alarm.name)
            if isinstance(alarm, CompositeAlarm):
                alarm.suppression.drop(self)
            self.configured(alarm, "Delete")

    def configured(self, alarm: Alarm, type: str, previous: Mapping[str, Any] | None = None) -> None:
        """An alarm was made, configured anew or deleted: ``Create``, ``Update``, ``Delete``.

        ``previous``: the configuration before an update, if events are to tell it.
        """
        done = f"{type.lower()}d"
        data = {"version": "1.0", "type": type, f"{done}Alarm": alarm.configuration_in_history()}
        self.note(alarm, "ConfigurationUpdate", f'Alarm "{alarm.name}" {done}', data)
        cause = None if type == "Delete" else alarm.put_record
        announcing.configured(self.world, alarm, type.lower(), previous, cause)
        self.ticker.plan()

    def note(self, alarm: Alarm, type: ItemType, summary: str, data: Mapping[str, Any]) -> None:
        """Write an alarm's history."""
        self.history.add(self.world.wall_us, alarm.name, alarm.kind, type, summary, data)

    def record(self, call: Call, alarm: Alarm) -> int:
        """Note a call that changes an alarm on the timeline; returns the record's number."""
        call.recorded = True
        self.world.simulation.progressed()
        return self.world.timeline.add("cloudwatch", call.operation, alarm.resource, "ok", cause=call.cause)

    # -- states --------------------------------------------------------------------------------------------------

    def change(
        self,
        alarm: Alarm,
        state: State,
        reason: str,
        data: str | None,
        *,
        child: Alarm | None = None,
        cause: int | None = None,
    ) -> None:
        """Give an alarm a state with a reason, or its state another reason; actions run if the state is another one.

        ``cause`` is the timeline's number of the record that led to it, ``child`` the alarm whose change did.
        """
        old = alarm.standing
        new = alarm.standing = Standing(state, reason, data, self.world.wall_us)
        if isinstance(alarm, MetricAlarm):
            alarm.quiet = False
            self.ticker.wake()
        told = {"version": "1.0", "oldState": _in_history(old), "newState": _in_history(new)}
        self.note(alarm, "StateUpdate", f"Alarm updated from {old.state} to {new.state}", told)
        if state == old.state:
            return
        alarm.transitioned_us = new.wall_us
        record = self.world.timeline.add(
            "cloudwatch",
            "StateChange",
            alarm.resource,
            state,
            cause=cause if child is None or child.last_change is None else child.last_change.record,
            details={"from": old.state, "reason": reason},
        )
        self.world.simulation.progressed()
        change = alarm.last_change = Change(old, new, record, child)
        if isinstance(alarm, CompositeAlarm) and alarm.suppression.holds(self, alarm, change):
            self._withheld(alarm, change, "suppressed")
        else:
            self.act(alarm, change)
        announcing.state_changed(self.world, alarm, change)
        for other in self.composite_alarms():
            if other.suppressor == alarm.name:
                other.suppression.suppressor_changed(self, other, state)
            if alarm.name in other.children:
                self._evaluate(other, f"{alarm.arn} transitioned to {state} at {long_date(new.wall_us)}", alarm)

    def act(self, alarm: Alarm, change: Change) -> None:
        """Run a change's actions, unless they are disabled or a mute rule holds them back."""
        if not alarm.actions(change.new.state):
            return
        if not alarm.actions_enabled:
            self._withheld(alarm, change, "disabled")
        elif self.muting.holds(alarm, change):
            self._withheld(alarm, change, "muted")
        else:
            self.actions.begin(alarm, change)

    def _withheld(self, alarm: Alarm, change: Change, why: str) -> None:
        """Tell on the timeline that actions do not run, or not yet."""
        actions = alarm.actions(change.new.state)
        if actions:
            details = {"action": ", ".join(actions)}
            self.world.timeline.add("cloudwatch", "Action", alarm.resource, why, cause=change.record, details=details)

    def _evaluate(self, alarm: CompositeAlarm, why: str, child: Alarm | None = None) -> None:
        """Let a composite alarm follow its rule; one that depends on itself does not.

        Without a child that caused it, the state is still to be added to ``why``.
        """
        if self._depends_on_itself(alarm):
            return
        state = ALARM if alarm.rule.holds(self._state_of_child) else OK
        if state == alarm.state:
            return
        if child is None:
            self.change(alarm, state, f"{why} {state}", None, cause=alarm.put_record)
            return
        told = {"value": child.state, "timestamp": timestamp(child.standing.wall_us)}
        data = json.dumps({"triggeringAlarms": [{"arn": child.arn, "state": told}]}, separators=(",", ":"))
        self.change(alarm, state, why, data, child=child)

    def _state_of_child(self, text: str) -> State | None:
        return self.state_of(name_of(text))

    def _depends_on_itself(self, alarm: CompositeAlarm) -> bool:
        seen: set[str] = set()
        waiting = list(alarm.children)
        while waiting:
            name = waiting.pop()
            if name == alarm.name:
                return True
            child = self.alarms.get(name)
            if name not in seen and isinstance(child, CompositeAlarm):
                seen.add(name)
                waiting += child.children
        return False


def _in_history(standing: Standing) -> dict[str, Any]:
    told: dict[str, Any] = {"stateValue": standing.state, "stateReason": standing.reason}
    if standing.data is not None:
        told["stateReasonData"] = json.loads(standing.data)
    return told
