"""Which fields each object may have, and in which query language (asl.md §1)."""

from __future__ import annotations

from typing import Final

from fakeaws.services.stepfunctions.language.choices.compiling import OPERATORS
from fakeaws.services.stepfunctions.language.definition.fields import BOTH
from fakeaws.services.stepfunctions.language.definition.states import JSONATA as A
from fakeaws.services.stepfunctions.language.definition.states import JSONPATH as P

#: In the order in which AWS lists them.
STATE_TYPES: Final = ("Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map")

MACHINE: Final = dict.fromkeys(("StartAt", "States", "Comment", "Version", "TimeoutSeconds", "QueryLanguage"), BOTH)
BRANCH: Final = dict.fromkeys(("StartAt", "States", "Comment"), BOTH)
ITEM_PROCESSOR: Final = {**BRANCH, "ProcessorConfig": BOTH}
PROCESSOR_CONFIG: Final = dict.fromkeys(("Mode", "ExecutionType"), BOTH)

_ANY: Final = dict.fromkeys(("Type", "Comment", "QueryLanguage"), BOTH)
_DATA: Final = {"InputPath": P, "OutputPath": P, "Output": A}
_FLOW: Final = {**_ANY, **_DATA, "Assign": BOTH, "Next": BOTH, "End": BOTH}
_WORK: Final = {**_FLOW, "ResultSelector": P, "ResultPath": P, "Retry": BOTH, "Catch": BOTH, "Parameters": P}

STATES: Final[dict[str, dict[str, str]]] = {
    "Pass": {**_FLOW, "Parameters": P, "ResultPath": P, "Result": P},
    "Task": {
        **_WORK,
        "Arguments": A,
        "Resource": BOTH,
        "TimeoutSeconds": BOTH,
        "TimeoutSecondsPath": P,
        "HeartbeatSeconds": BOTH,
        "HeartbeatSecondsPath": P,
        "Credentials": BOTH,
    },
    "Choice": {**_ANY, **_DATA, "Assign": BOTH, "Choices": BOTH, "Default": BOTH},
    "Wait": {**_FLOW, "Seconds": BOTH, "SecondsPath": P, "Timestamp": BOTH, "TimestampPath": P},
    "Succeed": {**_ANY, **_DATA},
    "Fail": {**_ANY, "Error": BOTH, "ErrorPath": P, "Cause": BOTH, "CausePath": P},
    "Parallel": {**_WORK, "Arguments": A, "Branches": BOTH},
    "Map": {
        **_WORK,
        "ItemsPath": P,
        "Items": A,
        "ItemSelector": BOTH,
        "ItemProcessor": BOTH,
        "Iterator": BOTH,
        "MaxConcurrency": BOTH,
        "MaxConcurrencyPath": P,
        "ToleratedFailureCount": BOTH,
        "ToleratedFailureCountPath": P,
        "ToleratedFailurePercentage": BOTH,
        "ToleratedFailurePercentagePath": P,
        "Label": BOTH,
        "ItemReader": BOTH,
        "ItemBatcher": BOTH,
        "ResultWriter": BOTH,
    },
}

#: Fields of Map that need a Distributed Map.
DISTRIBUTED_ONLY: Final = (
    "ToleratedFailureCount",
    "ToleratedFailureCountPath",
    "ToleratedFailurePercentage",
    "ToleratedFailurePercentagePath",
    "Label",
    "ItemReader",
    "ItemBatcher",
    "ResultWriter",
)

RETRIER: Final = dict.fromkeys(
    (
        "ErrorEquals",
        "IntervalSeconds",
        "MaxAttempts",
        "BackoffRate",
        "MaxDelaySeconds",
        "JitterStrategy",
        "Comment",
    ),
    BOTH,
)
CATCHER: Final = {
    **dict.fromkeys(("ErrorEquals", "Next", "Assign", "Comment"), BOTH),
    "ResultPath": P,
    "Output": A,
}

TEST: Final = {"Variable": P, "Comment": BOTH, **dict.fromkeys((*sorted(OPERATORS), "And", "Or", "Not"), P)}
RULE: Final = {**TEST, "Condition": A, "Next": BOTH, "Assign": BOTH, "Output": A}

ITEM_READER: Final = {"Resource": BOTH, "Parameters": P, "Arguments": A, "ReaderConfig": BOTH}
READER_CONFIG: Final = {
    **dict.fromkeys(
        (
            "InputType",
            "MaxItems",
            "CSVHeaderLocation",
            "CSVHeaders",
            "CSVDelimiter",
            "ItemsPointer",
            "Transformation",
            "ManifestType",
        ),
        BOTH,
    ),
    "MaxItemsPath": P,
}
ITEM_BATCHER: Final = {
    "MaxItemsPerBatch": BOTH,
    "MaxItemsPerBatchPath": P,
    "MaxInputBytesPerBatch": BOTH,
    "MaxInputBytesPerBatchPath": P,
    "BatchInput": BOTH,
}
RESULT_WRITER: Final = {"Resource": BOTH, "Parameters": P, "Arguments": A, "WriterConfig": BOTH}
WRITER_CONFIG: Final = dict.fromkeys(("Transformation", "OutputType"), BOTH)
