"""The containers of a job, whichever of the forms its definition has."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from fakeaws.services.batch.definitions.node_ranges import NodeRange, read_range

#: The members that say what runs; a definition has one of them.
CONTAINER, ECS, EKS, NODES = "containerProperties", "ecsProperties", "eksProperties", "nodeProperties"

_read = lru_cache(maxsize=1024)(read_range)


def node_range(group: Mapping[str, Any]) -> NodeRange:
    """Of an entry of ``nodeRangeProperties`` that has been checked."""
    return _read(group["targetNodes"])


def group_of(properties: Mapping[str, Any], node: int) -> Mapping[str, Any]:
    """The entry of ``nodeRangeProperties`` that holds for a node: of nested ones the smallest."""
    groups = [each for each in properties["nodeRangeProperties"] if node in node_range(each)]
    found: Mapping[str, Any] = min(groups, key=lambda each: node_range(each).size(properties["numNodes"]))
    return found


def container_of(settings: Mapping[str, Any], node: int | None = None) -> dict[str, Any]:
    """The container that decides how the job ends, in the shape of ``containerProperties``.

    Of ``ecsProperties`` that is the first essential one, of ``eksProperties`` the first of the pod, ``args`` behind its
    command; of ``nodeProperties`` that of ``node``, or of the main node.
    """
    if CONTAINER in settings:
        found: dict[str, Any] = settings[CONTAINER]
        return found
    if NODES in settings:
        properties = settings[NODES]
        group = group_of(properties, properties["mainNode"] if node is None else node)
        forms = {"container": CONTAINER, ECS: ECS, EKS: EKS}
        return container_of({form: group[name] for name, form in forms.items() if name in group})
    if ECS in settings:
        return _of_task(settings[ECS]["taskProperties"][0])
    return _of_pod(settings[EKS]["podProperties"]) if EKS in settings else {}


def _of_task(task: Mapping[str, Any]) -> dict[str, Any]:
    container = next(each for each in task["containers"] if each.get("essential", True))
    found = {name: value for name, value in container.items() if name not in ("essential", "dependsOn")}
    if "taskRoleArn" in task:
        found["jobRoleArn"] = task["taskRoleArn"]
    return {**{name: task[name] for name in _OF_THE_TASK if name in task}, **found}


_OF_THE_TASK = ("executionRoleArn", "volumes", "networkConfiguration", "runtimePlatform", "ephemeralStorage")


def _of_pod(pod: Mapping[str, Any]) -> dict[str, Any]:
    container = pod["containers"][0]
    return {
        **{name: container[name] for name in ("name", "image") if name in container},
        "command": [*container.get("command", ()), *container.get("args", ())],
        "environment": [dict(each) for each in container.get("env", ())],
    }
