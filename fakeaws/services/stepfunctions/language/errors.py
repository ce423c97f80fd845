"""Errors of definitions, found when they are compiled, and of states, found when they run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

RUNTIME = "States.Runtime"
QUERY_EVALUATION_ERROR = "States.QueryEvaluationError"
RESULT_PATH_MATCH_FAILURE = "States.ResultPathMatchFailure"

SCHEMA_VALIDATION_FAILED = "SCHEMA_VALIDATION_FAILED"
INVALID_JSONATA_EXPRESSION = "INVALID_JSONATA_EXPRESSION"
UNSUPPORTED_JSONATA_EXPRESSION = "UNSUPPORTED_JSONATA_EXPRESSION"


class StateError(Exception):
    """A state fails. ``cause`` has no ``An error occurred while executing the state …``: who knows the event adds that.

    ``location`` is the field that `States.QueryEvaluationError` names (``Output/result``), or None. ``catchable`` is False
    for States.Runtime, which neither Retry nor Catch sees.
    """

    def __init__(self, name: str, cause: str, location: str | None = None) -> None:
        super().__init__(f"{name}: {cause}")
        self.name = name
        self.cause = cause
        self.location = location

    @property
    def catchable(self) -> bool:
        return self.name != RUNTIME

    def __reduce__(self) -> tuple[type[StateError], tuple[Any, ...]]:
        return type(self), (self.name, self.cause, self.location)


def runtime_error(cause: str) -> StateError:
    """States.Runtime, which nothing catches."""
    return StateError(RUNTIME, cause)


class SyntaxProblem(Exception):
    """A path, function call or expression cannot be read. ``position`` counts characters from 0."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at {position})")
        self.message = message
        self.position = position

    def __reduce__(self) -> tuple[type[SyntaxProblem], tuple[str, int]]:
        return type(self), (self.message, self.position)


@dataclass(frozen=True)
class DefinitionProblem:
    """Why a definition is refused: ``code`` and ``message`` of the diagnostic, ``location`` below the compiled field.

    ``location`` is "" for the field itself, else ``/Headers/x``; ``position`` counts characters of an expression.
    """

    code: str
    message: str
    location: str = ""
    position: int | None = None


class DefinitionProblems(Exception):
    """All that is wrong in one field, in the field's order."""

    def __init__(self, problems: Iterable[DefinitionProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))

    def __reduce__(self) -> tuple[type[DefinitionProblems], tuple[tuple[DefinitionProblem, ...]]]:
        return type(self), (self.problems,)
