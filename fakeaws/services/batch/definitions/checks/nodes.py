"""``nodeProperties``: the groups of a multi-node parallel job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fakeaws.services.batch.definitions.checks.container import check_container
from fakeaws.services.batch.definitions.checks.pod import check_pod
from fakeaws.services.batch.definitions.checks.task import check_task
from fakeaws.services.batch.definitions.containers import ECS, EKS
from fakeaws.services.batch.definitions.invalid import Invalid
from fakeaws.services.batch.definitions.node_ranges import read_range

NODES: Final = range(1, 1001)
GROUPS: Final = range(1, 6)
_FORMS = ("container", ECS, EKS)


def check_nodes(properties: Mapping[str, Any]) -> None:
    nodes, main, groups = properties["numNodes"], properties["mainNode"], properties["nodeRangeProperties"]
    if nodes not in NODES:
        raise Invalid(f"numNodes must be between {NODES[0]} and {NODES[-1]}.")
    if not 0 <= main < nodes:
        raise Invalid("mainNode must be less than numNodes.")
    if len(groups) not in GROUPS:
        raise Invalid(f"nodeRangeProperties must have between {GROUPS[0]} and {GROUPS[-1]} entries.")
    ranges = [read_range(each["targetNodes"]) for each in groups]
    for group, each in zip(groups, ranges, strict=True):
        if each.first >= nodes or (each.last is not None and each.last >= nodes):
            raise Invalid(f"targetNodes {group['targetNodes']} is not within the {nodes} nodes.")
        if ranges.count(each) > 1:
            raise Invalid(f"targetNodes {group['targetNodes']} is given more than once.")
    if not all(any(node in each for each in ranges) for node in range(nodes)):
        raise Invalid("nodeRangeProperties must cover all nodes.")
    for group in groups:
        _check_group(group)
    wanted = [_instance_types(group) for group in groups]
    if any(each != wanted[0] for each in wanted):
        raise Invalid("All node ranges must have the same instance type.")


def _check_group(group: Mapping[str, Any]) -> None:
    given = [name for name in _FORMS if group.get(name)]
    if len(given) != 1:
        raise Invalid(f"Node range {group['targetNodes']} must have exactly one of {', '.join(_FORMS)}.")
    (name,) = given
    if name == "container":
        check_container(group["container"], fargate=False)
    elif name == ECS:
        check_task(group[ECS], platform="EC2")
    else:
        check_pod(group[EKS])
    if len(group.get("instanceTypes", ())) > 1:
        raise Invalid("instanceTypes must have at most one entry.")


def _instance_types(group: Mapping[str, Any]) -> list[str]:
    single = (group.get("container") or {}).get("instanceType")
    return [single] if single else list(group.get("instanceTypes", ()))
