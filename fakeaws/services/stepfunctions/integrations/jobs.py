"""batch:submitJob: a job as a task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.events import Announcement
from fakeaws.aws.service import Result
from fakeaws.router import operation_model
from fakeaws.services.stepfunctions.engine.failures import TASK_FAILED
from fakeaws.services.stepfunctions.integrations.calls import ask
from fakeaws.services.stepfunctions.integrations.refusals import refusal
from fakeaws.services.stepfunctions.integrations.services import ServiceCall
from fakeaws.services.stepfunctions.integrations.shapes import as_in_api, milliseconds, result
from fakeaws.services.stepfunctions.language.json_text import write_json

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase

BATCH = "aws.batch"

_OVER = ("SUCCEEDED", "FAILED")


class SubmitJob(ServiceCall):
    """With ``.sync`` the task ends when Batch announces the job's end; its result is the job's description."""

    def __init__(self) -> None:
        super().__init__("batch", "SubmitJob")

    def watch(self, answer: Result, attempt: Attempt) -> None:
        attempt.job = answer["jobId"]
        service = _service_of(attempt)
        service.awaited_jobs[attempt.job] = attempt
        service.hears = True

    def cancel(self, attempt: Attempt) -> None:
        """The job is terminated, if it can be."""
        if isinstance(attempt.job, str) and _service_of(attempt).awaited_jobs.pop(attempt.job, None) is not None:
            params = {"jobId": attempt.job, "reason": "The task of Step Functions that waited for the job has ended."}
            ask(attempt, "batch", "TerminateJob", params, _terminated)


def hear(announcement: Announcement, awaited: dict[str, Attempt]) -> None:
    """A job has another status."""
    detail = announcement.detail
    if detail.get("status") not in _OVER:
        return
    attempt = awaited.pop(detail.get("jobId", ""), None)
    if attempt is not None and not attempt.done:
        ask(attempt, "batch", "DescribeJobs", {"jobs": [attempt.job]}, _described)


def _described(answer: Result | AwsError, attempt: Attempt) -> None:
    attempt.waiter = None
    model = operation_model("batch", "DescribeJobs")
    if isinstance(answer, AwsError):
        attempt.fail(*refusal(model, answer, attempt.request_id))
        return
    job = result(model, answer, as_in_api, milliseconds)["Jobs"][0]
    if job["Status"] == "SUCCEEDED":
        attempt.succeed(job)
    else:
        attempt.fail(TASK_FAILED, write_json(job))


def _terminated(answer: Result | AwsError, attempt: Attempt) -> None:
    """Whether or not: the task is over."""


def _service_of(attempt: Attempt) -> StepFunctionsBase:
    """Step Functions in the account and region of the task's job, which hears of it."""
    service = attempt.engine.service
    found: Any = service.world.router.service(service.name, service.caller(attempt).account, service.region)
    step_functions: StepFunctionsBase = found
    return step_functions
