"""The mocked result or error of TestState, and what it may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.engine.failures import Failure
from fakeaws.services.stepfunctions.language.definition.states import Map, Parallel, State, Task, Working
from fakeaws.services.stepfunctions.language.json_text import Json, JsonTextError, read_json
from fakeaws.services.stepfunctions.testing.schemas import STRICT, check_result


class Mock(NamedTuple):
    """Instead of the state's work."""

    result: Json
    failure: Failure | None


def read_mock(given: Mapping[str, Any], state: State, origin: State | None) -> Mock:
    """Raises ValidationException. ``origin``: the state inside in which the mocked error began."""
    if ("result" in given) == ("errorOutput" in given):
        raise errors.validation("A test mock should have only one of the following fields: [result, errorOutput].")
    if not isinstance(state, Working):
        kind = type(state).__name__
        raise errors.validation(f"State type '{kind}' is not supported when a mock is specified")
    if "errorOutput" in given:
        output = given["errorOutput"]
        of_task = isinstance(state if origin is None else origin, Task)
        return Mock(None, Failure(output.get("error"), output.get("cause"), of_task=of_task))
    try:
        result = read_json(given["result"])
    except JsonTextError:
        raise errors.validation("Mocked result must be valid JSON") from None
    _check_kind(result, state)
    if isinstance(state, Task):
        check_result(result, state.resource, given.get("fieldValidationMode", STRICT))
    return Mock(result, None)


def _check_kind(result: Json, state: State) -> None:
    if isinstance(state, Parallel):
        _check_array(result)
        if len(result) != len(state.branches):
            raise errors.validation(
                "Mocked result must contain the same number of items as number of Parallel branches."
            )
    elif isinstance(state, Map):
        if state.result_writer is None or not state.result_writer.exports:
            _check_array(result)
        elif not isinstance(result, dict):
            raise errors.validation("Mocked result must be a JSON object.")


def _check_array(result: Json) -> None:
    if not isinstance(result, list):
        raise errors.validation("Mocked result must be an array.")
