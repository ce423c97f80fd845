"""Consumable resources, and the jobs that have of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fakeaws.aws.tags import Tags
from fakeaws.services.batch.names import name_in

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job

REPLENISHABLE = "REPLENISHABLE"
NON_REPLENISHABLE = "NON_REPLENISHABLE"


@dataclass(eq=False)
class ConsumableResource:
    """What jobs have of it is in use until their attempt ends; then it comes back, or is gone if it is not replenishable."""

    name: str
    arn: str
    type: str
    total: int
    created_ms: int
    tags: Tags = field(default_factory=Tags)
    in_use: int = 0
    #: Those that were submitted with a need for it, by id: how much.
    jobs: dict[str, int] = field(default_factory=dict)
    #: How many of them have not ended.
    open: int = 0
    #: Updates of the last hours by their token: what was asked, and when.
    updates: dict[str, tuple[Any, int]] = field(default_factory=dict)

    @property
    def available(self) -> int:
        return max(0, self.total - self.in_use)

    def summary(self) -> dict[str, Any]:
        return {
            "consumableResourceArn": self.arn,
            "consumableResourceName": self.name,
            "totalQuantity": self.total,
            "inUseQuantity": self.in_use,
            "resourceType": self.type,
        }

    def described(self) -> dict[str, Any]:
        shown = {**self.summary(), "availableQuantity": self.available, "createdAt": self.created_ms}
        if self.tags:
            shown["tags"] = dict(self.tags)
        return shown


class ConsumableResources:
    """Of one account and region."""

    def __init__(self) -> None:
        #: By name, in the order of their creation.
        self.by_name: dict[str, ConsumableResource] = {}

    def find(self, text: str) -> ConsumableResource | None:
        """By name or ARN."""
        return self.by_name.get(name_in(text, "consumable-resource"))

    def submitted(self, job: Job) -> None:
        """A job that can be placed, once in its life."""
        for name, quantity in needed(job.settings).items():
            resource = self.by_name.get(name)
            if resource is not None:
                resource.jobs[job.id] = quantity
                resource.open += 1

    def ended(self, job: Job) -> None:
        for name in needed(job.settings):
            resource = self.by_name.get(name)
            if resource is not None:
                resource.open -= 1

    def lacking(self, job: Job) -> list[tuple[str, int, int]]:
        """Of which there is not enough for the job: name, how much it needs, how much is available."""
        found = []
        for name, quantity in needed(job.settings).items():
            resource = self.by_name.get(name)
            available = 0 if resource is None else resource.available
            if quantity > available:
                found.append((name, quantity, available))
        return found

    def take(self, job: Job) -> None:
        """It gets all that it needs."""
        for name, quantity in needed(job.settings).items():
            resource = self.by_name.get(name)
            assert resource is not None
            resource.in_use += quantity

    def give_back(self, job: Job) -> None:
        """Its attempt has ended."""
        for name, quantity in needed(job.settings).items():
            resource = self.by_name.get(name)
            assert resource is not None
            resource.in_use -= quantity
            if resource.type == NON_REPLENISHABLE:
                resource.total = max(0, resource.total - quantity)


def needed(settings: Mapping[str, Any]) -> dict[str, int]:
    """How much of what, by name."""
    entries = (settings.get("consumableResourceProperties") or {}).get("consumableResourceList") or ()
    found: dict[str, int] = {}
    for each in entries:
        name = name_in(each["consumableResource"], "consumable-resource")
        found[name] = found.get(name, 0) + int(each.get("quantity", 1))
    return found
