"""From a schedule's instant to its target's answer: windows, attempts, retries, giving up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn
from fakeaws.aws.errors import AwsError
from fakeaws.aws.schedules.timing import Ticker
from fakeaws.aws.service import Result
from fakeaws.errors import NotSupportedError, ServiceNotMocked
from fakeaws.services.scheduler import limits
from fakeaws.services.scheduler.invocations.dead_letters import Exhausted, message_of
from fakeaws.services.scheduler.invocations.invocation import Invocation
from fakeaws.timeline.words import instant, span
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.scheduler.operations.base import SchedulerBase
    from fakeaws.services.scheduler.schedules import Schedule

_ID_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Invocations:
    """Of one account and region."""

    def __init__(self, service: SchedulerBase) -> None:
        self._service = service
        self._world = service.world
        place = f"{service.account}/{service.region}"
        self._ids = service.world.streams.stream(f"scheduler.ids/{place}")
        self._windows = service.world.streams.stream(f"scheduler.windows/{place}")
        self._jitter = service.world.streams.stream(f"scheduler.jitter/{place}")
        #: Those whose fate is open, in the order of their instants.
        self.open: dict[Invocation, None] = {}

    # -- schedules ---------------------------------------------------------------------------------------------------

    def plan(self, schedule: Schedule) -> None:
        """The schedule is new, or another one than before: wait for its next instant, if it is enabled."""
        self.drop(schedule)
        if schedule.definition.enabled:
            schedule.ticker = Ticker(self._world, schedule.definition.dates, self._due, schedule)
            schedule.ticker.start()

    def drop(self, schedule: Schedule) -> None:
        """Wait no more; what has not begun in its flexible window will not. Attempts under way go on."""
        if schedule.ticker is not None:
            schedule.ticker.stop()
            schedule.ticker = None
        for invocation in [each for each in schedule.open if each.began_us is None]:
            assert invocation.timer is not None
            self._world.simulation.cancel(invocation.timer)
            self._forget(invocation)

    def under_way(self) -> list[str]:
        """A phrase for each invocation whose fate is open."""
        return [f"scheduler invokes {each.schedule.resource} at {instant(each.due_us)}" for each in self.open]

    def _due(self, scheduled_us: int, schedule: Schedule) -> None:
        if self._world.simulation.closing:
            return
        window_seconds = schedule.definition.window_us // limits.SECOND_US
        wait_us = self._windows.randrange(window_seconds) * limits.SECOND_US if window_seconds else 0
        id = "".join(self._ids.choices(_ID_LETTERS, k=16))
        notification_id = uuid_of(self._ids.getrandbits(128))
        invocation = Invocation(schedule, id, notification_id, scheduled_us, self._world.now_us + wait_us)
        self.open[invocation] = schedule.open[invocation] = None
        if wait_us:
            invocation.timer = self._world.simulation.at(invocation.due_us, self._begin, invocation)
        else:
            self._begin(invocation)

    # -- attempts ----------------------------------------------------------------------------------------------------

    def _begin(self, invocation: Invocation) -> None:
        invocation.began_us = self._world.now_us
        target = invocation.definition.settings["Target"]["Arn"]
        details = {"target": target, "scheduled": invocation.scheduled_time}
        invocation.record = self._note(invocation, "Invoke", "due", details)
        self._attempt(invocation)

    def _attempt(self, invocation: Invocation) -> None:
        if self._world.simulation.closing:
            return
        invocation.attempts += 1
        self._service.metrics.note("InvocationAttemptCount", invocation.schedule.group.name)
        text = invocation.text(self._service.account, self._service.region)
        try:
            request = invocation.definition.target.request(text, invocation.schedule.arn)
            self._world.ask(
                request.service,
                request.operation,
                request.params,
                caller=invocation.caller,
                region=request.region or self._service.region,
                cause=invocation.record,
                then=self._answered,
                args=(invocation,),
            )
        except (NotSupportedError, ServiceNotMocked) as error:
            self._give_up(invocation, AwsError("NotSupported", str(error)), None)

    def _answered(self, answer: Result | AwsError, invocation: Invocation) -> None:
        error = answer if isinstance(answer, AwsError) else _failed_entry(answer)
        if error is None:
            self._done(invocation)
            return
        group = invocation.schedule.group.name
        throttled = _is_throttling(error)
        self._service.metrics.note("TargetErrorThrottledCount" if throttled else "TargetErrorCount", group)
        if not throttled and error.status < 500:
            self._give_up(invocation, error, None)
        else:
            self._retry(invocation, error)

    def _retry(self, invocation: Invocation, error: AwsError) -> None:
        """Later, unless the schedule's retry policy has no more attempts, or the invocation is too old by then."""
        definition = invocation.definition
        if invocation.attempts > definition.retries:
            self._give_up(invocation, error, "MaximumRetryAttempts")
            return
        longest_us = min(limits.FIRST_BACKOFF_US << min(invocation.attempts - 1, 20), limits.LONGEST_BACKOFF_US)
        delay_us = self._jitter.randrange(longest_us // 2, longest_us + 1)
        assert invocation.began_us is not None
        due_us = self._world.now_us + delay_us
        if due_us - invocation.began_us >= definition.age_us:
            self._give_up(invocation, error, "MaximumEventAgeInSeconds")
            return
        invocation.due_us = due_us
        details = {"next": span(delay_us), "attempts": invocation.attempts}
        invocation.record = self._note(invocation, "InvokeRetry", error.code, details)
        invocation.timer = self._world.simulation.at(due_us, self._attempt, invocation)

    # -- the end -----------------------------------------------------------------------------------------------------

    def _give_up(self, invocation: Invocation, error: AwsError, exhausted: Exhausted | None) -> None:
        metrics, group = self._service.metrics, invocation.schedule.group.name
        metrics.note("InvocationDroppedCount", group)
        queue = invocation.definition.dead_letter_arn
        details: dict[str, Any] = {"message": error.message, "attempts": invocation.attempts}
        if exhausted is not None:
            details["exhausted"] = exhausted
        if queue is None:
            self._note(invocation, "InvokeEnd", error.code, {**details, "dropped": True})
            self._done(invocation)
            return
        invocation.record = self._note(invocation, "InvokeEnd", error.code, {**details, "dead letter": queue})
        arn = Arn.parse(queue)
        body = invocation.text(self._service.account, self._service.region)
        self._world.ask(
            "sqs",
            "SendMessage",
            message_of(invocation, arn, body, error, exhausted),
            caller=invocation.caller,
            region=arn.region,
            cause=invocation.record,
            then=self._buried,
            args=(invocation,),
        )

    def _buried(self, answer: Result | AwsError, invocation: Invocation) -> None:
        failed = isinstance(answer, AwsError)
        name = "InvocationsFailedToBeSentToDeadLetterCount" if failed else "InvocationsSentToDeadLetterCount"
        self._service.metrics.note(name, invocation.schedule.group.name)
        self._done(invocation)

    def _done(self, invocation: Invocation) -> None:
        self._forget(invocation)
        schedule, definition = invocation.schedule, invocation.definition
        if not definition.deletes_itself or schedule.definition is not definition or schedule.ticker is None:
            return
        if not schedule.ticker.running and not schedule.open:
            self._service.remove(schedule)
            self._note(invocation, "DeleteSchedule", "completed", {})

    def _forget(self, invocation: Invocation) -> None:
        del self.open[invocation]
        del invocation.schedule.open[invocation]

    def _note(self, invocation: Invocation, kind: str, outcome: str, details: dict[str, Any]) -> int:
        self._world.simulation.progressed()
        return self._world.timeline.add(
            "scheduler",
            kind,
            invocation.schedule.resource,
            outcome,
            message_id=invocation.id,
            cause=invocation.record,
            details=details,
        )


def _is_throttling(error: AwsError) -> bool:
    return error.status == 429 or error.retried or "Throttl" in error.code or error.code == "TooManyRequestsException"


def _failed_entry(answer: Result) -> AwsError | None:
    """What a call that takes many entries says of one that failed."""
    if not answer.get("FailedEntryCount"):
        return None
    failed = [entry for entry in answer["Entries"] if "ErrorCode" in entry]
    code = failed[0]["ErrorCode"]
    return AwsError(code, failed[0].get("ErrorMessage", ""), 500 if code == "InternalFailure" else 400)
