"""Every diagnostic of a field, with the smallest definition that has it."""

from __future__ import annotations

from typing import Any

import pytest

from .support import ACTIVITY, END, FUNCTION, TASK, distributed, jsonata, machine, mapping, parse, told

SCHEMA = "SCHEMA_VALIDATION_FAILED"

#: Definition, message, location: the only diagnostic, of SCHEMA_VALIDATION_FAILED.
SCHEMA_CASES: list[tuple[Any, str, str | None]] = [
    ("", "Definition must be a valid JSON object", None),
    ("[]", "Definition must be a valid JSON object", None),
    ({}, "These fields are required: [States, StartAt]", "/"),
    ({"StartAt": "X", "States": {}}, "Value cannot be empty", "/States"),
    (machine(END, TimeoutSeconds=0), "Minimum value is 1", "/TimeoutSeconds"),
    (machine(END, TimeoutSeconds="1"), "Expected value of type Integer", "/TimeoutSeconds"),
    (machine(END, Version="2"), "The field 'Version' should have one of these values: [1.0]", "/Version"),
    (machine(END, Foo=1), "Field 'Foo' is not supported", "/"),
    (
        machine(END, QueryLanguage="JMESPath"),
        "The field 'QueryLanguage' should have one of these values: [JSONPath, JSONata]",
        "/QueryLanguage",
    ),
    (
        jsonata({**END, "QueryLanguage": "JSONPath"}),
        "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
        "/States/X",
    ),
    (machine(7), "Expected value of type Object", "/States/X"),
    (machine({"End": True}), "These fields are required: [Type]", "/States/X"),
    (
        machine({"Type": "Nap"}),
        "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]",
        "/States/X/Type",
    ),
    (machine({"Type": "Pass"}), "One of these fields is required: [Next, End]", "/States/X"),
    (machine({"Type": "Pass", "End": False}), "One of these fields is required: [Next, End]", "/States/X"),
    (
        machine({"Type": "Pass", "Next": "Y", "End": True}, END),
        "There should only be one of the following fields: [Next, End]",
        "/States/X",
    ),
    (machine({**END, "Foo": 1}), "Field 'Foo' is not supported", "/States/X"),
    (machine({**END, "Catch": []}), "Field 'Catch' is not supported", "/States/X"),
    (machine({"Type": "Succeed", "End": True}), "Field 'End' is not supported", "/States/X"),
    (machine({"Type": "Fail", "InputPath": "$"}), "Field 'InputPath' is not supported", "/States/X"),
    (machine({**mapping(), "TimeoutSeconds": 3}), "Field 'TimeoutSeconds' is not supported", "/States/X"),
    (
        machine({**END, "Output": 1}),
        "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
        "/States/X",
    ),
    (
        jsonata({**END, "Result": 1}),
        "The QueryLanguage is set to 'JSONata', but field 'Result' is only supported for the 'JSONPath' QueryLanguage",
        "/States/X",
    ),
    (machine({**END, "Comment": 1}), "Expected value of type String", "/States/X/Comment"),
    (machine({**END, "InputPath": "x"}), "Value is not a valid JSONPath", "/States/X/InputPath"),
    (machine({**END, "OutputPath": "States.UUID()"}), "Value is not a valid JSONPath", "/States/X/OutputPath"),
    (machine({**END, "ResultPath": "$.a[*]"}), "Value is not a Reference Path", "/States/X/ResultPath"),
    (machine({**END, "ResultPath": "$$.a"}), "Value is not a Reference Path", "/States/X/ResultPath"),
    (
        machine({**END, "Parameters": {"a": {"x.$": "y"}}}),
        "The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call",
        "/States/X/Parameters/a",
    ),
    (
        machine({**END, "Parameters": {"x.$": r"States.Format('\"{}', 1)"}}),
        "The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call",
        "/States/X/Parameters",
    ),
    (machine({**END, "Assign": []}), "Expected value of type Object", "/States/X/Assign"),
    (machine({**END, "Assign": {"states": 1}}), "Variable name 'states' is not valid", "/States/X/Assign"),
    (machine({**END, "Assign": {"a-b.$": "$"}}), "Variable name 'a-b' is not valid", "/States/X/Assign"),
    (
        machine({**END, "Assign": {"v" * 81: 1}}),
        f"Variable name '{'v' * 81}' is longer than 80 characters",
        "/States/X/Assign",
    ),
    # Task
    (machine({"Type": "Task", "End": True}), "These fields are required: [Resource]", "/States/X"),
    (machine({**TASK, "TimeoutSeconds": 0}), "Minimum value is 1", "/States/X/TimeoutSeconds"),
    (machine({**TASK, "TimeoutSeconds": 10**8}), "Maximum value is 99999999", "/States/X/TimeoutSeconds"),
    (
        machine({**TASK, "TimeoutSeconds": 5, "TimeoutSecondsPath": "$.t"}),
        "There should only be one of the following fields: [TimeoutSeconds, TimeoutSecondsPath]",
        "/States/X",
    ),
    (
        machine({**TASK, "TimeoutSeconds": 5, "HeartbeatSeconds": 5}),
        "HeartbeatSeconds must be smaller than TimeoutSeconds",
        "/States/X/HeartbeatSeconds",
    ),
    (machine({**TASK, "TimeoutSecondsPath": "$..t"}), "Value is not a Reference Path", "/States/X/TimeoutSecondsPath"),
    (
        machine({**TASK, "Credentials": {}}),
        "The field 'RoleArn' is required but was missing",
        "/States/X/Credentials",
    ),
    # Retry and Catch
    (machine({**TASK, "Retry": {}}), "Expected value of type Array", "/States/X/Retry"),
    (machine({**TASK, "Retry": [1]}), "Expected value of type Object", "/States/X/Retry[0]"),
    (machine({**TASK, "Retry": [{}]}), "These fields are required: [ErrorEquals]", "/States/X/Retry[0]"),
    (machine({**TASK, "Retry": [{"ErrorEquals": []}]}), "Value cannot be empty", "/States/X/Retry[0]/ErrorEquals"),
    (
        machine({**TASK, "Retry": [{"ErrorEquals": ["E"], "BackoffRate": 0.5}]}),
        "Minimum value is 1.0",
        "/States/X/Retry[0]/BackoffRate",
    ),
    (
        machine({**TASK, "Retry": [{"ErrorEquals": ["E"], "MaxDelaySeconds": 1}]}),
        "MaxDelaySeconds must be greater than IntervalSeconds",
        "/States/X/Retry[0]/MaxDelaySeconds",
    ),
    (
        machine({**TASK, "Retry": [{"ErrorEquals": ["E"], "JitterStrategy": "SOME"}]}),
        "The field 'JitterStrategy' should have one of these values: [FULL, NONE]",
        "/States/X/Retry[0]/JitterStrategy",
    ),
    (
        machine({**TASK, "Retry": [{"ErrorEquals": ["States.ALL", "E"]}]}),
        "States.ALL must appear alone and at end of list",
        "/States/X/Retry[0]/ErrorEquals[0]",
    ),
    (
        machine({**TASK, "Retry": [{"ErrorEquals": ["States.ALL"]}, {"ErrorEquals": ["E"]}]}),
        "States.ALL must appear alone and at end of list",
        "/States/X/Retry[0]/ErrorEquals[0]",
    ),
    (
        machine({**TASK, "Catch": [{"ErrorEquals": ["E"]}]}),
        "These fields are required: [Next]",
        "/States/X/Catch[0]",
    ),
    (
        machine({**TASK, "Catch": [{"ErrorEquals": ["E"], "Next": "Y", "End": True}]}, END),
        "Field 'End' is not supported",
        "/States/X/Catch[0]",
    ),
    # Wait
    (
        machine({"Type": "Wait", "End": True}),
        "One of these fields is required: [Seconds, SecondsPath, Timestamp, TimestampPath]",
        "/States/X",
    ),
    (
        machine({"Type": "Wait", "Seconds": 1, "TimestampPath": "$.t", "End": True}),
        "There should only be one of the following fields: [Seconds, SecondsPath, Timestamp, TimestampPath]",
        "/States/X",
    ),
    (machine({"Type": "Wait", "Seconds": -1, "End": True}), "Minimum value is 0", "/States/X/Seconds"),
    (
        machine({"Type": "Wait", "Seconds": 10**16, "End": True}),
        "Maximum value is 99999999",
        "/States/X/Seconds",
    ),
    (machine({"Type": "Wait", "Seconds": 1.5, "End": True}), "Expected value of type Integer", "/States/X/Seconds"),
    (
        machine({"Type": "Wait", "Timestamp": "{% $states.input %}", "End": True}),
        "String does not match RFC3339 timestamp",
        "/States/X/Timestamp",
    ),
    # Fail
    (
        machine({"Type": "Fail", "Error": "E", "ErrorPath": "$.e"}),
        "There should only be one of the following fields: [Error, ErrorPath]",
        "/States/X",
    ),
    (
        machine({"Type": "Fail", "CausePath": "e"}),
        "The value for the field 'CausePath' must be a valid JSONPath or a valid intrinsic function call",
        "/States/X/CausePath",
    ),
    # Choice
    (machine({"Type": "Choice"}), "These fields are required: [Choices]", "/States/X"),
    (machine({"Type": "Choice", "Choices": []}), "Value cannot be empty", "/States/X/Choices"),
    (
        machine({"Type": "Choice", "Choices": [{"Variable": "$", "IsNull": True}]}),
        "These fields are required: [Next]",
        "/States/X/Choices[0]",
    ),
    (
        machine({"Type": "Choice", "Choices": [{"Variable": "$", "Next": "Y"}]}, END),
        "A Choice Rule must have exactly one comparison operator",
        "/States/X/Choices[0]",
    ),
    (
        machine({"Type": "Choice", "Choices": [{"And": [{"IsNull": True}], "Next": "Y"}]}, END),
        "These fields are required: [Variable]",
        "/States/X/Choices[0]/And[0]",
    ),
    (
        machine(
            {"Type": "Choice", "Choices": [{"Not": {"Variable": "$", "IsNull": True, "Next": "Y"}, "Next": "Y"}]}, END
        ),
        "Field 'Next' is not supported",
        "/States/X/Choices[0]/Not",
    ),
    (
        machine({"Type": "Choice", "Choices": [{"Variable": "$", "NumericEquals": "1", "Next": "Y"}]}, END),
        "Expected value of type Number",
        "/States/X/Choices[0]/NumericEquals",
    ),
    (
        jsonata({"Type": "Choice", "Choices": [{"Next": "Y"}]}, END),
        "These fields are required: [Condition]",
        "/States/X/Choices[0]",
    ),
    (
        jsonata({"Type": "Choice", "Choices": [{"Condition": "true", "Next": "Y"}]}, END),
        "Condition must be a boolean or a JSONata expression",
        "/States/X/Choices[0]/Condition",
    ),
    # Parallel and Map
    (machine({"Type": "Parallel", "End": True}), "These fields are required: [Branches]", "/States/X"),
    (machine({"Type": "Parallel", "Branches": [], "End": True}), "Value cannot be empty", "/States/X/Branches"),
    (
        machine({"Type": "Parallel", "Branches": [{"StartAt": "B"}], "End": True}),
        "These fields are required: [States]",
        "/States/X/Branches[0]",
    ),
    (machine({"Type": "Map", "End": True}), "These fields are required: [ItemProcessor]", "/States/X"),
    (
        machine({**mapping(), "ItemProcessor": {"StartAt": "I", "States": {"I": END}, "QueryLanguage": "JSONata"}}),
        "Field 'QueryLanguage' is not supported",
        "/States/X/ItemProcessor",
    ),
    (
        machine(mapping({**END, "Output": 1}, QueryLanguage="JSONata")),
        "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
        "/States/X/ItemProcessor/States/I",
    ),
    (
        machine(mapping(config={"Mode": "DISTRIBUTED"})),
        "These fields are required: [ExecutionType]",
        "/States/X/ItemProcessor/ProcessorConfig",
    ),
    (
        machine(mapping(config={"Mode": "INLINE", "ExecutionType": "EXPRESS"})),
        "Field 'ExecutionType' is not supported",
        "/States/X/ItemProcessor/ProcessorConfig",
    ),
    (machine(mapping(Label="l")), "Field 'Label' is not supported", "/States/X"),
    (machine(mapping(ToleratedFailureCount=1)), "Field 'ToleratedFailureCount' is not supported", "/States/X"),
    (machine(mapping(MaxConcurrency=-1)), "Minimum value is 0", "/States/X/MaxConcurrency"),
    (
        machine(mapping(MaxConcurrencyPath="$$.Execution.Input.n")),
        "Value is not a Reference Path",
        "/States/X/MaxConcurrencyPath",
    ),
    (
        machine(distributed(ToleratedFailurePercentage=101)),
        "Maximum value is 100.0",
        "/States/X/ToleratedFailurePercentage",
    ),
    (
        machine(distributed(ToleratedFailurePercentage=-1)),
        "Minimum value is 0.0",
        "/States/X/ToleratedFailurePercentage",
    ),
    (
        jsonata(distributed(ItemBatcher={"MaxItemsPerBatchPath": "$.n"})),
        "The QueryLanguage is set to 'JSONata', but field 'MaxItemsPerBatchPath' is only supported for the 'JSONPath' "
        "QueryLanguage",
        "/States/X/ItemBatcher",
    ),
    (
        machine(distributed(ItemBatcher={})),
        "One of these fields is required: [MaxItemsPerBatch, MaxItemsPerBatchPath, MaxInputBytesPerBatch, "
        "MaxInputBytesPerBatchPath]",
        "/States/X/ItemBatcher",
    ),
    (
        machine(distributed(ItemBatcher={"MaxInputBytesPerBatch": 262145})),
        "Maximum value is 262144",
        "/States/X/ItemBatcher/MaxInputBytesPerBatch",
    ),
    (machine(distributed(ResultWriter={})), "These fields are required: [Resource]", "/States/X/ResultWriter"),
    (
        machine(distributed(ItemReader={"Resource": "arn:aws:states:::s3:getObject"})),
        "These fields are required: [ReaderConfig]",
        "/States/X/ItemReader",
    ),
]


