"""What EventBridge hears of Batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.events import Announcement
from fakeaws.services.batch.jobs.describing import described
from fakeaws.services.batch.service_jobs import describing as service_jobs
from fakeaws.services.batch.service_jobs.job import ServiceJob

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase

SOURCE = "aws.batch"
JOB_CHANGE = "Batch Job State Change"
QUEUE_BLOCKED = "Batch Job Queue Blocked"
SERVICE_JOB_CHANGE = "Batch Service Job State Change"
SERVICE_QUEUE_BLOCKED = "Batch Service Job Queue Blocked"

#: The members of a job's event in AWS's order; others stand behind them.
_ORDER = (
    "jobArn",
    "jobName",
    "jobId",
    "jobQueue",
    "status",
    "attempts",
    "statusReason",
    "createdAt",
    "retryStrategy",
    "startedAt",
    "stoppedAt",
    "dependsOn",
    "jobDefinition",
    "parameters",
    "container",
)
_LAST = ("tags", "propagateTags", "platformCapabilities")
#: DescribeJobs has them, events do not.
_UNTOLD = ("isCancelled", "isTerminated")
_LISTS_OF_CONTAINERS = (
    "command",
    "volumes",
    "environment",
    "mountPoints",
    "ulimits",
    "networkInterfaces",
    "resourceRequirements",
    "secrets",
)


def job_changed(service: BatchBase, job: Job | ServiceJob, cause: int | None) -> None:
    """A job has another status; its submission alone is no change. ``cause``: the timeline's record of it."""
    if not service.world.is_heard(service.account, service.region):
        return
    if isinstance(job, ServiceJob):
        _announce(service, SERVICE_JOB_CHANGE, (job.arn,), _service_detail(job), cause)
    else:
        _announce(service, JOB_CHANGE, (job.arn,), detail_of(job), cause)


def queue_blocked(service: BatchBase, job: Job | ServiceJob, cause: int | None) -> None:
    """The job at its queue's head cannot be placed; its statusReason says why."""
    if not service.world.is_heard(service.account, service.region):
        return
    if isinstance(job, ServiceJob):
        _announce(service, SERVICE_QUEUE_BLOCKED, (job.arn,), _service_detail(job), cause)
    else:
        _announce(service, QUEUE_BLOCKED, (job.arn, job.queue.arn), detail_of(job), cause)


def _announce(
    service: BatchBase, detail_type: str, resources: tuple[str, ...], detail: Mapping[str, Any], cause: int | None
) -> None:
    service.world.announce(Announcement(SOURCE, detail_type, service.account, service.region, resources, detail, cause))


def detail_of(job: Job) -> dict[str, Any]:
    """The JobDetail as events show it: with what holds without being said, and the job's ARN among the tags."""
    shown = {
        "retryStrategy": {"attempts": job.attempts_allowed, "evaluateOnExit": []},
        "propagateTags": False,
        **described(job),
    }
    if job.started_ms is None:
        shown.pop("startedAt", None)
    if "container" in shown:
        container = {name: value for name, value in shown["container"].items() if name not in _LISTS_OF_CONTAINERS}
        lists = {name: shown["container"].get(name, []) for name in _LISTS_OF_CONTAINERS}
        image = {"image": container.pop("image")} if "image" in container else {}
        shown["container"] = {**image, **lists, **container}
    shown["tags"] = {"resourceArn": job.arn, **shown.get("tags", {})}
    others = [name for name in shown if name not in _ORDER and name not in _LAST and name not in _UNTOLD]
    return {name: shown[name] for name in (*_ORDER, *others, *_LAST) if name in shown}


def _service_detail(job: ServiceJob) -> dict[str, Any]:
    """DescribeServiceJob's answer without tags and payload."""
    shown = service_jobs.described(job)
    untold = ["tags", "serviceRequestPayload", "isTerminated"]
    if job.started_ms is None:
        untold.append("startedAt")
    return {name: shown[name] for name in sorted(shown) if name not in untold}
