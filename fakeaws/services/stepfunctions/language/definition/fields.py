"""The fields of one object of a definition, read with the type and range that each must have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.language.json_text import Json, is_number, json_type

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.language.definition.diagnostics import Report

BOTH = "both"
#: The largest number of seconds, attempts, … that AWS takes.
MOST_SECONDS = 99_999_999

_TYPES = {"string": "String", "boolean": "Boolean", "array": "Array", "object": "Object", "number": "Number"}


class Fields:
    """Reads fields by name; what is wrong goes to the report, and the field counts as absent.

    ``location`` is the object's path in the definition, ``place`` that below its state, which errors at run time name
    (``Choices[0]``). ``reads`` collects the variables that fields of the state read.
    """

    def __init__(
        self,
        values: Mapping[str, Json],
        location: str,
        language: str,
        report: Report,
        place: str = "",
        reads: dict[str, None] | None = None,
    ) -> None:
        self.values = values
        self.location = location
        self.language = language
        self.report = report
        self.place = place
        self.reads: dict[str, None] = {} if reads is None else reads

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def at(self, name: str) -> str:
        """The location of a field."""
        return f"{self.location}/{name}"

    def place_of(self, name: str) -> str:
        """What errors at run time call a field."""
        return f"{self.place}/{name}" if self.place else name

    def schema(self, message: str, name: str | None = None) -> None:
        """A diagnostic at a field, or at the object itself."""
        self.report.schema(message, self.location if name is None else self.at(name))

    def below(self, step: str, values: Mapping[str, Json]) -> Fields:
        """The fields of an object inside: ``step`` is its field's name, with the index in an array."""
        return Fields(values, self.at(step), self.language, self.report, self.place_of(step), self.reads)

    def require(self, *names: str) -> bool:
        """Whether all are there."""
        missing = [name for name in names if name not in self.values]
        if missing:
            self.schema(f"These fields are required: [{', '.join(missing)}]")
        return not missing

    def at_most_one(self, *names: str) -> bool:
        """Whether not more than one is there."""
        if sum(name in self.values for name in names) <= 1:
            return True
        self.schema(f"There should only be one of the following fields: [{', '.join(names)}]")
        return False

    def exactly_one(self, *names: str) -> bool:
        """Whether one is there, and no other; fields of the other query language are not asked for."""
        if any(name in self.values for name in names):
            return self.at_most_one(*names)
        self.schema(f"One of these fields is required: [{', '.join(names)}]")
        return False

    def allow(self, table: Mapping[str, str]) -> None:
        """Refuse fields that the table does not have, or has for the other query language only (`BOTH` is for either)."""
        for name in self.values:
            language = table.get(name)
            if language is None:
                self.schema(f"Field '{name}' is not supported")
            elif language not in (BOTH, self.language):
                self.schema(
                    f"The QueryLanguage is set to '{self.language}', but field '{name}' is only supported for the "
                    f"'{language}' QueryLanguage"
                )

    def typed(self, name: str, kind: str) -> Json:
        """The value if it is of a JSON type, else None."""
        if name not in self.values:
            return None
        value = self.values[name]
        if json_type(value) == kind:
            return value
        self.schema(f"Expected value of type {_TYPES[kind]}", name)
        return None

    def text(self, name: str) -> str | None:
        value: str | None = self.typed(name, "string")
        return value

    def boolean(self, name: str) -> bool | None:
        value: bool | None = self.typed(name, "boolean")
        return value

    def object(self, name: str) -> Fields | None:
        value = self.typed(name, "object")
        return None if value is None else self.below(name, value)

    def objects(self, name: str, may_be_empty: bool = True) -> Iterator[Fields]:
        """The objects of an array."""
        for at, value in enumerate(self.items(name, may_be_empty)):
            if isinstance(value, dict):
                yield self.below(f"{name}[{at}]", value)
            else:
                self.report.schema("Expected value of type Object", f"{self.at(name)}[{at}]")

    def texts(self, name: str, may_be_empty: bool = True) -> tuple[str, ...]:
        """The texts of an array."""
        found = []
        for at, value in enumerate(self.items(name, may_be_empty)):
            if isinstance(value, str):
                found.append(value)
            else:
                self.report.schema("Expected value of type String", f"{self.at(name)}[{at}]")
        return tuple(found)

    def items(self, name: str, may_be_empty: bool = True) -> Sequence[Json]:
        value: list[Json] | None = self.typed(name, "array")
        if value is None:
            return ()
        if not value and not may_be_empty:
            self.schema("Value cannot be empty", name)
        return value

    def one_of(self, name: str, values: Sequence[str]) -> str | None:
        """A text out of a list."""
        value = self.text(name)
        if value is None or value in values:
            return value
        self.schema(f"The field '{name}' should have one of these values: [{', '.join(values)}]", name)
        return None

    def integer(self, name: str, least: int, most: int | None = MOST_SECONDS) -> int | None:
        if name not in self.values:
            return None
        value = self.values[name]
        if not isinstance(value, int) or isinstance(value, bool):
            self.schema("Expected value of type Integer", name)
            return None
        return value if self._within(name, value, least, most) else None

    def number(self, name: str, least: float, most: float | None = None) -> float | None:
        if name not in self.values:
            return None
        value = self.values[name]
        if not is_number(value):
            self.schema("Expected value of type Number", name)
            return None
        try:
            number = float(value)
        except OverflowError:
            number = float("inf")
        return number if self._within(name, number, least, most) else None

    def _within(self, name: str, value: float, least: float, most: float | None) -> bool:
        if value < least:
            self.schema(f"Minimum value is {least}", name)
        elif most is not None and value > most:
            self.schema(f"Maximum value is {most}", name)
        else:
            return True
        return False
