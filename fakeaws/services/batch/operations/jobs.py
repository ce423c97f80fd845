"""SubmitJob, DescribeJobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.services.batch.compute.need import Need
from fakeaws.services.batch.definitions.definition import JobDefinition
from fakeaws.services.batch.jobs.job import Job
from fakeaws.services.batch.jobs.life import new_counts
from fakeaws.services.batch.operations.job_definitions import JobDefinitionOperations
from fakeaws.services.batch.operations.job_queues import JobQueueOperations


class JobOperations(JobQueueOperations, JobDefinitionOperations):
    """Operations on jobs."""

    def submit_job(self, call: Call) -> Result:
        params = call.params
        queue, definition = self.queue(params["jobQueue"]), self.definition(params["jobDefinition"])
        settings = {**definition.settings, **{name: params[name] for name in _OVERRIDING if name in params}}
        self.admit(queue, params, settings)
        self.submissions += 1
        id = self.new_id()
        need = _need(definition, params)
        now_ms = self.world.wall_us // 1000
        order = (self.submissions, 0)
        job = Job(id, self.arn_of(f"job/{id}"), params["jobName"], queue, definition, settings, need, now_ms, order)
        self.jobs[id] = queue.jobs[id] = job
        waits_for = [self.jobs[each["jobId"]] for each in params.get("dependsOn", ()) if "jobId" in each]
        size = params.get("arrayProperties", {}).get("size")
        if size is not None:
            job.children = [self._child(job, index) for index in range(size)]
            job.counts = new_counts(size)
        for each in [job] if job.children is None else job.children:
            each.waits_for = dict.fromkeys(waits_for)
        call.recorded = True
        job.record = self.world.timeline.add("batch", "SubmitJob", job.name, "ok", message_id=id, cause=call.cause)
        self.life.submitted(job)
        return {"jobArn": job.arn, "jobName": job.name, "jobId": id}

    def _child(self, job: Job, index: int) -> Job:
        id = f"{job.id}:{index}"
        child = Job(
            id,
            f"{job.arn}:{index}",
            job.name,
            job.queue,
            job.definition,
            job.settings,
            job.need,
            job.created_ms,
            (job.order[0], index),
            job,
            index,
        )
        self.jobs[id] = child
        return child

    def describe_jobs(self, call: Call) -> Result:
        found = [self.jobs[id] for id in call.params["jobs"] if id in self.jobs]
        return {"jobs": [_described(each) for each in found]}


_OVERRIDING = ("retryStrategy", "timeout", "parameters", "containerOverrides", "arrayProperties", "shareIdentifier")


def _need(definition: JobDefinition, params: Mapping[str, Any]) -> Need:
    container = definition.container
    values = {"VCPU": container.get("vcpus"), "MEMORY": container.get("memory"), "GPU": 0}
    for source in (container, params.get("containerOverrides", {})):
        for each in source.get("resourceRequirements", ()):
            values[each["type"]] = each["value"]
    return Need(round(float(values["VCPU"] or 1) * 1000), int(values["MEMORY"] or 0), int(values["GPU"] or 0))


def _described(job: Job) -> Result:
    shown: Result = {
        "jobArn": job.arn,
        "jobName": job.name,
        "jobId": job.id,
        "jobQueue": job.queue.arn,
        "status": job.status,
        "createdAt": job.created_ms,
        "startedAt": job.started_ms or 0,
        "jobDefinition": job.definition.arn,
    }
    if job.stopped_ms is not None:
        shown["stoppedAt"] = job.stopped_ms
    if job.status_reason is not None:
        shown["statusReason"] = job.status_reason
    return shown