@pytest.mark.parametrize(("definition", "message", "location"), SCHEMA_CASES)
def test_a_field_that_is_wrong(definition: Any, message: str, location: str | None) -> None:
    assert told(definition) == [(SCHEMA, message, location)]
    assert parse(definition).machine is None


#: ReaderConfig and what is wrong with it.
READERS: list[tuple[dict[str, Any], str, str]] = [
    ({}, "These fields are required: [InputType]", ""),
    ({"InputType": "CSV"}, "These fields are required: [CSVHeaderLocation]", ""),
    ({"InputType": "CSV", "CSVHeaderLocation": "GIVEN"}, "These fields are required: [CSVHeaders]", ""),
    ({"InputType": "JSON", "MaxItems": 100_000_001}, "Maximum value is 100000000", "/MaxItems"),
    (
        {"InputType": "JSON", "MaxItems": 1, "MaxItemsPath": "$.n"},
        "There should only be one of the following fields: [MaxItems, MaxItemsPath]",
        "",
    ),
    ({"InputType": "JSON", "MaxItemsPath": "$$.n"}, "Value is not a Reference Path", "/MaxItemsPath"),
]


@pytest.mark.parametrize(("config", "message", "place"), READERS)
def test_a_reader_that_is_wrong(config: dict[str, Any], message: str, place: str) -> None:
    reader = {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": config}
    location = f"/States/X/ItemReader/ReaderConfig{place}"
    assert told(machine(distributed(ItemReader=reader))) == [(SCHEMA, message, location)]


UNKNOWN_RESOURCES = [
    "f",
    "{% 'arn' %}",
    "arn:aws:lambda:us-east-1:123456789012:layer:f",
    "arn:aws:states:::dynamodb:query",
    "arn:aws:states:::sqs:sendMessage.sync",
    "arn:aws:states:::lambda:invoke.sync:2",
    "arn:aws:states:::aws-sdk:sqs:sendMessage.sync",
    "arn:aws:states:::aws-sdk:sqs:SendMessage",
    "arn:aws:states:::sqs:sendmessage",
    "arn:aws:states:::nothing:invoke",
]


@pytest.mark.parametrize("arn", UNKNOWN_RESOURCES)
def test_a_resource_that_is_unknown(arn: str) -> None:
    message = (
        f"The resource provided {arn} is not recognized. The value is not a valid resource ARN, or the resource is not "
        "available in this region."
    )
    assert told(machine({**TASK, "Resource": arn})) == [(SCHEMA, message, "/States/X/Resource")]


EXPRESS = [
    (
        "arn:aws:states:::states:startExecution.sync",
        "Express state machine does not support '.sync' service integration",
    ),
    (
        "arn:aws:states:::states:startExecution.sync:2",
        "Express state machine does not support '.sync' service integration",
    ),
    (
        "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Express state machine does not support '.waitForTaskToken' service integration ",
    ),
    (ACTIVITY, "Express state machine does not support Activity ARN"),
]


@pytest.mark.parametrize(("arn", "message"), EXPRESS)
def test_express_machines_and_children_do_not_wait(arn: str, message: str) -> None:
    task = {**TASK, "Resource": arn}
    assert told(machine(task), "EXPRESS") == [(SCHEMA, message, "/States/X/Resource")]
    assert told(machine(task)) == []
    inner = "/States/X/ItemProcessor/States/I/Resource"
    assert told(machine(mapping(task)), "EXPRESS") == [(SCHEMA, message, inner)]
    assert told(machine(distributed(task, "EXPRESS"))) == [(SCHEMA, message, inner)]
    assert told(machine(distributed(task, "STANDARD"))) == []
    before = {**distributed(END, "EXPRESS"), "Next": "Y"}
    del before["End"]
    assert told(machine(before, task)) == []


def test_express_machines_have_no_distributed_map() -> None:
    location = "/States/X/ItemProcessor/ProcessorConfig"
    assert told(machine(distributed()), "EXPRESS") == [
        (SCHEMA, "Express state machine does not support Distributed Map", location)
    ]
    assert told(machine({**TASK, "Resource": FUNCTION}), "EXPRESS") == []
