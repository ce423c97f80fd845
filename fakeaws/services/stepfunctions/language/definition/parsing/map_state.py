"""Map, inline and distributed."""

from __future__ import annotations

import re
from typing import Any, Final

from fakeaws.services.stepfunctions.language.definition import compiling
from fakeaws.services.stepfunctions.language.definition.diagnostics import (
    DUPLICATE_LABEL_NAME,
    INVALID_LABEL_NAME,
)
from fakeaws.services.stepfunctions.language.definition.fields import Fields
from fakeaws.services.stepfunctions.language.definition.parsing.context import StateFields
from fakeaws.services.stepfunctions.language.definition.parsing.map_parts import (
    item_batcher,
    item_reader,
    result_writer,
)
from fakeaws.services.stepfunctions.language.definition.parsing.tables import (
    BRANCH,
    DISTRIBUTED_ONLY,
    ITEM_PROCESSOR,
    PROCESSOR_CONFIG,
)
from fakeaws.services.stepfunctions.language.definition.parsing.workflow import workflow
from fakeaws.services.stepfunctions.language.definition.states import (
    DISTRIBUTED,
    EXPRESS,
    INLINE,
    JSONATA,
    STANDARD,
    WHOLE_INPUT,
    Map,
    Processor,
)
from fakeaws.services.stepfunctions.language.definition.validator.lookalikes import warn_of_template

_MOST_LABEL: Final = 40
_NOT_IN_LABELS = re.compile(r'[\s<>{}\[\]?*"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]')


def map_state(state: StateFields, common: dict[str, Any]) -> Map:
    fields = state.fields
    for name in ("MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage"):
        fields.at_most_one(name, f"{name}Path")
    fields.at_most_one("ItemSelector", "Parameters")
    selector = "ItemSelector" if "ItemSelector" in fields or fields.language == JSONATA else "Parameters"
    warn_of_template(fields, selector)
    processor = _processor(state)
    if processor.mode == INLINE:
        for name in DISTRIBUTED_ONLY:
            if name in fields:
                fields.schema(f"Field '{name}' is not supported")
    concurrency = compiling.whole(fields, "MaxConcurrency", 0, None)
    return Map(
        **common,
        processor=processor,
        items_path=compiling.path(fields, "ItemsPath") or WHOLE_INPUT,
        items=_items(fields),
        item_selector=compiling.payload(fields, selector),
        max_concurrency=0 if concurrency is None else concurrency,
        max_concurrency_path=compiling.reference_path(fields, "MaxConcurrencyPath", context=False),
        tolerated_failure_count=compiling.whole(fields, "ToleratedFailureCount", 0, None),
        tolerated_failure_count_path=compiling.reference_path(fields, "ToleratedFailureCountPath", context=False),
        tolerated_failure_percentage=compiling.number(fields, "ToleratedFailurePercentage", 0.0, 100.0),
        tolerated_failure_percentage_path=compiling.reference_path(
            fields, "ToleratedFailurePercentagePath", context=False
        ),
        label=_label(state),
        item_reader=item_reader(fields),
        item_batcher=item_batcher(fields),
        result_writer=result_writer(fields),
    )


def _items(fields: Fields) -> Any:
    """An array, or an expression."""
    value = fields.values.get("Items")
    if value is None or not isinstance(value, str):
        fields.typed("Items", "array")
    return compiling.jsonata(fields, "Items")


def _label(state: StateFields) -> str | None:
    fields = state.fields
    label = fields.text("Label")
    if label is None:
        return None
    if not label or len(label) > _MOST_LABEL or _NOT_IN_LABELS.search(label):
        fields.report.error(INVALID_LABEL_NAME, f"Invalid Label name: {label}", fields.at("Label"))
    elif label in state.parsing.labels:
        fields.report.error(DUPLICATE_LABEL_NAME, f"Duplicate Label name: {label}", fields.at("Label"))
    state.parsing.labels.add(label)
    return label


def _processor(state: StateFields) -> Processor:
    fields, parsing = state.fields, state.parsing
    name = "Iterator" if "Iterator" in fields and "ItemProcessor" not in fields else "ItemProcessor"
    fields.at_most_one("ItemProcessor", "Iterator")
    fields.require(name)
    inner = fields.object(name)
    if inner is None:
        return Processor("", {})
    inner.allow(BRANCH if name == "Iterator" else ITEM_PROCESSOR)
    mode, execution_type = _config(inner)
    if mode == DISTRIBUTED and parsing.express:
        inner.schema("Express state machine does not support Distributed Map", "ProcessorConfig")
    express = parsing.express
    parsing.express = execution_type == EXPRESS if mode == DISTRIBUTED else express
    parsed = workflow(inner, parsing)
    parsing.express = express
    return Processor(parsed.start_at, parsed.states, parsed.comment, mode, execution_type)


def _config(inner: Fields) -> tuple[str, str | None]:
    """Mode and ExecutionType."""
    config = inner.object("ProcessorConfig")
    if config is None:
        return INLINE, None
    config.allow(PROCESSOR_CONFIG)
    mode = config.one_of("Mode", (INLINE, DISTRIBUTED)) or INLINE
    execution_type = config.one_of("ExecutionType", (STANDARD, EXPRESS))
    if mode == DISTRIBUTED:
        config.require("ExecutionType")
    elif "ExecutionType" in config:
        config.schema("Field 'ExecutionType' is not supported")
    return mode, execution_type
