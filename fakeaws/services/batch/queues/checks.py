"""What is refused in a job queue's settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fakeaws.services.batch import errors
from fakeaws.services.batch.compute.environment import DISABLED, ENABLED, VALID, ComputeEnvironment
from fakeaws.services.batch.compute.instance_types import expand
from fakeaws.services.batch.limits import (
    ENVIRONMENTS_PER_QUEUE,
    SERVICE_ENVIRONMENTS_PER_QUEUE,
    TIME_LIMIT_SECONDS,
)
from fakeaws.services.batch.queues.time_limits import MATCHERS

ECS, ECS_FARGATE, EKS, SAGEMAKER = "ECS", "ECS_FARGATE", "EKS", "SAGEMAKER_TRAINING"
MANAGED_INSTANCES = "ECS_MANAGED_INSTANCES"
TYPES = (EKS, ECS, ECS_FARGATE, SAGEMAKER, MANAGED_INSTANCES)


def check_state(state: str) -> None:
    if state not in (ENABLED, DISABLED):
        raise errors.client(f"State {state} is not valid. Valid states are ENABLED and DISABLED.")


def check_priority(priority: int) -> None:
    if priority < 0:
        raise errors.client("Priority must be a non-negative integer.")


def check_order(entries: Sequence[Mapping[str, Any]], member: str, most: int) -> list[str]:
    """What ``computeEnvironmentOrder`` or ``serviceEnvironmentOrder`` names, in its order."""
    if not 1 <= len(entries) <= most:
        raise errors.client(f"{member} must have between 1 and {most} entries.")
    kind = member.removesuffix("Order")
    named = [str(each[kind]) for each in sorted(entries, key=lambda each: int(each["order"]))]
    if len({each["order"] for each in entries}) < len(entries):
        raise errors.client(f"{member} must not have the same order twice.")
    return named


def check_environments(
    entries: Sequence[Mapping[str, Any]], find: Callable[[str], ComputeEnvironment | None]
) -> list[ComputeEnvironment]:
    """The compute environments in their order: all there, VALID, and of kinds that go together."""
    found = []
    for text in check_order(entries, "computeEnvironmentOrder", ENVIRONMENTS_PER_QUEUE):
        environment = find(text)
        if environment is None:
            raise errors.no_such(text)
        if environment.status != VALID:
            raise errors.client(f"Compute environment {environment.arn} is not valid.")
        if environment in found:
            raise errors.client(f"Compute environment {environment.arn} is listed more than once.")
        found.append(environment)
    if len({type_of(each) for each in found}) > 1:
        raise errors.client("All compute environments of a job queue must be of the same type: EC2, FARGATE or EKS.")
    if len({arm for arm in map(_is_arm, found) if arm is not None}) > 1:
        raise errors.client("All compute environments of a job queue must have the same architecture.")
    return found


def check_service_environments(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    return check_order(entries, "serviceEnvironmentOrder", SERVICE_ENVIRONMENTS_PER_QUEUE)


def type_of(environment: ComputeEnvironment) -> str:
    """The type of a queue over it. On-Demand and Spot are the same."""
    if environment.settings.get("eksConfiguration"):
        return EKS
    if environment.on_fargate:
        return ECS_FARGATE
    return MANAGED_INSTANCES if environment.kind == MANAGED_INSTANCES else ECS


def check_type(given: str | None, needed: str) -> str:
    """``jobQueueType``, which may be left out."""
    if given is not None and given not in TYPES:
        raise errors.client(f"jobQueueType {given} is not valid.")
    if given not in (None, needed):
        raise errors.client(
            f"jobQueueType {given} does not match the environments of the job queue, which are {needed}."
        )
    return needed


def check_time_limits(actions: Sequence[Mapping[str, Any]], *, is_service: bool) -> None:
    wanted = "TERMINATE" if is_service else "CANCEL"
    for each in actions:
        if each["reason"] not in MATCHERS:
            raise errors.client("Invalid job reason")
        if each["state"] != "RUNNABLE":
            raise errors.client("Invalid job state")
        if each["maxTimeSeconds"] not in TIME_LIMIT_SECONDS:
            first, last = TIME_LIMIT_SECONDS[0], TIME_LIMIT_SECONDS[-1]
            raise errors.client(f"maxTimeSeconds must be between {first} and {last}.")
        if each["action"] != wanted:
            raise errors.client(f"Invalid job action, {wanted} is the only one supported by the job queue.")


def _is_arm(environment: ComputeEnvironment) -> bool | None:
    """None where any architecture will do."""
    names = (environment.settings.get("computeResources") or {}).get("instanceTypes", ())
    found = {each.is_arm for name in names for each in expand(name)}
    return found.pop() if len(found) == 1 else None
