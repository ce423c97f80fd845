"""CancelJob, TerminateJob, and the same for many."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from fakeaws.aws.service import Call, Params, Result
from fakeaws.services.batch import errors
from fakeaws.services.batch.jobs.job import RUNNING, STARTING, Job
from fakeaws.services.batch.jobs.life import Life
from fakeaws.services.batch.jobs.stopping import cancel, terminate
from fakeaws.services.batch.limits import REASON_CHARACTERS, STOPPED_AT_ONCE
from fakeaws.services.batch.operations.base import BatchBase

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}([:#][0-9]{1,5})?")


class JobControlOperations(BatchBase):
    """Jobs are stopped. That a job is unknown or has ended is no error."""

    def cancel_job(self, call: Call) -> Result:
        job = self.jobs.get(call.params.get("jobId") or "")
        status = None if job is None else job.status
        answer = self._stop(call.params, cancel)
        if job is not None and status in (STARTING, RUNNING):
            self.notes.cancelled_in_vain(call, job, status)
        return answer

    def terminate_job(self, call: Call) -> Result:
        return self._stop(call.params, terminate)

    def cancel_jobs(self, call: Call) -> Result:
        return self._stop_all(call.params, cancel)

    def terminate_jobs(self, call: Call) -> Result:
        return self._stop_all(call.params, terminate)

    def _stop(self, params: Params, how: Callable[[Job, str, Life], None]) -> Result:
        reason = reason_of(params)
        id = params.get("jobId")
        if not id:
            raise errors.client("jobId is required.")
        self.keeping.forget()
        if id in self.jobs:
            how(self.jobs[id], reason, self.life)
        return {}

    def _stop_all(self, params: Params, how: Callable[[Job, str, Life], None]) -> Result:
        reason = reason_of(params)

        def stop(id: str) -> None:
            if id in self.jobs:
                how(self.jobs[id], reason, self.life)

        self.keeping.forget()
        return stop_each(params, stop)


def stop_each(params: Params, stop: Callable[[str], object]) -> Result:
    """Of many: ``stop`` each id that can be one, and tell the others; raises ClientException for none or too many."""
    ids = params.get("jobs") or ()
    if not 1 <= len(ids) <= STOPPED_AT_ONCE:
        raise errors.client(f"jobs must have between 1 and {STOPPED_AT_ONCE} job IDs.")
    refused: list[dict[str, Any]] = []
    successful = []
    for id in dict.fromkeys(ids):
        if is_id(id):
            stop(id)
            successful.append(id)
        else:
            refused.append({"job": id, "code": "ValidationException", "message": f"Job ID {id} is not valid."})
    return {"successful": successful, "errors": refused}


def is_id(text: str) -> bool:
    """Of a job, a child or a node."""
    return _ID.fullmatch(text) is not None


def reason_of(params: Params) -> str:
    """Of what stops jobs; raises ClientException."""
    reason: str | None = params.get("reason")
    if not reason:
        raise errors.client("reason is required.")
    if len(reason) > REASON_CHARACTERS:
        raise errors.client(f"reason must have at most {REASON_CHARACTERS} characters.")
    return reason
