"""The diagnoses ``cancel-on-running-job`` and ``list-jobs-without-status``."""

from __future__ import annotations

from collections.abc import Iterator

from fakeaws.services.batch.diagnosis.cases import Cases, and_others, named
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.text import offset


def cancel_on_running_job(cases: Cases) -> Iterator[Finding]:
    """CancelJob of a job that had begun to start, which nobody terminated after that."""
    notes = [each for each in cases.service.notes.vain_cancels if each.job.terminated is None]
    if not notes:
        return
    job, status, number = notes[0]
    record = cases.timeline.record(number)
    yield Finding(
        "cancel-on-running-job",
        f"CancelJob by {record.actor} at {offset(record.at)} found {named(job)} {status}: it leaves such a job alone and "
        f"answers as if all were well.{and_others(len(notes) - 1, 'call')}",
        "Call TerminateJob: it stops what is STARTING or RUNNING, and cancels what has not begun.",
        [record],
    )


def list_jobs_without_status(cases: Cases) -> Iterator[Finding]:
    """ListJobs without a status showed none of a queue's jobs while some had not ended."""
    notes = cases.service.notes.empty_lists
    if not notes:
        return
    queue, statuses, number = notes[0]
    record = cases.timeline.record(number)
    open_jobs = ", ".join(f"{count} {status}" for status, count in statuses.items())
    yield Finding(
        "list-jobs-without-status",
        f"ListJobs by {record.actor} at {offset(record.at)} named no jobStatus, so it showed RUNNING jobs alone: none, while "
        f"queue {queue.name!r} had {open_jobs}.{and_others(len(notes) - 1, 'call')}",
        "Call ListJobs once for each jobStatus that counts, give it a filter, which has jobs in every status, or call "
        "DescribeJobs with the ids from SubmitJob.",
        [record],
    )
