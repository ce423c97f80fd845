"""Fields whose values are compiled: paths, templates, expressions. What does not compile goes to the report."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from fakeaws.services.stepfunctions.language.choices import Rule, compile_condition, compile_rule
from fakeaws.services.stepfunctions.language.definition import variables
from fakeaws.services.stepfunctions.language.definition.fields import MOST_SECONDS, Fields
from fakeaws.services.stepfunctions.language.definition.states import (
    JSONATA,
    WHOLE_INPUT,
    WHOLE_RESULT,
    Assignment,
    Number,
    Payload,
    Text,
    Whole,
)
from fakeaws.services.stepfunctions.language.errors import (
    UNSUPPORTED_JSONATA_EXPRESSION,
    DefinitionProblems,
    SyntaxProblem,
)
from fakeaws.services.stepfunctions.language.jsonata import (
    Expression,
    JsonataValue,
    compile_expression,
    compile_value,
    is_expression,
)
from fakeaws.services.stepfunctions.language.paths import (
    Path,
    ResultPath,
    compile_path,
    compile_reference_path,
    compile_result_path,
)
from fakeaws.services.stepfunctions.language.paths.path import CONTEXT
from fakeaws.services.stepfunctions.language.templates import (
    DynamicValue,
    Template,
    compile_dynamic,
    compile_template,
)

#: Members of ``$states`` that every expression may read; others add ``result`` or ``errorOutput``.
STATES: Final = ("input", "context")

_MOST_NAME: Final = 80


def path(fields: Fields, name: str, default: Path | None = WHOLE_INPUT) -> Path | None:
    """InputPath, OutputPath, ItemsPath: None if it is null, ``default`` if it is absent or wrong."""
    if name not in fields:
        return default
    value = fields.values[name]
    if value is None:
        return None
    text = fields.text(name)
    if text is None:
        return default
    try:
        compiled = compile_path(text)
    except SyntaxProblem:
        fields.schema("Value is not a valid JSONPath", name)
        return default
    variables.of_path(compiled, fields.reads)
    return compiled


def reference_path(fields: Fields, name: str, context: bool = True) -> Path | None:
    """``….Path`` of a number or timestamp; ``context``: it may begin at ``$$``."""
    text = fields.text(name)
    if text is None:
        return None
    try:
        compiled = compile_reference_path(text)
    except SyntaxProblem:
        fields.schema("Value is not a Reference Path", name)
        return None
    if compiled.root == CONTEXT and not context:
        fields.schema("Value is not a Reference Path", name)
    variables.of_path(compiled, fields.reads)
    return compiled


def result_path(fields: Fields) -> ResultPath | None:
    """ResultPath: None if it is null."""
    if "ResultPath" not in fields:
        return WHOLE_RESULT
    if fields.values["ResultPath"] is None:
        return None
    text = fields.text("ResultPath")
    if text is not None:
        try:
            return compile_result_path(text)
        except SyntaxProblem:
            fields.schema("Value is not a Reference Path", "ResultPath")
    return WHOLE_RESULT


def dynamic(fields: Fields, name: str) -> DynamicValue | None:
    """ErrorPath and CausePath."""
    text = fields.text(name)
    if text is None:
        return None
    try:
        compiled = compile_dynamic(text)
    except SyntaxProblem:
        message = f"The value for the field '{name}' must be a valid JSONPath or a valid intrinsic function call"
        fields.schema(message, name)
        return None
    variables.of_dynamic(compiled, fields.reads)
    return compiled


def template(fields: Fields, name: str) -> Template | None:
    """A JSONPath payload template."""
    if name not in fields:
        return None
    value = fields.values[name]
    try:
        compiled = compile_template(value)
    except DefinitionProblems as found:
        fields.report.problems(found.problems, fields.at(name))
        return None
    variables.of_template(value, fields.reads)
    return compiled


def jsonata(fields: Fields, name: str, states: Collection[str] = STATES) -> JsonataValue | None:
    """A JSONata value; ``states``: the members of ``$states`` that it may read."""
    if name not in fields or fields.language != JSONATA:
        return None
    try:
        compiled = compile_value(fields.values[name], fields.place_of(name))
    except DefinitionProblems as found:
        fields.report.problems(found.problems, fields.at(name))
        return None
    for expression in compiled.expressions:
        _check_states(fields, expression, states)
    return compiled


def payload(fields: Fields, name: str, states: Collection[str] = STATES) -> Payload | None:
    """A template in JSONPath, a value with expressions in JSONata."""
    return jsonata(fields, name, states) if fields.language == JSONATA else template(fields, name)


def assignment(fields: Fields, states: Collection[str] = STATES) -> Assignment | None:
    """Assign, of a state, a rule or a catcher."""
    value = fields.typed("Assign", "object")
    if value is None:
        return None
    names = []
    for key in value:
        name = key[:-2] if fields.language != JSONATA and key.endswith(".$") else key
        _check_variable(fields, name)
        names.append(name)
    compiled = payload(fields, "Assign", states)
    return None if compiled is None else Assignment(tuple(names), compiled)


def whole(fields: Fields, name: str, least: int, most: int | None = MOST_SECONDS) -> Whole | None:
    """An integer, or in JSONata an expression that gives one."""
    return expression(fields, name) if _is_expression(fields, name) else fields.integer(name, least, most)


def number(fields: Fields, name: str, least: float, most: float) -> Number | None:
    return expression(fields, name) if _is_expression(fields, name) else fields.number(name, least, most)


def text(fields: Fields, name: str) -> Text | None:
    return expression(fields, name) if _is_expression(fields, name) else fields.text(name)


def expression(fields: Fields, name: str) -> Expression | None:
    """The field's ``{% … %}``; None if it cannot be compiled."""
    try:
        compiled = compile_expression(fields.values[name], fields.place_of(name))
    except DefinitionProblems as found:
        fields.report.problems(found.problems, fields.at(name))
        return None
    _check_states(fields, compiled, STATES)
    return compiled


def rule(fields: Fields) -> Rule | None:
    """A Choice rule's test, in the state's language."""
    try:
        if fields.language == JSONATA:
            compiled = compile_condition(fields.values["Condition"], fields.place_of("Condition"))
        else:
            compiled = compile_rule(fields.values)
    except DefinitionProblems as found:
        fields.report.problems(
            found.problems, fields.at("Condition") if fields.language == JSONATA else fields.location
        )
        return None
    for one in variables.of_rule(compiled, fields.reads):
        _check_states(fields, one, STATES)
    return compiled


def _is_expression(fields: Fields, name: str) -> bool:
    return fields.language == JSONATA and is_expression(fields.values.get(name))


def _check_states(fields: Fields, compiled: Expression, states: Collection[str]) -> None:
    variables.of_expression(compiled, fields.reads)
    place = compiled.location[len(fields.place) :].lstrip("/")
    for member in sorted(compiled.states):
        if member not in states:
            message = f"Field '$states.{member}' does not exist."
            fields.report.error(UNSUPPORTED_JSONATA_EXPRESSION, message, fields.at(place))


def _check_variable(fields: Fields, name: str) -> None:
    if name == "states" or not name.isidentifier():
        fields.schema(f"Variable name '{name}' is not valid", "Assign")
    elif len(name) > _MOST_NAME:
        fields.schema(f"Variable name '{name}' is longer than {_MOST_NAME} characters", "Assign")
