"""A job queue."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.aws.tags import Tags
from fakeaws.services.batch.compute.environment import CREATING, ENABLED, UPDATING, VALID, ComputeEnvironment
from fakeaws.services.batch.queues.fair_share import FairShare
from fakeaws.services.batch.queues.fifo import FirstInFirstOut

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.queues.policy import SchedulingPolicy
    from fakeaws.services.batch.service_jobs.job import ServiceJob
    from fakeaws.simulation.scheduler import Timer


class Blocked(NamedTuple):
    """The job at a queue's head that cannot be placed whatever ends, and why; ``before`` was its statusReason."""

    job: Job | ServiceJob
    reason: str
    since_us: int
    before: str | None


@dataclass(eq=False)
class JobQueue:
    """``environments`` in the order in which they are tried. ``waiting`` holds its RUNNABLE jobs without a place.

    ``settings``: computeEnvironmentOrder, serviceEnvironmentOrder and jobStateTimeLimitActions by the API's names, ARNs in
    place of names. ``generation`` counts changes of status, so that an older change that is still due does nothing.
    """

    name: str
    arn: str
    priority: int
    environments: list[ComputeEnvironment]
    settings: dict[str, Any] = field(default_factory=dict)
    type: str = "ECS"
    state: str = ENABLED
    status: str = CREATING
    status_reason: str | None = None
    policy: SchedulingPolicy | None = None
    tags: Tags = field(default_factory=Tags)
    #: By id, in the order of their submission: all that were submitted to it, children left out.
    jobs: dict[str, Job] = field(default_factory=dict)
    #: How many of these have not ended.
    open: int = 0
    generation: int = 0
    #: What its jobs have of the compute environments, in thousandths of a vCPU.
    used_milli: int = 0
    blocked: Blocked | None = None
    #: When the time limit of the blocked job ends.
    limit: Timer | None = None
    #: Its deletion has taken its time: it goes with its last job.
    leaving: bool = False
    waiting: FirstInFirstOut | FairShare = field(default_factory=FirstInFirstOut)

    @property
    def is_served(self) -> bool:
        """Whether its jobs are placed. One that is DISABLED still is served."""
        return self.status in (VALID, UPDATING)

    @property
    def fair_share(self) -> FairShare | None:
        waiting = self.waiting
        return waiting if isinstance(waiting, FairShare) else None

    def described(self) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "jobQueueName": self.name,
            "jobQueueArn": self.arn,
            "state": self.state,
            "status": self.status,
            "priority": self.priority,
            "computeEnvironmentOrder": self.settings.get("computeEnvironmentOrder", []),
            "jobQueueType": self.type,
        }
        if self.tags:
            shown["tags"] = dict(self.tags)
        if self.status_reason is not None:
            shown["statusReason"] = self.status_reason
        if self.policy is not None:
            shown["schedulingPolicyArn"] = self.policy.arn
        for name in ("serviceEnvironmentOrder", "jobStateTimeLimitActions"):
            if name in self.settings:
                shown[name] = self.settings[name]
        return shown
