"""What the operations of Batch share."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from fakeaws.aws.durations import Durations
from fakeaws.aws.service import Service
from fakeaws.services.batch import announcing
from fakeaws.services.batch.compute.course import Course
from fakeaws.services.batch.compute.scaling import Scaling
from fakeaws.services.batch.consumables.resource import ConsumableResources
from fakeaws.services.batch.durations import DEFAULTS
from fakeaws.services.batch.jobs.job import STARTING, Attempt, Job
from fakeaws.services.batch.jobs.keeping import Keeping
from fakeaws.services.batch.jobs.life import Life
from fakeaws.services.batch.names import arn_of
from fakeaws.services.batch.notes import Notes
from fakeaws.services.batch.scheduling.dispatcher import Dispatcher
from fakeaws.services.batch.service_jobs.life import ServiceJobs
from fakeaws.services.batch.workloads.workloads import Workloads
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.batch.compute.capacity import Placement
    from fakeaws.services.batch.compute.environment import ComputeEnvironment
    from fakeaws.services.batch.definitions.definition import JobDefinition
    from fakeaws.services.batch.queues.policy import SchedulingPolicy
    from fakeaws.services.batch.queues.queue import JobQueue
    from fakeaws.services.batch.service_jobs.job import ServiceJob
    from fakeaws.timeline.findings import Finding
    from fakeaws.world import World


class BatchBase(Service):
    """State of Batch in one account and region."""

    name = "batch"
    #: Batch has no ValidationException: it says everything in its own words.
    validates = False

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        self.durations = Durations("Batch", DEFAULTS, world.config.get("batch", {}).get("durations", {}))
        #: By name, in the order of their creation.
        self.environments: dict[str, ComputeEnvironment] = {}
        self.environments_made = 0
        self.queues: dict[str, JobQueue] = {}
        #: By name and revision.
        self.definitions: dict[str, dict[int, JobDefinition]] = {}
        #: The highest revision that a name ever had.
        self.last_revisions: dict[str, int] = {}
        #: By id, children and nodes too.
        self.jobs: dict[str, Job] = {}
        self.submissions = 0
        self.ids = world.streams.stream(f"batch.ids/{account}/{region}")
        #: By ARN, in the order of their creation.
        self.policies: dict[str, SchedulingPolicy] = {}
        self.consumables = ConsumableResources()
        self.workloads = Workloads(self)
        self.notes = Notes(self)
        self.dispatcher = Dispatcher(self)
        self.scaling = Scaling(self)
        self.course = Course(self)
        self.life = Life(self)
        self.keeping = Keeping(self)
        self.service_jobs = ServiceJobs(self)

    def arn_of(self, resource: str) -> str:
        """The ARN of ``job-queue/name`` and the like here."""
        return arn_of(self.account, self.region, resource)

    def new_id(self) -> str:
        return uuid_of(self.ids.getrandbits(128))

    def new_attempt(self, job: Job, placement: Placement) -> Attempt:
        """An attempt that begins on that machine: an ECS task with ARN, instance and network interface."""
        environment = placement.environment
        cluster = environment.cluster
        ecs, task = self.arn_of("").replace(":batch:", ":ecs:", 1), f"{self.ids.getrandbits(128):032x}"
        instance = placement.instance
        instance_arn = None if instance is None else f"{ecs}container-instance/{cluster}/{_hex(instance.id)}"
        has_interface = instance is None or job.is_node
        interfaces = (_interface(task),) if has_interface else ()
        attempt = Attempt(f"{ecs}task/{cluster}/{task}", instance_arn, interfaces)
        if job.is_node and instance is not None:
            attempt.instance_type = instance.type.name
        eks = environment.settings.get("eksConfiguration")
        if eks:
            attempt.pod = {"eksClusterArn": eks["eksClusterArn"], "podNamespace": eks["kubernetesNamespace"]}
        return attempt

    def changed(self, job: Job) -> None:
        """A job has another status: the timeline, the event bus and the metrics hear of it."""
        self.world.simulation.progressed()
        details = {} if job.status_reason is None else {"reason": job.status_reason}
        if job.status == STARTING and job.placement is not None:
            details["environment"] = job.placement.environment.name
        record = self.world.timeline.add(
            "batch", "JobStateChange", job.name, job.status, message_id=job.id, cause=job.record, details=details
        )
        announcing.job_changed(self, job, record)

    def service_job_changed(self, job: ServiceJob) -> None:
        """A service job has another status: the timeline and the event bus hear of it."""
        self.world.simulation.progressed()
        details = {} if job.status_reason is None else {"reason": job.status_reason}
        record = self.world.timeline.add(
            "batch", "ServiceJobStateChange", job.name, job.status, message_id=job.id, cause=job.record, details=details
        )
        announcing.job_changed(self, job, record)

    def blocked(self, queue: JobQueue, job: Job | ServiceJob, reason: str) -> None:
        """The job at the queue's head cannot be placed, for that statusReason: said once for a job and reason."""
        record = self.world.timeline.add(
            "batch",
            "JobQueueBlocked",
            queue.name,
            job.name,
            message_id=job.id,
            cause=job.record,
            details={"reason": reason},
        )
        announcing.queue_blocked(self, job, record)

    def under_way(self) -> list[str]:
        return [*self.keeping.under_way(), *self.service_jobs.under_way()]

    def failure_report(self) -> list[str]:
        from fakeaws.services.batch.viewing.failure_report import failure_report

        return failure_report(self)

    def findings(self) -> list[Finding]:
        from fakeaws.services.batch.diagnosis import findings

        return findings(self)


def _hex(text: str) -> str:
    """32 digits that stand for it."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _interface(task: str) -> dict[str, str]:
    """A task's own network interface, in 10.0.0.0/16."""
    number = int(task[:4], 16)
    return {"attachmentId": uuid_of(int(_hex(task), 16)), "privateIpv4Address": f"10.0.{number >> 8}.{number & 255}"}
