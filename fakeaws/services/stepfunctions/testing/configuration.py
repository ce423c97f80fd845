"""What the caller of TestState says of the state's past: ``stateConfiguration``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.language.definition.states import State, inner_workflows


class StateConfiguration(NamedTuple):
    """``retries`` have been made; so many iterations of a Map failed; the error began in the state ``origin`` inside it.

    ``reader_data`` is the text of what ItemReader would read.
    """

    retries: int
    failed_iterations: int | None
    origin: State | None
    reader_data: str | None


def read_configuration(given: Mapping[str, Any], state: State) -> StateConfiguration:
    """Raises ValidationException for an origin that is not in the state."""
    name = given.get("errorCausedByState")
    origin = None if name is None else _find(state, name)
    if name is not None and origin is None:
        raise errors.validation("State not found in definition")
    return StateConfiguration(
        given.get("retrierRetryCount", 0),
        given.get("mapIterationFailureCount"),
        origin,
        given.get("mapItemReaderData"),
    )


def _find(around: State, name: str) -> State | None:
    for workflow in inner_workflows(around):
        for state in workflow.states.values():
            found = state if state.name == name else _find(state, name)
            if found is not None:
                return found
    return None
