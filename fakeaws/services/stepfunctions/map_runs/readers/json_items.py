"""JSON and JSON Lines."""

from __future__ import annotations

import re

from fakeaws.services.stepfunctions.language.json_text import Json, JsonTextError, read_json
from fakeaws.services.stepfunctions.map_runs.items import Item, items_in
from fakeaws.services.stepfunctions.map_runs.readers.texts import NotReadable

_NOT_ITERABLE = "Attempting to map over non-iterable node."
_NO_SUCH_POINTER = "The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure."
_INDEX = re.compile(r"0|[1-9][0-9]{0,9}")


def json_items(text: str, pointer: str | None, source: str) -> list[Item]:
    """Of an array each element, of an object each member; ``pointer`` (RFC 6901) leads to it."""
    value = json_value(text, pointer)
    if not isinstance(value, (list, dict)):
        raise NotReadable(_NOT_ITERABLE)
    return items_in(value, source)


def json_value(text: str, pointer: str | None) -> Json:
    """What is there; raises `NotReadable` for what is no JSON, or has nothing there."""
    value = _read(text)
    return _at(value, pointer) if pointer else value


def json_lines(text: str, source: str, most: int) -> list[Item]:
    """One item per line; blank lines are none. At most ``most`` unless that is 0."""
    found: list[Item] = []
    for line in text.split("\n"):
        if line.strip():
            found.append(Item(_read(line), source))
            if len(found) == most:
                break
    return found


def _read(text: str) -> Json:
    try:
        return read_json(text)
    except JsonTextError as error:
        raise NotReadable(error.message) from None


def _at(value: Json, pointer: str) -> Json:
    if not pointer.startswith("/"):
        raise NotReadable(_NO_SUCH_POINTER)
    for part in pointer[1:].split("/"):
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and _INDEX.fullmatch(name) and int(name) < len(value):
            value = value[int(name)]
        else:
            raise NotReadable(_NO_SUCH_POINTER)
    return value
