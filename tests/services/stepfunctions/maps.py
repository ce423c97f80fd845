"""Distributed Maps to test with, and what became of them."""

from __future__ import annotations

import json
from typing import Any

from tests.services.stepfunctions.support import create, start

PASS = {"Type": "Pass", "End": True}
WAIT = {"Type": "Wait", "Seconds": 10, "End": True}
FAIL = {"Type": "Fail", "Error": "Broken", "Cause": "it is"}


def distributed(state: dict[str, Any] | None = None, *, kind: str = "STANDARD", **fields: Any) -> dict[str, Any]:
    """A machine of one distributed Map, whose children have one state (a Pass)."""
    children = {"StartAt": "Do", "States": {"Do": PASS if state is None else state}}
    return with_children(children, kind=kind, **fields)


def with_children(children: dict[str, Any], *, kind: str = "STANDARD", **fields: Any) -> dict[str, Any]:
    """A machine of one distributed Map with that processor."""
    config = {"Mode": "DISTRIBUTED", "ExecutionType": kind}
    state = {"Type": "Map", "ItemProcessor": {"ProcessorConfig": config, **children}, "End": True, **fields}
    return {"StartAt": "Each", "States": {"Each": state}}


#: Children fail for ``"bad"``, wait 10 s for ``"slow"``, and give anything else back.
MIXED = {
    "StartAt": "Which",
    "States": {
        "Which": {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$", "StringEquals": "bad", "Next": "Fail"},
                {"Variable": "$", "StringEquals": "slow", "Next": "Wait"},
            ],
            "Default": "Give",
        },
        "Fail": FAIL,
        "Wait": WAIT,
        "Give": PASS,
    },
}


def launch(sfn: Any, definition: dict[str, Any], items: Any = None, **more: Any) -> str:
    """Create and start; returns the execution's ARN."""
    return start(sfn, create(sfn, definition, **more), items)


def map_run(sfn: Any, execution: str) -> dict[str, Any]:
    """DescribeMapRun of the latest map run of an execution."""
    arn = sfn.list_map_runs(executionArn=execution)["mapRuns"][0]["mapRunArn"]
    found: dict[str, Any] = sfn.describe_map_run(mapRunArn=arn)
    return found


def children(sfn: Any, execution: str) -> list[dict[str, Any]]:
    """DescribeExecution of the children of the latest map run, in the order of their starts."""
    arn = sfn.list_map_runs(executionArn=execution)["mapRuns"][0]["mapRunArn"]
    listed = sfn.list_executions(mapRunArn=arn)["executions"][::-1]
    return [sfn.describe_execution(executionArn=each["executionArn"]) for each in listed]


def counts(described: dict[str, Any], of: str = "itemCounts") -> dict[str, int]:
    """Those that are not 0."""
    return {name: count for name, count in described[of].items() if count}


def value(described: dict[str, Any]) -> Any:
    """The output of an execution."""
    return json.loads(described["output"])
