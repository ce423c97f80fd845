"""A service job: a SageMaker training job in a job queue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.tags import Tags
from fakeaws.services.batch.compute.need import Need
from fakeaws.services.batch.jobs.job import ENDED, RUNNING, STARTING, SUBMITTED

if TYPE_CHECKING:
    from fakeaws.services.batch.queues.queue import JobQueue
    from fakeaws.services.batch.service_jobs.environments import ServiceEnvironment
    from fakeaws.services.batch.service_jobs.quota_shares import QuotaShare
    from fakeaws.services.batch.workloads.work import Work
    from fakeaws.simulation.scheduler import Timer

#: It has been handed to SageMaker, which has no instances for it yet.
SCHEDULED = "SCHEDULED"


class ServiceAttempt:
    """One SageMaker training job. Instants in milliseconds since 1970."""

    __slots__ = ("log", "started_ms", "status_reason", "stopped_ms", "training_job_arn")

    def __init__(self, training_job_arn: str) -> None:
        self.training_job_arn = training_job_arn
        #: What it prints, once it runs.
        self.log: Any = None
        self.started_ms: int | None = None
        self.stopped_ms: int | None = None
        self.status_reason: str | None = None


class ServiceJob:
    """``settings`` are SubmitServiceJob's, by the API's names. In job queues it stands where other jobs do."""

    def __init__(
        self, id: str, arn: str, queue: JobQueue, settings: dict[str, Any], created_ms: int, order: tuple[int, int]
    ) -> None:
        self.id = id
        self.arn = arn
        self.name: str = settings["jobName"]
        self.queue = queue
        self.settings = settings
        self.created_ms = created_ms
        #: Its place among all jobs.
        self.order = order
        self.payload: dict[str, Any] = json.loads(settings["serviceRequestPayload"])
        #: How many instances of each type it takes.
        self.instances = _instances(self.payload)
        self.need = Need(sum(self.instances.values()) * 1000, 0)
        self.tags = Tags()
        self.share: QuotaShare | None = None
        self.status = SUBMITTED
        self.status_reason: str | None = None
        self.attempts: list[ServiceAttempt] = []
        self.preempted: list[ServiceAttempt] = []
        self.runnable_us: int | None = None
        self.scheduled_ms: int | None = None
        self.started_ms: int | None = None
        self.stopped_ms: int | None = None
        self.terminated: str | None = None
        #: Why it is being stopped: statusReason of its end.
        self.stopping: str | None = None
        self.placement: ServiceEnvironment | None = None
        self.timer: Timer | None = None
        #: What runs, while it runs.
        self.work: Work | None = None
        #: The timeline's number of its submission.
        self.record: int | None = None
        # It has no relatives, and its queue no consumable resources.
        self.parent = self.children = self.nodes = None

    def __repr__(self) -> str:
        return f"<service job {self.name} {self.id}: {self.status}>"

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    @property
    def is_placed(self) -> bool:
        """Whether it takes instances."""
        return self.status in (SCHEDULED, STARTING, RUNNING)

    @property
    def priority(self) -> int:
        return int(self.settings.get("schedulingPriority") or 0)

    @property
    def attempts_allowed(self) -> int:
        return int((self.settings.get("retryStrategy") or {}).get("attempts", 1))


def _instances(payload: Mapping[str, Any]) -> dict[str, int]:
    """Of CreateTrainingJob's ResourceConfig; one of a type that is not named if that is missing."""
    configuration = payload.get("ResourceConfig") or {}
    found: dict[str, int] = {}
    for group in configuration.get("InstanceGroups") or [configuration]:
        type = str(group.get("InstanceType", ""))
        found[type] = found.get(type, 0) + int(group.get("InstanceCount", 1))
    return found
