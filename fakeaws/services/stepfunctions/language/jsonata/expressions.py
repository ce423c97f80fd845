"""One compiled expression."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fakeaws.services.stepfunctions.language.compiled import Compiled
from fakeaws.services.stepfunctions.language.errors import (
    INVALID_JSONATA_EXPRESSION,
    QUERY_EVALUATION_ERROR,
    UNSUPPORTED_JSONATA_EXPRESSION,
    DefinitionProblem,
    DefinitionProblems,
    StateError,
    SyntaxProblem,
)
from fakeaws.services.stepfunctions.language.json_text import Json, json_type, write_json
from fakeaws.services.stepfunctions.language.scope import Scope

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.language.jsonata.syntax import Parsed

_OPEN, _CLOSE = "{%", "%}"


class NoValue(Exception):
    """An expression gives nothing that JSON can hold; ``reason`` ends the sentence about the expression."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Expression(Compiled):
    """A compiled ``{% … %}``.

    ``text`` is the expression as error texts show it, ``location`` the field they name, ``variables`` the names after a
    ``$`` that it does not bind itself, ``states`` the members of ``$states`` that it reads.
    """

    __slots__ = ("_parsed", "location", "text")

    def __init__(self, text: str, location: str, parsed: Parsed) -> None:
        self.text = text
        self.location = location
        self._parsed = parsed

    @property
    def variables(self) -> frozenset[str]:
        return self._parsed.variables

    @property
    def states(self) -> frozenset[str]:
        return self._parsed.states

    def evaluate(self, scope: Scope, expected: str | None = None) -> Json:
        """The value. ``expected`` is the only type it may have, in JSON's names.

        Raises `States.QueryEvaluationError` with the location.
        """
        from fakeaws.services.stepfunctions.language.jsonata.engine import evaluate

        try:
            value = evaluate(self._parsed.tree, scope)
        except NoValue as failure:
            reason = failure.reason
        else:
            if expected is None or json_type(value) == expected:
                return value
            reason = (
                f"returned an unexpected result type. Expected '{expected}', but was '{json_type(value)}' "
                f"for value: {write_json(value)}"
            )
        cause = f"The JSONata expression '{self.text}' specified for the field '{self.location}' {reason}"
        raise StateError(QUERY_EVALUATION_ERROR, cause, self.location)


def is_expression(value: Any) -> bool:
    """Whether a value is an expression: blanks around ``{% … %}`` make it a literal."""
    return isinstance(value, str) and len(value) >= 4 and value.startswith(_OPEN) and value.endswith(_CLOSE)


def expression_text(value: str) -> str:
    """What is inside ``{% … %}``."""
    return value[len(_OPEN) : -len(_CLOSE)].strip()


def compile_expression(value: str, location: str, place: str = "") -> Expression:
    """The expression of ``{% … %}``; ``location`` is the field that errors name (``Output/result``).

    Raises `DefinitionProblems`, located at ``place``: INVALID_JSONATA_EXPRESSION with JSONata's words, or
    UNSUPPORTED_JSONATA_EXPRESSION for each name that would be looked up in an input that is not there.
    """
    from fakeaws.services.stepfunctions.language.jsonata.engine import parse

    text = expression_text(value)
    try:
        parsed = parse(text)
    except SyntaxProblem as problem:
        raise DefinitionProblems(
            [DefinitionProblem(INVALID_JSONATA_EXPRESSION, problem.message, place, problem.position)]
        ) from None
    problems: Sequence[tuple[str, int]] = parsed.unsupported
    if problems:
        raise DefinitionProblems(
            [
                DefinitionProblem(
                    UNSUPPORTED_JSONATA_EXPRESSION,
                    f"Reference to '{name}' at the top level is not supported.",
                    place,
                    position,
                )
                for name, position in problems
            ]
        )
    return Expression(text, location, parsed)
