"""The value of a field ``x.$``, and of ErrorPath and CausePath: a path or an intrinsic call."""

from __future__ import annotations

from typing import TypeAlias

from fakeaws.services.stepfunctions.language.errors import StateError, runtime_error
from fakeaws.services.stepfunctions.language.intrinsics import Intrinsic, compile_intrinsic
from fakeaws.services.stepfunctions.language.json_text import Json, write_json
from fakeaws.services.stepfunctions.language.paths import Path, PathMiss, compile_path
from fakeaws.services.stepfunctions.language.scope import Scope

DynamicValue: TypeAlias = "Path | Intrinsic"


def compile_dynamic(text: str) -> DynamicValue:
    """What a field's text says; raises `SyntaxProblem`."""
    return compile_path(text) if text.startswith("$") else compile_intrinsic(text)


def read_field(value: DynamicValue, field: str, scope: Scope) -> Json:
    """The value of ``field`` (``x.$``, ``ErrorPath``): an index past an array's end is null.

    Raises States.Runtime with the words that payload templates have for a path that leads nowhere.
    """
    try:
        return value.read(scope)
    except PathMiss as miss:
        return missing(miss, field, scope)


def missing(miss: PathMiss, field: str, scope: Scope) -> Json:
    """What stands for a path in ``field`` that leads nowhere: null, or States.Runtime."""
    if miss.past_end:
        return None
    raise not_found(miss.path, field, scope) from None


def not_found(path: str, field: str, scope: Scope) -> StateError:
    return runtime_error(
        f"The JSONPath '{path}' specified for the field '{field}' could not be found in the input "
        f"'{write_json(scope.input)}'"
    )
