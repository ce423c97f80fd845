"""``eksProperties``: one pod."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from fakeaws.services.batch.definitions.checks.environment import check_environment
from fakeaws.services.batch.definitions.invalid import Invalid

CONTAINERS: Final = 10
_MEMORY = re.compile(r"([0-9]+)Mi")
_CPU = re.compile(r"[0-9]+(\.(0|00|25|5|50|75))?")
_GPU = re.compile(r"[1-9][0-9]*")
_LEAST_MEMORY = 4
_PULL_POLICIES = ("Always", "IfNotPresent", "Never")
_DNS_POLICIES = ("Default", "ClusterFirst", "ClusterFirstWithHostNet")
_NAMESPACE = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_RESOURCES = ("memory", "cpu", "nvidia.com/gpu")


def check_pod(properties: Mapping[str, Any]) -> None:
    """``podProperties`` and its containers."""
    pod = properties.get("podProperties")
    if not pod:
        raise Invalid("podProperties is required.")
    containers, before = pod.get("containers", ()), pod.get("initContainers", ())
    if not 1 <= len(containers) <= CONTAINERS:
        raise Invalid(f"A pod must have between 1 and {CONTAINERS} containers.")
    if len(before) > CONTAINERS:
        raise Invalid(f"A pod must have at most {CONTAINERS} init containers.")
    names = [each.get("name", "Default") for each in (*containers, *before)]
    for name in names:
        if names.count(name) > 1:
            raise Invalid(f"Container name {name} is given more than once.")
    volumes = [each["name"] for each in pod.get("volumes", ())]
    for each in (*containers, *before):
        _check_container(each, volumes)
    if pod.get("dnsPolicy", "Default") not in _DNS_POLICIES:
        raise Invalid(f"dnsPolicy {pod['dnsPolicy']} is not valid.")
    namespace = (pod.get("metadata") or {}).get("namespace")
    if namespace is not None and not is_namespace(namespace):
        raise Invalid(f"Namespace {namespace} is not valid.")


def is_namespace(text: str) -> bool:
    """Whether Batch may put pods there."""
    usual = _NAMESPACE.fullmatch(text) is not None and len(text) < 64
    return usual and text != "default" and not text.startswith("kube-")


def _check_container(container: Mapping[str, Any], volumes: list[str]) -> None:
    if not container.get("image"):
        raise Invalid("Container image is required.")
    if container.get("imagePullPolicy", "Always") not in _PULL_POLICIES:
        raise Invalid(f"imagePullPolicy {container['imagePullPolicy']} is not valid.")
    check_environment(container.get("env", ()))
    for each in container.get("volumeMounts", ()):
        if each.get("name") not in volumes:
            raise Invalid(f"Volume mount {each.get('name')} is not among the volumes.")
    resources = container.get("resources") or {}
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    for given in (limits, requests):
        for name, value in given.items():
            _check_quantity(name, value)
    for name in ("memory", "nvidia.com/gpu"):
        if name in limits and name in requests and limits[name] != requests[name]:
            raise Invalid(f"The limit and the request of {name} must be equal.")
    if "cpu" in limits and "cpu" in requests and float(limits["cpu"]) < float(requests["cpu"]):
        raise Invalid("The limit of cpu must not be less than the request.")


def _check_quantity(name: str, value: str) -> None:
    if name not in _RESOURCES:
        raise Invalid(f"Resource {name} is not valid.")
    if name == "memory":
        found = _MEMORY.fullmatch(value)
        good = found is not None and int(found[1]) >= _LEAST_MEMORY
    elif name == "cpu":
        good = _CPU.fullmatch(value) is not None and float(value) > 0
    else:
        good = _GPU.fullmatch(value) is not None
    if not good:
        raise Invalid(f"Value {value} for resource {name} is not valid.")
