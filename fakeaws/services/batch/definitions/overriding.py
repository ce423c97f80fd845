"""What SubmitJob overrides of a definition's containers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fakeaws.services.batch import errors
from fakeaws.services.batch.definitions.checks.environment import check_environment
from fakeaws.services.batch.definitions.containers import CONTAINER, ECS, EKS, NODES, node_range
from fakeaws.services.batch.definitions.invalid import Invalid
from fakeaws.services.batch.definitions.node_ranges import read_range

#: SubmitJob's parameter for each form of a definition.
OVERRIDES = {
    CONTAINER: "containerOverrides",
    ECS: "ecsPropertiesOverride",
    EKS: "eksPropertiesOverride",
    NODES: "nodeOverrides",
}
_DEPRECATED = {"vcpus": "VCPU", "memory": "MEMORY"}
_CONFLICT = (
    "This value was submitted in a deprecated key and may conflict with the value provided by the job definition's "
    "resource requirements."
)


def overridden(form: str, properties: dict[str, Any], params: Mapping[str, Any], *, fargate: bool) -> dict[str, Any]:
    """The definition's ``properties`` with the override for its form; raises `Invalid` or ClientException."""
    for other, name in OVERRIDES.items():
        if other != form and params.get(name):
            raise errors.client(f"{name} is not applicable for job definitions with {form}.")
    given = params.get(OVERRIDES[form])
    if not given:
        return properties
    if form == CONTAINER:
        return container_overridden(properties, given, fargate=fargate)
    if form == ECS:
        return _task_overridden(properties, given)
    return _pod_overridden(properties, given) if form == EKS else _nodes_overridden(properties, given)


def container_overridden(
    container: Mapping[str, Any], override: Mapping[str, Any], *, fargate: bool = False
) -> dict[str, Any]:
    """``containerOverrides`` over ``containerProperties`` or a task's container."""
    found = dict(container)
    requirements = {each["type"]: dict(each) for each in container.get("resourceRequirements", ())}
    for key, type in _DEPRECATED.items():
        if key not in override:
            continue
        if fargate:
            raise errors.client(f"{key} is not applicable for Fargate. Use resource requirements instead.")
        if type in requirements:
            raise errors.client(_CONFLICT)
        found[key] = override[key]
    for each in override.get("resourceRequirements", ()):
        requirements[each["type"]] = dict(each)
        found.pop({type: key for key, type in _DEPRECATED.items()}.get(each["type"], ""), None)
    if requirements:
        found["resourceRequirements"] = list(requirements.values())
    if override.get("command"):
        found["command"] = _command(override["command"])
    for name in ("image", "instanceType"):
        if name in override:
            found[name] = override[name]
    _merge_variables(found, "environment", override)
    return found


def _task_overridden(properties: Mapping[str, Any], override: Mapping[str, Any]) -> dict[str, Any]:
    (task,) = properties["taskProperties"]
    tasks = override.get("taskProperties") or [{}]
    if len(tasks) != 1:
        raise Invalid("ecsPropertiesOverride must have exactly one entry of taskProperties.")
    containers = _by_name(task["containers"], tasks[0].get("containers", ()), container_overridden)
    return {**properties, "taskProperties": [{**task, "containers": containers}]}


def _pod_overridden(properties: Mapping[str, Any], override: Mapping[str, Any]) -> dict[str, Any]:
    pod = dict(properties["podProperties"])
    given = override.get("podProperties") or {}
    for name in ("containers", "initContainers"):
        if given.get(name):
            pod[name] = _by_name(pod.get(name, ()), given[name], _pods_container_overridden)
    if given.get("metadata"):
        metadata = dict(pod.get("metadata") or {})
        for name, value in given["metadata"].items():
            metadata[name] = {**(metadata.get(name) or {}), **value} if isinstance(value, Mapping) else value
        pod["metadata"] = metadata
    return {**properties, "podProperties": pod}


def _pods_container_overridden(container: Mapping[str, Any], override: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(container)
    for name in ("image", "args"):
        if name in override:
            found[name] = override[name]
    if override.get("command"):
        found["command"] = _command(override["command"])
    if override.get("resources"):
        before = container.get("resources") or {}
        found["resources"] = {
            name: {**(before.get(name) or {}), **(override["resources"].get(name) or {})}
            for name in ("limits", "requests")
            if name in before or name in override["resources"]
        }
    _merge_variables(found, "env", override)
    return found


def _nodes_overridden(properties: Mapping[str, Any], override: Mapping[str, Any]) -> dict[str, Any]:
    groups = [dict(each) for each in properties["nodeRangeProperties"]]
    nodes = override.get("numNodes", properties["numNodes"])
    if nodes != properties["numNodes"] and all(node_range(each).last is not None for each in groups):
        raise Invalid("numNodes can only be overridden if the job definition has a node range with an open end.")
    if not properties["mainNode"] < nodes:
        raise Invalid(f"numNodes must be greater than mainNode, which is {properties['mainNode']}.")
    for given in override.get("nodePropertyOverrides", ()):
        wanted = read_range(given["targetNodes"])
        found = [place for place, each in enumerate(groups) if node_range(each).within(wanted)]
        if not found:
            raise Invalid(f"targetNodes {given['targetNodes']} has no node range of the job definition in it.")
        for place in found:
            groups[place] = _group_overridden(groups[place], given)
    return {**properties, "numNodes": nodes, "nodeRangeProperties": groups}


def _group_overridden(group: Mapping[str, Any], override: Mapping[str, Any]) -> dict[str, Any]:
    forms = {"container": CONTAINER, ECS: ECS, EKS: EKS}
    name = next(each for each in forms if each in group)
    found = {**group, name: overridden(forms[name], group[name], override, fargate=False)}
    if "instanceTypes" in override:
        found["instanceTypes"] = override["instanceTypes"]
    return found


def _by_name(containers: Iterable[Mapping[str, Any]], overrides: Iterable[Mapping[str, Any]], merge: Any) -> list[Any]:
    """An override without a name is for the only container."""
    found = [dict(each) for each in containers]
    for override in overrides:
        name = override.get("name")
        places = [place for place, each in enumerate(found) if name is None or each.get("name") == name]
        if len(places) != 1:
            raise Invalid(f"Container {name} to override is not in the job definition.")
        found[places[0]] = merge(found[places[0]], override)
    return found


def _command(words: list[str]) -> list[str]:
    if "" in words:
        raise Invalid("The command of an override must not contain an empty string.")
    return words


def _merge_variables(found: dict[str, Any], member: str, override: Mapping[str, Any]) -> None:
    given = override.get(member)
    if not given:
        return
    check_environment(given)
    variables = {each.get("name"): dict(each) for each in found.get(member, ())}
    variables.update({each.get("name"): dict(each) for each in given})
    found[member] = list(variables.values())
