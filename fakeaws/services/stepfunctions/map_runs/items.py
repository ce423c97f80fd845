"""Items of a map run, before ItemSelector and ItemBatcher."""

from __future__ import annotations

from typing import Any, NamedTuple

from fakeaws.services.stepfunctions.language.json_text import Json

#: ``$$.Map.Item.Source`` of items that come from the state's input.
STATE_DATA = "STATE_DATA"


class Item(NamedTuple):
    """``value`` is a child's input as long as no ItemSelector says otherwise; ``source`` tells where it was found.

    A member of an object is ``{"Key": …, "Value": …}``; ``key`` is its name then.
    """

    value: Json
    source: str
    key: str | None = None

    def context(self, index: int) -> dict[str, Json]:
        """``Map`` of the context object."""
        about: dict[str, Any] = {"Index": index}
        if self.key is None:
            about["Value"] = self.value
        else:
            about["Value"] = self.value["Value"]
            about["Key"] = self.key
        about["Source"] = self.source
        return {"Item": about}


def items_in(value: Json, source: str) -> list[Item]:
    """Those of an array or an object."""
    if isinstance(value, dict):
        return [Item({"Key": key, "Value": member}, source, key) for key, member in value.items()]
    return [Item(one, source) for one in value]
