"""Compiled calls of intrinsic functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from fakeaws.services.stepfunctions.language.compiled import Compiled
from fakeaws.services.stepfunctions.language.errors import runtime_error
from fakeaws.services.stepfunctions.language.intrinsics.failures import IntrinsicFailure
from fakeaws.services.stepfunctions.language.json_text import Json, write_json
from fakeaws.services.stepfunctions.language.paths import Path, PathMiss
from fakeaws.services.stepfunctions.language.scope import Scope

Function: TypeAlias = Callable[[list[Json], Scope], Json]


class Literal(Compiled):
    __slots__ = ("value",)

    def __init__(self, value: Json) -> None:
        self.value = value

    def of(self, scope: Scope) -> Json:
        return self.value


class PathArgument(Compiled):
    __slots__ = ("path",)

    def __init__(self, path: Path) -> None:
        self.path = path

    def of(self, scope: Scope) -> Json:
        try:
            return self.path.read(scope)
        except PathMiss:
            raise IntrinsicFailure(
                f"The JsonPath argument for the field '{self.path.text}' could not be found in the input "
                f"'{write_json(scope.input)}'"
            ) from None


class Call(Compiled):
    __slots__ = ("arguments", "function")

    def __init__(self, function: Function, arguments: tuple[Argument, ...]) -> None:
        self.function = function
        self.arguments = arguments

    def of(self, scope: Scope) -> Json:
        return self.function([argument.of(scope) for argument in self.arguments], scope)


Argument: TypeAlias = "Literal | PathArgument | Call"


class Intrinsic(Compiled):
    """A call with the calls inside it; ``text`` as it was written."""

    __slots__ = ("call", "text")

    def __init__(self, text: str, call: Call) -> None:
        self.text = text
        self.call = call

    def read(self, scope: Scope) -> Json:
        """The function's value. Raises States.Runtime, which names the whole expression, not the call inside it."""
        try:
            return self.call.of(scope)
        except IntrinsicFailure as failure:
            detail = failure.detail
        raise runtime_error(f"The function '{self.text}' had the following error: {detail}")
