"""JSONata's error texts, from the library's codes and templates."""

from __future__ import annotations

import json
import re
from typing import Any

from fakeaws.services.stepfunctions.language.jsonata.library import JException

_INSERT = re.compile(r"\{\{\{\w+\}\}\}|\{\{(\w+)\}\}")
#: The library says Object where JSONata says function.
_FUNCTION = re.compile(r"\bObject\b")
_TYPES = {"a": "arrays", "b": "booleans", "f": "functions", "n": "numbers", "o": "objects", "s": "strings"}


def error_text(error: JException) -> str:
    """JSONata's own words, without the code: its inserts are JSON, ``Expected "]", got ","``."""
    template = JException.error_codes.get(error.error)
    if template is None:
        return str(error)
    inserts = [error.current, error.expected, error.extra]
    if error.error == "T0412":
        inserts[2] = _TYPES.get(str(error.extra), error.extra)
    template = _FUNCTION.sub("function", template)

    def insert(match: re.Match[str]) -> str:
        value = inserts.pop(0) if inserts else None
        return str(value) if match[1] is None else _json(value)

    return _INSERT.sub(insert, template)


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    except (TypeError, ValueError):
        return str(value)
