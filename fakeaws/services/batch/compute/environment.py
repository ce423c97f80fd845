"""A compute environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fakeaws.aws.tags import Tags
from fakeaws.services.batch.compute.capacity import Capacity, InstanceCapacity

if TYPE_CHECKING:
    from fakeaws.simulation.scheduler import Timer

ENABLED = "ENABLED"
DISABLED = "DISABLED"

CREATING = "CREATING"
UPDATING = "UPDATING"
DELETING = "DELETING"
VALID = "VALID"
INVALID = "INVALID"

EC2 = "EC2"
SPOT = "SPOT"
FARGATE = "FARGATE"
FARGATE_SPOT = "FARGATE_SPOT"
MANAGED_INSTANCES = "ECS_MANAGED_INSTANCES"


@dataclass(eq=False)
class ComputeEnvironment:
    """``settings`` are what was given, by the API's names, as DescribeComputeEnvironments shows it.

    ``state`` is the user's wish (ENABLED, DISABLED), ``status`` where Batch is with it. ``capacity`` is None for unmanaged
    ones. ``generation`` counts changes of status, so that an older change that is still due does nothing.
    """

    name: str
    arn: str
    uuid: str
    type: str
    settings: dict[str, Any]
    state: str = ENABLED
    status: str = CREATING
    status_reason: str | None = None
    capacity: Capacity | None = None
    tags: Tags = field(default_factory=Tags)
    generation: int = 0
    #: Its place among all that were ever created.
    number: int = 0
    #: Why it is INVALID once Batch has looked at its settings; None for good ones.
    fault: str | None = None
    #: When the update that is under way is done; and whether instances from before it are still there.
    updated_us: int = 0
    replacing: bool = False
    #: Looks for instances to let go.
    scale_in: Timer | None = None

    @property
    def kind(self) -> str | None:
        """``EC2``, ``SPOT``, ``FARGATE`` or ``FARGATE_SPOT``; None for unmanaged ones."""
        resources = self.settings.get("computeResources")
        return None if resources is None else str(resources["type"])

    @property
    def is_eks(self) -> bool:
        return "eksConfiguration" in self.settings

    @property
    def cluster(self) -> str:
        """The name of its ECS cluster."""
        return f"AWSBatch-{self.name}-{self.uuid}"

    @property
    def desired_vcpus(self) -> int:
        """What its instances have, launching ones included, and not less than ``minvCpus``; what was asked for at first."""
        resources, capacity = self.settings["computeResources"], self.capacity
        if self.status == CREATING or not isinstance(capacity, InstanceCapacity):
            return int(resources.get("desiredvCpus", resources.get("minvCpus", 0)))
        return max(capacity.min_milli, capacity.size_milli) // 1000

    @property
    def on_fargate(self) -> bool:
        return self.kind in (FARGATE, FARGATE_SPOT)

    @property
    def takes_jobs(self) -> bool:
        """Whether the scheduler places jobs in it."""
        return self.state == ENABLED and self.status in (VALID, UPDATING) and self.capacity is not None
