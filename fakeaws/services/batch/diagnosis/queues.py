"""The diagnosis ``head-of-line-blocked``."""

from __future__ import annotations

from collections.abc import Iterator

from fakeaws.services.batch.diagnosis.cases import Cases, heading
from fakeaws.services.batch.service_jobs.job import ServiceJob
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.words import instant

_NEVER = "MISCONFIGURATION:"


def head_of_line_blocked(cases: Cases) -> Iterator[Finding]:
    """A job that no compute environment of its queue can ever take holds up the jobs behind it, and nothing ends that."""
    for queue in cases.service.queues.values():
        blocked = queue.blocked
        behind = len(queue.waiting) - 1
        if blocked is None or queue.limit is not None or behind < 1 or not blocked.reason.startswith(_NEVER):
            continue
        if isinstance(blocked.job, ServiceJob):
            continue
        need = blocked.job.need
        yield Finding(
            "head-of-line-blocked",
            f"{heading(blocked.job)} has been at the head of queue {queue.name!r} since "
            f"{instant(blocked.since_us)} and can never run there: it wants {need.vcpus:g} vCPUs and {need.memory} MiB "
            f"({blocked.reason.partition(' - ')[0]}). {_waiting(behind)} behind it for ever.",
            "Let the job ask for no more than maxvCpus and the instance types of the queue's compute environments have; "
            "jobStateTimeLimitActions of the queue cancel such a job after a time.",
            cases.records(blocked.job),
        )


def _waiting(behind: int) -> str:
    return "1 job waits" if behind == 1 else f"{behind} jobs wait"
