"""ItemBatcher: several items in one child's input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.engine.states.numbers import whole
from fakeaws.services.stepfunctions.language.definition.states import ItemBatcher
from fakeaws.services.stepfunctions.language.errors import runtime_error
from fakeaws.services.stepfunctions.language.json_text import Json, json_size
from fakeaws.services.stepfunctions.language.scope import Scope


class Batch(NamedTuple):
    """A child's input, and how many items are in it."""

    input: Json
    size: int


class Batcher:
    """A Map's ItemBatcher with its numbers and its BatchInput known."""

    def __init__(self, batcher: ItemBatcher, scope: Scope) -> None:
        items = whole(batcher.max_items, batcher.max_items_path, "MaxItemsPerBatch", scope)
        size = whole(batcher.max_input_bytes, batcher.max_input_bytes_path, "MaxInputBytesPerBatch", scope)
        for name, value in (("MaxItemsPerBatch", items), ("MaxInputBytesPerBatch", size)):
            if value is not None and value < 0:
                raise runtime_error(f"{name} cannot be negative.")
        #: 0 is no limit but that of a child's input.
        self.max_items = items or 0
        self.max_bytes = min(size or limits.PAYLOAD_BYTES, limits.PAYLOAD_BYTES)
        self.head: dict[str, Json] = {}
        if batcher.batch_input is not None:
            self.head["BatchInput"] = batcher.batch_input.build(scope)

    def batches(self, inputs: Sequence[Json]) -> list[Batch]:
        """Each as full as it may be; an item that is too large for any batch is one of its own."""
        found: list[Batch] = []
        empty = json_size({**self.head, "Items": []})
        current: list[Json] = []
        size = empty
        for value in inputs:
            grows = json_size(value) + (1 if current else 0)
            if current and (size + grows > self.max_bytes or len(current) == self.max_items):
                found.append(self._batch(current))
                current, size, grows = [], empty, grows - 1
            current.append(value)
            size += grows
        if current:
            found.append(self._batch(current))
        return found

    def _batch(self, items: list[Json]) -> Batch:
        return Batch({**self.head, "Items": items}, len(items))
