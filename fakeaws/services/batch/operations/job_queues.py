"""Operations on job queues."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.batch import errors
from fakeaws.services.batch.compute.environment import VALID
from fakeaws.services.batch.names import name_in
from fakeaws.services.batch.operations.base import BatchBase
from fakeaws.services.batch.queues.queue import JobQueue


class JobQueueOperations(BatchBase):
    """Create."""

    def create_job_queue(self, call: Call) -> Result:
        params = call.params
        name = params["jobQueueName"]
        entries = sorted(params.get("computeEnvironmentOrder", ()), key=lambda entry: entry["order"])
        environments = [
            self.environments[name_in(each["computeEnvironment"], "compute-environment")] for each in entries
        ]
        queue = JobQueue(
            name,
            self.arn_of(f"job-queue/{name}"),
            params["priority"],
            environments,
            state=params.get("state", "ENABLED"),
        )
        self.queues[name] = queue
        self.world.simulation.at(self.world.now_us + self.durations["queue_created"], self._queue_valid, queue)
        return {"jobQueueName": name, "jobQueueArn": queue.arn}

    def queue(self, text: str) -> JobQueue:
        """The queue of a name or an ARN; raises ClientException."""
        queue = self.queues.get(name_in(text, "job-queue"))
        if queue is None:
            raise errors.client(f"JobQueue {text} not found.")
        return queue

    def _queue_valid(self, queue: JobQueue) -> None:
        queue.status, queue.status_reason = VALID, "JobQueue Healthy"
        self.dispatcher.kick()
