"""A compiled path and what it says when it leads nowhere."""

from __future__ import annotations

import operator
from typing import Any, ClassVar

from fakeaws.services.stepfunctions.language.compiled import Compiled
from fakeaws.services.stepfunctions.language.errors import RUNTIME, StateError
from fakeaws.services.stepfunctions.language.java_values import java_class, java_value
from fakeaws.services.stepfunctions.language.json_text import Json
from fakeaws.services.stepfunctions.language.paths.steps import Index, Member, Step
from fakeaws.services.stepfunctions.language.scope import Scope

INPUT = "input"
CONTEXT = "context"
VARIABLE = "variable"


class PathMiss(StateError):
    """A definite path leads nowhere. The cause is that of InputPath and OutputPath; other fields say it in their own words.

    ``past_end``: the path's last step is an index past the end of an array, which payload templates take for null.
    """

    def __init__(self, path: str, detail: str, past_end: bool = False) -> None:
        super().__init__(RUNTIME, f"Invalid path '{path}' : {detail}")
        self.path = path
        self.detail = detail
        self.past_end = past_end

    def __reduce__(self) -> tuple[type[PathMiss], tuple[Any, ...]]:
        return type(self), (self.path, self.detail, self.past_end)


class Path(Compiled):
    """A path as it was written (``text``), beginning at the ``root``: input, context or a variable.

    ``definite``: it leads to one value or misses; any other gives an array, which may be empty, and never misses.
    ``reference``: it is a Reference Path, made of names and indexes only.
    """

    __slots__ = ("definite", "reference", "root", "steps", "text", "variable")

    def __init__(self, text: str, root: str, variable: str | None, steps: tuple[Step, ...]) -> None:
        self.text = text
        self.root = root
        #: The variable's name without ``$``, for paths that begin at one.
        self.variable = variable
        self.steps = steps
        self.definite = all(step.definite for step in steps)
        self.reference = all(isinstance(step, (Member, Index)) for step in steps)

    def read(self, scope: Scope) -> Json:
        """The value; raises `PathMiss`."""
        return self.read_from(self._start(scope))

    def read_from(self, document: Json) -> Json:
        """The value in ``document``, whatever the path's own root is; raises `PathMiss`."""
        if not self.definite:
            values = [document]
            for step in self.steps:
                values = step.follow_all(values, document)
            return values
        value = document
        for step in self.steps:
            found = step.follow(value, document)
            if not found:
                raise self._miss(document)
            value = found[0]
        return value

    def _start(self, scope: Scope) -> Json:
        if self.root == INPUT:
            return scope.input
        if self.root == CONTEXT:
            return scope.context
        try:
            return scope.variables[self.variable or ""]
        except KeyError:
            raise PathMiss(self.text, f"No results for path: $['{self.variable}']") from None

    def _miss(self, document: Json) -> PathMiss:
        """Jayway's words for why ``document`` has no such place."""
        value, shown = document, "$"
        for step in self.steps:
            found = step.follow(value, document)
            if not found:
                return self._miss_at(step, value, shown)
            value, shown = found[0], shown + step.shown
        raise AssertionError(f"{self.text} leads somewhere")

    def _miss_at(self, step: Step, value: Json, shown: str) -> PathMiss:
        """``value``, at the path ``shown``, has no ``step``."""
        last = step is self.steps[-1]
        if isinstance(step, Index):
            if value is None:
                return PathMiss(self.text, f"The path {shown} is null")
            if not isinstance(value, list):
                what = f"Filter: {step.shown} can only be applied to arrays. Current context is: {java_value(value)}"
                return PathMiss(self.text, what)
        elif not isinstance(value, dict):
            return PathMiss(
                self.text,
                f"Expected to find an object with property {step.shown} in path {shown} but found "
                f"'{java_class(value)}'. This is not a json object according to the JsonProvider: "
                "'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.",
            )
        elif not last:
            return PathMiss(self.text, f"Missing property in path {shown}{step.shown}")
        whole = "$" + "".join(one.shown for one in self.steps)
        return PathMiss(self.text, f"No results for path: {whole}", past_end=last and isinstance(step, Index))


class _Names(Path):
    """A path of names only: nearly all there are."""

    __slots__ = ("_names",)
    _get: ClassVar[Any]
    """Of a scope: where the names begin."""

    def __init__(self, text: str, root: str, variable: str | None, steps: tuple[Step, ...]) -> None:
        super().__init__(text, root, variable, steps)
        names = tuple(step.name for step in steps if isinstance(step, Member))
        self._names = names if variable is None else (variable, *names)

    def read(self, scope: Scope) -> Json:
        value: Json = self._get(scope)
        try:
            for name in self._names:
                value = value[name]
        except (KeyError, TypeError):
            raise self._miss(self._start(scope)) from None
        return value


class InputNames(_Names):
    __slots__ = ()
    _get = operator.attrgetter("input")


class ContextNames(_Names):
    __slots__ = ()
    _get = operator.attrgetter("context")


class VariableNames(_Names):
    __slots__ = ()
    _get = operator.attrgetter("variables")
