"""A tested Map: its items and iterations, as far as they are known, and how many of them may fail."""

from __future__ import annotations

from typing import NamedTuple

from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.engine.engine import Engine
from fakeaws.services.stepfunctions.engine.failures import Failed, Failure
from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.engine.states.items import on_effective
from fakeaws.services.stepfunctions.engine.states.map import iterations_of
from fakeaws.services.stepfunctions.language.definition.states import ItemReader
from fakeaws.services.stepfunctions.language.json_text import Json
from fakeaws.services.stepfunctions.map_runs.items import Item, items_in
from fakeaws.services.stepfunctions.map_runs.map_run import ITEM_READER_FAILED, THRESHOLD
from fakeaws.services.stepfunctions.map_runs.plan import Plan
from fakeaws.services.stepfunctions.map_runs.readers.json_items import json_value
from fakeaws.services.stepfunctions.map_runs.readers.reading import CSV, items_of_text
from fakeaws.services.stepfunctions.map_runs.readers.texts import NotReadable
from fakeaws.services.stepfunctions.map_runs.settings import Settings, settings_of

_JSON = "JSON"


class Mapped(NamedTuple):
    """``iterations`` is None where nobody knows what ItemReader would read."""

    settings: Settings
    iterations: int | None


def mapped(engine: Engine, visit: Visit, data: str | None) -> Mapped:
    """Evaluate a Map's fields. Raises what is wrong with one, States.ItemReaderFailed for ``data`` that cannot be read."""
    state = visit.state
    if not state.distributed:
        items, _, _ = iterations_of(engine, visit)
        return Mapped(settings_of(state, on_effective(visit, engine.scope(visit))), len(items))
    plan = Plan(visit, engine.scope(visit))
    found = plan.items
    if state.item_reader is not None:
        if data is None:
            return Mapped(plan.settings, None)
        try:
            found = _read(visit, state.item_reader, data, plan)
        except NotReadable as error:
            raise Failed(Failure(ITEM_READER_FAILED, error.cause)) from None
    return Mapped(plan.settings, len(plan.batches(engine, visit, found)))


def too_many_failed(of: Mapped, failed: int, result: Json) -> Failure | None:
    """What becomes of a Map that tolerates failures, with so many of them; one that says nothing of them has its result.

    Raises ValidationException for more failures than iterations.
    """
    total = of.iterations
    if total is None and isinstance(result, list):
        total = len(result)
    if total is not None and failed > total:
        raise errors.validation(
            "Map iteration failure count must be less than or equal to the number of Map iterations"
        )
    settings = of.settings
    tolerates = settings.tolerated_count is not None or settings.tolerated_percentage is not None
    return THRESHOLD if tolerates and settings.exceeded(failed, failed if total is None else total) else None


def _read(visit: Visit, reader: ItemReader, data: str, plan: Plan) -> list[Item]:
    """A listing, and what a manifest leads to, are given as a JSON array of items."""
    most = plan.most_items
    if most < 0:
        raise NotReadable("field MaxItems must be positive")
    source = plan.source
    if reader.items_pointer is not None and reader.input_type == _JSON:
        visit.saw("afterItemsPointer", json_value(data, reader.items_pointer))
    if reader.input_type in (_JSON, "JSONL", CSV) and not (reader.manifest_type or _lists(reader)):
        headers = list(reader.csv_headers) if reader.csv_header_location == "GIVEN" else None
        items = items_of_text(reader, data, headers, source, most)
    else:
        value = json_value(data, None)
        if not isinstance(value, list):
            raise NotReadable("Attempting to map over non-iterable node.")
        items = items_in(value, source)
    return items[:most] if most else items


def _lists(reader: ItemReader) -> bool:
    return reader.action == "listObjectsV2" and reader.transformation == "NONE"
