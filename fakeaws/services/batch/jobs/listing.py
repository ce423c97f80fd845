"""Which jobs ListJobs shows, and what of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fakeaws.services.batch import errors
from fakeaws.services.batch.jobs.describing import array_properties, instants
from fakeaws.services.batch.jobs.job import RUNNING, STATUSES, Job
from fakeaws.services.batch.limits import PAGE

JOB_NAME = "JOB_NAME"
JOB_DEFINITION = "JOB_DEFINITION"
BEFORE = "BEFORE_CREATED_AT"
AFTER = "AFTER_CREATED_AT"
SHARE = "SHARE_IDENTIFIER"
FILTERS = (JOB_NAME, JOB_DEFINITION, BEFORE, AFTER, SHARE)
SOURCES = ("jobQueue", "arrayJobId", "multiNodeJobId")
PAGE_BY_STATUS = 1000

Test = Callable[[Job], bool]


def status_of(params: Mapping[str, Any], known: Sequence[str] = STATUSES) -> str:
    """``jobStatus``, RUNNING if there is none; raises ClientException."""
    status: str = params.get("jobStatus", RUNNING)
    if status not in known:
        raise errors.client(f"jobStatus {status} is not valid. Valid values are {', '.join(known)}.")
    return status


def limit_of(params: Mapping[str, Any]) -> int:
    """How many a page has: at most 100 with a filter, 1,000 without; raises ClientException."""
    most = PAGE if params.get("filters") else PAGE_BY_STATUS
    wanted: int = params.get("maxResults", most)
    if wanted < 1:
        raise errors.client("maxResults must be at least 1.")
    return min(wanted, most)


def filter_of(params: Mapping[str, Any], known: Sequence[str]) -> tuple[str, Sequence[str]] | None:
    """Name and values of the one filter, if there is one; raises ClientException."""
    filters = params.get("filters") or ()
    if not filters:
        return None
    if len(filters) > 1:
        raise errors.client("Only one filter can be used at a time.")
    name, values = filters[0].get("name"), filters[0].get("values") or ()
    if name not in known:
        raise errors.client(f"Filter {name} is not valid. Valid values are {', '.join(known)}.")
    if not values:
        raise errors.client(f"Filter {name} must have a value.")
    return name, values


def test_of(params: Mapping[str, Any]) -> Test:
    """Which jobs of a queue the call is about; raises ClientException."""
    status, given = status_of(params), filter_of(params, FILTERS)
    if given is None:
        return lambda job: job.status == status
    name, values = given
    test = _test(name, values)
    if name == SHARE and "jobStatus" in params:
        return lambda job: job.status == status and test(job)
    return test


def summary(job: Job) -> dict[str, Any]:
    """A JobSummary. What has not happened yet is absent."""
    shown: dict[str, Any] = {
        "jobArn": job.arn,
        "jobId": job.id,
        "jobName": job.name,
        "createdAt": job.created_ms,
        "status": job.status,
        "jobDefinition": job.definition.arn,
        **instants(job),
    }
    if job.status_reason is not None:
        shown["statusReason"] = job.status_reason
    if job.settings.get("shareIdentifier") is not None:
        shown["shareIdentifier"] = job.settings["shareIdentifier"]
    if job.children is None:
        unit = "cpu" if job.settings.get("eksProperties") else "VCPU"
        shown["capacityUsage"] = [{"capacityUnit": unit, "quantity": job.need.vcpus}]
    attempt = job.attempts[-1] if job.attempts else None
    if attempt is not None and attempt.stopped_ms is not None:
        outcome = {"exitCode": attempt.exit_code, "reason": attempt.reason}
        shown["container"] = {name: value for name, value in outcome.items() if value is not None}
    if job.children is not None or job.is_child:
        shown["arrayProperties"] = array_properties(job)
    if job.nodes is not None:
        shown["nodeProperties"] = {"numNodes": len(job.nodes)}
    elif job.is_node and job.parent is not None:
        shown["nodeProperties"] = {"nodeIndex": job.index, "isMainNode": job is job.parent.main_node}
    for name, asked in (("isCancelled", job.cancelled), ("isTerminated", job.terminated)):
        if asked is not None:
            shown[name] = True
    return shown


def _test(name: str, values: Sequence[str]) -> Test:
    if name == JOB_NAME:
        patterns = [each.lower() for each in values]
        return lambda job: any(_fits(each, job.name.lower()) for each in patterns)
    if name == JOB_DEFINITION:
        return lambda job: any(each == job.definition.arn or _fits(each, job.definition.name) for each in values)
    if name == SHARE:
        return lambda job: job.settings.get("shareIdentifier") in values
    if not all(each.isdecimal() and each.isascii() for each in values):
        raise errors.client(f"Filter {name} must have a Unix timestamp in milliseconds as its value.")
    instants = [int(each) for each in values]
    if name == BEFORE:
        return lambda job: any(job.created_ms < each for each in instants)
    return lambda job: any(job.created_ms > each for each in instants)


def _fits(pattern: str, text: str) -> bool:
    return text.startswith(pattern[:-1]) if pattern.endswith("*") else text == pattern
