"""Operations on service jobs."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.batch import errors
from fakeaws.services.batch.limits import CLIENT_TOKEN_US
from fakeaws.services.batch.operations.job_control import reason_of, stop_each
from fakeaws.services.batch.operations.pages import listed
from fakeaws.services.batch.operations.quota_shares import QuotaShareOperations
from fakeaws.services.batch.service_jobs import checks
from fakeaws.services.batch.service_jobs.describing import described, summary
from fakeaws.services.batch.service_jobs.job import ServiceJob
from fakeaws.services.batch.service_jobs.listing import test_of
from fakeaws.services.batch.tagging import tags_of


class ServiceJobOperations(QuotaShareOperations):
    """Submit, describe, list, update, terminate."""

    def submit_service_job(self, call: Call) -> Result:
        params = call.params
        checks.check_submission(params)
        queue = self.queue(params["jobQueue"])
        shares = self.service_jobs.shares_of(queue)
        checks.check_place(queue, params, shares, self.world.now_us)
        tags = tags_of(params)
        settings = {name: value for name, value in params.items() if name not in ("tags", "clientToken")}
        self._check_token(params.get("clientToken"))
        self.service_jobs.forget()
        self.submissions += 1
        id = self.new_id()
        arn = self.arn_of(f"service-job/{id}")
        settings["schedulingPriority"] = params.get("schedulingPriority", 0)
        settings.setdefault("retryStrategy", {"attempts": 1})
        order = (self.submissions, 0)
        job = ServiceJob(id, arn, queue, settings, self.world.wall_us // 1000, order)
        job.tags = tags
        job.share = next((each for each in shares if each.name == params.get("quotaShareName")), None)
        call.recorded = True
        job.record = self.world.timeline.add(
            "batch", "SubmitServiceJob", job.name, "ok", message_id=id, cause=call.cause
        )
        self.service_jobs.submitted(job)
        return {"jobArn": arn, "jobName": job.name, "jobId": id}

    def describe_service_job(self, call: Call) -> Result:
        return described(self._service_job(call.params["jobId"]))

    def list_service_jobs(self, call: Call) -> Result:
        """A queue's service jobs, newest first."""
        params = call.params
        if not params.get("jobQueue"):
            raise errors.client("jobQueue is required.")
        queue, test = self.queue(params["jobQueue"]), test_of(params)
        self.service_jobs.forget()
        found = [job for job in self.service_jobs.jobs.values() if job.queue is queue and test(job)]
        return listed(found, params, "jobSummaryList", key=_order, shown=summary, descending=True)

    def update_service_job(self, call: Call) -> Result:
        priority = call.params["schedulingPriority"]
        checks.check_priority(priority)
        job = self._service_job(call.params["jobId"])
        if job.ended:
            raise errors.client(f"Service job {job.id} is {job.status} and cannot be updated.")
        self.service_jobs.prioritize(job, priority)
        return {"jobArn": job.arn, "jobName": job.name, "jobId": job.id}

    def terminate_service_job(self, call: Call) -> Result:
        """That a job is unknown or has ended is no error."""
        self._terminate_service_job(call.params["jobId"], reason_of(call.params))
        return {}

    def terminate_service_jobs(self, call: Call) -> Result:
        reason = reason_of(call.params)
        return stop_each(call.params, lambda id: self._terminate_service_job(id, reason))

    def _terminate_service_job(self, id: str, reason: str) -> None:
        job = self.service_jobs.jobs.get(id)
        if job is not None:
            self.service_jobs.terminate(job, reason)

    def _service_job(self, id: str) -> ServiceJob:
        self.service_jobs.forget()
        job = self.service_jobs.jobs.get(id)
        if job is None:
            raise errors.client(f"Service job {id} not found.")
        return job

    def _check_token(self, token: str | None) -> None:
        """A second request with the same token is refused; raises ClientException."""
        if token is None:
            return
        tokens, now_us = self.service_jobs.tokens, self.world.now_us
        while tokens and tokens[first := next(iter(tokens))] + CLIENT_TOKEN_US <= now_us:
            del tokens[first]
        if token in tokens:
            raise errors.client(f"A service job was already submitted with clientToken {token}.")
        tokens[token] = now_us


def _order(job: ServiceJob) -> tuple[int, int]:
    return job.order
