"""``aws.stepfunctions.execution``: the path, each state, what waits, as assertions."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from fakeaws import World
from tests.services.stepfunctions.journeys import RETRY, ask, charge_at_the_third_attempt, looked_at, machine, task
from tests.services.stepfunctions.support import create, start

START = datetime(2026, 1, 5, tzinfo=timezone.utc)


def test_an_execution_that_succeeds(aws: World, sfn: Any) -> None:
    definition = machine(("Wait", {"Type": "Wait", "Seconds": 5}), ("Done", {"Type": "Pass", "Result": {"ok": 1}}))
    run = looked_at(aws, sfn, definition, {"order": 42})
    assert (run.status, run.path, run.input, run.output) == ("RUNNING", ["Wait"], {"order": 42}, None)
    aws.clock.advance(seconds=5)
    assert (run.status, run.path, run.output) == ("SUCCEEDED", ["Wait", "Done"], {"ok": 1})
    assert (run.error, run.cause, run.waiting) == (None, None, [])
    wait = run.state("Wait")
    assert (wait.input, wait.output, wait.entered) == ({"order": 42}, {"order": 42}, START)
    assert wait.exited == START + timedelta(seconds=5)


def test_history_is_what_the_operation_answers(aws: World, sfn: Any) -> None:
    run = looked_at(aws, sfn, machine(("A", {"Type": "Pass"}), ("B", {"Type": "Succeed"})))
    assert run.history == sfn.get_execution_history(executionArn=run.arn)["events"]
    assert len(run.history) == 6


def test_each_attempt_of_a_task(aws: World, sfn: Any) -> None:
    charge_at_the_third_attempt(aws)
    run = looked_at(aws, sfn, machine(("Charge", task("charge", Retry=RETRY))))
    aws.clock.advance(seconds=3)
    assert [each.error for each in run.state("Charge").attempts] == ["Busy", "Busy"]
    aws.clock.advance(seconds=10)
    charge = run.state("Charge")
    assert [each.error for each in charge.attempts] == ["Busy", "Busy", None]
    assert [each.began - START for each in charge.attempts] == [timedelta(seconds=at) for at in (0, 2, 6)]
    assert "try later" in str(charge.attempts[0].cause)
    assert charge.output == {"ok": True}
    assert run.status == "SUCCEEDED"


def test_a_failure(aws: World, sfn: Any) -> None:
    run = looked_at(aws, sfn, machine(("No", {"Type": "Fail", "Error": "Declined", "Cause": "no money"})))
    assert (run.status, run.error, run.cause) == ("FAILED", "Declined", "no money")
    assert (run.state("No").exited, run.state("No").output) == (None, None)
    assert [(each.error, each.cause) for each in run.state("No").attempts] == [("Declined", "no money")]


def test_loops_branches_and_iterations_are_visits(aws: World, sfn: Any) -> None:
    inside = machine(("Work", {"Type": "Pass", "Parameters": {"id.$": "$.id", "done": True}}))
    definition = {
        "StartAt": "Both",
        "States": {
            "Both": {
                "Type": "Parallel",
                "Branches": [
                    machine(("Each", {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": inside})),
                    machine(("Other", {"Type": "Pass"})),
                ],
                "ResultPath": None,
                "Next": "Again",
            },
            "Again": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)"}, "Next": "More"},
            "More": {
                "Type": "Choice",
                "Choices": [{"Variable": "$.n", "NumericLessThan": 3, "Next": "Again"}],
                "Default": "End",
            },
            "End": {"Type": "Succeed"},
        },
    }
    run = looked_at(aws, sfn, definition, {"items": [{"id": 1}, {"id": 2}], "n": 0})
    assert run.path == ["Both", "Again", "More", "Again", "More", "Again", "More", "End"]
    assert [each.output for each in run.state("Work").visits] == [{"id": 1, "done": True}, {"id": 2, "done": True}]
    assert [each.output for each in run.state("Again").visits] == [{"n": 1}, {"n": 2}, {"n": 3}]
    assert run.state("Again").output == {"n": 3}
    assert run.state("Other").input == {"items": [{"id": 1}, {"id": 2}], "n": 0}


def test_a_parallel_that_is_tried_again(aws: World, sfn: Any) -> None:
    charge_at_the_third_attempt(aws)
    inner = machine(("Charge", task("charge")))
    outer = {"Type": "Parallel", "Branches": [machine(("Wait", {"Type": "Wait", "Seconds": 9})), inner], "Retry": RETRY}
    run = looked_at(aws, sfn, machine(("Both", outer), ("After", {"Type": "Pass"})))
    aws.clock.advance(seconds=30)
    assert run.path == ["Both", "After"]
    assert run.status == "SUCCEEDED"
    assert [each.error for each in run.state("Both").attempts] == ["Busy", "Busy", None]
    assert [each.attempts[0].error for each in run.state("Charge").visits] == ["Busy", "Busy", None]
    assert [each.exited is None for each in run.state("Wait").visits] == [True, True, False]


def test_what_waits_and_the_answer_by_its_token(aws: World, sfn: Any) -> None:
    arn = sfn.create_activity(name="ask")["activityArn"]
    run = looked_at(aws, sfn, machine(("Before", {"Type": "Wait", "Seconds": 5}), ("Ask", ask())), {"q": 1})
    assert run.waiting == []
    aws.clock.advance(seconds=7)
    (waiting,) = run.waiting
    assert (waiting.state, waiting.since, waiting.input) == ("Ask", START + timedelta(seconds=5), {"q": 1})
    assert sfn.get_activity_task(activityArn=arn)["taskToken"] == waiting.token
    sfn.send_task_success(taskToken=waiting.token, output='{"a": 2}')
    assert (run.status, run.output, run.waiting) == ("SUCCEEDED", {"a": 2}, [])


def test_express_executions_are_there_too(aws: World, sfn: Any) -> None:
    run = looked_at(aws, sfn, machine(("A", {"Type": "Pass"})), type="EXPRESS")
    assert (run.status, run.path) == ("SUCCEEDED", ["A"])
    assert next(each["type"] for each in run.history) == "ExecutionStarted"


def test_looking_up_by_name(aws: World, sfn: Any) -> None:
    with pytest.raises(LookupError, match="no execution 'run'; this world has none"):
        aws.stepfunctions.execution("run")
    definition = machine(("A", {"Type": "Pass"}))
    run = looked_at(aws, sfn, definition)
    assert aws.stepfunctions.execution("run") == run
    assert aws.stepfunctions.execution(run.arn) == run
    with pytest.raises(LookupError, match="no execution 'rum'; did you mean 'run'"):
        aws.stepfunctions.execution("rum")
    start(sfn, create(sfn, definition, name="another"), name="run")
    with pytest.raises(LookupError, match="several executions are called 'run'"):
        aws.stepfunctions.execution("run")


def test_looking_up_by_the_answer_of_the_start(aws: World, sfn: Any) -> None:
    answer = sfn.start_execution(stateMachineArn=create(sfn, machine(("A", {"Type": "Pass"}))))
    assert aws.stepfunctions.execution(answer).arn == answer["executionArn"]
    for other in ({"MessageId": "1"}, 7):
        with pytest.raises(TypeError, match="an ARN, a name, or the answer of StartExecution is"):
            aws.stepfunctions.execution(other)  # type: ignore[arg-type]


def test_looking_up_a_state(aws: World, sfn: Any) -> None:
    run = looked_at(aws, sfn, machine(("Charge", {"Type": "Wait", "Seconds": 5}), ("Ship", {"Type": "Pass"})))
    with pytest.raises(LookupError, match="no state 'charge'; did you mean 'Charge'"):
        run.state("charge")
    ship = run.state("Ship")
    assert ship.visits == []
    with pytest.raises(LookupError, match="has not entered 'Ship'"):
        _ = ship.input


def test_a_redriven_execution(aws: World, sfn: Any) -> None:
    charge_at_the_third_attempt(aws)
    run = looked_at(aws, sfn, machine(("A", {"Type": "Pass"}), ("Charge", task("charge")), ("B", {"Type": "Pass"})))
    assert (run.status, run.path) == ("FAILED", ["A", "Charge"])
    for _ in range(2):
        sfn.redrive_execution(executionArn=run.arn)
    assert (run.status, run.path) == ("SUCCEEDED", ["A", "Charge", "Charge", "Charge", "B"])
    assert [each.attempts[0].error for each in run.state("Charge").visits] == ["Busy", "Busy", None]
