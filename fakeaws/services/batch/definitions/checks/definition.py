"""RegisterJobDefinition's parameters as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from fakeaws.services.batch.definitions.checks.container import check_container
from fakeaws.services.batch.definitions.checks.nodes import check_nodes
from fakeaws.services.batch.definitions.checks.pod import check_pod
from fakeaws.services.batch.definitions.checks.retrying import check_retry_strategy, check_timeout
from fakeaws.services.batch.definitions.checks.task import check_task
from fakeaws.services.batch.definitions.containers import CONTAINER, ECS, EKS, NODES
from fakeaws.services.batch.definitions.invalid import Invalid
from fakeaws.services.batch.limits import SCHEDULING_PRIORITIES
from fakeaws.services.batch.names import is_name

SIZE: Final = 24 * 1024
EC2, FARGATE, MANAGED_INSTANCES = "EC2", "FARGATE", "MANAGED_INSTANCES"
_FORMS = (CONTAINER, ECS, EKS, NODES)


def check_definition(params: Mapping[str, Any]) -> None:
    name = params["jobDefinitionName"]
    if not is_name(name):
        raise Invalid(
            f"jobDefinitionName {name} is not valid. Up to 128 letters, numbers, hyphens and underscores are allowed."
        )
    form = _form_of(params)
    platform = _platform_of(params, form)
    check_form(form, params[form], platform)
    if "retryStrategy" in params:
        check_retry_strategy(params["retryStrategy"])
    if "timeout" in params:
        check_timeout(params["timeout"])
    if params.get("schedulingPriority", 0) not in SCHEDULING_PRIORITIES:
        raise Invalid(f"schedulingPriority must be between 0 and {SCHEDULING_PRIORITIES[-1]}.")
    if len(json.dumps(params, separators=(",", ":"), ensure_ascii=False).encode()) > SIZE:
        raise Invalid(f"Job definition size must be at most {SIZE // 1024} KiB.")


def check_form(form: str, properties: Mapping[str, Any], platform: str) -> None:
    """What says what runs, as registered or as a job overrides it."""
    if form == CONTAINER:
        check_container(properties, fargate=platform == FARGATE)
    elif form == ECS:
        check_task(properties, platform=platform)
    elif form == EKS:
        check_pod(properties)
    else:
        check_nodes(properties)


def _form_of(params: Mapping[str, Any]) -> str:
    type = params["type"]
    if type not in ("container", "multinode"):
        raise Invalid(f"Job definition type {type} is not valid.")
    given = [name for name in _FORMS if params.get(name)]
    if type == "multinode":
        if given != [NODES]:
            raise Invalid("nodeProperties, and no other properties, must be provided for multinode job definitions.")
    elif len(given) != 1 or given == [NODES]:
        raise Invalid(
            "Exactly one of containerProperties, ecsProperties and eksProperties must be provided for container job "
            "definitions."
        )
    return given[0]


def _platform_of(params: Mapping[str, Any], form: str) -> str:
    given = params.get("platformCapabilities") or []
    for each in given:
        if each not in (EC2, FARGATE, MANAGED_INSTANCES):
            raise Invalid(f"Platform capability {each} is not valid.")
    if len(given) > 1:
        raise Invalid("platformCapabilities must have at most one entry.")
    if given and form == EKS:
        raise Invalid("platformCapabilities is not applicable for EKS.")
    platform = given[0] if given else EC2
    if form == NODES and platform != EC2:
        raise Invalid(f"nodeProperties is not applicable for {platform.replace(FARGATE, 'Fargate')}.")
    if form != ECS and platform == MANAGED_INSTANCES:
        raise Invalid(f"{form} is not applicable for {MANAGED_INSTANCES}.")
    return platform
