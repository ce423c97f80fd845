"""URL-encoded bodies of HTTP tasks."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from fakeaws.services.stepfunctions.language.json_text import Json, write_json

INDICES: Final = "INDICES"
REPEAT: Final = "REPEAT"
COMMAS: Final = "COMMAS"
BRACKETS: Final = "BRACKETS"
NONE: Final = "NONE"
#: How the members of an array are told apart.
FORMATS: Final = (INDICES, REPEAT, COMMAS, BRACKETS, NONE)


def form(body: dict[str, Json], arrays: str = INDICES) -> str:
    """An object as ``name=value&…``: objects in it become ``a[b]``, arrays what ``arrays`` says, one of `FORMATS`.

    With NONE an array is one value, its JSON.
    """
    pairs: list[tuple[str, str]] = []
    for name, value in body.items():
        _gather(name, value, arrays, pairs)
    return urlencode(pairs)


def text_of(value: Json) -> str:
    """A value as text: of a string itself, nothing for null, else JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else write_json(value)


def _gather(name: str, value: Json, arrays: str, pairs: list[tuple[str, str]]) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            _gather(f"{name}[{key}]", item, arrays, pairs)
    elif not isinstance(value, list) or arrays == NONE:
        pairs.append((name, text_of(value)))
    elif arrays == COMMAS:
        pairs.append((name, ",".join(text_of(item) for item in value)))
    else:
        for at, item in enumerate(value):
            ending = f"[{at}]" if arrays == INDICES else "[]" if arrays == BRACKETS else ""
            _gather(f"{name}{ending}", item, arrays, pairs)
