"""The parameters of tasks that send HTTP requests, read and checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fakeaws.services.stepfunctions.integrations.shapes.requests import refused
from fakeaws.services.stepfunctions.language.json_text import Json


class Parameters:
    """One task's: each method reads a field; `check` raises States.Runtime for all that was wrong."""

    def __init__(self, given: Json, known: Iterable[str], required: Iterable[str]) -> None:
        self._given = given
        self.fields: dict[str, Json] = given if isinstance(given, dict) else {}
        self._problems: list[str] = []
        if not isinstance(given, dict):
            self._problems.append("The value for the field 'Parameters' must be an OBJECT")
        allowed = tuple(known)
        for name in self.fields:
            if name not in allowed:
                self._problems.append(f"The field '{name}' is not supported by Step Functions")
        for name in required:
            if self.fields.get(name) is None:
                self._problems.append(f"The field '{name}' is required but was missing")

    def text(self, name: str, default: str = "") -> str:
        """A field that is a string."""
        value = self.fields.get(name)
        if value is None:
            return default
        if isinstance(value, str):
            return value
        self.problem(f"The value for the field '{name}' must be a STRING")
        return default

    def one_of(self, name: str, values: tuple[str, ...], default: str) -> str:
        """A field that is one of these strings."""
        value = self.text(name, default)
        if value not in values:
            self.problem(f"The value for the field '{name}' must be one of {list(values)}")
        return value

    def table(self, name: str) -> dict[str, Json]:
        """A field that is an object."""
        value = self.fields.get(name)
        if value is None or isinstance(value, dict):
            return value or {}
        self.bad_format(name)
        return {}

    def bad_format(self, name: str) -> None:
        """In AWS's words: the field has another form."""
        self.problem(f"The value of the field '{name}' has an invalid format")

    def problem(self, text: str) -> None:
        if text not in self._problems:
            self._problems.append(text)

    def part(self, name: str, known: Iterable[str]) -> Parameters:
        """A field that is an object with these fields; what is wrong in it is wrong here."""
        part = Parameters(self.table(name), known, ())
        self._problems += part._problems
        part._problems = self._problems
        return part

    def check(self) -> None:
        """Raise States.Runtime if anything was wrong."""
        if self._problems:
            raise refused(self._given, *self._problems)


def lists_of_texts(parameters: Parameters, name: str, *, nulls: bool) -> dict[str, list[str]]:
    """API Gateway's Headers and QueryParameters: each value a list of strings, or null if ``nulls``."""
    found: dict[str, list[str]] = {}
    for key, value in parameters.table(name).items():
        if value is None and nulls:
            found[key] = [""]
        elif isinstance(value, list) and all(isinstance(each, str) for each in value):
            texts: list[Any] = value
            found[key] = texts
        elif value is not None:
            parameters.bad_format(name)
    return found
