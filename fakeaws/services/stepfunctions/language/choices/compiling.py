"""From a rule's JSON to its test."""

from __future__ import annotations

from typing import Final

from fakeaws.services.stepfunctions.language.choices.operators import (
    COMPARISONS,
    IS_PRESENT,
    KINDS,
    string_pattern,
)
from fakeaws.services.stepfunctions.language.choices.rules import (
    Always,
    And,
    Compares,
    ComparesPath,
    Condition,
    IsKind,
    IsPresent,
    Not,
    Or,
    Rule,
    StringMatches,
)
from fakeaws.services.stepfunctions.language.errors import (
    SCHEMA_VALIDATION_FAILED,
    DefinitionProblem,
    DefinitionProblems,
    SyntaxProblem,
)
from fakeaws.services.stepfunctions.language.json_text import Json, is_number
from fakeaws.services.stepfunctions.language.paths import Path, compile_path
from fakeaws.services.stepfunctions.language.timestamps import timestamp_ns

#: Every operator of a data test: exactly one is in each.
OPERATORS: Final = frozenset(
    {*COMPARISONS, *(f"{name}Path" for name in COMPARISONS), *KINDS, IS_PRESENT, "StringMatches"}
)
_TREES: Final = ("And", "Or", "Not")


def compile_rule(rule: Json, location: str = "") -> Rule:
    """A JSONPath rule's test; Next, Assign, Output and Comment are the state's business.

    Raises `DefinitionProblems`, which say where below ``location``.
    """
    if not isinstance(rule, dict):
        raise _problem("A Choice Rule must be an object", location)
    names = [name for name in rule if name in OPERATORS or name in _TREES]
    if len(names) != 1:
        raise _problem("A Choice Rule must have exactly one comparison operator", location)
    name, operand = names[0], rule[names[0]]
    below = f"{location}/{name}"
    if name == "Not":
        return Not(compile_rule(operand, below))
    if name in _TREES:
        if not isinstance(operand, list):
            raise _problem("Expected an array", below)
        if not operand:
            raise _problem("Value cannot be empty", below)
        rules = _compile_all(operand, below)
        return And(rules) if name == "And" else Or(rules)
    if "Variable" not in rule:
        raise _problem("These fields are required: [Variable]", location)
    return _data_test(_path(rule["Variable"], f"{location}/Variable"), name, operand, below)


def compile_condition(value: Json, location: str = "Condition") -> Rule:
    """JSONata's Condition, ``{% … %}`` or a literal boolean.

    ``location`` is the field that errors name. Raises `DefinitionProblems`.
    """
    from fakeaws.services.stepfunctions.language.jsonata import compile_expression, is_expression

    if isinstance(value, bool):
        return Always(value)
    if is_expression(value):
        return Condition(compile_expression(value, location))
    raise _problem("Condition must be a boolean or a JSONata expression", "")


def _compile_all(rules: list[Json], location: str) -> tuple[Rule, ...]:
    compiled: list[Rule] = []
    problems: list[DefinitionProblem] = []
    for at, rule in enumerate(rules):
        try:
            compiled.append(compile_rule(rule, f"{location}[{at}]"))
        except DefinitionProblems as found:
            problems.extend(found.problems)
    if problems:
        raise DefinitionProblems(problems)
    return tuple(compiled)


def _data_test(variable: Path, name: str, operand: Json, location: str) -> Rule:
    if name in COMPARISONS:
        _check_comparand(name, operand, location)
        return Compares(variable, COMPARISONS[name], operand)
    if name == "StringMatches":
        if not isinstance(operand, str):
            raise _problem("Expected value of type String", location)
        return StringMatches(variable, string_pattern(operand))
    if name == IS_PRESENT or name in KINDS:
        if not isinstance(operand, bool):
            raise _problem("Expected value of type Boolean", location)
        return IsPresent(variable, operand) if name == IS_PRESENT else IsKind(variable, KINDS[name], operand)
    return ComparesPath(variable, COMPARISONS[name[: -len("Path")]], _path(operand, location))


def _check_comparand(name: str, operand: Json, location: str) -> None:
    if name.startswith("Numeric"):
        if not is_number(operand):
            raise _problem("Expected value of type Number", location)
    elif name.startswith("Boolean"):
        if not isinstance(operand, bool):
            raise _problem("Expected value of type Boolean", location)
    elif not isinstance(operand, str):
        raise _problem("Expected value of type String", location)
    elif name.startswith("Timestamp") and timestamp_ns(operand) is None:
        raise _problem("String does not match RFC3339 timestamp", location)


def _path(text: Json, location: str) -> Path:
    """A path from ``$``, ``$$`` or a variable. AWS also takes paths that are no Reference Paths here."""
    if isinstance(text, str):
        try:
            return compile_path(text)
        except SyntaxProblem:
            pass
    raise _problem("Value is not a Reference Path", location)


def _problem(message: str, location: str) -> DefinitionProblems:
    return DefinitionProblems([DefinitionProblem(SCHEMA_VALIDATION_FAILED, message, location)])
