"""What a target gets of an event: all of it, a constant, a part, or what a template makes of it.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.aws.patterns.errors import PatternError
from fakeaws.aws.patterns.tokens import Kind, Tokens, string_source
from fakeaws.services.events import errors
from fakeaws.services.events.event import compact, shown_time
from fakeaws.services.events.json_paths import MISSING, BadPath, Step, steps_of, value_at

if TYPE_CHECKING:
    from fakeaws.services.events.event import Event
    from fakeaws.services.events.rules import Rule

#: Placeholders that need no path.
PREDEFINED = (
    "aws.events.rule-arn",
    "aws.events.rule-name",
    "aws.events.event.ingestion-time",
    "aws.events.event",
    "aws.events.event.json",
)
_PLACEHOLDER = re.compile(r"<([A-Za-z0-9_.-]+)>")


class NothingThere(Exception):
    """An ``InputPath`` leads to nothing in an event."""


class _Piece(NamedTuple):
    """A part of a template: text, or the name of what stands there, inside or outside of a JSON string."""

    text: str
    placeholder: bool = False
    quoted: bool = False


class Input:
    """How one target's input is made. Nothing in it changes."""

    __slots__ = ("_constant", "_path", "_paths", "_pieces")

    def __init__(
        self,
        constant: str | None = None,
        path: tuple[Step, ...] | None = None,
        paths: Mapping[str, tuple[Step, ...]] | None = None,
        pieces: tuple[_Piece, ...] | None = None,
    ) -> None:
        self._constant = constant
        self._path = path
        self._paths = paths or {}
        self._pieces = pieces

    def __deepcopy__(self, memo: dict[int, Any]) -> Input:
        return self

    @classmethod
    def of(cls, target: Mapping[str, Any]) -> Input:
        """From PutTargets' members; raises AWS's refusals."""
        id = target["Id"]
        given = [name for name in ("Input", "InputPath", "InputTransformer") if target.get(name)]
        if len(given) > 1:
            raise errors.validation(
                f"Only one of Input, InputPath, or InputTransformer must be provided for target {id}."
            )
        if not given:
            return cls()
        if given[0] == "Input":
            location = _location(target["Input"])
            if location is not None:
                raise errors.validation(f"JSON syntax error in input for target {id} at {location}.")
            return cls(constant=target["Input"])
        if given[0] == "InputPath":
            return cls(path=steps_for(id, target["InputPath"]))
        return _transformer(id, target["InputTransformer"])

    def text_for(self, event: Event, rule: Rule) -> str:
        """What the target gets; raises `NothingThere`."""
        if self._constant is not None:
            return self._constant
        if self._path is not None:
            value = value_at(event.document, self._path)
            if value is MISSING:
                raise NothingThere
            return compact(value)
        if self._pieces is None:
            return event.text
        return "".join(
            _inserted(self._value(piece.text, event, rule), piece.quoted) if piece.placeholder else piece.text
            for piece in self._pieces
        )

    def _value(self, name: str, event: Event, rule: Rule) -> Any:
        steps = self._paths.get(name)
        if steps is not None:
            return value_at(event.document, steps)
        if name == "aws.events.rule-arn":
            return rule.arn
        if name == "aws.events.rule-name":
            return rule.name
        if name == "aws.events.event.ingestion-time":
            return shown_time(event.received_us)
        if name == "aws.events.event.json":
            return event.document
        document = {key: value for key, value in event.document.items() if key != "detail"}
        return {"detailType" if key == "detail-type" else key: value for key, value in document.items()}


def _transformer(id: str, transformer: Mapping[str, Any]) -> Input:
    paths = {name: steps_for(id, path) for name, path in (transformer.get("InputPathsMap") or {}).items()}
    template: str = transformer["InputTemplate"]
    pieces = tuple(_pieces(template))
    for piece in pieces:
        if piece.placeholder and piece.text not in paths and piece.text not in PREDEFINED:
            raise errors.validation(f"InputTemplate for target {id} contains invalid placeholder {piece.text}.")
    # As AWS reads it: with null for each placeholder that is no part of a string.
    filled = "".join(("x" if piece.quoted else "null") if piece.placeholder else piece.text for piece in pieces)
    location = _location(filled)
    if location is not None and not _is_lines_of_strings(filled):
        raise errors.validation(f"Invalid InputTemplate for target {id} : {location}.")
    return Input(paths=paths, pieces=pieces)


def _pieces(template: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    quoted = False
    at = 0
    for found in _PLACEHOLDER.finditer(template):
        text = template[at : found.start()]
        quoted = _in_string(text, quoted)
        pieces += [_Piece(text), _Piece(found[1], True, quoted)]
        at = found.end()
    return [piece for piece in (*pieces, _Piece(template[at:])) if piece.text]


def _in_string(text: str, quoted: bool) -> bool:
    """Whether the end of a text is inside a JSON string, if its begin is or is not."""
    escaped = False
    for char in text:
        if quoted and escaped:
            escaped = False
        elif quoted and char == "\\":
            escaped = True
        elif char == '"':
            quoted = not quoted
    return quoted


def _inserted(value: Any, quoted: bool) -> str:
    """A value as it stands in the filled template: within a string, whatever is no text loses its quotes."""
    if value is MISSING:
        return "" if quoted else '""'
    if not quoted:
        return compact(value)
    return compact(value)[1:-1] if isinstance(value, str) else compact(value).replace('"', "")


def steps_for(id: str, path: str) -> tuple[Step, ...]:
    """The steps of a target's path; raises AWS's refusal."""
    try:
        return steps_of(path)
    except BadPath:
        raise errors.validation(f"Invalid JSON path {path} for target {id}.") from None


def _location(text: str) -> str | None:
    """Where a text stops being one JSON value; ``None`` if it is one."""
    tokens = Tokens(text, string_source(text))
    try:
        while True:
            kind = tokens.next()
            if kind is Kind.STRING:
                tokens.string()
            elif kind is Kind.NUMBER:
                tokens.number()
            if not tokens.depth:
                break
        if kind is Kind.END or tokens.next() is not Kind.END:
            tokens.refuse("more, or less, than one value")
    except PatternError as error:
        return error.location or str(error)
    return None


def _is_lines_of_strings(text: str) -> bool:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return bool(lines) and all(line.startswith('"') and _location(line) is None for line in lines)
