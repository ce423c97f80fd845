"""What ``aws.diagnose()`` finds about state machines, and what it leaves alone."""

from __future__ import annotations

import time
from typing import Any

import pytest

from fakeaws import World
from fakeaws.timeline.findings import Finding
from tests.services.stepfunctions.journeys import ask, looked_at, machine, task
from tests.services.stepfunctions.support import create, start


def found(aws: World) -> Finding:
    (finding,) = aws.diagnose()
    return finding


# -- task-waits-without-timeout ------------------------------------------------------------------------------------------


def test_a_task_that_may_wait_for_a_year(aws: World, sfn: Any) -> None:
    sfn.create_activity(name="ask")
    looked_at(aws, sfn, machine(("Ask", ask())))
    aws.clock.advance(minutes=59)
    assert aws.diagnose() == []
    aws.clock.advance(hours=9, minutes=1)
    finding = found(aws)
    assert finding.rule == "task-waits-without-timeout"
    assert finding.text == (
        "Task 'Ask' of execution 'machine:run' has waited for its activity's worker since +00:00:00, 10 h by now, and has "
        "neither TimeoutSeconds nor HeartbeatSeconds: if the answer is lost, it hangs for a year."
    )
    assert "Give 'Ask' TimeoutSeconds" in finding.fix
    assert [each.kind for each in finding.records] == ["StartExecution", "TaskScheduled"]


@pytest.mark.parametrize("more", [{"TimeoutSeconds": 90_000}, {"HeartbeatSeconds": 90_000}])
def test_a_task_with_a_time_out_waits_rightly(aws: World, sfn: Any, more: dict[str, int]) -> None:
    sfn.create_activity(name="ask")
    run = looked_at(aws, sfn, machine(("Ask", ask(**more))))
    aws.clock.advance(hours=10)
    assert run.waiting
    assert aws.diagnose() == []


def test_a_machine_with_a_time_out_waits_rightly(aws: World, sfn: Any) -> None:
    sfn.create_activity(name="ask")
    run = looked_at(aws, sfn, {**machine(("Ask", ask())), "TimeoutSeconds": 90_000})
    aws.clock.advance(hours=10)
    assert run.waiting
    assert aws.diagnose() == []


# -- token-after-timeout -------------------------------------------------------------------------------------------------


def test_an_answer_after_the_time_out(aws: World, sfn: Any) -> None:
    sfn.create_activity(name="ask")
    caught = [{"ErrorEquals": ["States.Timeout"], "Next": "Late"}]
    run = looked_at(aws, sfn, machine(("Ask", ask(TimeoutSeconds=60, Catch=caught)), ("Late", {"Type": "Pass"})))
    token = run.waiting[0].token
    aws.clock.advance(seconds=90)
    for _ in range(2):
        with pytest.raises(sfn.exceptions.TaskTimedOut):
            sfn.send_task_success(taskToken=token, output="{}")
    finding = found(aws)
    assert finding.rule == "token-after-timeout"
    assert finding.text == (
        "SendTaskSuccess by test at +00:01:30 came too late: Task 'Ask' of execution 'machine:run' had timed out before, so "
        "the token stands for nothing. The same goes for 1 other answer."
    )
    assert [each.outcome for each in finding.records][1:] == ["TaskTimedOut"]


def test_a_second_answer_is_not_late(aws: World, sfn: Any) -> None:
    sfn.create_activity(name="ask")
    token = looked_at(aws, sfn, machine(("Ask", ask()))).waiting[0].token
    sfn.send_task_success(taskToken=token, output="{}")
    with pytest.raises(sfn.exceptions.TaskTimedOut):
        sfn.send_task_success(taskToken=token, output="{}")
    assert aws.diagnose() == []


# -- states-all-misses-runtime, choice-without-default -------------------------------------------------------------------

ALL = [{"ErrorEquals": ["States.ALL"], "Next": "Sorry"}]
SORRY = ("Sorry", {"Type": "Pass"})


def test_states_all_does_not_stand_for_runtime_errors(aws: World, sfn: Any) -> None:
    arn = create(sfn, machine(("Bill", task("bill", InputPath="$.order", Catch=ALL)), SORRY))
    for name in ("one", "two"):
        start(sfn, arn, {"id": 1}, name=name)
    finding = found(aws)
    assert finding.rule == "states-all-misses-runtime"
    assert (
        "State 'Bill' failed with States.Runtime at +00:00:00, which the States.ALL of 'Bill' does not" in finding.text
    )
    assert "execution 'machine:one' failed (An error occurred" in finding.text
    assert finding.text.endswith("The same goes for 1 other execution.")
    assert [each.kind for each in finding.records] == ["StartExecution", "ExecutionEnd"]


