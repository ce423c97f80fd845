"""Typed states: every field of every kind, and what stands for absent ones."""

from __future__ import annotations

import copy
import random
from typing import Any

from fakeaws.services.stepfunctions.language.definition.resources import read_resource
from fakeaws.services.stepfunctions.language.definition.states import (
    Choice,
    Fail,
    Map,
    Parallel,
    Pass,
    Succeed,
    Task,
    Wait,
)
from fakeaws.services.stepfunctions.language.jsonata import Expression
from fakeaws.services.stepfunctions.language.paths import Path
from fakeaws.services.stepfunctions.language.scope import ABSENT, Scope

from .support import ACTIVITY, END, FUNCTION, accepted, distributed, jsonata, machine, mapping, state


def _scope(document: Any, **more: Any) -> Scope:
    return Scope(document, randomness=random.Random(1), **more)


def _text(path: Any) -> Any:
    return path if path is None else path.text


def test_a_machine() -> None:
    found = accepted(machine({**END, "Comment": "c"}, Comment="m", TimeoutSeconds=9, Version="1.0"))
    assert (found.start_at, found.comment, found.timeout_seconds, found.version) == ("X", "m", 9, "1.0")
    assert found.query_language == "JSONPath"
    one = found.states["X"]
    assert (one.name, one.location, one.query_language, one.comment) == ("X", "/States/X", "JSONPath", "c")
    assert copy.deepcopy(found) is found


def test_defaults_and_nulls_of_paths() -> None:
    plain = state(END)
    assert isinstance(plain, Pass)
    assert (_text(plain.input_path), _text(plain.output_path), _text(plain.result_path)) == ("$", "$", "$")
    assert plain.result is ABSENT
    assert plain.next is None
    nulls = state({**END, "InputPath": None, "OutputPath": None, "ResultPath": None, "Result": None})
    assert isinstance(nulls, Pass)
    assert (nulls.input_path, nulls.output_path, nulls.result_path, nulls.result) == (None, None, None, None)


def test_pass() -> None:
    body = {
        "Type": "Pass",
        "InputPath": "$.i",
        "Parameters": {"a.$": "$.x", "b": 1},
        "ResultPath": "$.r",
        "OutputPath": "$$",
        "Assign": {"v.$": "$.x", "w": 2},
        "Next": "Y",
    }
    one = state(body)
    assert isinstance(one, Pass)
    assert (_text(one.input_path), _text(one.output_path), one.next) == ("$.i", "$$", "Y")
    assert one.parameters is not None
    assert one.parameters.build(_scope({"x": 7})) == {"b": 1, "a": 7}
    assert one.result_path is not None
    assert one.result_path.write({}, 3) == {"r": 3}
    assert one.assign is not None
    assert one.assign.names == ("v", "w")
    assert one.assign.payload.build(_scope({"x": 7})) == {"w": 2, "v": 7}
    two = state({**END, "Output": {"o": "{% $states.input.x %}"}, "Assign": {"v": "$.x"}}, "JSONata")
    assert isinstance(two, Pass)
    assert two.output is not None
    assert two.output.build(_scope({"x": 7})) == {"o": 7}
    assert two.assign is not None
    assert (two.assign.names, two.assign.payload.build(_scope({}))) == (("v",), {"v": "$.x"})


