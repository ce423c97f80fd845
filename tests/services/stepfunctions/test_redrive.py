"""RedriveExecution: what goes on, what is kept, what is refused."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from fakeaws import World
from fakeaws.services.stepfunctions import limits

from .support import create, events, start, types
from .workflows_of_executions import FAIL, PASS, refused, task, wait

START = datetime(2026, 1, 5, tzinfo=timezone.utc)
BRANCHES = ("good", "bad", "slow")


class Flaky:
    """Functions by name, each of which fails after a second while it is among the ``broken``."""

    def __init__(self, aws: World, *names: str) -> None:
        self.broken: set[str] = set()
        self.calls: list[tuple[str, Any]] = []
        for name in names:
            aws.lambda_.register(name, self._handler(name))

    def _handler(self, name: str) -> Any:
        def handler(event: Any, context: Any) -> Any:
            self.calls.append((name, event))
            if name in self.broken:
                time.sleep(1)
                raise ValueError(name)
            return {name: event}

        return handler


def describe(sfn: Any, execution: str) -> dict[str, Any]:
    answer: dict[str, Any] = sfn.describe_execution(executionArn=execution)
    return answer


def redrive(aws: World, sfn: Any, execution: str, **more: Any) -> dict[str, Any]:
    """Redrive it and wait for its end; its description."""
    sfn.redrive_execution(executionArn=execution, **more)
    aws.clock.run_until_idle(within=timedelta(days=1))
    return describe(sfn, execution)


def after_redrive(sfn: Any, execution: str) -> list[str]:
    """The events since the last redrive, of states with their names."""
    found = events(sfn, execution)
    last = max(place for place, event in enumerate(found) if event["type"] == "ExecutionRedriven")
    return [_shown(event) for event in found[last:]]


def _shown(event: dict[str, Any]) -> str:
    for member in ("stateEnteredEventDetails", "stateExitedEventDetails"):
        if member in event:
            return f"{event['type']} {event[member]['name']}"
    if event["type"].startswith("MapIteration"):
        details = next(value for name, value in event.items() if name.endswith("Details"))
        return f"{event['type']} {details['index']}"
    return str(event["type"])


def test_from_the_failed_state_with_its_input(aws: World, sfn: Any) -> None:
    flaky = Flaky(aws, "first", "second")
    flaky.broken = {"second"}
    states = {"A": task("first", Next="B"), "B": task("second")}
    arn = create(sfn, {"StartAt": "A", "States": states})
    execution = start(sfn, arn, 1)
    aws.clock.run_until_idle()
    assert describe(sfn, execution)["status"] == "FAILED"
    before = events(sfn, execution)
    flaky.broken = set()
    aws.clock.advance(days=1)
    redriven = sfn.redrive_execution(executionArn=execution)["redriveDate"]
    assert redriven == START + timedelta(days=1, seconds=1)
    aws.clock.run_until_idle()
    described = describe(sfn, execution)
    assert (described["redriveCount"], described["redriveDate"]) == (1, redriven)
    assert not {"error", "cause"} & described.keys()
    assert (described["status"], json.loads(described["output"])) == ("SUCCEEDED", {"second": {"first": 1}})
    assert described["startDate"] == START
    assert flaky.calls == [("first", 1), ("second", {"first": 1}), ("second", {"first": 1})]
    after = events(sfn, execution)
    assert after[: len(before)] == before
    assert after_redrive(sfn, execution) == [
        "ExecutionRedriven",
        "TaskStateEntered B",
        "LambdaFunctionScheduled",
        "LambdaFunctionStarted",
        "LambdaFunctionSucceeded",
        "TaskStateExited B",
        "ExecutionSucceeded",
    ]
    assert after[len(before)]["executionRedrivenEventDetails"] == {"redriveCount": 1}
    assert [event["previousEventId"] for event in after[len(before) :]] == list(range(len(before), len(after)))
    assert [event["id"] for event in after] == list(range(1, len(after) + 1))
    for name, found in (("REDRIVEN", 1), ("NOT_REDRIVEN", 0)):
        listed = sfn.list_executions(stateMachineArn=arn, redriveFilter=name)["executions"]
        assert [(each["redriveCount"], each["redriveDate"]) for each in listed] == [(1, redriven)] * found


def test_the_context_object_tells_of_redrives(aws: World, sfn: Any) -> None:
    flaky = Flaky(aws, "f")
    flaky.broken = {"f"}
    about = {"count.$": "$$.Execution.RedriveCount", "all.$": "$$.Execution"}
    execution = start(sfn, create(sfn, {"StartAt": "T", "States": {"T": task("f", Parameters=about)}}))
    aws.clock.run_until_idle()
    aws.clock.advance(hours=1)
    redrive(aws, sfn, execution)
    (_, first), (_, second) = flaky.calls
    assert (first["count"], "RedriveTime" in first["all"]) == (0, False)
    assert (second["count"], second["all"]["RedriveTime"]) == (1, "2026-01-05T01:00:01.000Z")
    assert first["all"]["StartTime"] == second["all"]["StartTime"]


def test_retries_begin_anew(aws: World, sfn: Any) -> None:
    flaky = Flaky(aws, "f")
    flaky.broken = {"f"}
    retry = [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 2}]
    execution = start(sfn, create(sfn, {"StartAt": "T", "States": {"T": task("f", Retry=retry)}}))
    aws.clock.run_until_idle()
    assert len(flaky.calls) == 3
    assert redrive(aws, sfn, execution)["status"] == "FAILED"
    assert len(flaky.calls) == 6
    assert redrive(aws, sfn, execution)["redriveCount"] == 2
    assert len(flaky.calls) == 9


def test_timeout_seconds_begin_anew(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, wait(60, TimeoutSeconds=30)))
    aws.clock.run_until_idle()
    assert describe(sfn, execution)["status"] == "TIMED_OUT"
    aws.clock.advance(hours=1)
    described = redrive(aws, sfn, execution)
    assert (described["status"], described["stopDate"]) == ("TIMED_OUT", START + timedelta(hours=1, minutes=1))


def test_the_year_does_not_begin_anew(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, wait(99_999_999)))
    sfn.stop_execution(executionArn=execution)
    aws.clock.advance(days=10)
    sfn.redrive_execution(executionArn=execution)
    aws.clock.advance(days=400)
    described = describe(sfn, execution)
    assert (described["status"], described["stopDate"]) == ("TIMED_OUT", START + timedelta(days=365))


def test_a_wait_begins_anew_or_is_over(aws: World, sfn: Any) -> None:
    seconds = start(sfn, create(sfn, wait(60)))
    at = {"Type": "Wait", "Timestamp": "2026-01-05T00:01:00Z", "End": True}
    timestamp = start(sfn, create(sfn, {"StartAt": "Go", "States": {"Go": at}}, "at"))
    aws.clock.advance(seconds=30)
    for execution in (seconds, timestamp):
        sfn.stop_execution(executionArn=execution)
    aws.clock.advance(seconds=270)
    for execution in (seconds, timestamp):
        sfn.redrive_execution(executionArn=execution)
    described = describe(sfn, seconds)
    assert (described["status"], described["redriveCount"]) == ("RUNNING", 1)
    assert not {"stopDate", "error", "cause"} & described.keys()
    aws.clock.run_until_idle()
    assert describe(sfn, timestamp)["stopDate"] == START + timedelta(seconds=300)
    assert describe(sfn, seconds)["stopDate"] == START + timedelta(seconds=360)
    assert types(sfn, seconds)[2:] == [
        "ExecutionAborted",
        "ExecutionRedriven",
        "WaitStateEntered",
        "WaitStateExited",
        "ExecutionSucceeded",
    ]


def test_a_fail_state_fails_again(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, FAIL))
    assert redrive(aws, sfn, execution)["error"] == "Broken"
    assert types(sfn, execution)[1:] == [
        *("FailStateEntered", "ExecutionFailed"),
        *("ExecutionRedriven", "FailStateEntered", "ExecutionFailed"),
    ]


def test_a_choice_decides_again(aws: World, sfn: Any) -> None:
    choice = {
        "Type": "Choice",
        "Choices": [{"Variable": "$$.Execution.RedriveCount", "NumericEquals": 1, "Next": "End"}],
    }
    execution = start(sfn, create(sfn, {"StartAt": "C", "States": {"C": choice, "End": {"Type": "Succeed"}}}))
    assert describe(sfn, execution)["error"] == "States.Runtime"
    assert redrive(aws, sfn, execution)["status"] == "SUCCEEDED"


def test_variables_are_kept(aws: World, sfn: Any) -> None:
    flaky = Flaky(aws, "f")
    flaky.broken = {"f"}
    states = {"A": {"Type": "Pass", "Assign": {"x": 7}, "Next": "T"}, "T": task("f", Parameters={"x.$": "$x"})}
    execution = start(sfn, create(sfn, {"StartAt": "A", "States": states}))
    aws.clock.run_until_idle()
    flaky.broken = set()
    assert json.loads(redrive(aws, sfn, execution)["output"]) == {"f": {"x": 7}}


def _parallel() -> dict[str, Any]:
    branches = [{"StartAt": f"{name}0", "States": _branch(name)} for name in BRANCHES]
    return {"StartAt": "P", "States": {"P": {"Type": "Parallel", "Branches": branches, "End": True}}}


def _branch(name: str) -> dict[str, Any]:
    last: dict[str, Any] = task(name)
    if name == "slow":
        last = {"Type": "Wait", "Seconds": 60, "End": True}
    return {f"{name}0": {"Type": "Pass", "Result": name, "Next": name}, name: last}


def test_of_a_parallel_only_the_branches_without_an_end(aws: World, sfn: Any) -> None:
    flaky = Flaky(aws, *BRANCHES)
    flaky.broken = {"bad"}
    execution = start(sfn, create(sfn, _parallel()))
    aws.clock.run_until_idle()
    assert describe(sfn, execution)["status"] == "FAILED"
    flaky.broken = set()
    described = redrive(aws, sfn, execution)
    assert json.loads(described["output"]) == [{"good": "good"}, {"bad": "bad"}, "slow"]
    assert [name for name, _ in flaky.calls] == ["good", "bad", "bad"]
    assert after_redrive(sfn, execution) == [
        *("ExecutionRedriven", "ParallelStateEntered P", "ParallelStateStarted"),
        *("TaskStateEntered bad", "LambdaFunctionScheduled", "LambdaFunctionStarted", "WaitStateEntered slow"),
        *("LambdaFunctionSucceeded", "TaskStateExited bad", "WaitStateExited slow"),
        *("ParallelStateSucceeded", "ParallelStateExited P", "ExecutionSucceeded"),
    ]
    found = events(sfn, execution)
    [first, second] = [event["id"] for event in found if event["type"] == "ParallelStateStarted"]
    again = [event for event in found if event["id"] > second and event["previousEventId"] == second]
    assert [event["stateEnteredEventDetails"]["name"] for event in again] == ["bad", "slow"]
    assert first < second


def test_a_parallel_that_was_stopped(aws: World, sfn: Any) -> None:
    flaky = Flaky(aws, *BRANCHES)
    execution = start(sfn, create(sfn, _parallel()))
    aws.clock.advance(seconds=30)
    sfn.stop_execution(executionArn=execution)
    described = redrive(aws, sfn, execution)
    assert described["status"] == "SUCCEEDED"
    assert len(flaky.calls) == 2
    assert after_redrive(sfn, execution)[3:5] == ["WaitStateEntered slow", "WaitStateExited slow"]


def test_a_failure_of_the_interpreter_in_a_branch(aws: World, sfn: Any) -> None:
    """Nobody catches States.Runtime; the other branches go on all the same."""
    flaky = Flaky(aws, *BRANCHES)
    definition = _parallel()
    definition["States"]["P"]["Branches"][1]["States"]["bad"] = {"Type": "Pass", "InputPath": "$.none", "End": True}
    execution = start(sfn, create(sfn, definition))
    aws.clock.run_until_idle()
    assert describe(sfn, execution)["error"] == "States.Runtime"
    assert redrive(aws, sfn, execution)["error"] == "States.Runtime"
    assert "PassStateEntered bad" in after_redrive(sfn, execution)
    assert "PassStateEntered bad0" not in after_redrive(sfn, execution)
    assert len([name for name, _ in flaky.calls if name == "good"]) == 2  # its end came after the failure


def test_after_too_large_a_result_all_branches(aws: World, sfn: Any) -> None:
    calls: list[str] = []

    def handler(event: Any, context: Any) -> str:
        calls.append(event)
        return "x" * 200_000

    aws.lambda_.register("f", handler)
    branches = [{"StartAt": f"B{n}", "States": {f"B{n}": task("f", Parameters=n)}} for n in "12"]
    parallel = {"Type": "Parallel", "Branches": branches, "End": True}
    execution = start(sfn, create(sfn, {"StartAt": "P", "States": {"P": parallel}}))
    aws.clock.run_until_idle()
    assert describe(sfn, execution)["error"] == "States.DataLimitExceeded"
    assert redrive(aws, sfn, execution)["error"] == "States.DataLimitExceeded"
    assert sorted(calls) == ["1", "1", "2", "2"]


def test_of_a_map_only_the_iterations_without_an_end(aws: World, sfn: Any) -> None:
    seen: list[int] = []
    broken = {2}

    def handler(event: int, context: Any) -> int:
        seen.append(event)
        if event in broken:
            raise ValueError(event)
        return event * 10

    aws.lambda_.register("f", handler)
    processor = {"StartAt": "T", "States": {"T": task("f")}}
    state = {"Type": "Map", "ItemProcessor": processor, "MaxConcurrency": 1, "End": True}
    execution = start(sfn, create(sfn, {"StartAt": "M", "States": {"M": state}}), [1, 2, 3])
    aws.clock.run_until_idle()
    assert (describe(sfn, execution)["status"], seen) == ("FAILED", [1, 2])
    assert redrive(aws, sfn, execution)["status"] == "FAILED"
    broken.clear()
    assert redrive(aws, sfn, execution)["output"] == "[10,20,30]"
    assert seen == [1, 2, 2, 2, 3]
    lambda_events = ["LambdaFunctionScheduled", "LambdaFunctionStarted", "LambdaFunctionSucceeded"]
    assert after_redrive(sfn, execution) == [
        *("ExecutionRedriven", "MapStateEntered M", "MapStateStarted", "MapIterationStarted 1"),
        *(
            "TaskStateEntered T",
            *lambda_events,
            "TaskStateExited T",
            "MapIterationSucceeded 1",
            "MapIterationStarted 2",
        ),
        *("TaskStateEntered T", *lambda_events, "TaskStateExited T", "MapIterationSucceeded 2"),
        *("MapStateSucceeded", "MapStateExited M", "ExecutionSucceeded"),
    ]
    started = [event for event in events(sfn, execution) if event["type"] == "MapStateStarted"]
    assert [event["mapStateStartedEventDetails"]["length"] for event in started] == [3, 3, 3]


def test_inside_of_each_other(aws: World, sfn: Any) -> None:
    """A Parallel in each iteration: of the failed ones' branches, only those without an end."""
    flaky = Flaky(aws, *BRANCHES)
    flaky.broken = {"bad"}
    state = {"Type": "Map", "ItemProcessor": _parallel(), "End": True}
    execution = start(sfn, create(sfn, {"StartAt": "M", "States": {"M": state}}), [1, 2])
    aws.clock.run_until_idle()
    flaky.broken = set()
    described = redrive(aws, sfn, execution)
    assert json.loads(described["output"]) == [[{"good": "good"}, {"bad": "bad"}, "slow"]] * 2
    assert [name for name, _ in flaky.calls].count("good") == 2
    assert [name for name, _ in flaky.calls].count("bad") == 4
    shown = after_redrive(sfn, execution)
    assert [shown.count(f"TaskStateEntered {name}") for name in ("good", "bad")] == [0, 2]
    assert [shown.count(f"PassStateEntered {name}0") for name in BRANCHES] == [0, 0, 0]


