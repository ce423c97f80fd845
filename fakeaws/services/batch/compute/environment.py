"""A compute environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fakeaws.aws.tags import Tags
from fakeaws.services.batch.compute.capacity import Capacity

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

    @property
    def kind(self) -> str | None:
        """``EC2``, ``SPOT``, ``FARGATE`` or ``FARGATE_SPOT``; None for unmanaged ones."""
        resources = self.settings.get("computeResources")
        return None if resources is None else str(resources["type"])

    @property
    def on_fargate(self) -> bool:
        return self.kind in (FARGATE, FARGATE_SPOT)

    @property
    def takes_jobs(self) -> bool:
        """Whether the scheduler places jobs in it."""
        return self.state == ENABLED and self.status in (VALID, UPDATING) and self.capacity is not None
