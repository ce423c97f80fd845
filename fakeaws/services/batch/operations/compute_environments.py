"""Operations on compute environments."""

from __future__ import annotations

from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.services.batch.compute.capacity import Capacity, FargateCapacity, InstanceCapacity
from fakeaws.services.batch.compute.environment import CREATING, VALID, ComputeEnvironment
from fakeaws.services.batch.compute.instance_types import expand
from fakeaws.services.batch.operations.base import BatchBase

HEALTHY = "ComputeEnvironment Healthy"


class ComputeEnvironmentOperations(BatchBase):
    """Create, describe."""

    def create_compute_environment(self, call: Call) -> Result:
        params = call.params
        name = params["computeEnvironmentName"]
        settings = {
            key: value for key, value in params.items() if key not in ("computeEnvironmentName", "tags", "state")
        }
        environment = ComputeEnvironment(
            name,
            self.arn_of(f"compute-environment/{name}"),
            self.new_id(),
            params["type"],
            settings,
            params.get("state", "ENABLED"),
            capacity=self.capacity_of(settings.get("computeResources")),
        )
        self.environments[name] = environment
        due_us = self.world.now_us + self.durations["environment_created"]
        self.world.simulation.at(due_us, self._valid, environment, environment.generation)
        return {"computeEnvironmentName": name, "computeEnvironmentArn": environment.arn}

    def capacity_of(self, resources: dict[str, Any] | None) -> Capacity | None:
        """The empty capacity that ``computeResources`` describe."""
        if resources is None:
            return None
        if resources["type"].startswith("FARGATE"):
            return FargateCapacity(resources["maxvCpus"])
        types = tuple(each for name in resources.get("instanceTypes", ()) for each in expand(name))
        strategy = resources.get("allocationStrategy", "BEST_FIT")
        return InstanceCapacity(
            types,
            resources.get("minvCpus", 0),
            resources["maxvCpus"],
            overshoots=strategy != "BEST_FIT",
            launch_us=self.durations["instance"],
        )

    def describe_compute_environments(self, call: Call) -> Result:
        return {
            "computeEnvironments": [
                {
                    "computeEnvironmentName": each.name,
                    "computeEnvironmentArn": each.arn,
                    "state": each.state,
                    "status": each.status,
                    "statusReason": each.status_reason or "",
                    "type": each.type,
                    **each.settings,
                }
                for each in self.environments.values()
            ]
        }

    def _valid(self, environment: ComputeEnvironment, generation: int) -> None:
        if environment.generation == generation and environment.status == CREATING:
            environment.status, environment.status_reason = VALID, HEALTHY
            self.dispatcher.kick()
