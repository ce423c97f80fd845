"""CreateJobQueue, UpdateJobQueue, DeleteJobQueue, DescribeJobQueues, and what they let jobs in by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.aws.service import Call, Params, Result
from fakeaws.services.batch import errors
from fakeaws.services.batch.compute.environment import (
    CREATING,
    DELETING,
    DISABLED,
    ENABLED,
    UPDATING,
    VALID,
    ComputeEnvironment,
)
from fakeaws.services.batch.jobs.job import RUNNING, STARTING, Job
from fakeaws.services.batch.limits import DESCRIBED, JOB_QUEUES
from fakeaws.services.batch.names import is_name, name_in
from fakeaws.services.batch.operations.base import BatchBase
from fakeaws.services.batch.operations.pages import listed
from fakeaws.services.batch.queues import checks
from fakeaws.services.batch.queues.admission import admit
from fakeaws.services.batch.queues.fair_share import FairShare
from fakeaws.services.batch.queues.policy import SchedulingPolicy
from fakeaws.services.batch.queues.queue import JobQueue
from fakeaws.services.batch.tagging import tags_of

HEALTHY = "JobQueue Healthy"
DELETED = "Job queue was deleted"

_MODIFIED = (CREATING, UPDATING, DELETING)


class JobQueueOperations(BatchBase):
    """Operations on job queues."""

    def create_job_queue(self, call: Call) -> Result:
        params = call.params
        name, state, priority = params["jobQueueName"], params.get("state", ENABLED), params["priority"]
        if not is_name(name):
            raise errors.bad_name("jobQueueName", name)
        checks.check_state(state)
        checks.check_priority(priority)
        given = [each for each in ("computeEnvironmentOrder", "serviceEnvironmentOrder") if params.get(each)]
        if len(given) != 1:
            raise errors.client("Exactly one of computeEnvironmentOrder and serviceEnvironmentOrder is required.")
        settings, environments = self._checked(params, is_service="serviceEnvironmentOrder" in given)
        type = checks.type_of(environments[0]) if environments else checks.SAGEMAKER
        checks.check_type(params.get("jobQueueType"), type)
        policy = self._policy(params.get("schedulingPolicyArn"), is_service=not environments)
        tags = tags_of(params)
        if name in self.queues:
            raise errors.already_exists()
        if len(self.queues) >= JOB_QUEUES:
            raise errors.too_many("job queues", JOB_QUEUES)
        arn = self.arn_of(f"job-queue/{name}")
        queue = JobQueue(name, arn, priority, environments, settings, type, state, policy=policy, tags=tags)
        if policy is not None and policy.fair_share is not None:
            queue.waiting = FairShare(policy)
        self.queues[name] = queue
        self._then(queue, "queue_created", self._queue_valid)
        return {"jobQueueName": name, "jobQueueArn": arn}

    def update_job_queue(self, call: Call) -> Result:
        """Everything holds at once; its status is UPDATING for a while."""
        params = call.params
        queue = self.queues.get(name_in(params["jobQueue"], "job-queue"))
        if queue is None:
            raise errors.no_such(params["jobQueue"])
        if queue.status in _MODIFIED:
            raise errors.being_modified("update")
        state, priority = params.get("state", queue.state), params.get("priority", queue.priority)
        checks.check_state(state)
        checks.check_priority(priority)
        is_service = not queue.environments
        other = "computeEnvironmentOrder" if is_service else "serviceEnvironmentOrder"
        if other in params:
            raise errors.client(f"{other} is not applicable for a job queue of type {queue.type}.")
        settings, environments = self._checked(params, is_service=is_service)
        if environments:
            checks.check_type(queue.type, checks.type_of(environments[0]))
        policy = queue.policy
        if "schedulingPolicyArn" in params:
            policy = self._policy(params["schedulingPolicyArn"], is_service=is_service)
            if policy is None or queue.policy is None:
                raise errors.client("A scheduling policy can be replaced, but not be added to a job queue or removed.")
        queue.state, queue.priority, queue.policy = state, priority, policy
        queue.settings = {**queue.settings, **settings}
        queue.environments = environments or queue.environments
        if queue.fair_share is not None and policy is not None:
            queue.fair_share.follow(policy)
        queue.status = UPDATING
        self._then(queue, "queue_updated", self._queue_valid)
        self.dispatcher.blocking.limit(queue)
        self.dispatcher.kick()
        return {"jobQueueName": queue.name, "jobQueueArn": queue.arn}

    def delete_job_queue(self, call: Call) -> Result:
        """Its jobs are terminated; it goes with the last of them, and not before its time."""
        queue = self.queues.get(name_in(call.params["jobQueue"], "job-queue"))
        if queue is None:
            return {}
        if queue.status in _MODIFIED:
            raise errors.being_modified("delete")
        if queue.state != DISABLED:
            raise errors.not_disabled()
        queue.status = DELETING
        self.dispatcher.blocking.freed(queue)
        for job in [each for each in queue.jobs.values() if not each.ended]:
            self._terminate(job)
        self.service_jobs.terminate_all([each for each in self.service_jobs.open if each.queue is queue], DELETED)
        self._then(queue, "queue_deleted", self._leave)
        return {}

    def describe_job_queues(self, call: Call) -> Result:
        params = call.params
        wanted = params.get("jobQueues")
        if wanted is not None and len(wanted) > DESCRIBED:
            raise errors.client(f"Maximum number of job queues supported is {DESCRIBED}")
        names = None if not wanted else {name_in(each, "job-queue") for each in wanted}
        found = [each for each in self.queues.values() if names is None or each.name in names]
        return listed(found, params, "jobQueues", key=_name, shown=JobQueue.described)

    def queue(self, text: str) -> JobQueue:
        """The queue of a name or an ARN; raises ClientException."""
        queue = self.queues.get(name_in(text, "job-queue"))
        if queue is None:
            raise errors.client(f"JobQueue {text} not found.")
        return queue

    def admit(self, queue: JobQueue, params: Mapping[str, Any], settings: dict[str, Any]) -> None:
        """Whether SubmitJob may bring in a job with these settings, which it completes; raises ClientException."""
        admit(queue, params, settings, self.consumables, self.world.now_us)

    def service_environment(self, text: str) -> str:
        """The ARN of a service environment by its name or ARN; raises ClientException unless it is VALID."""
        environment = self.service_jobs.environments.get(name_in(text, "service-environment"))
        if environment is None:
            raise errors.no_such(text)
        if environment.status != VALID:
            raise errors.client(f"Service environment {environment.arn} is not valid.")
        return environment.arn

    def _checked(self, params: Params, *, is_service: bool) -> tuple[dict[str, Any], list[ComputeEnvironment]]:
        """What the call gives of a queue's ``settings``, and the environments."""
        settings: dict[str, Any] = {}
        environments: list[ComputeEnvironment] = []
        if "computeEnvironmentOrder" in params:
            entries = params["computeEnvironmentOrder"]
            environments = checks.check_environments(entries, self._environment)
            orders = sorted(each["order"] for each in entries)
            settings["computeEnvironmentOrder"] = [
                {"order": order, "computeEnvironment": each.arn}
                for order, each in zip(orders, environments, strict=True)
            ]
        if "serviceEnvironmentOrder" in params:
            entries = params["serviceEnvironmentOrder"]
            (named,) = checks.check_service_environments(entries)
            arn = self.service_environment(named)
            settings["serviceEnvironmentOrder"] = [{"order": entries[0]["order"], "serviceEnvironment": arn}]
        if "jobStateTimeLimitActions" in params:
            actions = [dict(each) for each in params["jobStateTimeLimitActions"]]
            checks.check_time_limits(actions, is_service=is_service)
            settings["jobStateTimeLimitActions"] = actions
        return settings, environments

    def _environment(self, text: str) -> ComputeEnvironment | None:
        return self.environments.get(name_in(text, "compute-environment"))

    def _policy(self, arn: str | None, *, is_service: bool) -> SchedulingPolicy | None:
        if not arn:
            return None
        policy = self.policies.get(arn)
        if policy is None:
            raise errors.no_such(arn)
        if policy.quota_share is not None and not is_service:
            raise errors.client(
                f"Scheduling policy {arn} has a quotaSharePolicy, which the job queue does not support."
            )
        return policy

    def _then(self, queue: JobQueue, duration: str, done: Any) -> None:
        queue.generation += 1
        due_us = self.world.now_us + self.durations[duration]
        self.world.simulation.at(due_us, done, queue, queue.generation)

    def _queue_valid(self, queue: JobQueue, generation: int) -> None:
        if queue.generation == generation:
            queue.status, queue.status_reason = VALID, HEALTHY
            self.dispatcher.kick()

    def _terminate(self, job: Job) -> None:
        for each in (job,) if job.children is None else job.children:
            if each.status in (STARTING, RUNNING):
                self.life.stop(each, DELETED)
            else:
                self.life.fail(each, DELETED)

    def _leave(self, queue: JobQueue, generation: int) -> None:
        queue.leaving = True
        if not queue.open:
            self.queues.pop(queue.name, None)


def _name(queue: JobQueue) -> str:
    return queue.name
