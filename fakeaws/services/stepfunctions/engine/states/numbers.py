"""Numbers of a state's fields: literal, by a path or by an expression."""

from __future__ import annotations

import re

from fakeaws.services.stepfunctions.language.definition.states import Number, Whole
from fakeaws.services.stepfunctions.language.errors import QUERY_EVALUATION_ERROR, StateError, runtime_error
from fakeaws.services.stepfunctions.language.json_text import Json, write_json
from fakeaws.services.stepfunctions.language.jsonata import Expression
from fakeaws.services.stepfunctions.language.paths import Path
from fakeaws.services.stepfunctions.language.scope import Scope

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_FLOAT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


def whole(literal: Whole | None, path: Path | None, field: str, scope: Scope) -> int | None:
    """An integer; of a path, a text of one will do. None if the state says neither."""
    if path is not None:
        value = path.read(scope)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and _INTEGER.fullmatch(value):
            return int(value)
        raise _refers(f"{field}Path", path, value, "integer")
    if isinstance(literal, Expression):
        number = literal.evaluate(scope, "number")
        if number != int(number):
            cause = (
                f"The JSONata expression '{literal.text}' specified for the field '{literal.location}' returned an "
                f"unexpected result type. Expected 'integer', but was 'number' for value: {write_json(number)}"
            )
            raise StateError(QUERY_EVALUATION_ERROR, cause, literal.location)
        return int(number)
    return literal


def number(literal: Number | None, path: Path | None, field: str, scope: Scope) -> float | None:
    """Like `whole`, for numbers with fractions."""
    if path is not None:
        value = path.read(scope)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
        if isinstance(value, str) and _FLOAT.fullmatch(value):
            return float(value)
        raise _refers(f"{field}Path", path, value, "float")
    if isinstance(literal, Expression):
        return float(literal.evaluate(scope, "number"))
    return literal


def _refers(field: str, path: Path, value: Json, kind: str) -> StateError:
    shown = value if isinstance(value, str) else write_json(value)
    return runtime_error(f'The {field} field refers to value "{shown}" which is not a valid {kind}: {path.text}')