def test_a_state_that_was_left_does_not_count(aws: World, sfn: Any) -> None:
    """A loop comes to the same Parallel again: its earlier branches are of the past."""
    flaky = Flaky(aws, *BRANCHES, "after")
    flaky.broken = {"after"}
    definition = _parallel()
    definition["States"]["P"] |= {"Next": "After"}
    del definition["States"]["P"]["End"]
    again = {"Type": "Choice", "Choices": [{"Variable": "$.after", "IsPresent": True, "Next": "P"}], "Default": "Done"}
    definition["States"] |= {
        "After": task("after", Catch=[{"ErrorEquals": ["ValueError"], "Next": "Stop"}], Next="Again"),
        "Again": again,
        "Done": {"Type": "Succeed"},
        "Stop": {"Type": "Fail"},
    }
    execution = start(sfn, create(sfn, definition))
    aws.clock.run_until_idle()
    assert redrive(aws, sfn, execution)["status"] == "FAILED"
    assert after_redrive(sfn, execution) == ["ExecutionRedriven", "FailStateEntered Stop", "ExecutionFailed"]
    assert len(flaky.calls) == 3


def test_not_redrivable(aws: World, sfn: Any) -> None:
    running, succeeded = start(sfn, create(sfn, wait(60))), start(sfn, create(sfn, PASS, "pass"))
    for execution in (running, succeeded):
        with refused("ExecutionNotRedrivable", f"Execution is not redrivable: '{execution}'"):
            sfn.redrive_execution(executionArn=execution)
    assert describe(sfn, running)["redriveCount"] == 0


