"""Tasks that wait for a job of another service: ``.sync``, by asking the service how the job stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Result
from fakeaws.router import operation_model
from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.engine.failures import TASK_FAILED
from fakeaws.services.stepfunctions.integrations.calls import ask
from fakeaws.services.stepfunctions.integrations.refusals import refusal
from fakeaws.services.stepfunctions.integrations.services import ServiceCall
from fakeaws.services.stepfunctions.integrations.shapes import as_in_api, milliseconds, result
from fakeaws.services.stepfunctions.language.json_text import Json, write_json

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt
    from fakeaws.simulation.scheduler import Timer

#: A job that is young is asked for each time that it is twice as old, then once a minute, an old one more rarely.
_FIRST_US: Final = limits.SECOND_US
_OFTEN_US: Final = 60 * limits.SECOND_US
_RARELY: Final = 60


@dataclass(frozen=True)
class Job:
    """How a job is followed.

    ``describe`` is the operation that tells of it, ``about`` its parameters, ``stop`` and ``stopping`` those of the one that
    ends it. A text ``answer.build.id`` in them stands for what the beginning call answered, ``request.JobName`` for what it
    was asked; a member that is not there is left out. ``subject`` is where the description has the job, ``status`` where the
    job has its status.
    """

    describe: str
    about: Mapping[str, Any]
    subject: str
    status: str
    succeeded: frozenset[str]
    failed: frozenset[str] = frozenset()
    stop: str | None = None
    stopping: Mapping[str, Any] = field(default_factory=dict)
    #: Whether a job that has come to its end well by its status failed all the same.
    failed_otherwise: Callable[[Any], bool] | None = None
    #: As what the result has the subject; without it, the subject is the result.
    named: str | None = None
    #: Of a job that takes something away: once the service does not know it any more, it is done.
    until_gone: bool = False


@dataclass
class Watch:
    """A job that an attempt waits for; ``known`` holds what the beginning call was asked and answered."""

    known: dict[str, Any]
    began_us: int
    timer: Timer | None = None


class JobCall(ServiceCall):
    """An operation that begins a job."""

    def __init__(self, service: str, operation: str, job: Job, *, enveloped: bool = True) -> None:
        super().__init__(service, operation, enveloped=enveloped)
        self.job = job

    def watch(self, answer: Result, attempt: Attempt) -> None:
        world = attempt.engine.world
        attempt.job = Watch({"request": attempt.job, "answer": answer}, world.now_us)
        attempt.job.timer = world.simulation.at(world.now_us, self.look, attempt)

    def look(self, attempt: Attempt) -> None:
        """How does the job stand?"""
        attempt.job.timer = None
        ask(attempt, self.service, self.job.describe, _filled(self.job.about, attempt.job.known), self.told)

    def told(self, answer: Result | AwsError, attempt: Attempt) -> None:
        """The job's description."""
        attempt.waiter = None
        if attempt.done:
            return
        job = self.job
        model = operation_model(self.service, job.describe)
        if isinstance(answer, AwsError):
            if job.until_gone and (answer.status == 404 or "NotFound" in answer.code):
                attempt.succeed({})
            else:
                attempt.fail(*refusal(model, answer, attempt.engine.world.new_request_id()))
            return
        found = _at(answer, job.subject)
        status = _at(found, job.status)
        if status not in job.succeeded and status not in job.failed:
            self._wait(attempt)
            return
        shown = _at(result(model, answer, as_in_api, milliseconds), as_in_workflows(job.subject))
        if job.named is not None:
            shown = {job.named: shown}
        if status in job.failed or (job.failed_otherwise is not None and job.failed_otherwise(found)):
            attempt.fail(TASK_FAILED, write_json(shown))
        else:
            attempt.succeed(self.outcome(shown, attempt))

    def outcome(self, description: Json, attempt: Attempt) -> Json:
        """The task's result."""
        return description

    def _wait(self, attempt: Attempt) -> None:
        world = attempt.engine.world
        age_us = world.now_us - attempt.job.began_us
        pause_us = max(_FIRST_US, min(_OFTEN_US, age_us), age_us // _RARELY)
        attempt.job.timer = world.simulation.at(world.now_us + pause_us, self.look, attempt)

    def cancel(self, attempt: Attempt) -> None:
        """The job is stopped, if the service can do that."""
        watch, job = attempt.job, self.job
        if not isinstance(watch, Watch):
            return
        if watch.timer is not None:
            attempt.engine.world.simulation.cancel(watch.timer)
            watch.timer = None
        if job.stop is not None:
            ask(attempt, self.service, job.stop, _filled(job.stopping, watch.known), self.stopped)

    def stopped(self, answer: Result | AwsError, attempt: Attempt) -> None:
        """Whether or not: the task is over."""


def as_in_workflows(place: str) -> str:
    """A place in an answer, with the names that workflows see."""
    return ".".join(as_in_api(part) for part in place.split("."))


def _at(value: Any, place: str) -> Any:
    """What is at ``tasks.0.taskArn``; None where nothing is. The place "" is the value itself."""
    for part in place.split(".") if place else ():
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def _filled(wanted: Any, known: dict[str, Any]) -> Any:
    if isinstance(wanted, str):
        return _at(known, wanted)
    if isinstance(wanted, (list, tuple)):
        return [_filled(each, known) for each in wanted]
    values = {name: _filled(each, known) for name, each in wanted.items()}
    return {name: value for name, value in values.items() if value is not None}
