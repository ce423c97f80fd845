"""TestState: Maps and Parallels, with what has become of what is inside."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import World
from tests.services.stepfunctions.support import refused
from tests.services.stepfunctions.testing import answer_to, inspected, mocked

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"
INSIDE = {"Type": "Task", "Resource": FUNCTION, "End": True}
VALUES = {"Values": ["first", "second", "third"]}
THRESHOLD = "States.ExceedToleratedFailureThreshold"


def _map(mode: str = "DISTRIBUTED", inside: Any = INSIDE, **more: Any) -> dict[str, Any]:
    config = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"} if mode == "DISTRIBUTED" else {"Mode": mode}
    processor = {"ProcessorConfig": config, "StartAt": "Inside", "States": {"Inside": inside}}
    items = {} if "ItemReader" in more else {"ItemsPath": "$.Values"}
    return {"Type": "Map", **items, "ItemProcessor": processor, "End": True, **more}


def _reader(input_type: str, **config: Any) -> dict[str, Any]:
    return {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": input_type, **config},
        "Parameters": {"Bucket": "b", "Key": "k"},
    }


class TestFailedIterations:
    @pytest.mark.parametrize(
        ("tolerance", "failed", "status"),
        [
            ({"ToleratedFailureCount": 1}, 0, "SUCCEEDED"),
            ({"ToleratedFailureCount": 1}, 1, "SUCCEEDED"),
            ({"ToleratedFailureCount": 1}, 2, "FAILED"),
            ({"ToleratedFailurePercentage": 50}, 1, "SUCCEEDED"),
            ({"ToleratedFailurePercentage": 50}, 2, "FAILED"),
            ({}, 2, "SUCCEEDED"),
        ],
    )
    def test_tolerated_or_not(self, aws: World, sfn: Any, tolerance: Any, failed: int, status: str) -> None:
        configuration = {"mapIterationFailureCount": failed}
        answer = answer_to(
            sfn, _map(**tolerance), input=VALUES, mock=mocked([0, 0, 1]), stateConfiguration=configuration
        )
        assert answer["status"] == status
        if status == "FAILED":
            cause = "The specified tolerated failure threshold was exceeded"
            assert (answer["error"], answer["cause"]) == (THRESHOLD, cause)

    def test_retried_and_caught(self, aws: World, sfn: Any) -> None:
        params = {"input": VALUES, "mock": mocked([0]), "stateConfiguration": {"mapIterationFailureCount": 2}}
        tolerant = {"ToleratedFailureCount": 1}
        retry = [{"ErrorEquals": ["MockException"]}, {"ErrorEquals": [THRESHOLD]}]
        answer = answer_to(sfn, _map(**tolerant, Retry=retry), inspectionLevel="DEBUG", **params)
        details = answer["inspectionData"]["errorDetails"]
        assert (answer["status"], details) == ("RETRIABLE", {"retryIndex": 1, "retryBackoffIntervalSeconds": 1})
        answer = answer_to(sfn, _map(**tolerant, Catch=[{"ErrorEquals": [THRESHOLD], "Next": "N"}]), **params)
        assert (answer["status"], answer["nextState"]) == ("CAUGHT_ERROR", "N")

    def test_a_mocked_error_comes_first(self, aws: World, sfn: Any) -> None:
        mock = {"errorOutput": {"error": "E", "cause": "C"}}
        state = _map(ToleratedFailureCount=1)
        answer = answer_to(sfn, state, input=VALUES, mock=mock, stateConfiguration={"mapIterationFailureCount": 2})
        assert (answer["status"], answer["error"]) == ("FAILED", "E")

    def test_no_more_than_iterations(self, aws: World, sfn: Any) -> None:
        message = "Map iteration failure count must be less than or equal to the number of Map iterations"
        params = {"input": VALUES, "mock": mocked([1, 2, 3])}
        with refused("ValidationException", message):
            answer_to(sfn, _map(), stateConfiguration={"mapIterationFailureCount": 4}, **params)
        batched = _map(ItemBatcher={"MaxItemsPerBatch": 2})
        with refused("ValidationException", message):
            answer_to(sfn, batched, stateConfiguration={"mapIterationFailureCount": 3}, **params)


class TestErrorsInside:
    @pytest.mark.parametrize(("inside", "status"), [(INSIDE, "CAUGHT_ERROR"), ({"Type": "Fail"}, "FAILED")])
    def test_where_it_began(self, aws: World, sfn: Any, inside: Any, status: str) -> None:
        """States.TaskFailed stands for the error of a Task."""
        state = _map(inside=inside, Catch=[{"ErrorEquals": ["States.TaskFailed"], "Next": "N"}])
        mock = {"errorOutput": {"error": "E"}}
        configuration = {"errorCausedByState": "Inside"}
        assert answer_to(sfn, state, input=VALUES, mock=mock, stateConfiguration=configuration)["status"] == status

    def test_deeper_inside(self, aws: World, sfn: Any) -> None:
        branch = {"StartAt": "M", "States": {"M": _map("INLINE")}}
        state = {
            "Type": "Parallel",
            "Branches": [branch],
            "End": True,
            "Retry": [{"ErrorEquals": ["States.TaskFailed"]}],
        }
        mock = {"errorOutput": {"error": "E"}}
        answer = answer_to(sfn, state, mock=mock, stateConfiguration={"errorCausedByState": "Inside"})
        assert answer["status"] == "RETRIABLE"
        assert answer_to(sfn, state, mock=mock)["status"] == "FAILED"

    @pytest.mark.parametrize("state", [_map(), INSIDE])
    def test_it_is_a_state_inside(self, aws: World, sfn: Any, state: dict[str, Any]) -> None:
        with refused("ValidationException", "State not found in definition"):
            answer_to(
                sfn, state, mock={"errorOutput": {"error": "E"}}, stateConfiguration={"errorCausedByState": "Other"}
            )


class TestInspection:
    def test_without_item_selector(self, aws: World, sfn: Any) -> None:
        mock = {"errorOutput": {"error": "E"}}
        assert inspected(sfn, _map(ToleratedFailureCount=2), input=VALUES, mock=mock) == {
            "input": VALUES,
            "afterInputPath": VALUES,
            "afterItemsPath": VALUES["Values"],
            "maxConcurrency": 0,
            "toleratedFailureCount": 2,
        }

    def test_items_that_are_none(self, aws: World, sfn: Any) -> None:
        answer = answer_to(sfn, _map(MaxConcurrency=1), input={"Values": 1}, mock=mocked([]), inspectionLevel="DEBUG")
        assert (answer["status"], answer["error"]) == ("FAILED", "States.Runtime")
        assert answer["cause"] == 'Reference path "$.Values" must point to array.'
        assert set(answer["inspectionData"]) == {"input", "afterInputPath"}

    def test_jsonata(self, aws: World, sfn: Any) -> None:
        state = {**_map(), "QueryLanguage": "JSONata", "Items": "{% $states.input.Values %}"}
        del state["ItemsPath"]
        assert inspected(sfn, state, input=VALUES, mock=mocked([1, 1, 1])) == {"input": VALUES, "maxConcurrency": 0}

    def test_selected_and_batched(self, aws: World, sfn: Any) -> None:
        state = _map(
            ItemSelector={"v.$": "$$.Map.Item.Value"},
            ItemBatcher={"MaxItemsPerBatch": 2, "BatchInput": {"b": 1}},
            MaxConcurrency=3,
            ToleratedFailurePercentage=12.5,
        )
        found = inspected(sfn, state, input=VALUES, mock=mocked([1, 2]))
        chosen = [{"v": "first"}, {"v": "second"}, {"v": "third"}]
        assert found["afterItemSelector"] == chosen
        assert found["afterItemBatcher"] == [
            {"BatchInput": {"b": 1}, "Items": chosen[:2]},
            {"BatchInput": {"b": 1}, "Items": chosen[2:]},
        ]
        assert (found["maxConcurrency"], found["toleratedFailurePercentage"]) == (3, 12.5)


class TestReaderData:
    @pytest.mark.parametrize(
        ("reader", "data", "items"),
        [
            (_reader("JSON"), "[1, 2, 3]", [1, 2, 3]),
            (_reader("JSON", MaxItems=2), "[1, 2, 3]", [1, 2]),
            (_reader("JSON"), '{"a": 1}', [{"Key": "a", "Value": 1}]),
            (_reader("JSONL"), '{"a": 1}\n{"a": 2}\n', [{"a": 1}, {"a": 2}]),
            (_reader("CSV", CSVHeaderLocation="FIRST_ROW"), "a,b\n1,2\n", [{"a": "1", "b": "2"}]),
            (_reader("CSV", CSVHeaderLocation="GIVEN", CSVHeaders=["x"]), "1\n2\n", [{"x": "1"}, {"x": "2"}]),
            (
                {"Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": {"Bucket": "b"}},
                '[{"Key": "k"}]',
                [{"Key": "k"}],
            ),
        ],
    )
    def test_it_is_read_as_from_its_source(self, aws: World, sfn: Any, reader: Any, data: str, items: Any) -> None:
        state = _map(ItemReader=reader, ItemBatcher={"MaxItemsPerBatch": 10})
        configuration = {"mapItemReaderData": data}
        found = inspected(sfn, state, mock=mocked([1]), stateConfiguration=configuration)
        assert found["afterItemBatcher"] == [{"Items": items}]

    def test_the_source_of_items(self, aws: World, sfn: Any) -> None:
        state = _map(ItemReader=_reader("JSON"), ItemSelector={"s.$": "$$.Map.Item.Source"})
        found = inspected(sfn, state, mock=mocked([1]), stateConfiguration={"mapItemReaderData": "[1]"})
        assert found["afterItemSelector"] == [{"s": "S3://b/k"}]

    def test_items_pointer(self, aws: World, sfn: Any) -> None:
        state = _map(ItemReader=_reader("JSON", ItemsPointer="/a/b"))
        data = json.dumps({"a": {"b": [1, 2]}})
        found = inspected(sfn, state, mock=mocked([1, 2]), stateConfiguration={"mapItemReaderData": data})
        assert found["afterItemsPointer"] == [1, 2]

    @pytest.mark.parametrize("data", ["[", "5"])
    def test_what_cannot_be_read(self, aws: World, sfn: Any, data: str) -> None:
        state = _map(ItemReader=_reader("JSON"), Catch=[{"ErrorEquals": ["States.ItemReaderFailed"], "Next": "N"}])
        answer = answer_to(sfn, state, mock=mocked([1]), stateConfiguration={"mapItemReaderData": data})
        assert (answer["status"], answer["nextState"]) == ("CAUGHT_ERROR", "N")

    def test_without_data_nothing_is_known_of_the_items(self, aws: World, sfn: Any) -> None:
        state = _map(ItemReader=_reader("JSON"), ItemSelector={"v.$": "$$.Map.Item.Value"}, ToleratedFailureCount=1)
        found = inspected(sfn, state, mock=mocked([1]))
        assert "afterItemSelector" not in found
        configuration = {"mapIterationFailureCount": 2}
        answer = answer_to(sfn, state, mock=mocked([1, 2]), stateConfiguration=configuration)
        assert answer["error"] == THRESHOLD
