"""Errors of definitions, found when they are compiled, and of states, found when they run."""

from __future__ import annotations

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


class DefinitionProblem(Exception):
    """A definition is refused: ``code`` and ``message`` of the diagnostic, ``location`` below the compiled field.

    ``location`` is "" for the field itself, else ``/Headers/x``; ``position`` counts characters of an expression.
    """

    def __init__(self, code: str, message: str, location: str = "", position: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.location = location
        self.position = position


class DefinitionProblems(Exception):
    """All that is wrong in one field, in the field's order."""

    def __init__(self, problems: list[DefinitionProblem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = tuple(problems)