def test_fourteen_days(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, FAIL))
    aws.clock.advance(days=14)
    assert describe(sfn, execution)["redriveStatus"] == "REDRIVABLE"
    aws.clock.advance(seconds=1)
    described = describe(sfn, execution)
    assert described["redriveStatus"] == "NOT_REDRIVABLE"
    assert described["redriveStatusReason"] == "Execution redrivable period exceeded"
    with refused("ExecutionNotRedrivable", f"Execution is not redrivable: '{execution}'"):
        sfn.redrive_execution(executionArn=execution)


def test_a_redrive_begins_the_fourteen_days_anew(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, FAIL))
    for _ in range(3):
        aws.clock.advance(days=13)
        assert redrive(aws, sfn, execution)["redriveStatus"] == "REDRIVABLE"


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("HISTORY_EVENTS", 4, "Execution history event limit exceeded"),
        ("REDRIVES", 0, "Execution redrive limit exceeded"),
        ("STANDARD_US", 1, "Execution has exceeded the max execution time"),
    ],
)
def test_other_limits(
    aws: World, sfn: Any, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, reason: str
) -> None:
    execution = start(sfn, create(sfn, FAIL))
    aws.clock.run_until_idle()
    aws.clock.advance(seconds=1)
    assert describe(sfn, execution)["redriveStatus"] == "REDRIVABLE"
    monkeypatch.setattr(limits, limit, value)
    assert describe(sfn, execution)["redriveStatusReason"] == reason
    with refused("ExecutionNotRedrivable", f"Execution is not redrivable: '{execution}'"):
        sfn.redrive_execution(executionArn=execution)


