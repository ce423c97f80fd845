"""Quota shares: queues within a job queue, each with a part of the service environment's capacity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fakeaws.aws.tags import Tags
from fakeaws.services.batch.compute.environment import CREATING, ENABLED
from fakeaws.services.batch.service_jobs.environments import shown

if TYPE_CHECKING:
    from fakeaws.services.batch.queues.queue import JobQueue
    from fakeaws.services.batch.service_jobs.job import ServiceJob

RESERVE, LEND, LEND_AND_BORROW = "RESERVE", "LEND", "LEND_AND_BORROW"
STRATEGIES = (RESERVE, LEND, LEND_AND_BORROW)
UNLIMITED = -1


@dataclass(eq=False)
class QuotaShare:
    """``settings``: resourceSharingConfiguration and preemptionConfiguration, by the API's names."""

    name: str
    arn: str
    queue: JobQueue
    limits: dict[str, int]
    settings: dict[str, Any]
    state: str = ENABLED
    status: str = CREATING
    tags: Tags = field(default_factory=Tags)
    generation: int = 0
    used: dict[str, int] = field(default_factory=dict)
    #: Its RUNNABLE jobs by id.
    waiting: dict[str, ServiceJob] = field(default_factory=dict)
    #: Its jobs that have not ended, by id.
    open: dict[str, ServiceJob] = field(default_factory=dict)

    @property
    def strategy(self) -> str:
        return str(self.settings["resourceSharingConfiguration"]["strategy"])

    @property
    def preempts(self) -> bool:
        """Whether its jobs of high priority may displace its others."""
        return bool(self.settings["preemptionConfiguration"]["inSharePreemption"] == ENABLED)

    def head(self) -> ServiceJob | None:
        """Its next job: of the highest priority, the first."""
        return min(self.waiting.values(), key=place_of, default=None)

    def take(self, instances: Mapping[str, int], times: int = 1) -> None:
        for unit, count in instances.items():
            self.used[unit] = self.used.get(unit, 0) + times * count

    def has_own_room(self, instances: Mapping[str, int]) -> bool:
        """Whether they are within its limits."""
        return all(self.limits.get(unit, 0) - self.used.get(unit, 0) >= count for unit, count in instances.items())

    def may_have(self, unit: str) -> float:
        """How much it may use, with what it may borrow."""
        own = self.limits.get(unit, 0)
        if self.strategy != LEND_AND_BORROW:
            return own
        percent = self.settings["resourceSharingConfiguration"].get("borrowLimit", UNLIMITED)
        return float("inf") if percent == UNLIMITED else own * (1 + percent / 100)

    def may_borrow(self, instances: Mapping[str, int]) -> bool:
        return all(self.used.get(unit, 0) + count <= self.may_have(unit) for unit, count in instances.items())

    def borrowed(self, unit: str) -> int:
        """How much it uses beyond its limit."""
        return max(0, self.used.get(unit, 0) - self.limits.get(unit, 0))

    def kept(self, unit: str) -> int:
        """How much of its idle capacity nobody else gets."""
        return max(0, self.limits.get(unit, 0) - self.used.get(unit, 0)) if self.strategy == RESERVE else 0

    def summary(self) -> dict[str, Any]:
        return {
            "quotaShareName": self.name,
            "quotaShareArn": self.arn,
            "jobQueueArn": self.queue.arn,
            "capacityLimits": shown(self.limits),
            **self.settings,
            "state": self.state,
            "status": self.status,
        }

    def described(self) -> dict[str, Any]:
        return {**self.summary(), "tags": dict(self.tags)}


def place_of(job: ServiceJob) -> tuple[int, tuple[int, int]]:
    """Its place within its share."""
    return -job.priority, job.order