def test_task() -> None:
    body = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {"t.$": "$$.Task.Token"},
        "ResultSelector": {"r.$": "$.x"},
        "TimeoutSecondsPath": "$.t",
        "HeartbeatSeconds": 5,
        "Credentials": {"RoleArn.$": "$.role"},
        "Retry": [
            {"ErrorEquals": ["A"]},
            {
                "ErrorEquals": ["B", "C"],
                "IntervalSeconds": 2,
                "MaxAttempts": 0,
                "BackoffRate": 1.5,
                "MaxDelaySeconds": 9,
                "JitterStrategy": "FULL",
            },
        ],
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Y", "ResultPath": None, "Assign": {"e.$": "$.Error"}}],
        "End": True,
    }
    one = state(body)
    assert isinstance(one, Task)
    assert (one.resource.kind, one.resource.service, one.resource.action) == ("integration", "sqs", "sendMessage")
    assert one.resource.waits_for_token
    assert one.resource.history_resource == "sendMessage.waitForTaskToken"
    assert (one.timeout_seconds, _text(one.timeout_seconds_path)) == (None, "$.t")
    assert (one.heartbeat_seconds, one.heartbeat_seconds_path) == (5, None)
    assert one.credentials is not None
    assert one.credentials.build(_scope({"role": "r"})) == {"RoleArn": "r"}
    assert one.result_selector is not None
    assert one.result_selector.build(_scope({"x": 1})) == {"r": 1}
    first, second = one.retry
    assert (first.errors, first.interval_seconds, first.max_attempts, first.backoff_rate) == (("A",), 1, 3, 2.0)
    assert (first.max_delay_seconds, first.jitter) == (None, "NONE")
    assert (second.errors, second.interval_seconds, second.max_attempts) == (("B", "C"), 2, 0)
    assert (second.backoff_rate, second.max_delay_seconds, second.jitter) == (1.5, 9, "FULL")
    (catcher,) = one.catch
    assert (catcher.errors, catcher.next, catcher.result_path) == (("States.ALL",), "Y", None)
    assert catcher.assign is not None
    assert catcher.assign.names == ("e",)


def test_task_in_jsonata() -> None:
    body = {
        "Type": "Task",
        "Resource": FUNCTION,
        "Arguments": {"a": "{% $states.input.x %}"},
        "Output": "{% $states.result %}",
        "TimeoutSeconds": "{% $states.input.t %}",
        "HeartbeatSeconds": 1,
        "Credentials": {"RoleArn": "{% $states.input.r %}"},
        "End": True,
    }
    one = state(body, "JSONata")
    assert isinstance(one, Task)
    assert one.jsonata
    assert one.parameters is not None
    assert one.parameters.build(_scope({"x": 2})) == {"a": 2}
    assert isinstance(one.timeout_seconds, Expression)
    assert one.timeout_seconds.evaluate(_scope({"t": 3}), expected="number") == 3
    assert one.timeout_seconds.location == "TimeoutSeconds"
    assert one.heartbeat_seconds == 1


def test_choice() -> None:
    rules = [
        {"Variable": "$.n", "NumericEquals": 1, "Next": "Y", "Assign": {"v": 1}, "Comment": "one"},
        {"Not": {"Or": [{"Variable": "$.n", "IsPresent": True}]}, "Next": "Y"},
    ]
    one = state({"Type": "Choice", "Choices": rules, "Default": "Y", "Assign": {"d": 1}})
    assert isinstance(one, Choice)
    assert [(rule.test.matches(_scope({"n": 1})), rule.next) for rule in one.rules] == [(True, "Y"), (False, "Y")]
    assert one.rules[1].test.matches(_scope({}))
    assert one.rules[0].assign is not None
    assert one.assign is not None
    assert (one.default, one.assign.names) == ("Y", ("d",))
    condition = {"Condition": "{% $states.input.n = 1 %}", "Output": {"o": 1}, "Next": "Y"}
    two = state({"Type": "Choice", "Choices": [condition, {"Condition": True, "Next": "Y"}]}, "JSONata")
    assert isinstance(two, Choice)
    assert [rule.test.matches(_scope({"n": 2})) for rule in two.rules] == [False, True]
    assert two.rules[0].output is not None
    assert two.default is None


def test_wait() -> None:
    found = []
    for field, value in [
        ("Seconds", 3),
        ("SecondsPath", "$.s"),
        ("Timestamp", "2024-01-01T00:00:00Z"),
        ("TimestampPath", "$.t"),
    ]:
        one = state({"Type": "Wait", field: value, "End": True})
        assert isinstance(one, Wait)
        found.append((one.seconds, _text(one.seconds_path), one.timestamp, _text(one.timestamp_path)))
    assert found == [
        (3, None, None, None),
        (None, "$.s", None, None),
        (None, None, "2024-01-01T00:00:00Z", None),
        (None, None, None, "$.t"),
    ]
    two = state({"Type": "Wait", "Timestamp": "{% $states.input %}", "End": True}, "JSONata")
    assert isinstance(two, Wait)
    assert isinstance(two.timestamp, Expression)


