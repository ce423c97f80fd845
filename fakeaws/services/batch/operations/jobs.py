"""SubmitJob."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.batch import errors
from fakeaws.services.batch.definitions.effective import effective
from fakeaws.services.batch.definitions.invalid import Invalid
from fakeaws.services.batch.jobs import dependencies
from fakeaws.services.batch.jobs.families import add_children, add_nodes, total
from fakeaws.services.batch.jobs.job import Job
from fakeaws.services.batch.jobs.submission import check_place, check_request, too_many_tags
from fakeaws.services.batch.operations.job_control import JobControlOperations
from fakeaws.services.batch.operations.job_definitions import JobDefinitionOperations
from fakeaws.services.batch.operations.job_views import JobViewOperations
from fakeaws.services.batch.tagging import tags_of


class JobOperations(JobViewOperations, JobControlOperations, JobDefinitionOperations):
    """Operations on jobs."""

    def submit_job(self, call: Call) -> Result:
        params = call.params
        check_request(params)
        queue, definition = self.queue(params["jobQueue"]), self.definition(params["jobDefinition"])
        check_place(queue, definition, params)
        try:
            found = effective(definition, params)
        except Invalid as wrong:
            raise errors.wrapped(str(wrong), call.request_id) from None
        settings = dict(found.settings)
        tags = tags_of(params) if params.get("tags") else None
        self.keeping.forget()
        size = (params.get("arrayProperties") or {}).get("size")
        depends_on = params.get("dependsOn") or ()
        dependencies.check(depends_on, self.jobs, size)
        self.admit(queue, params, settings)
        self.submissions += 1
        id = self.new_id()
        now_ms = self.world.wall_us // 1000
        order = (self.submissions, 0)
        name, arn = params["jobName"], self.arn_of(f"job/{id}")
        job = Job(id, arn, name, queue, definition, settings, found.need, now_ms, order)
        if tags is not None:
            job.tags = tags
        call.recorded = True
        job.record = self.world.timeline.add("batch", "SubmitJob", job.name, "ok", message_id=id, cause=call.cause)
        if size is not None:
            add_children(job, size)
        elif found.nodes:
            job.need = total(node.need for node in add_nodes(job, found.nodes))
        dependencies.connect(job, depends_on)
        self.keeping.add(job)
        failure = found.failure or too_many_tags(job)
        if failure is not None:
            self.world.simulation.at(self.world.now_us + self.durations["submitted"], self.life.fail, job, failure)
        self.life.submitted(job)
        return {"jobArn": arn, "jobName": name, "jobId": id}
