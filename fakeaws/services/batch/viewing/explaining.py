"""Why a job is where it is, with what its attempts came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.batch.jobs.job import FAILED, Job
from fakeaws.services.batch.scheduling import explaining

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Attempt
    from fakeaws.services.batch.operations.base import BatchBase

#: Lines of a failed attempt's log: the last ones.
SHOWN_LINES = 5
_SHOWN_CHILDREN = 5


def explain(service: BatchBase, job: Job) -> str:
    """What the job waits for, or how it ended."""
    return "\n".join([explaining.explain(service, job), *details(job)])


def details(job: Job) -> list[str]:
    """How the attempts of a job ended, and the last lines that it printed if it failed; of an array, its failed children."""
    if job.is_array:
        failed = [each for each in job.children or () if each.status == FAILED]
        more = len(failed) - _SHOWN_CHILDREN
        told = [f"  child {each.index}: {each.status_reason}" for each in failed[:_SHOWN_CHILDREN]]
        return told + ([f"  … {more} more children failed"] if more > 0 else [])
    ended = [each for each in job.attempts if each.stopped_ms is not None]
    lines = [f"  attempt {number}: {_outcome(each)}" for number, each in enumerate(ended, 1)]
    return lines + (_last_lines(ended[-1]) if ended and ended[-1].exit_code != 0 else [])


def _outcome(attempt: Attempt) -> str:
    code = "no exit code" if attempt.exit_code is None else f"exit code {attempt.exit_code}"
    reason = "" if attempt.reason is None else f" ({attempt.reason})"
    return f"{code}, {attempt.status_reason}{reason}"


def _last_lines(attempt: Attempt) -> list[str]:
    lines = [] if attempt.log is None else [line for _, line in attempt.log.lines]
    return [f"  log: {line}" for line in lines[-SHOWN_LINES:]]
