"""What a job needs of the machine, by its containers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fakeaws.services.batch.compute.need import Need
from fakeaws.services.batch.definitions.containers import CONTAINER, ECS, EKS, NODES, group_of

_DEPRECATED = (("VCPU", "vcpus"), ("MEMORY", "memory"))


def requirements_of(container: Mapping[str, Any]) -> dict[str, str]:
    """VCPU, MEMORY, GPU as far as they are said, in ``resourceRequirements`` or in the deprecated keys."""
    found = {type: str(container[key]) for type, key in _DEPRECATED if container.get(key)}
    found.update({each["type"]: each["value"] for each in container.get("resourceRequirements", ())})
    return found


def need_of(settings: Mapping[str, Any]) -> Need:
    """Of a job whose settings have been checked; of a multi-node one, its main node's."""
    if CONTAINER in settings:
        return _of_container(settings[CONTAINER])
    if ECS in settings:
        return _sum(map(_of_container, settings[ECS]["taskProperties"][0]["containers"]))
    if EKS in settings:
        pod = settings[EKS]["podProperties"]
        # The init containers run before the others, and one after the other.
        steps = [_sum(map(_of_pods_container, pod["containers"]))]
        steps += map(_of_pods_container, pod.get("initContainers", ()))
        return Need(*map(max, zip(*steps)))
    properties = settings[NODES]
    return _of_node(properties, properties["mainNode"])


def needs_of_nodes(settings: Mapping[str, Any]) -> tuple[Need, ...]:
    """Of a multi-node parallel job: each node's. Of others, none."""
    properties = settings.get(NODES)
    return () if properties is None else tuple(_of_node(properties, node) for node in range(properties["numNodes"]))


def _of_node(properties: Mapping[str, Any], node: int) -> Need:
    group = group_of(properties, node)
    return need_of({CONTAINER: group["container"]} if "container" in group else group)


def _of_container(container: Mapping[str, Any]) -> Need:
    values = requirements_of(container)
    vcpus, memory, gpus = (values.get(type, "0") for type in ("VCPU", "MEMORY", "GPU"))
    return Need(round(float(vcpus) * 1000), int(memory), int(gpus))


def _of_pods_container(container: Mapping[str, Any]) -> Need:
    resources = container.get("resources") or {}
    values = {**(resources.get("requests") or {}), **(resources.get("limits") or {})}
    memory = int(str(values.get("memory", "0")).removesuffix("Mi"))
    return Need(round(float(values.get("cpu", 0)) * 1000), memory, int(values.get("nvidia.com/gpu", 0)))


def _sum(needs: Iterable[Need]) -> Need:
    return Need(*map(sum, zip(*needs)))
