"""What holds for a job: its definition, what SubmitJob overrides of it, parameters in their places."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final, NamedTuple

from fakeaws.services.batch.compute.need import Need
from fakeaws.services.batch.definitions.checks.definition import check_form
from fakeaws.services.batch.definitions.checks.retrying import check_retry_strategy, check_timeout
from fakeaws.services.batch.definitions.defaults import completed_strategy
from fakeaws.services.batch.definitions.definition import FARGATE, JobDefinition
from fakeaws.services.batch.definitions.overriding import OVERRIDES, overridden
from fakeaws.services.batch.definitions.references import substituted
from fakeaws.services.batch.definitions.requirements import need_of, needs_of_nodes

#: Characters of what ECS is told to override.
OVERRIDES_CHARACTERS: Final = 8192
TOO_LONG: Final = f"Container Overrides length must be at most {OVERRIDES_CHARACTERS}"

_CHANGING = ("parameters", *OVERRIDES.values())


class Effective(NamedTuple):
    """``settings`` by RegisterJobDefinition's names, shared and never changed; ``nodes``: each node's need.

    ``failure``: the statusReason of a job that is accepted and then FAILED.
    """

    settings: dict[str, Any]
    need: Need
    nodes: tuple[Need, ...] = ()
    failure: str | None = None


def effective(definition: JobDefinition, params: Mapping[str, Any]) -> Effective:
    """For a submission with ``params``; raises `Invalid` or ClientException."""
    if any(params.get(name) for name in _CHANGING):
        given = {name: deepcopy(params[name]) for name in _CHANGING if name in params}
        found = _changed(definition, given)
    else:
        if definition.plain is None:
            definition.plain = _changed(definition, {})
        found = definition.plain
    own: dict[str, Any] = {}
    if "retryStrategy" in params:
        check_retry_strategy(params["retryStrategy"])
        own["retryStrategy"] = completed_strategy(deepcopy(params["retryStrategy"]))
    if "timeout" in params:
        check_timeout(params["timeout"])
        own["timeout"] = dict(params["timeout"])
    if "propagateTags" in params:
        own["propagateTags"] = params["propagateTags"]
    return found._replace(settings={**found.settings, **own}) if own else found


def _changed(definition: JobDefinition, params: Mapping[str, Any]) -> Effective:
    settings, form = definition.settings, definition.form
    parameters = {**settings["parameters"], **(params.get("parameters") or {})}
    before = settings[form]
    properties = overridden(form, before, params, fargate=definition.platform == FARGATE)
    if properties is not before:
        check_form(form, properties, definition.platform)
    properties = substituted(properties, parameters)
    found = {**settings, "parameters": parameters, form: properties}
    override = params.get(OVERRIDES[form])
    failure = None
    if override and len(json.dumps(override, separators=(",", ":"), ensure_ascii=False)) > OVERRIDES_CHARACTERS:
        failure = TOO_LONG
    return Effective(found, need_of(found), needs_of_nodes(found), failure)
