"""Whatever the definition: an execution ends, in a documented way, and its history is whole."""

from __future__ import annotations

import itertools
import json
import os
import time
from typing import Any

import boto3.session
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from fakeaws import World, mock_aws
from tests.properties.workflow_draws import definitions, inputs

EXAMPLES = 120 * int(os.environ.get("FAKEAWS_EXAMPLES", "1"))
SFN: Any = boto3.session.Session(region_name="us-east-1").client("stepfunctions")

ENDS = {
    "SUCCEEDED": "ExecutionSucceeded",
    "FAILED": "ExecutionFailed",
    "TIMED_OUT": "ExecutionTimedOut",
    "ABORTED": "ExecutionAborted",
}


def refuse(event: Any, context: Any) -> None:
    raise type("Refused", (Exception,), {})("no")


def run(seed: int, definition: dict[str, Any], input: Any, stopped_after: int | None) -> tuple[str, list[Any]]:
    """Status and history, long after."""
    with mock_aws(seed=seed, passthrough="off") as aws:
        aws.lambda_.register("echo", lambda event, context: event)
        aws.lambda_.register("refuse", refuse)
        aws.lambda_.register("sleep", lambda event, context: time.sleep(30), timeout=60)
        created = SFN.create_state_machine(
            name="m", definition=json.dumps(definition), roleArn="arn:aws:iam::123456789012:role/m"
        )
        arn = SFN.start_execution(stateMachineArn=created["stateMachineArn"], input=json.dumps(input), name="run")
        execution = arn["executionArn"]
        if stopped_after is not None:
            aws.clock.advance(seconds=stopped_after)
            SFN.stop_execution(executionArn=execution)
        aws.clock.advance(days=60)
        assert not _left(aws)
        status = SFN.describe_execution(executionArn=execution)["status"]
        pages = SFN.get_paginator("get_execution_history").paginate(executionArn=execution)
        return status, [event for page in pages for event in page["events"]]


def _left(aws: World) -> list[str]:
    return [phrase for phrase in aws.under_way() if "execution" in phrase]


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FAKEAWS_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(definitions(), inputs, st.none() | st.none() | st.integers(0, 100))
def test_every_execution_ends_with_a_whole_history(
    definition: dict[str, Any], input: Any, stopped_after: int | None
) -> None:
    status, history = run(7, definition, input, stopped_after)
    event(status)
    assert history[-1]["type"] == ENDS[status]
    assert [each["id"] for each in history] == list(range(1, len(history) + 1))
    assert len(history) <= 25_000
    assert [each["type"] for each in history if each["type"].startswith("Execution")] == [
        "ExecutionStarted",
        ENDS[status],
    ]
    for earlier, later in itertools.pairwise(history):
        assert later["timestamp"] >= earlier["timestamp"]
    _check_causes(history)
    _check_states(history, status)
    _check_iterations(history)


@settings(
    max_examples=max(EXAMPLES // 6, 10),
    deadline=None,
    derandomize="FAKEAWS_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(definitions(), inputs)
def test_one_seed_gives_one_history(definition: dict[str, Any], input: Any) -> None:
    assert run(11, definition, input, None) == run(11, definition, input, None)


def _check_causes(history: list[Any]) -> None:
    """Every event points at an earlier one; only the first state's and the abrupt ends at none."""
    for each in history:
        assert 0 <= each["previousEventId"] < each["id"]
    roots = [each["type"] for each in history if each["previousEventId"] == 0]
    assert roots[0] == "ExecutionStarted"
    assert len(roots) <= 3
    assert all(kind.endswith(("StateEntered", "Aborted", "TimedOut")) for kind in roots[1:])
    for each in history:
        before = history[each["previousEventId"] - 1]["type"] if each["previousEventId"] else ""
        if each["type"] == "LambdaFunctionStarted":
            assert before == "LambdaFunctionScheduled"
        if each["type"] in ("MapStateStarted", "ParallelStateStarted"):
            assert before != "ExecutionStarted"
        assert not before.startswith(("MapIterationFailed", "MapIterationAborted", "TaskStateAborted"))


def _check_states(history: list[Any], status: str) -> None:
    """A state is left once at most, by the kind that entered it; all are if the execution succeeds."""
    inside: dict[str, int] = {}
    for each in history:
        if each["type"].endswith("StateEntered"):
            key = each["type"].removesuffix("Entered") + each["stateEnteredEventDetails"]["name"]
            inside[key] = inside.get(key, 0) + 1
        elif each["type"].endswith("StateExited"):
            key = each["type"].removesuffix("Exited") + each["stateExitedEventDetails"]["name"]
            inside[key] = inside.get(key, 0) - 1
            assert inside[key] >= 0
            json.loads(each["stateExitedEventDetails"]["output"])
    if status == "SUCCEEDED" and not any(kind["type"].endswith(("StateFailed", "Aborted")) for kind in history):
        retried = any(kind["type"] == "MapIterationFailed" for kind in history)
        failed_inside = any(kind["type"] in ("FailStateEntered", "EvaluationFailed") for kind in history)
        assert retried or failed_inside or not any(inside.values())


def _check_iterations(history: list[Any]) -> None:
    """No more end than have started."""
    counts = {"Started": 0, "Succeeded": 0, "Failed": 0, "Aborted": 0}
    for each in history:
        if each["type"].startswith("MapIteration"):
            counts[each["type"].removeprefix("MapIteration")] += 1
            assert counts["Succeeded"] + counts["Failed"] + counts["Aborted"] <= counts["Started"]
