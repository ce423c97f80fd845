"""From a definition's text to its JSON, with AWS's words for what cannot be read."""

from __future__ import annotations

import json
from typing import Any

from fakeaws.services.stepfunctions.language.definition.diagnostics import INVALID_JSON_DESCRIPTION, Report
from fakeaws.services.stepfunctions.language.definition.positions import (
    Position,
    keys,
    position_at,
    source_location,
)
from fakeaws.services.stepfunctions.language.errors import SCHEMA_VALIDATION_FAILED
from fakeaws.services.stepfunctions.language.json_text import Json, JsonTextError, read_json


def read_definition(text: str, report: Report) -> dict[str, Json] | None:
    """The object that the text is; None if it is none or a name is given twice in an object, which the report then says."""
    if not text.strip():
        report.error(SCHEMA_VALIDATION_FAILED, "Definition must be a valid JSON object", None)
        return None
    try:
        value = read_json(text)
    except JsonTextError as error:
        _refuse(text, error.message, Position(error.line, error.column), report)
        return None
    if not isinstance(value, dict):
        report.error(SCHEMA_VALIDATION_FAILED, "Definition must be a valid JSON object", None)
        return None
    if _has_duplicates(text):
        _refuse_duplicate(text, report)
        return None
    return value


def _has_duplicates(text: str) -> bool:
    found = False

    def members(pairs: list[tuple[str, Any]]) -> None:
        nonlocal found
        found = found or len(pairs) != len(dict(pairs))

    json.loads(text, object_pairs_hook=members, parse_int=float)
    return found


def _refuse_duplicate(text: str, report: Report) -> None:
    """Jackson stops at the second of the two names."""
    seen: set[tuple[int, str]] = set()
    for key in keys(text):
        name = json.loads(key.quoted)
        if (key.opening, name) in seen:
            _refuse(text, f"Duplicate field '{name}'", position_at(text, key.end), report)
            return
        seen.add((key.opening, name))


def _refuse(text: str, message: str, position: Position, report: Report) -> None:
    source = source_location(text, position)
    report.error(INVALID_JSON_DESCRIPTION, f"{message}\n at {source}", source)
