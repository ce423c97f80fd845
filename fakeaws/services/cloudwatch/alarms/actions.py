"""What alarms do when they come to another state."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn
from fakeaws.aws.errors import AwsError
from fakeaws.router import SERVICES
from fakeaws.services.cloudwatch.alarms import lambda_events, messages
from fakeaws.services.cloudwatch.alarms.alarm import Change, service_caller
from fakeaws.services.cloudwatch.alarms.metric_alarm import MetricAlarm
from fakeaws.services.cloudwatch.alarms.scaling import ScalingAction
from fakeaws.simulation.spawning import spawn
from fakeaws.timeline.records import AWS

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.alarms.alarm import Alarm
    from fakeaws.services.cloudwatch.alarms.board import Board

LAMBDA_PRINCIPAL = "lambda.alarms.cloudwatch.amazonaws.com"

#: What an action led to: the timeline's word for it, and the error if there was one.
_Result = tuple[str, "str | None"]


class Actions:
    """Runs the actions of the alarms of one account and region, each change's in one event."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._world = board.world
        self._simulation = board.world.simulation
        #: What stands for scaling policies, by their ARNs.
        self._policies: dict[str, Callable[[ScalingAction], object]] = {}
        #: What was published by the action that runs, for its history entry.
        self._published: dict[str, str] | None = None

    def begin(self, alarm: Alarm, change: Change, *, after_mute: bool = False) -> None:
        """Run the actions of the state that the alarm came to, as soon as the running actor lets go."""
        if alarm.actions_enabled and alarm.actions(change.new.state):
            self._simulation.at(self._simulation.clock.elapsed_us, self._run, alarm, change, after_mute)

    def register(self, policy_arn: str, fn: Callable[[ScalingAction], object]) -> None:
        """Let a callable stand for a scaling policy from now on."""
        self._policies[policy_arn] = fn
        self._board.ticker.wake()

    def repeats(self, alarm: MetricAlarm) -> bool:
        """Whether an alarm executes scaling policies again and again in its present state."""
        policies = self._policies
        return (
            bool(policies)
            and alarm.actions_enabled
            and alarm.last_change is not None
            and any(arn in policies for arn in alarm.actions(alarm.state))
        )

    def repeat(self, alarm: MetricAlarm) -> None:
        """Execute its scaling policies again, as CloudWatch does every minute while a state lasts. Called in an event."""
        change = alarm.last_change
        assert change is not None
        for arn in alarm.actions(alarm.state):
            if arn in self._policies:
                self._one(alarm, change, arn, repeated=True)

    def _run(self, alarm: Alarm, change: Change, after_mute: bool) -> None:
        for arn in alarm.actions(change.new.state):
            self._one(alarm, change, arn, after_mute=after_mute)

    def _one(self, alarm: Alarm, change: Change, arn: str, *, after_mute: bool = False, repeated: bool = False) -> None:
        number = self._world.timeline.add(
            "cloudwatch", "Action", alarm.resource, "ok", cause=change.record, details={"action": arn}, actor=AWS
        )
        self._published = None
        service = arn.split(":")[2]
        if service == "sns":
            outcome, error = self._publish(alarm, change, arn, number, after_mute)
        elif service == "lambda":
            outcome, error = self._invoke(alarm, change, arn, number)
        elif arn in self._policies and isinstance(alarm, MetricAlarm):
            outcome, error = self._scale(alarm, arn, self._policies[arn])
        else:
            outcome, error = "recorded", None
        details = {"action": arn} if error is None else {"action": arn, "error": error}
        self._world.timeline.amend(number, outcome, details)
        if not repeated:
            self._note(alarm, change, arn, error)

    def _note(self, alarm: Alarm, change: Change, arn: str, error: str | None) -> None:
        """The history entry."""
        if error is None:
            summary = f"Successfully executed action {arn}"
        else:
            summary = f'Failed to execute action {arn}. Received error: "{error}"'
        data: dict[str, Any] = {
            "actionState": "Succeeded" if error is None else "Failed",
            "stateUpdateTimestamp": change.new.wall_us // 1000,
            "notificationResource": arn,
            "publishedMessage": None if self._published is None else json.dumps(self._published, separators=(",", ":")),
            "error": error,
        }
        self._board.note(alarm, "Action", summary, data)

    def _publish(self, alarm: Alarm, change: Change, arn: str, record: int, after_mute: bool) -> _Result:
        published = self._published = messages.published(alarm, change, after_mute=after_mute)
        params = {
            "TopicArn": arn,
            "Subject": messages.subject(alarm, change),
            "Message": json.dumps(published, separators=(",", ":"), ensure_ascii=False),
            "MessageStructure": "json",
        }
        return self._call(alarm, "sns", "Publish", params, arn, record)

    def _invoke(self, alarm: Alarm, change: Change, arn: str, record: int) -> _Result:
        if "lambda" not in SERVICES:
            return "not supported", "fakeaws does not have the service lambda yet: the function was not invoked"
        event = json.dumps(lambda_events.event(alarm, change), separators=(",", ":"), ensure_ascii=False)
        params = {"FunctionName": arn, "InvocationType": "Event", "Payload": event.encode("utf-8", "surrogatepass")}
        return self._call(alarm, "lambda", "Invoke", params, arn, record, principal=LAMBDA_PRINCIPAL)

    def _call(
        self,
        alarm: Alarm,
        service: str,
        operation: str,
        params: Mapping[str, Any],
        arn: str,
        record: int,
        principal: str | None = None,
    ) -> _Result:
        caller = alarm.caller if principal is None else service_caller(alarm, principal)
        try:
            self._world.call(service, operation, params, caller=caller, region=Arn.parse(arn).region, cause=record)
        except AwsError as error:
            return error.code, f"{error.message} (Error Code: {error.code})" if error.message else error.code
        return "ok", None

    def _scale(self, alarm: MetricAlarm, arn: str, fn: Callable[[ScalingAction], object]) -> _Result:
        action = ScalingAction.of(alarm, arn)
        simulation = self._simulation
        if simulation.is_real:
            threading.Thread(target=fn, args=(action,), name=action.policy_name, daemon=True).start()
        else:
            spawn(simulation, fn, (action,), name=action.policy_name)
        return "ok", None
