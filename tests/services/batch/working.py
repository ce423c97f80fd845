"""Jobs that are run to their end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fakeaws import World
from fakeaws.services.batch.viewing.job_view import JobView
from tests.services.batch.support import container, definition, furnished, submit

LONG = timedelta(days=2)


def started(
    aws: World, batch: Any, kind: str = "EC2", *, settings: dict[str, Any] | None = None, **more: Any
) -> JobView:
    """A job of the definition ``work``, with those container properties, in a world that is furnished for it.

    ``more`` are SubmitJob's parameters.
    """
    if not batch.describe_job_queues()["jobQueues"]:
        furnished(aws, batch, kind)
    properties = container(**(settings or {}))
    if "FARGATE" in kind:
        properties["executionRoleArn"] = "arn:aws:iam::123456789012:role/execution"
        definition(batch, platformCapabilities=["FARGATE"], containerProperties=properties)
    else:
        definition(batch, containerProperties=properties)
    return aws.batch.job(submit(batch, **more))


def over(aws: World, job: JobView) -> JobView:
    """The job, at its end."""
    aws.clock.run_until(lambda: job.status in ("SUCCEEDED", "FAILED"), within=LONG)
    return job


def running(aws: World, job: JobView) -> JobView:
    """The job, as soon as it is RUNNING."""
    aws.clock.run_until(lambda: job.status == "RUNNING", within=LONG)
    return job


def events_of(logs: Any, job: JobView, group: str = "/aws/batch/job") -> list[str]:
    """What CloudWatch Logs has of the last attempt."""
    stream = job.attempts[-1].log_stream
    found = logs.get_log_events(logGroupName=group, logStreamName=stream, startFromHead=True)["events"]
    return [each["message"] for each in found]
