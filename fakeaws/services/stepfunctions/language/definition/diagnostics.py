"""What is wrong with a definition, as ValidateStateMachineDefinition and InvalidDefinition tell it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fakeaws.services.stepfunctions.language.errors import (
    SCHEMA_VALIDATION_FAILED,
    DefinitionProblem,
)

ERROR: Final = "ERROR"
WARNING: Final = "WARNING"

INVALID_JSON_DESCRIPTION: Final = "INVALID_JSON_DESCRIPTION"
MISSING_TRANSITION_TARGET: Final = "MISSING_TRANSITION_TARGET"
MISSING_END_STATE: Final = "MISSING_END_STATE"
DUPLICATE_STATE_NAME: Final = "DUPLICATE_STATE_NAME"
INVALID_STATE_NAME: Final = "INVALID_STATE_NAME"
DUPLICATE_LABEL_NAME: Final = "DUPLICATE_LABEL_NAME"
INVALID_LABEL_NAME: Final = "INVALID_LABEL_NAME"
TOO_DEEPLY_NESTED: Final = "TOO_DEEPLY_NESTED"
NO_DOLLAR: Final = "NO_DOLLAR"
NO_PATH: Final = "NO_PATH"
PASS_RESULT_IS_STATIC: Final = "PASS_RESULT_IS_STATIC"

#: What ValidateStateMachineDefinition gives at most, and when ``maxResults`` is absent or 0.
MOST_DIAGNOSTICS: Final = 100


@dataclass(frozen=True)
class Diagnostic:
    """``severity`` is ERROR or WARNING; ``location`` is the path of the field (``/States/A/Next``), or None."""

    severity: str
    code: str
    message: str
    location: str | None = None

    @property
    def text(self) -> str:
        """As InvalidDefinition lists it: without a location it is at ``null``."""
        return f"{self.code}: {self.message} at {'null' if self.location is None else self.location}"


class Report:
    """Collects diagnostics in the order in which they are found."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._errors = 0

    @property
    def errors(self) -> int:
        """How many ERRORs there are."""
        return self._errors

    def error(self, code: str, message: str, location: str | None) -> None:
        """``location`` "" is the definition itself."""
        self._errors += 1
        self.diagnostics.append(Diagnostic(ERROR, code, message, "/" if location == "" else location))

    def schema(self, message: str, location: str) -> None:
        """SCHEMA_VALIDATION_FAILED, the code of most."""
        self.error(SCHEMA_VALIDATION_FAILED, message, location)

    def warning(self, code: str, message: str, location: str) -> None:
        self.diagnostics.append(Diagnostic(WARNING, code, message, location))

    def problems(self, problems: Iterable[DefinitionProblem], location: str) -> None:
        """What a compiler refuses in the field at ``location``."""
        for problem in problems:
            self.error(problem.code, problem.message, location + problem.location)


@dataclass(frozen=True)
class Selection:
    """ValidateStateMachineDefinition's answer: ``result`` is OK or FAIL, ``truncated`` if there are more diagnostics."""

    result: str
    diagnostics: tuple[Diagnostic, ...]
    truncated: bool


def select(diagnostics: Sequence[Diagnostic], severity: str = ERROR, max_results: int = 0) -> Selection:
    """What the operation answers with: ERRORs only, unless warnings are wanted, the first ``max_results`` (0: 100)."""
    failed = any(diagnostic.severity == ERROR for diagnostic in diagnostics)
    wanted = [one for one in diagnostics if severity == WARNING or one.severity == ERROR]
    most = max_results or MOST_DIAGNOSTICS
    return Selection("FAIL" if failed else "OK", tuple(wanted[:most]), len(wanted) > most)


def invalid_definition(diagnostics: Iterable[Diagnostic]) -> str:
    """The message of InvalidDefinition: every ERROR, none left off."""
    texts = ", ".join(diagnostic.text for diagnostic in diagnostics if diagnostic.severity == ERROR)
    return f"Invalid State Machine Definition: '{texts}'"
