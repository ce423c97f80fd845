"""What the operations of Batch share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.service import Service
from fakeaws.services.batch.consumables.resource import ConsumableResources
from fakeaws.services.batch.durations import Durations
from fakeaws.services.batch.jobs.job import STARTING, Attempt, Job
from fakeaws.services.batch.jobs.life import Life
from fakeaws.services.batch.names import arn_of
from fakeaws.services.batch.scheduling.dispatcher import Dispatcher
from fakeaws.services.batch.workloads.workloads import Workloads
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.batch.compute.environment import ComputeEnvironment
    from fakeaws.services.batch.definitions.definition import JobDefinition
    from fakeaws.services.batch.queues.policy import SchedulingPolicy
    from fakeaws.services.batch.queues.queue import JobQueue
    from fakeaws.world import World


class BatchBase(Service):
    """State of Batch in one account and region."""

    name = "batch"
    #: Batch has no ValidationException: it says everything in its own words.
    validates = False

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        self.durations = Durations(world.config.get("batch", {}).get("durations", {}))
        #: By name, in the order of their creation.
        self.environments: dict[str, ComputeEnvironment] = {}
        self.queues: dict[str, JobQueue] = {}
        #: By name and revision.
        self.definitions: dict[str, dict[int, JobDefinition]] = {}
        #: By id, children and nodes too.
        self.jobs: dict[str, Job] = {}
        self.submissions = 0
        self.ids = world.streams.stream(f"batch.ids/{account}/{region}")
        #: By ARN, in the order of their creation.
        self.policies: dict[str, SchedulingPolicy] = {}
        self.consumables = ConsumableResources()
        self.workloads = Workloads(self)
        self.dispatcher = Dispatcher(self)
        self.life = Life(self)

    def arn_of(self, resource: str) -> str:
        """The ARN of ``job-queue/name`` and the like here."""
        return arn_of(self.account, self.region, resource)

    def new_id(self) -> str:
        return uuid_of(self.ids.getrandbits(128))

    def new_task_arn(self, environment: ComputeEnvironment) -> str:
        """Of an attempt's ECS task."""
        cluster = f"AWSBatch-{environment.name}-{environment.uuid}"
        arn = self.arn_of(f"task/{cluster}/{self.ids.getrandbits(128):032x}")
        return arn.replace(":batch:", ":ecs:", 1)

    def log_stream(self, job: Job, attempt: Attempt) -> str:
        """Of an attempt, in the group ``/aws/batch/job``."""
        return f"{job.definition.name[:200]}/default/{attempt.task_arn.rsplit('/', 1)[1]}"

    def changed(self, job: Job) -> None:
        """A job has another status: the timeline, the event bus and the metrics hear of it."""
        self.world.simulation.progressed()
        details = {} if job.status_reason is None else {"reason": job.status_reason}
        if job.status == STARTING and job.placement is not None:
            details["environment"] = job.placement.environment.name
        self.world.timeline.add(
            "batch", "JobStateChange", job.name, job.status, message_id=job.id, cause=job.record, details=details
        )

    def blocked(self, queue: JobQueue, job: Job, reason: str) -> None:
        """The job at the queue's head cannot be placed, for that statusReason: said once for a job and reason."""
        self.world.timeline.add(
            "batch",
            "JobQueueBlocked",
            queue.name,
            job.name,
            message_id=job.id,
            cause=job.record,
            details={"reason": reason},
        )

    def under_way(self) -> list[str]:
        open_jobs = [each for each in self.jobs.values() if not each.ended and each.children is None]
        return [f"batch job {each.name} ({each.id}) is {each.status}" for each in open_jobs]
