"""SubmitJob."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.services.batch.compute.need import Need
from fakeaws.services.batch.definitions.nodes import node_containers
from fakeaws.services.batch.jobs import dependencies
from fakeaws.services.batch.jobs.families import add_children, add_nodes, total
from fakeaws.services.batch.jobs.job import Job
from fakeaws.services.batch.operations.job_control import JobControlOperations
from fakeaws.services.batch.operations.job_definitions import JobDefinitionOperations
from fakeaws.services.batch.operations.job_views import JobViewOperations


class JobOperations(JobViewOperations, JobControlOperations, JobDefinitionOperations):
    """Operations on jobs."""

    def submit_job(self, call: Call) -> Result:
        params = call.params
        queue, definition = self.queue(params["jobQueue"]), self.definition(params["jobDefinition"])
        settings = {**definition.settings, **{name: params[name] for name in _OVERRIDING if name in params}}
        self.keeping.forget()
        size = params.get("arrayProperties", {}).get("size")
        depends_on = params.get("dependsOn") or ()
        dependencies.check(depends_on, self.jobs, size)
        self.admit(queue, params, settings)
        self.submissions += 1
        id = self.new_id()
        need = _need(definition.container, params)
        now_ms = self.world.wall_us // 1000
        order = (self.submissions, 0)
        job = Job(id, self.arn_of(f"job/{id}"), params["jobName"], queue, definition, settings, need, now_ms, order)
        job.container = definition.container
        call.recorded = True
        job.record = self.world.timeline.add("batch", "SubmitJob", job.name, "ok", message_id=id, cause=call.cause)
        if size is not None:
            add_children(job, size)
        elif definition.settings.get("nodeProperties"):
            containers = node_containers(settings["nodeProperties"])
            for node, container in zip(
                add_nodes(job, [_need(each, {}) for each in containers]), containers, strict=True
            ):
                node.container = container
            job.need = total(node.need for node in job.nodes or ())
        dependencies.connect(job, depends_on)
        self.keeping.add(job)
        self.life.submitted(job)
        return {"jobArn": job.arn, "jobName": job.name, "jobId": id}


_OVERRIDING = ("retryStrategy", "timeout", "parameters", "containerOverrides", "arrayProperties", "shareIdentifier")


def _need(container: Mapping[str, Any], params: Mapping[str, Any]) -> Need:
    values = {"VCPU": container.get("vcpus"), "MEMORY": container.get("memory"), "GPU": 0}
    for source in (container, params.get("containerOverrides", {})):
        for each in source.get("resourceRequirements", ()):
            values[each["type"]] = each["value"]
    return Need(round(float(values["VCPU"] or 1) * 1000), int(values["MEMORY"] or 0), int(values["GPU"] or 0))