def test_succeed_and_fail() -> None:
    one = state({"Type": "Succeed", "InputPath": "$.a", "OutputPath": None})
    assert isinstance(one, Succeed)
    assert (_text(one.input_path), one.output_path) == ("$.a", None)
    two = state({"Type": "Fail", "Error": "E", "CausePath": "States.Format('{}', $.c)"})
    assert isinstance(two, Fail)
    assert (two.error, two.error_path, two.cause) == ("E", None, None)
    assert two.cause_path is not None
    assert two.cause_path.read(_scope({"c": 1})) == "1"
    three = state({"Type": "Fail", "Error": "{% $states.input %}", "Cause": "c"}, "JSONata")
    assert isinstance(three, Fail)
    assert isinstance(three.error, Expression)
    assert three.cause == "c"


def test_parallel() -> None:
    branches = [{"StartAt": name, "States": {name: END}, "Comment": name} for name in ("A", "B")]
    body = {
        "Type": "Parallel",
        "Branches": branches,
        "Parameters": {"p": 1},
        "ResultSelector": {"a.$": "$[0]"},
        "End": True,
    }
    one = state(body)
    assert isinstance(one, Parallel)
    assert [(branch.start_at, list(branch.states), branch.comment) for branch in one.branches] == [
        ("A", ["A"], "A"),
        ("B", ["B"], "B"),
    ]
    assert one.branches[1].states["B"].location == "/States/X/Branches[1]/States/B"
    assert one.parameters is not None
    assert one.result_selector is not None


def test_inline_map() -> None:
    one = state(mapping(ItemsPath="$.l", ItemSelector={"v.$": "$$.Map.Item.Value"}, MaxConcurrency=2))
    assert isinstance(one, Map)
    assert not one.distributed
    assert (_text(one.items_path), one.max_concurrency, one.processor.start_at) == ("$.l", 2, "I")
    assert one.item_selector is not None
    assert one.item_selector.build(_scope({}, context={"Map": {"Item": {"Value": 5}}})) == {"v": 5}
    iterator = {"Type": "Map", "Iterator": {"StartAt": "I", "States": {"I": END}}, "Parameters": {"p": 1}, "End": True}
    old = state(iterator)
    assert isinstance(old, Map)
    assert (old.processor.mode, old.max_concurrency, old.parameters) == ("INLINE", 0, None)
    assert old.item_selector is not None
    assert old.processor.states["I"].location == "/States/X/Iterator/States/I"
    two = state(mapping(Items="{% $states.input.l %}", MaxConcurrency="{% 3 %}"), "JSONata")
    assert isinstance(two, Map)
    assert two.items is not None
    assert two.items.build(_scope({"l": [1]})) == [1]
    assert isinstance(two.max_concurrency, Expression)


