"""JSON with expressions in it, at any depth: Arguments, Output, Assign, ItemSelector."""

from __future__ import annotations

from collections.abc import Iterable

from fakeaws.services.stepfunctions.language.compiled import Compiled
from fakeaws.services.stepfunctions.language.errors import DefinitionProblem, DefinitionProblems
from fakeaws.services.stepfunctions.language.json_text import Json
from fakeaws.services.stepfunctions.language.jsonata.expressions import (
    Expression,
    compile_expression,
    is_expression,
)
from fakeaws.services.stepfunctions.language.scope import Scope


class JsonataValue(Compiled):
    """A compiled value; ``expressions`` are those in it, in its order."""

    __slots__ = ("expressions",)
    expressions: tuple[Expression, ...]

    def build(self, scope: Scope) -> Json:
        """The value with its expressions evaluated; raises `States.QueryEvaluationError`."""
        raise NotImplementedError


class Literal(JsonataValue):
    __slots__ = ("value",)

    def __init__(self, value: Json) -> None:
        self.value = value
        self.expressions = ()

    def build(self, scope: Scope) -> Json:
        return self.value


class Evaluated(JsonataValue):
    __slots__ = ()

    def __init__(self, expression: Expression) -> None:
        self.expressions = (expression,)

    def build(self, scope: Scope) -> Json:
        return self.expressions[0].evaluate(scope)


class Array(JsonataValue):
    __slots__ = ("items",)

    def __init__(self, items: tuple[JsonataValue, ...]) -> None:
        self.items = items
        self.expressions = tuple(expression for item in items for expression in item.expressions)

    def build(self, scope: Scope) -> Json:
        return [item.build(scope) for item in self.items]


class Object(JsonataValue):
    __slots__ = ("members",)

    def __init__(self, members: dict[str, JsonataValue]) -> None:
        self.members = members
        self.expressions = tuple(expression for one in members.values() for expression in one.expressions)

    def build(self, scope: Scope) -> Json:
        return {name: member.build(scope) for name, member in self.members.items()}


def compile_value(value: Json, field: str) -> JsonataValue:
    """``value`` of a field (``Output``), whose name begins the locations that errors name.

    Keys are literal, and so are texts that are not exactly ``{% … %}``. Raises `DefinitionProblems` with all that is wrong.
    """
    problems: list[DefinitionProblem] = []
    compiled = _compile(value, field, "", problems)
    if problems:
        raise DefinitionProblems(problems)
    return compiled


def _compile(value: Json, location: str, place: str, problems: list[DefinitionProblem]) -> JsonataValue:
    if isinstance(value, dict):
        members = {
            name: _compile(item, f"{location}/{name}", f"{place}/{name}", problems) for name, item in value.items()
        }
        return Object(members) if _dynamic(members.values()) else Literal(value)
    if isinstance(value, list):
        items = [_compile(item, f"{location}[{at}]", f"{place}[{at}]", problems) for at, item in enumerate(value)]
        return Array(tuple(items)) if _dynamic(items) else Literal(value)
    if is_expression(value):
        try:
            return Evaluated(compile_expression(value, location, place))
        except DefinitionProblems as found:
            problems.extend(found.problems)
    return Literal(value)


def _dynamic(values: Iterable[JsonataValue]) -> bool:
    return any(value.expressions for value in values)
