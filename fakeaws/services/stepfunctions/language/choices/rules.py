"""Compiled Choice rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.language.choices.operators import Comparison
from fakeaws.services.stepfunctions.language.compiled import Compiled
from fakeaws.services.stepfunctions.language.errors import runtime_error
from fakeaws.services.stepfunctions.language.json_text import Json
from fakeaws.services.stepfunctions.language.paths import Path, PathMiss
from fakeaws.services.stepfunctions.language.scope import Scope

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.language.jsonata import Expression


class Rule(Compiled):
    """A Choice rule's test."""

    __slots__ = ()

    def matches(self, scope: Scope) -> bool:
        """Whether the rule is taken.

        Raises States.Runtime if the Variable or the comparand's path leads nowhere, unless the test is IsPresent.
        """
        raise NotImplementedError


class And(Rule):
    """Left to right, up to the first that does not match: an IsPresent guards those after it."""

    __slots__ = ("rules",)

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules

    def matches(self, scope: Scope) -> bool:
        return all(rule.matches(scope) for rule in self.rules)


class Or(Rule):
    __slots__ = ("rules",)

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules

    def matches(self, scope: Scope) -> bool:
        return any(rule.matches(scope) for rule in self.rules)


class Not(Rule):
    __slots__ = ("rule",)

    def __init__(self, rule: Rule) -> None:
        self.rule = rule

    def matches(self, scope: Scope) -> bool:
        return not self.rule.matches(scope)


class Compares(Rule):
    """``{"Variable": …, "NumericEquals": 1}``"""

    __slots__ = ("comparand", "comparison", "variable")

    def __init__(self, variable: Path, comparison: Comparison, comparand: Json) -> None:
        self.variable = variable
        self.comparison = comparison
        self.comparand = comparand

    def matches(self, scope: Scope) -> bool:
        return self.comparison(_read(self.variable, scope), self.comparand)


class ComparesPath(Rule):
    """``{"Variable": …, "NumericEqualsPath": "$.x"}``"""

    __slots__ = ("comparand", "comparison", "variable")

    def __init__(self, variable: Path, comparison: Comparison, comparand: Path) -> None:
        self.variable = variable
        self.comparison = comparison
        self.comparand = comparand

    def matches(self, scope: Scope) -> bool:
        return self.comparison(_read(self.variable, scope), _read(self.comparand, scope))


class StringMatches(Rule):
    __slots__ = ("pattern", "variable")

    def __init__(self, variable: Path, pattern: re.Pattern[str]) -> None:
        self.variable = variable
        self.pattern = pattern

    def matches(self, scope: Scope) -> bool:
        value = _read(self.variable, scope)
        return isinstance(value, str) and self.pattern.fullmatch(value) is not None


class IsKind(Rule):
    """``{"Variable": …, "IsString": true}``"""

    __slots__ = ("kind", "variable", "wanted")

    def __init__(self, variable: Path, kind: Callable[[Json], bool], wanted: bool) -> None:
        self.variable = variable
        self.kind = kind
        self.wanted = wanted

    def matches(self, scope: Scope) -> bool:
        return self.kind(_read(self.variable, scope)) == self.wanted


class IsPresent(Rule):
    """An explicit null is present."""

    __slots__ = ("variable", "wanted")

    def __init__(self, variable: Path, wanted: bool) -> None:
        self.variable = variable
        self.wanted = wanted

    def matches(self, scope: Scope) -> bool:
        try:
            self.variable.read(scope)
        except PathMiss:
            return not self.wanted
        return self.wanted


class Condition(Rule):
    """JSONata's ``{% … %}``; raises `States.QueryEvaluationError` unless it gives a boolean."""

    __slots__ = ("expression",)

    def __init__(self, expression: Expression) -> None:
        self.expression = expression

    def matches(self, scope: Scope) -> bool:
        return self.expression.evaluate(scope, expected="boolean") is True


class Always(Rule):
    """A literal Condition."""

    __slots__ = ("value",)

    def __init__(self, value: bool) -> None:
        self.value = value

    def matches(self, scope: Scope) -> bool:
        return self.value


def _read(path: Path, scope: Scope) -> Json:
    try:
        return path.read(scope)
    except PathMiss:
        pass
    raise runtime_error(f"Invalid path '{path.text}': The choice state's condition path references an invalid value.")
