"""One attempt of a Task: from its scheduling to its end, with what the history says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import About, AwsError
from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.engine.failures import TASK_FAILED, TIMEOUT, Failure, data_limit_exceeded
from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.executions.history import HistoryFull
from fakeaws.services.stepfunctions.language.definition.resources import ACTIVITY, LAMBDA
from fakeaws.services.stepfunctions.language.errors import StateError
from fakeaws.services.stepfunctions.language.json_text import Json, text_size, write_json

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine
    from fakeaws.services.stepfunctions.integrations.integration import Integration
    from fakeaws.services.stepfunctions.language.definition.resources import Resource
    from fakeaws.simulation.scheduler import Timer

#: What the names of its events begin with, by the kind of its resource.
_FAMILY = {LAMBDA: "LambdaFunction", ACTIVITY: "Activity"}


class Attempt:
    """What an `Integration` works on: it calls `started`, `submitted`, and then `succeed` or `fail`, once.

    ``parameters`` is the effective Parameters or Arguments, or of a task without them its effective input; ``text`` the same
    as JSON. ``token`` is the task token, None for tasks that have none. ``caller``: as whom to call other services.
    """

    __slots__ = (
        "_heartbeat",
        "_timer",
        "credentials",
        "done",
        "engine",
        "family",
        "heartbeat_seconds",
        "integration",
        "job",
        "parameters",
        "record",
        "request_id",
        "scheduled_us",
        "started_us",
        "text",
        "timeout_seconds",
        "token",
        "visit",
        "waiter",
    )

    def __init__(
        self,
        engine: Engine,
        visit: Visit,
        integration: Integration,
        parameters: Json,
        *,
        token: str | None = None,
        timeout_seconds: int | None = None,
        heartbeat_seconds: int | None = None,
        credentials: str | None = None,
    ) -> None:
        self.engine = engine
        self.visit = visit
        self.integration = integration
        self.parameters = parameters
        self.text = write_json(parameters)
        self.token = token
        self.timeout_seconds = timeout_seconds
        self.heartbeat_seconds = heartbeat_seconds
        #: The role of the Task's Credentials.
        self.credentials = credentials
        self.family = _FAMILY.get(visit.state.resource.kind, "Task")
        self.done = False
        #: Whatever the integration wants to remember: a job's id, the place in an activity's queue.
        self.job: Any = None
        #: The call that it waits for, to be cancelled with it.
        self.waiter: Any = None
        #: The timeline's number of its record: the cause of the calls that it makes.
        self.record: int | None = None
        #: Of the last AWS call that it made.
        self.request_id = ""
        #: Elapsed time of its scheduling, and of its start once somebody works on it.
        self.scheduled_us = engine.world.now_us
        self.started_us: int | None = None
        self._timer: Timer | None = None
        self._heartbeat: Timer | None = None

    @property
    def resource(self) -> Resource:
        resource: Resource = self.visit.state.resource
        return resource

    # -- what happens to it ------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Scheduled: the time-out runs, the integration is asked."""
        resource, service = self.resource, self.engine.service
        details: dict[str, Any]
        if self.family == "Task":
            details = {
                "resourceType": resource.service,
                "resource": resource.history_resource,
                "region": service.region,
                "parameters": self.text,
            }
        else:
            details = {"resource": resource.arn, "input": self.text}
        if self.timeout_seconds is not None:
            details["timeoutInSeconds"] = self.timeout_seconds
            due_us = self.engine.world.now_us + self.timeout_seconds * limits.SECOND_US
            self._timer = self.engine.world.simulation.at_last(due_us, self._expire)
        if self.heartbeat_seconds is not None and self.family != "LambdaFunction":
            details["heartbeatInSeconds"] = self.heartbeat_seconds
        if self.credentials is not None:
            details["taskCredentials"] = {"roleArn": self.credentials}
        self._add("Scheduled", details)
        service.metrics.task_scheduled(self)
        if self.token is not None:
            self.engine.tokens.give(self.token, self)
        shown = {"resource": resource.arn, "attempt": self.visit.retry_count}
        self.record = self.engine.note(self.visit, "TaskScheduled", "scheduled", shown)
        if self.credentials is None or self._assumes(self.credentials):
            self.integration.start(self)

    def _assumes(self, role: str) -> bool:
        """Whether the role of the Credentials can be assumed, which STS says; if not, the task has failed."""
        service, execution = self.engine.service, self.visit.execution
        try:
            service.world.call(
                "sts",
                "AssumeRole",
                {"RoleArn": role, "RoleSessionName": "states-task"},
                caller=service.role_of(execution),
                region=service.region,
                cause=self.record,
            )
        except AwsError:
            own = execution.revision.role_arn
            self.fail(TASK_FAILED, f"The role {own} is not authorized to assume the task state's role, {role}.")
            return False
        return True

    def started(self, worker: str | None = None) -> None:
        """Somebody works on it; ``worker``: an activity's worker."""
        if self.done:
            return
        if self.family == "Activity":
            self._add("Started", {} if worker is None else {"workerName": worker})
            self.beat()
        elif self.family == "LambdaFunction":
            self._add("Started", None)
        else:
            self._add("Started", self._about)
        self.started_us = self.engine.world.now_us
        self.engine.service.metrics.task_started(self)

    def submitted(self, output: Json) -> None:
        """The service has taken a job or passed on the token; from now on heartbeats are expected."""
        if self.done:
            return
        try:
            text = write_json(output)
        except StateError as error:
            self.fail_at_once(self.engine.failure_of(self.visit, error))
            return
        self._add("Submitted", {**self._about, "output": text})
        self.beat()

    def beat(self) -> None:
        """A heartbeat: the next one is due ``heartbeat_seconds`` later."""
        if self._heartbeat is not None:
            self.engine.world.simulation.cancel(self._heartbeat)
        if self.heartbeat_seconds is not None and self.family != "LambdaFunction":
            due_us = self.engine.world.now_us + self.heartbeat_seconds * limits.SECOND_US
            self._heartbeat = self.engine.world.simulation.at_last(due_us, self._miss)

    def succeed(self, result: Json, text: str | None = None) -> None:
        """The task's result; ``text``: as JSON, where it is known. Nothing if the attempt has ended already."""
        if self.done:
            return
        try:
            text = write_json(result) if text is None else text
        except StateError as error:
            self.fail_at_once(self.engine.failure_of(self.visit, error))
            return
        if text_size(text) > limits.PAYLOAD_BYTES:
            named = self.resource.arn if self.family != "Task" else self.resource.service
            limited = data_limit_exceeded(named)
            self.fail(limited.error, limited.cause)
            return
        self._end("ok")
        self.engine.service.metrics.task_ended(self, "Succeeded")
        try:
            self._add("Succeeded", {**self._about, "output": text})
        except HistoryFull:
            self.engine.history_full(self.visit.execution)
            return
        self.engine.worked(self.visit, result)

    def fail(self, error: str | None, cause: str | None = None, kind: str = "Failed") -> None:
        """The task failed; ``kind``: ``Failed``, ``ScheduleFailed``, ``StartFailed``, ``SubmitFailed``, ``TimedOut``."""
        if not self.done:
            self._fail(Failure(error, cause, of_task=True), kind)

    def fail_at_once(self, failure: Failure) -> None:
        """The interpreter's own failure, of which the history has no event of the task."""
        if not self.done:
            self._end(failure.error or "failed")
            self.engine.failed(self.visit, failure)

    def cancel(self) -> None:
        """Its end is not wanted any more; a job that it began is stopped."""
        if not self.done:
            self._end("aborted")
            self.integration.cancel(self)

    # -- inside ------------------------------------------------------------------------------------------------------

    @property
    def _about(self) -> dict[str, Any]:
        if self.family != "Task":
            return {}
        return {"resourceType": self.resource.service, "resource": self.resource.history_resource}

    def _add(self, what: str, details: dict[str, Any] | None) -> None:
        frame = self.visit.frame
        frame.last = frame.execution.history.add(f"{self.family}{what}", frame.last, details)

    def _note(self, outcome: str) -> None:
        self.engine.note(self.visit, "TaskEnd", outcome, {"resource": self.resource.arn})

    def _expire(self) -> None:
        self._give_up(Failure(TIMEOUT, of_task=True))

    def _miss(self) -> None:
        self._give_up(Failure(TIMEOUT, of_task=True, heartbeat=True))

    def _give_up(self, failure: Failure) -> None:
        if not self.done:
            self._fail(failure, "TimedOut")
            self.integration.cancel(self)

    def _fail(self, failure: Failure, kind: str) -> None:
        self._end(failure.error or "failed")
        timed_out = "HeartbeatTimedOut" if failure.heartbeat else "TimedOut"
        self.engine.service.metrics.task_ended(self, timed_out if kind == "TimedOut" else "Failed")
        try:
            self._add(kind, {**self._about, **failure.details})
        except HistoryFull:
            self.engine.history_full(self.visit.execution)
            return
        self.engine.failed(self.visit, failure)

    def _end(self, outcome: str) -> None:
        self.done = True
        simulation = self.engine.world.simulation
        for timer in (self._timer, self._heartbeat):
            if timer is not None:
                simulation.cancel(timer)
        if self.waiter is not None:
            self.waiter.cancel()
            self.waiter = None
        if self.token is not None:
            execution = self.visit.execution
            details = {"state": self.visit.state.name, "ended": outcome}
            about = About(self.engine.service.resource_of(execution), execution.arn, details)
            self.engine.tokens.end(self.token, about)
        self._note(outcome)
