"""ResultWriter: what became of a distributed Map's children, as the state's result and as objects in S3."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import World
from tests.services.stepfunctions.maps import (
    MIXED,
    PASS,
    WAIT,
    children,
    counts,
    distributed,
    launch,
    map_run,
    value,
    with_children,
)
from tests.services.stepfunctions.support import chain

moto = pytest.importorskip("moto")


def writer(prefix: str | None = "out", **config: Any) -> dict[str, Any]:
    """A ResultWriter into the bucket ``data``."""
    parameters = {"Bucket": "data"} if prefix is None else {"Bucket": "data", "Prefix": prefix}
    found: dict[str, Any] = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": parameters}
    return {**found, "WriterConfig": config} if config else found


def got(s3: Any, key: str) -> str:
    text: str = s3.get_object(Bucket="data", Key=key)["Body"].read().decode()
    return text


def files(s3: Any, execution: dict[str, Any], kind: str) -> list[str]:
    """The texts of the files of that kind, which the manifest lists with their sizes."""
    manifest = json.loads(got(s3, value(execution)["ResultWriterDetails"]["Key"]))
    texts = []
    for file in manifest["ResultFiles"][kind]:
        texts.append(got(s3, file["Key"]))
        assert file["Size"] == len(texts[-1].encode())
    return texts


def done(sfn: Any, definition: dict[str, Any], items: Any) -> dict[str, Any]:
    found: dict[str, Any] = sfn.describe_execution(executionArn=launch(sfn, definition, items))
    return found


def test_the_manifest_and_the_states_result(sfn: Any, s3: Any) -> None:
    execution = done(sfn, distributed(ResultWriter=writer("/out/")), [{"a": 1}, "ü"])
    run = map_run(sfn, execution["executionArn"])
    id = run["mapRunArn"].rpartition(":")[2]
    key = f"out/{id}/manifest.json"
    assert execution["output"] == (
        f'{{"MapRunArn":"{run["mapRunArn"]}","ResultWriterDetails":{{"Bucket":"data","Key":"{key}"}}}}'
    )
    size = len(got(s3, f"out/{id}/SUCCEEDED_0.json").encode())
    assert json.loads(got(s3, key)) == {
        "DestinationBucket": "data",
        "MapRunArn": run["mapRunArn"],
        "ResultFiles": {
            "FAILED": [],
            "PENDING": [],
            "SUCCEEDED": [{"Key": f"out/{id}/SUCCEEDED_0.json", "Size": size}],
        },
    }
    assert counts(run) == {"succeeded": 2, "total": 2, "resultsWritten": 2}


def test_without_a_prefix_the_folder_is_the_map_runs(sfn: Any, s3: Any) -> None:
    execution = done(sfn, distributed(ResultWriter=writer(None)), [1])
    id = value(execution)["MapRunArn"].rpartition(":")[2]
    assert value(execution)["ResultWriterDetails"]["Key"] == f"{id}/manifest.json"


def test_records_of_children(sfn: Any, s3: Any, aws: World) -> None:
    definition = with_children(MIXED, ResultWriter=writer(), ToleratedFailureCount=1, Label="each")
    execution = done(sfn, definition, ["fine", "bad"])
    fine, bad = children(sfn, execution["executionArn"])
    (succeeded,), (failed,) = files(s3, execution, "SUCCEEDED"), files(s3, execution, "FAILED")
    common = {
        "InputDetails": {"Included": True},
        "RedriveCount": 0,
        "StartDate": "2026-01-05T00:00:00.000Z",
        "StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:machine/each",
        "StopDate": "2026-01-05T00:00:00.000Z",
    }
    (record,) = json.loads(succeeded)
    assert list(record) == sorted(record)
    assert record == {
        **common,
        "ExecutionArn": fine["executionArn"],
        "Input": '"fine"',
        "Name": fine["name"],
        "Output": '"fine"',
        "OutputDetails": {"Included": True},
        "RedriveStatus": "NOT_REDRIVABLE",
        "RedriveStatusReason": "Execution is SUCCEEDED and cannot be redriven",
        "Status": "SUCCEEDED",
    }
    assert json.loads(failed) == [
        {
            **common,
            "Cause": "it is",
            "Error": "Broken",
            "ExecutionArn": bad["executionArn"],
            "Input": '"bad"',
            "Name": bad["name"],
            "RedriveStatus": "REDRIVABLE_BY_MAP_RUN",
            "Status": "FAILED",
        }
    ]


def test_a_map_run_that_fails_writes_what_there_is(sfn: Any, s3: Any) -> None:
    execution = done(sfn, with_children(MIXED, ResultWriter=writer(), MaxConcurrency=1), ["fine", "bad", "never"])
    assert execution["error"] == "States.ExceedToleratedFailureThreshold"
    run = map_run(sfn, execution["executionArn"])
    assert counts(run) == {"succeeded": 1, "failed": 1, "pending": 1, "total": 3, "resultsWritten": 2}
    folder = f"out/{run['mapRunArn'].rpartition(':')[2]}"
    listed = json.loads(got(s3, f"{folder}/manifest.json"))["ResultFiles"]
    assert {kind: [file["Key"] for file in found] for kind, found in listed.items()} == {
        "FAILED": [f"{folder}/FAILED_0.json"],
        "PENDING": [f"{folder}/PENDING_0.json"],
        "SUCCEEDED": [f"{folder}/SUCCEEDED_0.json"],
    }
    pending = json.loads(got(s3, f"{folder}/PENDING_0.json"))
    assert pending == [{"Input": '"never"', "InputDetails": {"Included": True}, "Status": "PENDING"}]


def test_a_map_run_that_is_aborted_writes_what_there_is(sfn: Any, s3: Any) -> None:
    execution = launch(sfn, distributed(WAIT, ResultWriter=writer(), MaxConcurrency=1), [1, 2])
    sfn.stop_execution(executionArn=execution)
    run = map_run(sfn, execution)
    assert (run["status"], counts(run)["resultsWritten"]) == ("ABORTED", 1)
    folder = f"out/{run['mapRunArn'].rpartition(':')[2]}"
    assert [record["Status"] for record in json.loads(got(s3, f"{folder}/FAILED_0.json"))] == ["ABORTED"]


LISTS = {"StartAt": "Give", "States": {"Give": PASS}}


@pytest.mark.parametrize(
    ("config", "text"),
    [
        ({"Transformation": "COMPACT", "OutputType": "JSON"}, '[[1,2],3,{"a":[4]}]'),
        ({"Transformation": "FLATTEN", "OutputType": "JSON"}, '[1,2,3,{"a":[4]}]'),
        ({"Transformation": "COMPACT", "OutputType": "JSONL"}, '[1,2]\n3\n{"a":[4]}'),
        ({"Transformation": "FLATTEN", "OutputType": "JSONL"}, '1\n2\n3\n{"a":[4]}'),
    ],
)
def test_transformed_files(sfn: Any, s3: Any, config: dict[str, str], text: str) -> None:
    execution = done(sfn, with_children(LISTS, ResultWriter=writer(**config)), [[1, 2], 3, {"a": [4]}])
    assert files(s3, execution, "SUCCEEDED") == [text]
    manifest = json.loads(got(s3, value(execution)["ResultWriterDetails"]["Key"]))
    assert manifest["ResultFiles"]["SUCCEEDED"][0]["Key"].endswith(f"_0.{config['OutputType'].lower()}")


@pytest.mark.parametrize(("transformation", "result"), [("COMPACT", [[1, 2], 3]), ("FLATTEN", [1, 2, 3])])
def test_only_a_writer_config_formats_the_states_result(sfn: Any, transformation: str, result: Any) -> None:
    config = {"WriterConfig": {"Transformation": transformation, "OutputType": "JSON"}}
    assert value(done(sfn, distributed(ResultWriter=config), [[1, 2], 3])) == result


def test_none_gives_the_records(sfn: Any) -> None:
    config = {"WriterConfig": {"Transformation": "NONE", "OutputType": "JSON"}}
    execution = done(sfn, with_children(MIXED, ResultWriter=config, ToleratedFailureCount=1), ["a", "bad"])
    assert [(record["Status"], record["Input"]) for record in value(execution)] == [
        ("SUCCEEDED", '"a"'),
        ("FAILED", '"bad"'),
    ]


def test_a_child_that_failed_is_a_record_whatever_the_transformation(sfn: Any) -> None:
    config = {"WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSON"}}
    execution = done(sfn, with_children(MIXED, ResultWriter=config, ToleratedFailureCount=1), ["bad", "a"])
    failed, fine = value(execution)
    assert (failed["Error"], failed["Status"], fine) == ("Broken", "FAILED", "a")


def test_a_bucket_that_is_not_there_can_be_caught(sfn: Any, s3: Any) -> None:
    out = {**writer(), "Parameters": {"Bucket": "nobodys"}}
    catch = [{"ErrorEquals": ["States.ResultWriterFailed"], "Next": "After"}]
    definition = distributed(ResultWriter=out, Catch=catch)
    definition["States"]["After"] = PASS
    execution = done(sfn, definition, [1])
    assert value(execution)["Error"] == "States.ResultWriterFailed"
    assert "Error Code: NoSuchBucket" in value(execution)["Cause"]
    run = map_run(sfn, execution["executionArn"])
    assert (run["status"], counts(run)) == ("FAILED", {"succeeded": 1, "total": 1})
    assert [type for _, _, type in chain(sfn, execution["executionArn"])][3:7] == [
        "MapRunStarted",
        "MapRunFailed",
        "MapStateFailed",
        "MapStateExited",
    ]


def test_a_result_that_is_too_large_for_a_state_is_not_for_s3(sfn: Any, s3: Any) -> None:
    large = {"Type": "Pass", "Result": "x" * 30_000, "End": True}
    execution = done(sfn, distributed(large, ResultWriter=writer()), list(range(10)))
    assert execution["status"] == "SUCCEEDED"
    assert len(json.loads(files(s3, execution, "SUCCEEDED")[0])) == 10


@pytest.mark.fakeaws(passthrough="off")
def test_where_nobody_is_s3(sfn: Any) -> None:
    described = done(sfn, distributed(ResultWriter=writer()), [1, 2])
    assert (described["status"], described["error"]) == ("FAILED", "States.Runtime")
    assert "passthrough is off" in described["cause"]
    assert counts(map_run(sfn, described["executionArn"])) == {"succeeded": 2, "total": 2}
