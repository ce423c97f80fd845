"""From JSON to a payload template."""

from __future__ import annotations

from fakeaws.services.stepfunctions.language.errors import (
    SCHEMA_VALIDATION_FAILED,
    DefinitionProblem,
    DefinitionProblems,
    SyntaxProblem,
)
from fakeaws.services.stepfunctions.language.java_maps import hash_map_order
from fakeaws.services.stepfunctions.language.json_text import Json
from fakeaws.services.stepfunctions.language.templates.dynamic import DynamicValue, compile_dynamic
from fakeaws.services.stepfunctions.language.templates.template import (
    ArrayTemplate,
    Constant,
    ObjectTemplate,
    Template,
)

_SUFFIX = ".$"


def compile_template(value: Json) -> Template:
    """The template of Parameters, ItemSelector, ResultSelector, Assign or BatchInput.

    Objects in arrays are templates, texts in arrays are not. Raises `DefinitionProblems` with every field that is wrong.
    """
    problems: list[DefinitionProblem] = []
    template = _compile(value, "", problems)
    if problems:
        raise DefinitionProblems(problems)
    return template


def _compile(value: Json, location: str, problems: list[DefinitionProblem]) -> Template:
    if isinstance(value, dict):
        return _compile_object(value, location, problems)
    if isinstance(value, list):
        items = tuple(_compile(item, f"{location}[{at}]", problems) for at, item in enumerate(value))
        return Constant(value) if all(isinstance(item, Constant) for item in items) else ArrayTemplate(items)
    return Constant(value)


def _compile_object(value: dict[str, Json], location: str, problems: list[DefinitionProblem]) -> Template:
    literal: dict[str, Template] = {}
    dynamic: dict[str, DynamicValue] = {}
    for field, content in value.items():
        if not field.endswith(_SUFFIX):
            literal[field] = _compile(content, f"{location}/{field}", problems)
            continue
        name = field[: -len(_SUFFIX)]
        if name in value:
            message = f"The field '{name}' is given twice, by '{name}' and '{field}'"
            problems.append(DefinitionProblem(SCHEMA_VALIDATION_FAILED, message, location))
        compiled = _compile_field(field, content, location, problems)
        if compiled is not None:
            dynamic[name] = compiled
    if not dynamic and all(isinstance(one, Constant) for one in literal.values()):
        return Constant(value)
    return ObjectTemplate(literal, {name: dynamic[name] for name in hash_map_order(dynamic)})


def _compile_field(field: str, content: Json, location: str, problems: list[DefinitionProblem]) -> DynamicValue | None:
    position = None
    if isinstance(content, str):
        try:
            return compile_dynamic(content)
        except SyntaxProblem as problem:
            position = problem.position
    message = f"The value for the field '{field}' must be a valid JSONPath or a valid intrinsic function call"
    problems.append(DefinitionProblem(SCHEMA_VALIDATION_FAILED, message, location, position))
    return None
