"""A service environment: how many instances service jobs may have at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fakeaws.aws.tags import Tags
from fakeaws.services.batch.compute.environment import CREATING, ENABLED, UPDATING, VALID

if TYPE_CHECKING:
    from fakeaws.services.batch.service_jobs.job import ServiceJob

#: The unit of limits that count instances of all types together.
NUM_INSTANCES = "NUM_INSTANCES"


@dataclass(eq=False)
class ServiceEnvironment:
    """``limits``: how much of each unit there is; a unit is an instance type, or `NUM_INSTANCES`.

    ``generation`` counts changes of status, so that an older change that is still due does nothing.
    """

    name: str
    arn: str
    type: str
    limits: dict[str, int]
    state: str = ENABLED
    status: str = CREATING
    tags: Tags = field(default_factory=Tags)
    used: dict[str, int] = field(default_factory=dict)
    generation: int = 0

    @property
    def takes_jobs(self) -> bool:
        """Whether the scheduler places jobs in it."""
        return self.state == ENABLED and self.status in (VALID, UPDATING)

    def demand(self, job: ServiceJob) -> Mapping[str, int]:
        """What the job takes, by the environment's units."""
        return {NUM_INSTANCES: sum(job.instances.values())} if NUM_INSTANCES in self.limits else job.instances

    def can_fit(self, job: ServiceJob) -> bool:
        """Whether the job would find a place if it were alone."""
        return all(self.limits.get(unit, 0) >= count for unit, count in self.demand(job).items())

    def has_room(self, job: ServiceJob) -> bool:
        return all(self.room(unit) >= count for unit, count in self.demand(job).items())

    def room(self, unit: str) -> int:
        """How much is not in use."""
        return self.limits.get(unit, 0) - self.used.get(unit, 0)

    def take(self, job: ServiceJob, times: int = 1) -> None:
        """The job has its place; with ``times`` -1 it leaves it."""
        for unit, count in self.demand(job).items():
            self.used[unit] = self.used.get(unit, 0) + times * count

    def described(self) -> dict[str, Any]:
        return {
            "serviceEnvironmentName": self.name,
            "serviceEnvironmentArn": self.arn,
            "serviceEnvironmentType": self.type,
            "state": self.state,
            "status": self.status,
            "capacityLimits": shown(self.limits),
            "tags": dict(self.tags),
        }


def shown(limits: Mapping[str, int]) -> list[dict[str, Any]]:
    """``capacityLimits``."""
    return [{"maxCapacity": most, "capacityUnit": unit} for unit, most in limits.items()]
