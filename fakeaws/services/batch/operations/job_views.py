"""DescribeJobs, ListJobs."""

from __future__ import annotations

from typing import Any

from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Call, Result
from fakeaws.services.batch import errors
from fakeaws.services.batch.jobs.describing import described
from fakeaws.services.batch.jobs.job import Job
from fakeaws.services.batch.jobs.listing import SOURCES, limit_of, status_of, summary, test_of
from fakeaws.services.batch.limits import DESCRIBED
from fakeaws.services.batch.operations.job_queues import JobQueueOperations


class JobViewOperations(JobQueueOperations):
    """Jobs are looked at."""

    def describe_jobs(self, call: Call) -> Result:
        """Children and nodes by their own ids; unknown ids are left out."""
        ids = call.params["jobs"]
        if len(ids) > DESCRIBED:
            raise errors.wrapped(f"Maximum number of jobs supported is {DESCRIBED}", call.request_id)
        self.keeping.forget()
        found = [self.jobs[id] for id in dict.fromkeys(ids) if id in self.jobs]
        # Jobs share their settings with each other.
        return {"jobs": [_copied(described(each)) for each in found]}

    def list_jobs(self, call: Call) -> Result:
        """A queue's jobs, newest first; an array's children or a job's nodes by their index."""
        params = call.params
        given = [name for name in SOURCES if params.get(name)]
        if len(given) != 1:
            raise errors.client(f"Exactly one of {', '.join(SOURCES)} must be specified.")
        source, limit = params[given[0]], limit_of(params)
        self.keeping.forget()
        if given[0] == "jobQueue":
            queue, test = self.queue(source), test_of(params)
            found = [job for job in reversed(queue.jobs.values()) if test(job)]
            filters: Any = params.get("filters") or ()
            if not found:
                self.notes.listed_nothing(call, queue)
        else:
            found, filters = self._members(source, given[0], status_of(params)), ()
        try:
            jobs, token = page(
                found,
                limit=limit,
                token=params.get("nextToken"),
                key=_order,
                scope=f"jobs/{given[0]}/{source}/{params.get('jobStatus')}/{filters}",
                descending=given[0] == "jobQueue",
            )
        except BadToken:
            raise errors.client("Invalid nextToken.") from None
        answer: Result = {"jobSummaryList": [summary(each) for each in jobs]}
        if token is not None:
            answer["nextToken"] = token
        return answer

    def _members(self, id: str, source: str, status: str) -> list[Job]:
        job = self.jobs.get(id)
        members = None if job is None else job.children if source == "arrayJobId" else job.nodes
        return [each for each in members or () if each.status == status]


def _order(job: Job) -> tuple[int, int]:
    return job.order


def _copied(value: Any) -> Any:
    """A description of its own: `copy.deepcopy`, for what JSON can hold, in a tenth of the time."""
    if isinstance(value, dict):
        return {name: _copied(part) for name, part in value.items()}
    return [_copied(part) for part in value] if isinstance(value, list) else value
