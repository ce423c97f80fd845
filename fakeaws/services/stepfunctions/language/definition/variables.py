"""Which variables a definition's fields read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from fakeaws.services.stepfunctions.language.choices import Rule
from fakeaws.services.stepfunctions.language.choices.rules import (
    And,
    Compares,
    ComparesPath,
    Condition,
    IsKind,
    IsPresent,
    Not,
    Or,
    StringMatches,
)
from fakeaws.services.stepfunctions.language.errors import SyntaxProblem
from fakeaws.services.stepfunctions.language.intrinsics.calls import Call, PathArgument
from fakeaws.services.stepfunctions.language.json_text import Json
from fakeaws.services.stepfunctions.language.jsonata import Expression
from fakeaws.services.stepfunctions.language.paths import Path
from fakeaws.services.stepfunctions.language.templates import DynamicValue, compile_dynamic


def of_path(path: Path, reads: dict[str, None]) -> None:
    """Add the variable at which a path begins."""
    if path.variable is not None:
        reads[path.variable] = None


def of_dynamic(value: DynamicValue, reads: dict[str, None]) -> None:
    """Add what a ``….$`` field reads."""
    if isinstance(value, Path):
        of_path(value, reads)
    else:
        _of_call(value.call, reads)


def of_template(value: Json, reads: dict[str, None]) -> None:
    """Add what a payload template that compiles reads."""
    if isinstance(value, list):
        for item in value:
            of_template(item, reads)
    elif isinstance(value, dict):
        for name, item in value.items():
            if not name.endswith(".$"):
                of_template(item, reads)
            elif isinstance(item, str):
                try:
                    of_dynamic(compile_dynamic(item), reads)
                except SyntaxProblem:
                    raise AssertionError(f"{item} does not compile") from None


def of_expression(expression: Expression, reads: dict[str, None]) -> None:
    """Add what an expression has after a ``$``: variables, and the names of JSONata's functions."""
    for name in sorted(expression.variables - {"states"}):
        reads[name] = None


def of_rule(rule: Rule, reads: dict[str, None]) -> Iterator[Expression]:
    """Add what the paths of a Choice rule read; gives the rule's expression."""
    if isinstance(rule, (And, Or)):
        for one in rule.rules:
            yield from of_rule(one, reads)
    elif isinstance(rule, Not):
        yield from of_rule(rule.rule, reads)
    elif isinstance(rule, Condition):
        yield rule.expression
    elif isinstance(rule, (Compares, ComparesPath, StringMatches, IsKind, IsPresent)):
        of_path(rule.variable, reads)
        if isinstance(rule, ComparesPath):
            of_path(rule.comparand, reads)


def _of_call(call: Call, reads: dict[str, None]) -> None:
    for argument in call.arguments:
        if isinstance(argument, Call):
            _of_call(argument, reads)
        elif isinstance(argument, PathArgument):
            of_path(argument.path, reads)


@lru_cache(maxsize=1)
def functions() -> frozenset[str]:
    """The names of JSONata's functions, which are no variables unless a state assigns them."""
    from fakeaws.services.stepfunctions.language.jsonata.functions import FUNCTIONS

    names: set[str] = set()
    frame = FUNCTIONS
    while frame is not None:
        names.update(frame.bindings)
        frame = frame.parent
    return frozenset(names)