def test_nor_does_that_of_the_state_around_it(aws: World, sfn: Any) -> None:
    inner = machine(("Bill", {"Type": "Pass", "InputPath": "$.order"}))
    looked_at(aws, sfn, machine(("Both", {"Type": "Parallel", "Branches": [inner], "Catch": ALL}), SORRY))
    assert "State 'Bill' in 'Both' failed with States.Runtime" in found(aws).text


def test_a_runtime_error_that_nobody_hoped_to_catch_is_left_alone(aws: World, sfn: Any) -> None:
    run = looked_at(aws, sfn, machine(("Bill", {"Type": "Pass", "InputPath": "$.order"})))
    assert run.error == "States.Runtime"
    assert aws.diagnose() == []


def test_a_choice_that_no_rule_fits(aws: World, sfn: Any) -> None:
    rule = {"Variable": "$.n", "NumericEquals": 1, "Next": "Sorry"}
    looked_at(aws, sfn, machine(("Which", {"Type": "Choice", "Choices": [rule]}), SORRY), {"n": 2})
    finding = found(aws)
    assert finding.rule == "choice-without-default"
    assert "No rule of Choice 'Which' matched at +00:00:00 and it has no Default" in finding.text
    assert "Give 'Which' a Default" in finding.fix


# -- task-failed-misses-timeout ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("errors", [["States.TaskFailed"], ["Other", "States.TaskFailed"]])
def test_task_failed_does_not_stand_for_time_outs(aws: World, sfn: Any, errors: list[str]) -> None:
    aws.lambda_.register("slow", lambda event, context: time.sleep(60), timeout=90)
    catch = [{"ErrorEquals": errors, "Next": "Sorry"}]
    run = looked_at(aws, sfn, machine(("Slow", task("slow", TimeoutSeconds=30, Catch=catch)), SORRY))
    aws.clock.advance(seconds=100)
    assert run.status == "FAILED"
    finding = found(aws)
    assert finding.rule == "task-failed-misses-timeout"
    assert "Task 'Slow' timed out at +00:00:30. It retries or catches States.TaskFailed" in finding.text
    assert '"States.Timeout"' in finding.fix


def test_a_time_out_that_is_caught_is_left_alone(aws: World, sfn: Any) -> None:
    aws.lambda_.register("slow", lambda event, context: time.sleep(60), timeout=90)
    catch = [
        {"ErrorEquals": ["States.TaskFailed"], "Next": "Sorry"},
        {"ErrorEquals": ["States.Timeout"], "Next": "Sorry"},
    ]
    run = looked_at(aws, sfn, machine(("Slow", task("slow", TimeoutSeconds=30, Catch=catch)), SORRY))
    aws.clock.advance(seconds=100)
    assert run.path == ["Slow", "Sorry"]
    assert aws.diagnose() == []


# -- path-is-a-literal ---------------------------------------------------------------------------------------------------


def test_a_path_that_is_a_text(aws: World, sfn: Any) -> None:
    given = {"order": {"id": "$.id", "name.$": "$.name"}, "price": "$5", "list": [{"when": "$$.State.EnteredTime"}]}
    run = looked_at(aws, sfn, machine(("Make", {"Type": "Pass", "Parameters": given})), {"id": 1, "name": "x"})
    assert run.output["order"] == {"id": "$.id", "name": "x"}
    first, second = aws.diagnose()
    assert {first.rule, second.rule} == {"path-is-a-literal"}
    assert first.text == (
        "Parameters.order.id of state 'Make' is the text '$.id' itself, not what it points at: the member's name does not "
        "end in '.$'. It was so in execution 'machine:run'."
    )
    assert first.fix == 'Write "id.$": "$.id".'
    assert second.text.startswith("Parameters.list[0].when of state 'Make'")


def test_paths_where_they_belong_are_left_alone(aws: World, sfn: Any) -> None:
    definition = machine(
        ("A", {"Type": "Pass", "InputPath": "$.a", "ResultPath": "$.b", "OutputPath": "$.b", "Result": {"c": "$.d"}}),
        ("B", {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"text": "$.x"}}),
    )
    run = looked_at(aws, sfn, definition, {"a": 1})
    assert run.output == {"text": "$.x"}
    assert aws.diagnose() == []


def test_a_state_that_was_not_entered_is_left_alone(aws: World, sfn: Any) -> None:
    looked_at(
        aws, sfn, machine(("Nap", {"Type": "Wait", "Seconds": 9}), ("A", {"Type": "Pass", "Parameters": {"a": "$.b"}}))
    )
    assert aws.diagnose() == []
    aws.clock.advance(seconds=9)
    assert found(aws).rule == "path-is-a-literal"
