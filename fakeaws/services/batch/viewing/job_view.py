"""A job as tests see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from fakeaws.services.batch.viewing.explaining import explain

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Attempt, Job
    from fakeaws.services.batch.operations.base import BatchBase


class AttemptView:
    """An attempt that has begun to start, under way or ended."""

    def __init__(self, service: BatchBase, attempt: Attempt) -> None:
        self._service = service
        self._attempt = attempt

    def __repr__(self) -> str:
        return f"<attempt: {self.reason or 'under way'}>"

    @property
    def exit_code(self) -> int | None:
        """None while it is under way, and of a container that never ran or whose machine went away."""
        return self._attempt.exit_code

    @property
    def reason(self) -> str | None:
        """``statusReason``; None while it is under way."""
        return self._attempt.status_reason

    @property
    def container_reason(self) -> str | None:
        """``container.reason``: what the container's machine says, such as ``OutOfMemoryError: …``."""
        return self._attempt.reason

    @property
    def duration(self) -> timedelta | None:
        """How long it ran, or has run by now; None if it never did."""
        started, stopped = self._attempt.started_ms, self._attempt.stopped_ms
        if started is None:
            return None
        return timedelta(milliseconds=(self._service.world.wall_us // 1000 if stopped is None else stopped) - started)

    @property
    def log_stream(self) -> str | None:
        """Its stream in CloudWatch Logs, in the group ``/aws/batch/job`` unless the job definition names another one."""
        return self._attempt.log_stream

    @property
    def logs(self) -> str:
        """What it printed so far."""
        log = self._attempt.log
        return "" if log is None else str(log.text)


class JobView:
    """A job, an array, or an array's child."""

    def __init__(self, service: BatchBase, job: Job) -> None:
        self._service = service
        self._job = job

    def __repr__(self) -> str:
        return f"<job {self._job.name} {self._job.id}: {self.status}>"

    @property
    def id(self) -> str:
        """``jobId``."""
        return self._job.id

    @property
    def status(self) -> str:
        """``SUBMITTED``, ``PENDING``, ``RUNNABLE``, ``STARTING``, ``RUNNING``, ``SUCCEEDED`` or ``FAILED``."""
        return self._job.status

    @property
    def reason(self) -> str | None:
        """``statusReason``."""
        return self._job.status_reason

    @property
    def attempts(self) -> Sequence[AttemptView]:
        """All that have begun to start, the one under way last. An array has none: its children have."""
        return [AttemptView(self._service, each) for each in self._job.attempts]

    @property
    def duration(self) -> timedelta | None:
        """How long its last attempt ran, or has run by now; None if that never ran."""
        return self.attempts[-1].duration if self._job.attempts else None

    @property
    def exit_code(self) -> int | None:
        """Of the last attempt."""
        return self._job.attempts[-1].exit_code if self._job.attempts else None

    @property
    def logs(self) -> str:
        """What the last attempt printed so far."""
        return self.attempts[-1].logs if self._job.attempts else ""

    def explain(self) -> str:
        """Why it is where it is: what it waits for, or how it ended."""
        return explain(self._service, self._job)
