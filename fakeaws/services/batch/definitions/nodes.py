"""The containers of multi-node parallel jobs' nodes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def node_containers(properties: Mapping[str, Any]) -> list[dict[str, Any]]:
    """``containerProperties`` for each node, from the narrowest of the ranges that it lies in."""
    count = properties["numNodes"]
    ranges = [(_range(each["targetNodes"], count), each) for each in properties["nodeRangeProperties"]]
    found = []
    for index in range(count):
        _, entry = min(((nodes, each) for nodes, each in ranges if index in nodes), key=lambda pair: len(pair[0]))
        found.append(dict(entry.get("container") or {}))
    return found


def _range(text: str, count: int) -> range:
    first, colon, last = text.partition(":")
    start = int(first) if first else 0
    if not colon:
        return range(start, start + 1)
    return range(start, int(last) + 1 if last else count)