def test_distributed_map() -> None:
    body = distributed(
        execution_type="EXPRESS",
        Label="l",
        MaxConcurrencyPath="$.c",
        ToleratedFailureCountPath="$.f",
        ToleratedFailurePercentage=2.5,
        ItemReader={
            "Resource": "arn:aws:states:::s3:getObject",
            "Parameters": {"Bucket.$": "$.b", "Key": "k"},
            "ReaderConfig": {
                "InputType": "CSV",
                "CSVHeaderLocation": "GIVEN",
                "CSVHeaders": ["a", "b"],
                "CSVDelimiter": "TAB",
                "MaxItemsPath": "$.m",
            },
        },
        ItemBatcher={"MaxItemsPerBatch": 3, "MaxInputBytesPerBatchPath": "$.m", "BatchInput": {"x.$": "$.x"}},
        ResultWriter={"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b", "Prefix": "p"}},
    )
    one = state(body)
    assert isinstance(one, Map)
    assert one.distributed
    assert (one.processor.execution_type, one.label, _text(one.max_concurrency_path)) == ("EXPRESS", "l", "$.c")
    assert (_text(one.tolerated_failure_count_path), one.tolerated_failure_percentage) == ("$.f", 2.5)
    reader, batcher, writer = one.item_reader, one.item_batcher, one.result_writer
    assert reader is not None
    assert batcher is not None
    assert writer is not None
    assert (reader.action, reader.input_type, reader.csv_header_location) == ("getObject", "CSV", "GIVEN")
    assert (reader.csv_headers, reader.csv_delimiter, _text(reader.max_items_path)) == (("a", "b"), "TAB", "$.m")
    assert reader.parameters is not None
    assert reader.parameters.build(_scope({"b": "B"})) == {"Bucket": "B", "Key": "k"}
    assert (batcher.max_items, _text(batcher.max_input_bytes_path)) == (3, "$.m")
    assert batcher.batch_input is not None
    assert (writer.exports, writer.transformation, writer.output_type) == (True, "NONE", "JSON")
    bare = state(distributed(ResultWriter={"WriterConfig": {"OutputType": "JSONL"}}))
    assert isinstance(bare, Map)
    assert bare.result_writer is not None
    assert (bare.result_writer.exports, bare.result_writer.transformation) == (False, "COMPACT")
    listing = state(
        distributed(
            ItemReader={
                "Resource": "arn:aws:states:::s3:listObjectsV2",
                "Arguments": {"Bucket": "{% $states.input %}"},
            },
            ItemBatcher={"MaxItemsPerBatch": "{% 2 %}"},
        ),
        "JSONata",
    )
    assert isinstance(listing, Map)
    assert listing.item_reader is not None
    assert listing.item_reader.action == "listObjectsV2"
    assert listing.item_batcher is not None
    assert isinstance(listing.item_batcher.max_items, Expression)
    assert listing.item_batcher.max_items.location == "ItemBatcher/MaxItemsPerBatch"


def test_query_languages() -> None:
    body = {**mapping({**END, "QueryLanguage": "JSONPath", "Result": 1}), "QueryLanguage": "JSONata", "Items": [1]}
    one = state(body)
    assert isinstance(one, Map)
    assert (one.jsonata, one.processor.states["I"].jsonata) == (True, False)
    # what a state inside does not say is the machine's
    two = state(mapping(END, QueryLanguage="JSONata"))
    assert isinstance(two, Map)
    assert two.processor.states["I"].query_language == "JSONPath"
    three = accepted(jsonata(mapping(END))).states["X"]
    assert isinstance(three, Map)
    assert three.processor.states["I"].query_language == "JSONata"


def test_resources() -> None:
    found = [
        read_resource(arn)
        for arn in (
            FUNCTION,
            f"{FUNCTION}:$LATEST",
            ACTIVITY,
            "arn:aws-cn:states:::lambda:invoke",
            "arn:aws:states:::states:startExecution.sync:2",
            "arn:aws:states:us-east-1:123456789012:aws-sdk:s3:getObject",
            "arn:aws:states:::aws-sdk:dynamodb:putItem.waitForTaskToken",
        )
    ]
    assert [None if one is None else (one.kind, one.service, one.action, one.pattern) for one in found] == [
        ("lambda", "", "", ""),
        ("lambda", "", "", ""),
        ("activity", "", "", ""),
        ("integration", "lambda", "invoke", ""),
        ("integration", "states", "startExecution", "sync:2"),
        ("integration", "aws-sdk:s3", "getObject", ""),
        ("integration", "aws-sdk:dynamodb", "putItem", "waitForTaskToken"),
    ]


def test_paths_are_compiled() -> None:
    one = state({**END, "InputPath": "$.a[*].b"})
    assert isinstance(one, Pass)
    assert isinstance(one.input_path, Path)
    assert one.input_path.read(_scope({"a": [{"b": 1}]})) == [1]
