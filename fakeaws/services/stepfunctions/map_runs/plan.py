"""What a Map says about its map run, evaluated on the state's input before the run begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.engine.failures import Failed, data_limit_exceeded
from fakeaws.services.stepfunctions.engine.states.data import effective_input
from fakeaws.services.stepfunctions.engine.states.items import items_of, on_effective, selected
from fakeaws.services.stepfunctions.engine.states.numbers import whole
from fakeaws.services.stepfunctions.language.errors import runtime_error
from fakeaws.services.stepfunctions.language.json_text import Json, json_size
from fakeaws.services.stepfunctions.map_runs.batches import Batch, Batcher
from fakeaws.services.stepfunctions.map_runs.items import STATE_DATA, Item, items_in
from fakeaws.services.stepfunctions.map_runs.readers.manifests import Place
from fakeaws.services.stepfunctions.map_runs.readers.reading import Reading
from fakeaws.services.stepfunctions.map_runs.s3 import S3
from fakeaws.services.stepfunctions.map_runs.settings import settings_of
from fakeaws.services.stepfunctions.map_runs.writing import Writing

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine
    from fakeaws.services.stepfunctions.engine.failures import Failure
    from fakeaws.services.stepfunctions.engine.frames import Visit
    from fakeaws.services.stepfunctions.language.definition.states import Map, Payload
    from fakeaws.services.stepfunctions.language.scope import Scope
    from fakeaws.services.stepfunctions.map_runs.map_run import MapRun


class Plan:
    """Raises what is wrong with a field: States.Runtime and States.QueryEvaluationError."""

    def __init__(self, visit: Visit, scope: Scope) -> None:
        state: Map = visit.state
        self.state = state
        self.items: list[Item] = []
        reader = state.item_reader
        if reader is None:
            self.items = items_in(items_of(visit, scope), STATE_DATA)
        elif not state.jsonata:
            effective_input(visit, scope)
        scope = on_effective(visit, scope)
        self.settings = settings_of(state, scope)
        self.most_items = 0
        self._from: Json = None
        if reader is not None:
            if reader.input_type == "PARQUET":
                raise runtime_error("fakeaws does not read Parquet files, only CSV, JSON and JSONL.")
            self.most_items = whole(reader.max_items, reader.max_items_path, "MaxItems", scope) or 0
            self._from = _built(reader.parameters, scope)
        self._batcher = None if state.item_batcher is None else Batcher(state.item_batcher, scope)
        writer = state.result_writer
        self._to: Json = None if writer is None else _built(writer.parameters, scope)

    @property
    def source(self) -> str:
        """``$$.Map.Item.Source`` of what ItemReader finds in the object that it names."""
        place = self._from if isinstance(self._from, dict) else {}
        return Place(str(place.get("Bucket")), str(place.get("Key"))).source

    def reading(self, run: MapRun) -> Reading | None:
        """What reads the items from S3; None if they are here."""
        reader = self.state.item_reader
        return None if reader is None else Reading(run, self._s3(run), reader, self._from, self.most_items)

    def writing(self, run: MapRun, failure: Failure | None) -> Writing | None:
        """What writes the results to S3; None if they stay here."""
        writer = self.state.result_writer
        if writer is None or not writer.exports:
            return None
        return Writing(run, self._s3(run), writer, self._to, failure)

    def batches(self, engine: Engine, visit: Visit, items: list[Item]) -> list[Batch]:
        """The children's inputs: items selected from and batched. Raises what is wrong with ItemSelector."""
        scope = engine.scope(visit)
        state = self.state
        if state.item_selector is None and state.parameters is None:
            inputs = [item.value for item in items]
        else:
            inputs = [selected(visit, scope, item.value, item.context(at)) for at, item in enumerate(items)]
            visit.saw("afterItemSelector", inputs)
        if self._batcher is None:
            batches = [Batch(value, 1) for value in inputs]
        else:
            batches = self._batcher.batches(inputs)
            visit.saw("afterItemBatcher", [batch.input for batch in batches])
        for batch in batches:
            if json_size(batch.input) > limits.PAYLOAD_BYTES:
                raise Failed(data_limit_exceeded(state.name))
        return batches

    def _s3(self, run: MapRun) -> S3:
        return S3(run.engine.service, run.execution, run.execution.record, run.unanswered)


def _built(payload: Payload | None, scope: Scope) -> Json:
    return None if payload is None else payload.build(scope)