def test_a_state_machine_that_is_being_deleted(aws: World, sfn: Any) -> None:
    arn = create(sfn, wait(60))
    execution, _ = (start(sfn, arn, name=name) for name in ("one", "two"))
    sfn.stop_execution(executionArn=execution)
    sfn.delete_state_machine(stateMachineArn=arn)
    with refused("ExecutionNotRedrivable", f"Execution is not redrivable: '{execution}'"):
        sfn.redrive_execution(executionArn=execution)
    assert describe(sfn, execution)["redriveStatusReason"] == "State machine is in DELETING status"


def test_a_client_token_stands_for_one_redrive(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, FAIL))
    first = sfn.redrive_execution(executionArn=execution, clientToken="t")["redriveDate"]
    aws.clock.advance(minutes=14)
    assert sfn.redrive_execution(executionArn=execution, clientToken="t")["redriveDate"] == first
    assert describe(sfn, execution)["redriveCount"] == 1
    sfn.redrive_execution(executionArn=execution, clientToken="u")
    assert describe(sfn, execution)["redriveCount"] == 2
    aws.clock.advance(minutes=1)
    assert sfn.redrive_execution(executionArn=execution, clientToken="t")["redriveDate"] > first


def test_a_trace_tells_of_redrives(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, FAIL))
    redrive(aws, sfn, execution)
    kinds = [(record.kind, record.outcome) for record in aws.trace(execution)]
    assert kinds == [
        ("StartExecution", "RUNNING"),
        ("ExecutionEnd", "FAILED"),
        ("RedriveExecution", "RUNNING"),
        ("ExecutionEnd", "FAILED"),
    ]
