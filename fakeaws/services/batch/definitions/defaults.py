"""What AWS adds to a definition that it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.services.batch.definitions.containers import CONTAINER, ECS, EKS

_LISTS = ("command", "volumes", "environment", "mountPoints", "ulimits", "resourceRequirements", "secrets")
_TASK_LISTS = ("volumes",)
_TASK_CONTAINER_LISTS = tuple(name for name in _LISTS if name != "volumes")


def completed(form: str, properties: Mapping[str, Any], *, fargate: bool) -> dict[str, Any]:
    """With the empty lists and the few values that describing shows though nobody has given them."""
    if form == CONTAINER:
        return _container(properties, fargate=fargate)
    if form == ECS:
        return {**properties, "taskProperties": [_task(each) for each in properties["taskProperties"]]}
    if form == EKS:
        return {**properties, "podProperties": _pod(properties["podProperties"])}
    groups = [_group(each) for each in properties["nodeRangeProperties"]]
    return {**properties, "nodeRangeProperties": groups}


def completed_strategy(strategy: Mapping[str, Any]) -> dict[str, Any]:
    return {"attempts": strategy["attempts"], "evaluateOnExit": list(strategy.get("evaluateOnExit", ()))}


def _container(container: Mapping[str, Any], *, fargate: bool) -> dict[str, Any]:
    found = {**container, **{name: list(container.get(name, ())) for name in _LISTS}}
    if fargate:
        found["fargatePlatformConfiguration"] = {
            "platformVersion": "LATEST",
            **(container.get("fargatePlatformConfiguration") or {}),
        }
    return _with_inner_lists(found)


def _task(task: Mapping[str, Any]) -> dict[str, Any]:
    containers = [
        _with_inner_lists({**each, **{name: list(each.get(name, ())) for name in _TASK_CONTAINER_LISTS}})
        for each in task["containers"]
    ]
    return {**task, **{name: list(task.get(name, ())) for name in _TASK_LISTS}, "containers": containers}


def _with_inner_lists(container: dict[str, Any]) -> dict[str, Any]:
    if "linuxParameters" in container:
        container["linuxParameters"] = {"devices": [], "tmpfs": [], **container["linuxParameters"]}
    if "logConfiguration" in container:
        container["logConfiguration"] = {"options": {}, "secretOptions": [], **container["logConfiguration"]}
    return container


def _pod(pod: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **pod,
        **{
            name: [{"name": "Default", **each} for each in pod[name]]
            for name in ("containers", "initContainers")
            if name in pod
        },
    }


def _group(group: Mapping[str, Any]) -> dict[str, Any]:
    name, form = next(
        (name, form) for name, form in (("container", CONTAINER), (ECS, ECS), (EKS, EKS)) if name in group
    )
    return {**group, name: completed(form, group[name], fargate=False)}
