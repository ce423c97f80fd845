"""The mocked result or error of TestState, and what it may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from fakeaws.aws.errors import AwsError
from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.engine.failures import Failure
from fakeaws.services.stepfunctions.language.definition.states import Fail, Map, Parallel, Pass, State, Succeed, Task
from fakeaws.services.stepfunctions.language.json_text import Json, JsonTextError, read_json

STRICT = "STRICT"
NONE = "NONE"


class Mock(NamedTuple):
    """Instead of the state's work. ``mode``: how strictly the result is compared with the service's model."""

    result: Json
    failure: Failure | None
    mode: str


def read_mock(given: Mapping[str, Any], state: State) -> Mock:
    """Raises ValidationException."""
    if ("result" in given) == ("errorOutput" in given):
        raise errors.validation("A test mock should have only one of the following fields: [result, errorOutput].")
    if isinstance(state, (Pass, Fail, Succeed)):
        kind = type(state).__name__
        raise errors.validation(f"State type '{kind}' is not supported when a mock is specified")
    mode = given.get("fieldValidationMode", STRICT)
    if "errorOutput" in given:
        output = given["errorOutput"]
        return Mock(None, Failure(output.get("error"), output.get("cause"), of_task=isinstance(state, Task)), mode)
    try:
        result = read_json(given["result"])
    except JsonTextError:
        raise errors.validation("Mocked result must be valid JSON") from None
    _check_kind(result, state)
    return Mock(result, None, mode)


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


def schema_problem(what: str) -> AwsError:
    """The result does not fit the service's model."""
    return errors.validation(f"Mock result schema validation error: {what}")
