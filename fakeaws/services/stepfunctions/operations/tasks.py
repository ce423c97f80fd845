"""GetActivityTask, SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import About, AwsError
from fakeaws.aws.service import Call, Pending, Result
from fakeaws.services.stepfunctions import errors, limits
from fakeaws.services.stepfunctions.language.json_text import JsonTextError, read_json, text_size, write_json
from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase
from fakeaws.services.stepfunctions.task_queues import Poll

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt


class TaskOperations(StepFunctionsBase):
    """What workers call, and whoever has a task token."""

    def get_activity_task(self, call: Call) -> Result | Pending:
        activity = self.activity(call.params["activityArn"])
        call.recorded = True
        actor = call.caller.actor or self.world.simulation.current.name
        poll = Poll(self, activity, call.params.get("workerName"), actor)
        answer = activity.tasks.take(poll)
        if answer is not None:
            return answer
        if activity.tasks.pollers >= self.quotas.activity_pollers:
            raise errors.too_many_workers()
        return activity.tasks.wait(poll)

    def send_task_success(self, call: Call) -> Result:
        text = call.params["output"]
        if not text or text_size(text) > limits.PAYLOAD_BYTES:
            raise _about_task(errors.invalid_output("Invalid output."))
        try:
            output = read_json(text)
        except JsonTextError as error:
            raise _about_task(errors.invalid_output(error.message)) from None
        attempt = self._attempt(call)
        self._end(call, attempt, attempt.succeed, output, write_json(output))
        return {}

    def send_task_failure(self, call: Call) -> Result:
        attempt = self._attempt(call)
        self._end(call, attempt, attempt.fail, call.params.get("error"), call.params.get("cause"))
        return {}

    def send_task_heartbeat(self, call: Call) -> Result:
        attempt = self._attempt(call)
        attempt.beat()
        self._note(call, attempt)
        return {}

    # -- inside ------------------------------------------------------------------------------------------------------

    def _attempt(self, call: Call) -> Attempt:
        try:
            return self.engine.tokens.attempt(call.params["taskToken"])
        except AwsError as error:
            raise _about_task(error) from None

    def _end(self, call: Call, attempt: Attempt, fn: Callable[..., object], *args: Any) -> None:
        """The token is used up now; the execution goes on in an event of its own, as its next states make calls."""
        assert attempt.token is not None
        self.engine.tokens.end(attempt.token)
        self._note(call, attempt)
        self.world.simulation.at(self.world.now_us, fn, *args)

    def _note(self, call: Call, attempt: Attempt) -> None:
        call.recorded = True
        visit = attempt.visit
        self.world.simulation.progressed()
        self.world.timeline.add(
            self.name,
            call.operation,
            self.resource_of(visit.execution),
            "ok",
            message_id=visit.execution.arn,
            cause=attempt.record if call.cause is None else call.cause,
            details={"state": visit.state.name},
        )


def _about_task(error: AwsError) -> AwsError:
    """A token is a secret, and says nothing to who reads the timeline; which task it was, where that is known, does."""
    if error.about is None:
        error.about = About("task", None, {})
    return error
