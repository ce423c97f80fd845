"""``ecsProperties``: one task of up to ten containers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fakeaws.services.batch.definitions.checks.container import (
    check_fargate_settings,
    check_not_fargate,
    check_parts,
    not_for_fargate,
)
from fakeaws.services.batch.definitions.checks.resources import check_fargate_pair
from fakeaws.services.batch.definitions.checks.volumes import check_mount_points
from fakeaws.services.batch.definitions.invalid import Invalid
from fakeaws.services.batch.definitions.requirements import requirements_of

CONTAINERS: Final = 10
_CONDITIONS = ("START", "COMPLETE", "SUCCESS")
_FARGATE_ONLY = ("networkConfiguration", "platformVersion", "ephemeralStorage", "runtimePlatform")
_TIMEOUTS = range(2, 121)


def check_task(properties: Mapping[str, Any], *, platform: str) -> None:
    """``platform``: EC2, FARGATE or MANAGED_INSTANCES; the last takes what either of the others takes."""
    tasks = properties["taskProperties"]
    if len(tasks) != 1:
        raise Invalid("ecsProperties must have exactly one entry of taskProperties.")
    (task,) = tasks
    containers = task["containers"]
    if not 1 <= len(containers) <= CONTAINERS:
        raise Invalid(f"A task must have between 1 and {CONTAINERS} containers.")
    fargate = platform == "FARGATE"
    for each in containers:
        if not each.get("image"):
            raise Invalid("Container image is required.")
        check_parts(each, fargate=fargate, form="ecsProperties")
        check_mount_points(each.get("mountPoints", ()), task.get("volumes", ()))
    _check_dependencies(containers)
    if fargate:
        _check_on_fargate(task)
    elif platform == "EC2":
        check_not_fargate(task, _FARGATE_ONLY)


def _check_on_fargate(task: Mapping[str, Any]) -> None:
    for each in task["containers"]:
        if each.get("ulimits"):
            raise not_for_fargate("ulimits")
        for name in ("startTimeout", "stopTimeout"):
            if each.get(name, _TIMEOUTS[0]) not in _TIMEOUTS:
                raise Invalid(f"{name} must be between {_TIMEOUTS[0]} and {_TIMEOUTS[-1]} seconds.")
    if task.get("ipcMode"):
        raise not_for_fargate("ipcMode")
    if task.get("pidMode") == "host":
        raise not_for_fargate("pidMode host")
    if not task.get("executionRoleArn"):
        raise Invalid("executionRoleArn is required for Fargate.")
    values = [requirements_of(each) for each in task["containers"]]
    check_fargate_pair(sum(float(each["VCPU"]) for each in values), sum(int(each["MEMORY"]) for each in values))
    check_fargate_settings(task, task.get("platformVersion", "LATEST"))


def _check_dependencies(containers: list[Mapping[str, Any]]) -> None:
    names = [each.get("name") for each in containers]
    for name in names:
        if name is None and len(containers) > 1:
            raise Invalid("Each container of a task with several needs a name.")
        if names.count(name) > 1:
            raise Invalid(f"Container name {name} is given more than once.")
    if not any(map(_is_essential, containers)):
        raise Invalid("At least one container of a task must be essential.")
    by_name = dict(zip(names, containers, strict=True))
    after: dict[str | None, list[str | None]] = {name: [] for name in names}
    for container in containers:
        for each in container.get("dependsOn", ()):
            name, condition = each.get("containerName"), each.get("condition")
            if name not in by_name or by_name[name] is container:
                raise Invalid(f"Container {name} in dependsOn is not another container of the task.")
            if condition not in _CONDITIONS:
                raise Invalid(f"Condition {condition} in dependsOn is not valid.")
            if condition != "START" and _is_essential(by_name[name]):
                raise Invalid(f"Condition {condition} is not applicable for the essential container {name}.")
            after[container.get("name")].append(name)
    _check_no_circle(after)


def _check_no_circle(after: dict[str | None, list[str | None]]) -> None:
    while after:
        free = [name for name, others in after.items() if not any(other in after for other in others)]
        if not free:
            raise Invalid("The containers of a task must not depend on each other in a circle.")
        for name in free:
            del after[name]


def _is_essential(container: Mapping[str, Any]) -> bool:
    return bool(container.get("essential", True))
