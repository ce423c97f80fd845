"""Which service jobs ListServiceJobs shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fakeaws.services.batch import errors
from fakeaws.services.batch.jobs.job import STATUSES
from fakeaws.services.batch.jobs.listing import AFTER, BEFORE, JOB_NAME, SHARE, filter_of, status_of
from fakeaws.services.batch.operations.pages import matches
from fakeaws.services.batch.service_jobs.job import SCHEDULED

if TYPE_CHECKING:
    from fakeaws.services.batch.service_jobs.job import ServiceJob

QUOTA_SHARE = "QUOTA_SHARE_NAME"
FILTERS = (JOB_NAME, BEFORE, AFTER, SHARE, QUOTA_SHARE)
_STATUSES = (*STATUSES, SCHEDULED)
_WITH_STATUS = {SHARE: "shareIdentifier", QUOTA_SHARE: "quotaShareName"}

Test = Callable[["ServiceJob"], bool]


def test_of(params: Mapping[str, Any]) -> Test:
    """Which of a queue's jobs the call is about; raises ClientException."""
    status, given = status_of(params, _STATUSES), filter_of(params, FILTERS)
    if given is None:
        return lambda job: job.status == status
    name, values = given
    if name in _WITH_STATUS:
        member = _WITH_STATUS[name]
        only = status if "jobStatus" in params else None
        return lambda job: job.settings.get(member) in values and only in (None, job.status)
    return _test(name, values)


def _test(name: str, values: Sequence[str]) -> Test:
    if name == JOB_NAME:
        return lambda job: any(matches(each, job.name) for each in values)
    if not all(each.isdecimal() and each.isascii() for each in values):
        raise errors.client(f"Filter {name} must have a Unix timestamp in milliseconds as its value.")
    instants = [int(each) for each in values]
    if name == BEFORE:
        return lambda job: any(job.created_ms < each for each in instants)
    return lambda job: any(job.created_ms > each for each in instants)
