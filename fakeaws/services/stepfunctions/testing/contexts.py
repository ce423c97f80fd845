"""The context object that a caller of TestState gives."""

from __future__ import annotations

from typing import Any, Final

from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.language.definition.states import State, Task
from fakeaws.services.stepfunctions.language.json_text import Json, JsonTextError, read_json

_FIELDS: Final[dict[str, dict[str, str]]] = {
    "Execution": {
        "Id": "string",
        "Input": "any",
        "Name": "string",
        "RoleArn": "string",
        "StartTime": "string",
        "RedriveCount": "number",
        "RedriveTime": "string",
    },
    "StateMachine": {"Id": "string", "Name": "string"},
    "State": {"Name": "string", "EnteredTime": "string", "RetryCount": "number"},
    "Task": {"Token": "string"},
}


def read_context(text: str, state: State) -> dict[str, Json]:
    """The object of ``context``; raises ValidationException with what is wrong in it.

    It is all that the state sees: what is not in it is nowhere.
    """
    try:
        value = read_json(text)
    except JsonTextError:
        raise _invalid("Context must be valid JSON") from None
    if not isinstance(value, dict):
        raise _invalid("Context must be a JSON object")
    for name, part in value.items():
        if name == "Map":
            raise _invalid("'Map' field is not supported when mocking a Context object")
        if name not in _FIELDS:
            raise _invalid(f"Field '{name}' is not allowed")
        _check_part(name, part)
    if "Task" in value and not _has_token(state):
        raise _invalid(
            "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' "
            "service integration pattern"
        )
    return value


def _check_part(name: str, part: Json) -> None:
    if not isinstance(part, dict):
        raise _invalid(f"{name} must be an object")
    known = _FIELDS[name]
    for field, value in part.items():
        if field not in known:
            raise _invalid(f"Field '{field}' is not allowed")
        if known[field] == "string" and not isinstance(value, str):
            raise _invalid(f"{name}.{field} must be a string")
        if known[field] == "number" and (isinstance(value, bool) or not isinstance(value, (int, float))):
            raise _invalid(f"{name}.{field} must be a number")


def _has_token(state: State) -> bool:
    return isinstance(state, Task) and (state.resource.waits_for_token or state.resource.waits_for_job)


def _invalid(what: str) -> Any:
    return errors.validation(f"Invalid Context object provided: {what}")
