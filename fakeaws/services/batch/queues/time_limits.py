"""``jobStateTimeLimitActions``: which reasons they match, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.batch.limits import SECOND_US

if TYPE_CHECKING:
    from fakeaws.services.batch.queues.queue import JobQueue

INSUFFICIENT_CAPACITY = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY"
MAX_RESOURCE = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"
REQUIREMENT = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"

#: What an action's ``reason`` can be.
MATCHERS = (INSUFFICIENT_CAPACITY, MAX_RESOURCE, REQUIREMENT)


def limit_of(queue: JobQueue, reason: str) -> tuple[str, int] | None:
    """What matches that statusReason first, and after how many microseconds; None if nothing does."""
    found = [
        (int(each["maxTimeSeconds"]) * SECOND_US, str(each["reason"]))
        for each in queue.settings.get("jobStateTimeLimitActions", ())
        if reason.partition(" - ")[0] == each["reason"]
    ]
    if not found:
        return None
    limit_us, matcher = min(found)
    return matcher, limit_us


def canceled(matcher: str) -> str:
    """The statusReason of a job that an action has ended."""
    return f"Canceled by JobStateTimeLimit action due to reason: {matcher}"
