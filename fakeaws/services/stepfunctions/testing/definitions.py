"""The state that TestState is about: a definition of its own, or one of a whole machine's."""

from __future__ import annotations

from typing import NamedTuple

from fakeaws.aws.errors import AwsError
from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.language.definition import Diagnostic, invalid_definition, parse_definition
from fakeaws.services.stepfunctions.language.definition.states import State, StateMachine, Workflow, inner_workflows
from fakeaws.services.stepfunctions.language.json_text import Json, JsonTextError, read_json, write_json

#: The name of a state that comes without one.
UNNAMED = "StateName"


class Tested(NamedTuple):
    """The state, and the workflow that it is in."""

    machine: StateMachine
    workflow: Workflow
    state: State


def tested(text: str, name: str | None) -> Tested:
    """Raises InvalidDefinition, and ValidationException for a name that is not there."""
    alone = _alone(text, name)
    parsed = parse_definition(text if alone is None else alone)
    if parsed.machine is None:
        raise AwsError("InvalidDefinition", invalid_definition(_placed(each, alone) for each in parsed.diagnostics))
    wanted = UNNAMED if alone is not None else name
    found = None if wanted is None else _find(parsed.machine, wanted)
    if found is None:
        raise errors.validation("State not found in definition")
    return Tested(parsed.machine, found, found.states[wanted or ""])


def _alone(text: str, name: str | None) -> str | None:
    """A machine of that one state, whose successors are there by name; None for the text of a whole machine."""
    try:
        value = read_json(text)
    except JsonTextError:
        return None
    if name is not None or not isinstance(value, dict) or "States" in value:
        return None
    states: dict[str, Json] = {UNNAMED: value}
    for successor in _successors(value):
        states.setdefault(successor, {"Type": "Succeed"})
    machine = {"StartAt": UNNAMED, "States": states}
    if value.get("QueryLanguage") == "JSONata":
        machine = {"QueryLanguage": "JSONata", **machine}
    return write_json(machine)


def _successors(state: dict[str, Json]) -> list[str]:
    holders = [state]
    for name in ("Choices", "Catch"):
        rules = state.get(name)
        holders += [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []
    found = [holder.get(name) for holder in holders for name in ("Next", "Default")]
    return [name for name in found if isinstance(name, str)]


def _placed(diagnostic: Diagnostic, alone: str | None) -> Diagnostic:
    """Located in the state, where that is all there is."""
    prefix = f"/States/{UNNAMED}"
    location = diagnostic.location
    if alone is None or location is None or not location.startswith(prefix):
        return diagnostic
    return Diagnostic(diagnostic.severity, diagnostic.code, diagnostic.message, location[len(prefix) :] or "/")


def _find(workflow: Workflow, name: str) -> Workflow | None:
    if name in workflow.states:
        return workflow
    for state in workflow.states.values():
        for inner in inner_workflows(state):
            found = _find(inner, name)
            if found is not None:
                return found
    return None
