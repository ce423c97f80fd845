"""``targetNodes``: which nodes of a multi-node parallel job a group of settings is for."""

from __future__ import annotations

import re
from typing import NamedTuple

from fakeaws.services.batch.definitions.invalid import Invalid

_RANGE = re.compile(r"(\d*):(\d*)|(\d+)")


class NodeRange(NamedTuple):
    """First and last node; ``last`` None: to the job's last."""

    first: int
    last: int | None

    def __contains__(self, node: object) -> bool:
        return isinstance(node, int) and self.first <= node and (self.last is None or node <= self.last)

    def size(self, nodes: int) -> int:
        """How many nodes it has in a job of ``nodes``."""
        return (nodes - 1 if self.last is None else self.last) - self.first + 1

    def within(self, other: NodeRange) -> bool:
        return self.first >= other.first and (other.last is None or (self.last is not None and self.last <= other.last))


def read_range(text: str) -> NodeRange:
    """``0:3``, ``:3``, ``4:``, ``:`` or ``2``; raises `Invalid`."""
    found = _RANGE.fullmatch(text)
    if found is None:
        raise Invalid(f"targetNodes {text} is not valid.")
    if found[3]:
        return NodeRange(int(found[3]), int(found[3]))
    first, last = int(found[1] or 0), int(found[2]) if found[2] else None
    if last is not None and last < first:
        raise Invalid(f"targetNodes {text} is not valid.")
    return NodeRange(first, last)
