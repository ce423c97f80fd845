"""Customers from a file on S3, each a child execution of a distributed Map: one is broken, is mended, and tried again."""

from __future__ import annotations

import json
from typing import Any

import boto3
import moto  # noqa: F401
import pytest

from fakeaws import World
from tests.stories.workflows import call, create_machine


@pytest.fixture
def s3(aws: World) -> Any:
    client: Any = boto3.client("s3")
    client.create_bucket(Bucket="imports")
    return client


class Customers:
    """The application: imports one customer a call; ``mended`` is the version of the code without the bug."""

    def __init__(self, aws: World) -> None:
        self.mended = False
        self.known: list[str] = []
        aws.lambda_.register("import", self.take)

    def take(self, event: dict[str, Any], context: object) -> None:
        age = event["age"] or "0" if self.mended else event["age"]
        self.known.append(f"{event['name']} {int(age)}")


@pytest.fixture
def machine(aws: World) -> str:
    each = {
        "Type": "Map",
        "Label": "customers",
        "ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
            "Parameters": {"Bucket": "imports", "Key.$": "$.file"},
        },
        "MaxConcurrency": 2,
        "ToleratedFailureCount": 1,
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "Import",
            "States": {"Import": call("import", End=True)},
        },
        "ResultWriter": {
            "Resource": "arn:aws:states:::s3:putObject",
            "Parameters": {"Bucket": "imports", "Prefix": "results"},
        },
        "End": True,
    }
    return create_machine("imports", "Each", Each=each)


def import_file(s3: Any, machine: str, rows: list[str]) -> str:
    s3.put_object(Bucket="imports", Key="monday.csv", Body="\n".join(["name,age", *rows]))
    sfn: Any = boto3.client("stepfunctions")
    run: str = sfn.start_execution(stateMachineArn=machine, input='{"file": "monday.csv"}')["executionArn"]
    return run


def counts(run: str) -> dict[str, int]:
    """The map run's items, without those of which there are none."""
    sfn: Any = boto3.client("stepfunctions")
    [found] = sfn.list_map_runs(executionArn=run)["mapRuns"]
    described = sfn.describe_map_run(mapRunArn=found["mapRunArn"])["itemCounts"]
    return {name: count for name, count in described.items() if count}


def test_one_broken_row_is_tolerated_and_named(aws: World, s3: Any, machine: str) -> None:
    customers = Customers(aws)
    run = import_file(s3, machine, ["ann,31", "bob,", "cid,17"])
    aws.clock.run_until_idle()
    assert aws.stepfunctions.execution(run).status == "SUCCEEDED"
    assert sorted(customers.known) == ["ann 31", "cid 17"]
    assert counts(run) == {"succeeded": 2, "failed": 1, "total": 3, "resultsWritten": 3}
    written = [each["Key"].rsplit("/", 1)[-1] for each in s3.list_objects_v2(Bucket="imports")["Contents"]]
    assert sorted(written) == ["FAILED_0.json", "SUCCEEDED_0.json", "manifest.json", "monday.csv"]
    [key] = [e["Key"] for e in s3.list_objects_v2(Bucket="imports")["Contents"] if "FAILED" in e["Key"]]
    [failed] = json.loads(s3.get_object(Bucket="imports", Key=key)["Body"].read())
    assert (json.loads(failed["Input"])["name"], failed["Error"]) == ("bob", "ValueError")


def test_two_are_too_many_and_a_redrive_imports_them_alone(aws: World, s3: Any, machine: str) -> None:
    customers = Customers(aws)
    run = import_file(s3, machine, ["ann,31", "bob,", "cid,17", "dan,"])
    aws.clock.run_until_idle()
    view = aws.stepfunctions.execution(run)
    assert (view.status, view.error) == ("FAILED", "States.ExceedToleratedFailureThreshold")

    customers.mended = True
    sfn: Any = boto3.client("stepfunctions")
    sfn.redrive_execution(executionArn=run)
    aws.clock.run_until_idle()
    assert view.status == "SUCCEEDED"
    assert customers.known == ["ann 31", "cid 17", "bob 0", "dan 0"]
    assert counts(run)["succeeded"] == 4
