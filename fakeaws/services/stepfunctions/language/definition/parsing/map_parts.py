"""ItemReader, ItemBatcher and ResultWriter of Distributed Maps."""

from __future__ import annotations

from typing import Final

from fakeaws.services.stepfunctions.language.definition import compiling
from fakeaws.services.stepfunctions.language.definition.fields import Fields
from fakeaws.services.stepfunctions.language.definition.parsing.tables import (
    ITEM_BATCHER,
    ITEM_READER,
    READER_CONFIG,
    RESULT_WRITER,
    WRITER_CONFIG,
)
from fakeaws.services.stepfunctions.language.definition.states import (
    JSONATA,
    ItemBatcher,
    ItemReader,
    Payload,
    ResultWriter,
)

_MOST_ITEMS: Final = 100_000_000
_MOST_BATCH_BYTES: Final = 262_144
_GET_OBJECT: Final = "getObject"
_READERS: Final = (_GET_OBJECT, "listObjectsV2")


def item_reader(fields: Fields) -> ItemReader | None:
    inner = fields.object("ItemReader")
    if inner is None:
        return None
    inner.allow(ITEM_READER)
    inner.require("Resource")
    action = _s3_action(inner, _READERS) or _GET_OBJECT
    parameters = _parameters(inner)
    config = inner.object("ReaderConfig")
    if config is None:
        if action == _GET_OBJECT and "ReaderConfig" not in inner:
            inner.require("ReaderConfig")
        return ItemReader(action, parameters)
    config.allow(READER_CONFIG)
    if action == _GET_OBJECT and config.values.get("ManifestType") != "S3_INVENTORY":
        config.require("InputType")
    input_type = config.one_of("InputType", ("CSV", "JSON", "JSONL", "MANIFEST", "PARQUET"))
    config.at_most_one("MaxItems", "MaxItemsPath")
    header = config.one_of("CSVHeaderLocation", ("FIRST_ROW", "GIVEN"))
    headers = config.texts("CSVHeaders")
    if header == "GIVEN":
        config.require("CSVHeaders")
    elif input_type == "CSV":
        config.require("CSVHeaderLocation")
    return ItemReader(
        action,
        parameters,
        input_type,
        compiling.whole(config, "MaxItems", 0, _MOST_ITEMS),
        compiling.reference_path(config, "MaxItemsPath", context=False),
        header,
        headers,
        config.one_of("CSVDelimiter", ("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB")) or "COMMA",
        config.text("ItemsPointer"),
        config.one_of("Transformation", ("NONE", "LOAD_AND_FLATTEN")) or "NONE",
        config.one_of("ManifestType", ("S3_INVENTORY", "ATHENA_DATA")),
    )


def item_batcher(fields: Fields) -> ItemBatcher | None:
    inner = fields.object("ItemBatcher")
    if inner is None:
        return None
    inner.allow(ITEM_BATCHER)
    limits = ("MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath")
    if not any(name in inner for name in limits):
        inner.schema(f"One of these fields is required: [{', '.join(limits)}]")
    inner.at_most_one(*limits[:2])
    inner.at_most_one(*limits[2:])
    return ItemBatcher(
        compiling.whole(inner, "MaxItemsPerBatch", 0, _MOST_ITEMS),
        compiling.reference_path(inner, "MaxItemsPerBatchPath", context=False),
        compiling.whole(inner, "MaxInputBytesPerBatch", 0, _MOST_BATCH_BYTES),
        compiling.reference_path(inner, "MaxInputBytesPerBatchPath", context=False),
        compiling.payload(inner, "BatchInput"),
    )


def result_writer(fields: Fields) -> ResultWriter | None:
    inner = fields.object("ResultWriter")
    if inner is None:
        return None
    inner.allow(RESULT_WRITER)
    exports = "Resource" in inner
    if not exports:
        inner.require(*(() if "WriterConfig" in inner else ("Resource",)))
    _s3_action(inner, ("putObject",))
    parameters = _parameters(inner)
    config = inner.object("WriterConfig")
    transformation = output_type = None
    if config is not None:
        config.allow(WRITER_CONFIG)
        transformation = config.one_of("Transformation", ("NONE", "COMPACT", "FLATTEN"))
        output_type = config.one_of("OutputType", ("JSON", "JSONL"))
    return ResultWriter(
        exports, parameters, transformation or ("NONE" if exports else "COMPACT"), output_type or "JSON"
    )


def _parameters(inner: Fields) -> Payload | None:
    return compiling.payload(inner, "Arguments" if inner.language == JSONATA else "Parameters")


def _s3_action(inner: Fields, actions: tuple[str, ...]) -> str | None:
    """The action of ``arn:aws:states:::s3:<action>``."""
    arn = inner.text("Resource")
    if arn is None:
        return None
    prefix, _, action = arn.rpartition(":")
    if prefix.startswith("arn:aws") and prefix.endswith(":states:::s3") and action in actions:
        return action
    inner.schema(
        f"The resource provided {arn} is not recognized. The value is not a valid resource ARN, or the resource is not "
        "available in this region.",
        "Resource",
    )
    return None
