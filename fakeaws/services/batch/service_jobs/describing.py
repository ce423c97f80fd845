"""What DescribeServiceJob and ListServiceJobs show."""

from __future__ import annotations

from typing import Any

from fakeaws.services.batch.service_jobs.job import ServiceAttempt, ServiceJob

#: SubmitServiceJob's parameters that are shown as they were given.
_AS_GIVEN = (
    "retryStrategy",
    "schedulingPriority",
    "serviceRequestPayload",
    "shareIdentifier",
    "quotaShareName",
    "preemptionConfiguration",
    "timeoutConfig",
)
#: Preempted attempts that are remembered.
_RECENT = 10


def described(job: ServiceJob) -> dict[str, Any]:
    """DescribeServiceJob's answer. What has not happened yet is absent."""
    shown = {
        # The model has it as required: 0 until it runs.
        "startedAt": 0,
        **_common(job),
        "attempts": [_attempt(each) for each in job.attempts if each.stopped_ms is not None],
        "isTerminated": job.terminated is not None,
        "jobQueue": job.queue.arn,
        **{name: job.settings[name] for name in _AS_GIVEN if name in job.settings},
        "tags": dict(job.tags),
    }
    if job.preempted:
        recent = [_attempt(each) for each in job.preempted[-_RECENT:]]
        shown["preemptionSummary"] = {
            "preemptedAttemptCount": len(job.preempted),
            "recentPreemptedAttempts": recent,
        }
    return shown


def summary(job: ServiceJob) -> dict[str, Any]:
    """A ServiceJobSummary."""
    shown = _common(job)
    for name in ("shareIdentifier", "quotaShareName"):
        if name in job.settings:
            shown[name] = job.settings[name]
    if job.terminated is not None:
        shown["isTerminated"] = True
    return shown


def usage(instances: dict[str, int]) -> list[dict[str, Any]]:
    """``capacityUsage``."""
    return [{"capacityUnit": unit, "quantity": float(count)} for unit, count in instances.items() if count]


def _common(job: ServiceJob) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "jobArn": job.arn,
        "jobId": job.id,
        "jobName": job.name,
        "serviceJobType": job.settings["serviceJobType"],
        "capacityUsage": usage(job.instances),
        "createdAt": job.created_ms,
        "status": job.status,
    }
    found = {"scheduledAt": job.scheduled_ms, "startedAt": job.started_ms, "stoppedAt": job.stopped_ms}
    shown |= {name: value for name, value in found.items() if value is not None}
    if job.status_reason is not None:
        shown["statusReason"] = job.status_reason
    if job.attempts:
        shown["latestAttempt"] = {"serviceResourceId": _resource(job.attempts[-1])}
    return shown


def _attempt(attempt: ServiceAttempt) -> dict[str, Any]:
    found = {
        "startedAt": attempt.started_ms,
        "stoppedAt": attempt.stopped_ms,
        "statusReason": attempt.status_reason,
    }
    return {
        "serviceResourceId": _resource(attempt),
        **{name: value for name, value in found.items() if value is not None},
    }


def _resource(attempt: ServiceAttempt) -> dict[str, str]:
    return {"name": "TrainingJobArn", "value": attempt.training_job_arn}
