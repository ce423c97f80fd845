"""``aws.stepfunctions.mock_task``: the test answers for Tasks."""

from __future__ import annotations

import json
import time
from copy import deepcopy
from datetime import timedelta
from typing import Any

import boto3
import pytest

from fakeaws import TaskError, World

from .support import create, events, start, types

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:charge"
ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:pack"
SEND = "arn:aws:states:::sqs:sendMessage"
QUEUE = {"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/orders"}


def task(resource: str = SEND, *, end: bool = True, **fields: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": resource, "End": True, **fields}


def machine(*names: str, resource: str = SEND, **fields: Any) -> dict[str, Any]:
    """Tasks one after the other; ``fields`` are those of each."""
    states = {name: {"Type": "Task", "Resource": resource, **fields} for name in names}
    for place, name in enumerate(names[:-1], 1):
        states[name]["Next"] = names[place]
    states[names[-1]]["End"] = True
    return {"StartAt": names[0], "States": states}


def ended(aws: World, sfn: Any, arn: str, input: Any = None, **params: Any) -> Any:
    """An execution that has come to its end."""
    run = aws.stepfunctions.execution(start(sfn, arn, input, **params))
    aws.clock.run_until(lambda: run.status != "RUNNING", within=timedelta(days=30))
    return run


def test_a_value_is_the_result(aws: World, sfn: Any) -> None:
    mock = aws.stepfunctions.mock_task("Charge", returns={"ok": True, "ids": [1, 2]})
    arn = create(sfn, machine("Charge", Parameters={"MessageBody.$": "$.order", **QUEUE}))
    run = ended(aws, sfn, arn, {"order": "42"})
    assert (run.status, run.output) == ("SUCCEEDED", {"ok": True, "ids": [1, 2]})
    assert mock.calls == [{"MessageBody": "42", **QUEUE}]
    assert repr(mock) == "<mock of 'Charge': 1 calls>"
    assert types(sfn, run.arn) == [
        "ExecutionStarted",
        "TaskStateEntered",
        "TaskScheduled",
        "TaskStarted",
        "TaskSucceeded",
        "TaskStateExited",
        "ExecutionSucceeded",
    ]
    assert events(sfn, run.arn)[4]["taskSucceededEventDetails"] == {
        "resourceType": "sqs",
        "resource": "sendMessage",
        "output": '{"ok":true,"ids":[1,2]}',
        "outputDetails": {"truncated": False},
    }


def test_null_is_a_value_and_nothing_is_an_empty_object(aws: World, sfn: Any) -> None:
    arn = create(sfn, machine("Charge"))
    aws.stepfunctions.mock_task("Charge")
    assert ended(aws, sfn, arn).output == {}
    aws.stepfunctions.mock_task("Charge", returns=None)
    run = ended(aws, sfn, arn)
    assert (run.status, run.output) == ("SUCCEEDED", None)


def test_a_callable_gets_the_effective_input_waits_and_calls_aws(aws: World, sfn: Any) -> None:
    sqs: Any = boto3.session.Session().client(
        "sqs", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
    )
    url = sqs.create_queue(QueueName="orders")["QueueUrl"]

    def charge(order: Any) -> Any:
        time.sleep(5)
        sqs.send_message(QueueUrl=url, MessageBody=order["id"])
        return {"charged": order["id"]}

    mock = aws.stepfunctions.mock_task("Charge", returns=charge, takes=10)
    run = ended(aws, sfn, create(sfn, machine("Charge", InputPath="$.order")), {"order": {"id": "42"}})
    assert run.output == {"charged": "42"}
    assert [message.body for message in aws.sqs.queue("orders").messages] == ["42"]
    assert mock.calls == [{"id": "42"}]
    assert aws.clock.elapsed == timedelta(seconds=15)


def test_a_callable_can_fail(aws: World, sfn: Any) -> None:
    def charge(order: Any) -> Any:
        raise TaskError("Card.Declined", order["card"])

    aws.stepfunctions.mock_task("Charge", returns=charge)
    run = ended(aws, sfn, create(sfn, machine("Charge")), {"card": "1"})
    assert (run.status, run.error, run.cause) == ("FAILED", "Card.Declined", "1")


def test_a_callable_whose_result_is_no_json_fails_its_task(aws: World, sfn: Any) -> None:
    aws.stepfunctions.mock_task("Charge", returns=lambda order: {"at": timedelta(1)})
    run = ended(aws, sfn, create(sfn, machine("Charge")))
    assert (run.error, run.cause) == ("TypeError", "a task's result is JSON: datetime.timedelta(days=1) is none")


class CardDeclined(Exception):
    pass


@pytest.mark.parametrize(
    ("raises", "error", "cause"),
    [
        ("Card.Declined", "Card.Declined", None),
        (("Card.Declined", "no money"), "Card.Declined", "no money"),
        (TaskError("Card.Declined", "no money"), "Card.Declined", "no money"),
        (CardDeclined("no money"), "CardDeclined", "no money"),
        (CardDeclined, "CardDeclined", None),
    ],
)
def test_failures(aws: World, sfn: Any, raises: Any, error: str, cause: str | None) -> None:
    aws.stepfunctions.mock_task("Charge", raises=raises)
    run = ended(aws, sfn, create(sfn, machine("Charge")))
    assert (run.status, run.error, run.cause) == ("FAILED", error, cause)
    assert types(sfn, run.arn)[-3:] == ["TaskStarted", "TaskFailed", "ExecutionFailed"]


def test_an_exception_fails_a_function_as_its_handler_would(aws: World, sfn: Any) -> None:
    aws.stepfunctions.mock_task("Charge", raises=CardDeclined("no money"))
    run = ended(aws, sfn, create(sfn, machine("Charge", resource=FUNCTION)))
    assert run.error == "CardDeclined"
    assert json.loads(run.cause) == {"errorMessage": "no money", "errorType": "CardDeclined", "stackTrace": []}
    assert types(sfn, run.arn)[2:5] == ["LambdaFunctionScheduled", "LambdaFunctionStarted", "LambdaFunctionFailed"]


def test_a_timeout_can_be_raised(aws: World, sfn: Any) -> None:
    aws.stepfunctions.mock_task("Charge", raises="States.Timeout")
    catch = [{"ErrorEquals": ["States.TaskFailed"], "Next": "Charge"}]
    run = ended(aws, sfn, create(sfn, machine("Charge", Catch=catch)))
    assert run.error == "States.Timeout"
    assert types(sfn, run.arn)[-2:] == ["TaskTimedOut", "ExecutionFailed"]


RETRY = [{"ErrorEquals": ["Busy", "TimeoutError"], "IntervalSeconds": 10, "BackoffRate": 2, "MaxAttempts": 3}]


def test_success_on_the_third_try(aws: World, sfn: Any) -> None:
    mock = aws.stepfunctions.mock_task("Charge", answers=[TaskError("Busy"), TimeoutError, {"ok": True}])
    arn = create(sfn, machine("Charge", Retry=RETRY))
    for _ in range(2):  # each execution begins with the first answer
        run = ended(aws, sfn, arn)
        assert run.output == {"ok": True}
    assert len(mock.calls) == 6
    assert aws.clock.elapsed == timedelta(seconds=60)


def test_answers_of_a_loop_and_the_last_one_stays(aws: World, sfn: Any) -> None:
    mock = aws.stepfunctions.mock_task("Look", answers=[{"status": "RUNNING"}, {"status": "RUNNING"}, {"status": "OK"}])
    is_running = {"Variable": "$.status", "StringEquals": "RUNNING", "Next": "Wait"}
    states = {
        "Look": {"Type": "Task", "Resource": SEND, "Next": "Running?"},
        "Running?": {"Type": "Choice", "Choices": [is_running], "Default": "Look again"},
        "Wait": {"Type": "Wait", "Seconds": 10, "Next": "Look"},
        "Look again": {"Type": "Task", "Resource": SEND, "End": True},
    }
    again = aws.stepfunctions.mock_task("Look again", returns=lambda status: status)
    run = ended(aws, sfn, create(sfn, {"StartAt": "Look", "States": states}))
    assert run.output == {"status": "OK"}
    assert (len(mock.calls), len(again.calls)) == (3, 1)
    assert aws.clock.elapsed == timedelta(seconds=20)


def test_the_last_answer_stays(aws: World, sfn: Any) -> None:
    mock = aws.stepfunctions.mock_task("Charge", answers=[{"n": 1}, TaskError("Busy")])
    definition = {
        "StartAt": "Each",
        "States": {"Each": {"Type": "Map", "ItemProcessor": machine("Charge", Retry=RETRY), "End": True}},
    }
    run = ended(aws, sfn, create(sfn, definition), ["a", "b"])
    assert run.error == "Busy"
    assert mock.calls == ["a", "b", "b", "b", "b"]


def test_attempts_count_over_the_iterations_of_a_map(aws: World, sfn: Any) -> None:
    mock = aws.stepfunctions.mock_task("Charge", answers=[{"n": 1}, {"n": 2}, {"n": 3}])
    definition = {
        "StartAt": "Each",
        "States": {"Each": {"Type": "Map", "ItemProcessor": machine("Charge"), "MaxConcurrency": 1, "End": True}},
    }
    run = ended(aws, sfn, create(sfn, definition), ["a", "b", "c"])
    assert run.output == [{"n": 1}, {"n": 2}, {"n": 3}]
    assert mock.calls == ["a", "b", "c"]


def test_branches_are_answered_each_in_its_time(aws: World, sfn: Any) -> None:
    aws.stepfunctions.mock_task("Slow", returns="slow", takes=timedelta(minutes=2))
    aws.stepfunctions.mock_task("Fast", returns="fast", takes=0.5)
    definition = {
        "StartAt": "Both",
        "States": {"Both": {"Type": "Parallel", "Branches": [machine("Slow"), machine("Fast")], "End": True}},
    }
    run = ended(aws, sfn, create(sfn, definition))
    assert run.output == ["slow", "fast"]
    at = {e["type"]: e["timestamp"] for e in run.history if e["type"] == "TaskSucceeded"}
    first = next(e for e in run.history if e["type"] == "TaskSucceeded")
    assert at["TaskSucceeded"] - first["timestamp"] == timedelta(seconds=119.5)
    assert aws.clock.elapsed == timedelta(minutes=2)


def test_a_task_that_takes_too_long_times_out(aws: World, sfn: Any) -> None:
    aws.stepfunctions.mock_task("Charge", returns={}, takes=61)
    arn = create(sfn, machine("Charge", TimeoutSeconds=60))
    run = ended(aws, sfn, arn)
    assert (run.status, run.error) == ("FAILED", "States.Timeout")
    assert aws.clock.elapsed == timedelta(seconds=60)
    assert types(sfn, run.arn)[-3:] == ["TaskStarted", "TaskTimedOut", "ExecutionFailed"]
    aws.clock.advance(minutes=5)
    assert run.history[-1]["type"] == "ExecutionFailed"


def test_a_task_that_takes_just_as_long_as_it_may_succeeds(aws: World, sfn: Any) -> None:
    aws.stepfunctions.mock_task("Charge", returns={}, takes=60)
    assert ended(aws, sfn, create(sfn, machine("Charge", TimeoutSeconds=60))).status == "SUCCEEDED"


def test_a_callable_that_waits_too_long_is_ended(aws: World, sfn: Any) -> None:
    ends: list[str] = []

    def charge(order: Any) -> None:
        try:
            time.sleep(100)
            ends.append("by itself")
        finally:
            ends.append("ended")

    aws.stepfunctions.mock_task("Charge", returns=charge)
    assert ended(aws, sfn, create(sfn, machine("Charge", TimeoutSeconds=60))).error == "States.Timeout"
    aws.clock.advance(minutes=5)
    assert ends == ["ended"]


def test_a_job_without_heartbeats_times_out(aws: World, sfn: Any) -> None:
    arn = create(sfn, machine("Run", resource="arn:aws:states:::batch:submitJob.sync", HeartbeatSeconds=30))
    aws.stepfunctions.mock_task("Run", returns={"Status": "SUCCEEDED"}, takes=31)
    assert ended(aws, sfn, arn).error == "States.Timeout"
    assert aws.clock.elapsed == timedelta(seconds=30)


def test_a_job_is_submitted_and_ends(aws: World, sfn: Any) -> None:
    aws.stepfunctions.mock_task("batch:submitJob.sync", returns={"Status": "SUCCEEDED"}, takes=3600)
    arn = create(sfn, machine("Run", resource="arn:aws:states:::batch:submitJob.sync"))
    run = ended(aws, sfn, arn)
    assert run.output == {"Status": "SUCCEEDED"}
    assert types(sfn, run.arn)[2:6] == ["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"]
    submitted, succeeded = run.history[4], run.history[5]
    assert succeeded["timestamp"] - submitted["timestamp"] == timedelta(hours=1)
    assert submitted["taskSubmittedEventDetails"]["resource"] == "submitJob.sync"


ASK = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
ASKING = {"MessageBody": {"token.$": "$$.Task.Token"}, **QUEUE}


def test_a_mock_answers_in_place_of_the_token(aws: World, sfn: Any) -> None:
    mock = aws.stepfunctions.mock_task("Ask", returns={"approved": True}, takes=timedelta(days=2))
    run = ended(aws, sfn, create(sfn, machine("Ask", resource=ASK, Parameters=ASKING)))
    assert run.output == {"approved": True}
    assert types(sfn, run.arn)[2:6] == ["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"]
    assert len(mock.calls[0]["MessageBody"]["token"]) > 100


def test_without_an_answer_the_token_waits(aws: World, sfn: Any) -> None:
    mock = aws.stepfunctions.mock_task("Ask")
    arn = create(sfn, machine("Ask", resource=ASK, Parameters=ASKING, TimeoutSeconds=86400))
    run = aws.stepfunctions.execution(start(sfn, arn))
    aws.clock.advance(hours=1)
    assert [(waiting.state, waiting.token) for waiting in run.waiting] == [
        ("Ask", mock.calls[0]["MessageBody"]["token"])
    ]
    assert types(sfn, run.arn)[-1] == "TaskSubmitted"
    aws.clock.advance(days=1)
    assert run.error == "States.Timeout"


def test_activities(aws: World, sfn: Any) -> None:
    aws.stepfunctions.mock_task(ACTIVITY, returns={"packed": 3}, takes=60)
    run = ended(aws, sfn, create(sfn, machine("Pack", resource=ACTIVITY)))
    assert run.output == {"packed": 3}
    assert types(sfn, run.arn)[2:5] == ["ActivityScheduled", "ActivityStarted", "ActivitySucceeded"]


def test_an_activity_without_an_answer_waits_for_its_token(aws: World, sfn: Any) -> None:
    aws.stepfunctions.mock_task("Pack")
    run = aws.stepfunctions.execution(start(sfn, create(sfn, machine("Pack", resource=ACTIVITY))))
    assert [waiting.state for waiting in run.waiting] == ["Pack"]
    assert run.status == "RUNNING"


DISTRIBUTED = {
    "StartAt": "Each",
    "States": {
        "Each": {
            "Type": "Map",
            "ItemProcessor": {
                **machine("Charge", Retry=RETRY),
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            },
            "End": True,
        }
    },
}


def test_children_of_a_map_run(aws: World, sfn: Any) -> None:
    arn = create(sfn, DISTRIBUTED, name="orders")
    mock = aws.stepfunctions.mock_task("Charge", machine="orders", answers=[TaskError("Busy"), lambda order: order * 2])
    run = ended(aws, sfn, arn, [1, 2])
    assert run.output == [2, 4]  # every child begins with the first answer
    assert mock.calls == [1, 2, 1, 2]
    assert aws.diagnose() == []


def test_children_of_a_map_run_belong_to_the_test_case(aws: World, sfn: Any) -> None:
    arn = create(sfn, DISTRIBUTED, name="orders")
    aws.stepfunctions.load_mocks(
        {
            "StateMachines": {"orders": {"TestCases": {"Happy": {"Charge": "Charged"}}}},
            "MockedResponses": {"Charged": {"0": {"Return": "charged"}}},
        }
    )
    assert ended(aws, sfn, f"{arn}#Happy", [1, 2]).output == ["charged", "charged"]


def test_an_express_execution(aws: World, sfn: Any) -> None:
    aws.stepfunctions.mock_task("Charge", returns={"ok": True}, takes=2)
    arn = create(sfn, machine("Charge", resource=FUNCTION), type="EXPRESS")
    run = ended(aws, sfn, arn)
    assert (run.status, run.output) == ("SUCCEEDED", {"ok": True})


# -- which one -----------------------------------------------------------------------------------------------------------


def test_the_most_specific_mock_counts(aws: World, sfn: Any) -> None:
    orders, other = create(sfn, machine("Charge"), name="orders"), create(sfn, machine("Charge"), name="other")
    third = create(sfn, machine("Pay"), name="third")
    mocks = aws.stepfunctions
    mocks.mock_task("Charge", machine="orders", returns="state and machine")
    mocks.mock_task("Charge", returns="state")
    mocks.mock_task(SEND, returns="resource")
    mocks.mock_task("sqs:sendMessage", machine=other, returns="resource and machine")
    assert [ended(aws, sfn, arn).output for arn in (orders, other, third)] == [
        "state and machine",
        "state",
        "resource",
    ]
    mocks.mock_task("sqs:sendMessage", machine=third, returns="resource and machine")
    assert ended(aws, sfn, third).output == "resource and machine"


def test_later_mocks_replace_earlier_ones(aws: World, sfn: Any) -> None:
    arn = create(sfn, machine("Charge"))
    first = aws.stepfunctions.mock_task("Charge", returns=1)
    assert ended(aws, sfn, arn).output == 1
    aws.stepfunctions.mock_task("Charge", returns=2)
    assert ended(aws, sfn, arn).output == 2
    assert len(first.calls) == 1


@pytest.mark.parametrize("given", [FUNCTION, f"{FUNCTION}:live"])
def test_a_function_is_mocked_with_its_versions(aws: World, sfn: Any, given: str) -> None:
    aws.stepfunctions.mock_task(given, returns="mocked")
    assert ended(aws, sfn, create(sfn, machine("Charge", resource=f"{FUNCTION}:live"))).output == "mocked"


def test_patterns_are_resources_of_their_own(aws: World, sfn: Any) -> None:
    aws.stepfunctions.mock_task("sqs:sendMessage", returns="sent")
    aws.stepfunctions.mock_task("sqs:sendMessage.waitForTaskToken", returns="answered")
    first, second = machine("Send"), machine("Ask", resource=ASK, Parameters=ASKING)
    assert ended(aws, sfn, create(sfn, first, name="first")).output == "sent"
    assert ended(aws, sfn, create(sfn, second, name="second")).output == "answered"


def test_a_mock_is_there_in_every_region_and_account(aws: World, sfn: Any) -> None:
    aws.stepfunctions.mock_task("Charge", returns="here")
    elsewhere: Any = boto3.session.Session().client(
        "stepfunctions", region_name="eu-central-1", aws_access_key_id="test", aws_secret_access_key="test"
    )
    arn = create(elsewhere, machine("Charge"))
    run = aws.stepfunctions.execution(start(elsewhere, arn))
    assert run.output == "here"
    aws.stepfunctions.mock_task("Charge", machine=arn, returns="there")
    assert aws.stepfunctions.execution(start(elsewhere, arn)).output == "there"
    assert ended(aws, sfn, create(sfn, machine("Charge"))).output == "here"


def test_a_copied_world_has_its_own(aws: World, sfn: Any) -> None:
    mock = aws.stepfunctions.mock_task("Charge", returns={"ok": True}, takes=10)
    run = aws.stepfunctions.execution(start(sfn, create(sfn, machine("Charge"))))
    aws.settle()
    twin = deepcopy(aws)
    due = twin.simulation.scheduler.next_due()
    assert due is not None
    timer = twin.simulation.scheduler.pop_due(due)
    assert timer is not None
    twin.simulation.scheduler.fire(timer)
    assert twin.stepfunctions.execution(run.arn).status == "SUCCEEDED"
    assert run.status == "RUNNING"
    assert len(mock.calls) == 1


# -- mistakes ------------------------------------------------------------------------------------------------------------


def test_a_known_machine_has_no_such_state(aws: World, sfn: Any) -> None:
    definition = machine("ChargeCard", "Ship")
    definition["States"]["Ship"] = {"Type": "Succeed"}
    create(sfn, definition, name="orders")
    mock_task = aws.stepfunctions.mock_task
    with pytest.raises(LookupError, match="'orders' has no state 'chargecard'; did you mean 'ChargeCard'\\?"):
        mock_task("chargecard", machine="orders")
    with pytest.raises(LookupError, match="'orders' has no task 'Ship': it is a Succeed"):
        mock_task("Ship", machine="orders")
    with pytest.raises(
        LookupError, match=r"no task with the resource 'sqs:sendMessage\.waitForTaskToken'; did you mean"
    ):
        mock_task("sqs:sendMessage.waitForTaskToken", machine="orders")
    mock_task("ChargeCard", machine="later")  # may still come


def test_diagnose_names_a_mock_of_an_unknown_state(aws: World, sfn: Any) -> None:
    aws.stepfunctions.mock_task("Charge", returns={})
    aws.stepfunctions.mock_task("Ship", returns={})
    aws.stepfunctions.mock_task("Shop", returns={})
    arn = create(sfn, machine("Charge", "Ship"), name="orders")
    assert aws.diagnose() == []
    ended(aws, sfn, arn)
    (found,) = aws.diagnose()
    assert found.rule == "mock-of-unknown-state"
    assert found.text == (
        "mock_task('Shop') stood in for nothing: state machine 'orders' has no state 'Shop'; did you mean 'Ship'?"
    )
    assert [record.kind for record in found.records] == ["StartExecution"]


def test_diagnose_names_a_mock_of_an_unknown_machine(aws: World, sfn: Any) -> None:
    """One that is almost called like one that ran; mocks of other state machines may be there for other tests."""
    for name in ("ordr", "shipping"):
        aws.stepfunctions.mock_task("Charge", machine=name, returns=1)
    start(sfn, create(sfn, machine("Charge"), name="order"))
    [found] = aws.diagnose()
    assert found.rule == "mock-of-unknown-state"
    assert found.text == (
        "mock_task('Charge', machine='ordr') stood in for nothing: there is no state machine 'ordr'; did you mean 'order'?"
    )


def test_a_mock_of_a_machine_that_did_not_run_is_no_mistake(aws: World, sfn: Any) -> None:
    aws.stepfunctions.mock_task("Charge", machine="order2", returns=1)
    aws.stepfunctions.mock_task("Charge", machine="order1", returns=1)
    create(sfn, machine("Charge"), name="order2")
    start(sfn, create(sfn, machine("Charge"), name="order1"))
    assert aws.diagnose() == []


def test_a_mock_that_was_not_reached_is_no_mistake(aws: World, sfn: Any) -> None:
    aws.stepfunctions.mock_task("Charge", raises="Card.Declined")
    aws.stepfunctions.mock_task("Ship", returns={})
    ended(aws, sfn, create(sfn, machine("Charge", "Ship"), name="orders"))
    assert aws.diagnose() == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"returns": 1, "raises": "E"}, "returns and raises exclude each other"),
        ({"raises": "E", "answers": [1]}, "raises and answers exclude each other"),
        ({"answers": []}, "answers is empty"),
        ({"answers": {"ok": True}}, "answers is a list"),
        ({"returns": {1: 2}}, "the key 1 is no text"),
        ({"answers": [{"at": {1, 2}}]}, "is JSON: {1, 2} is none"),
        ({"raises": 1}, "raises is an error's name"),
        ({"takes": -1}, "takes is a duration"),
        ({"takes": "3s"}, "takes is a duration, seconds or a timedelta, not '3s'"),
        ({"machine": "arn:aws:sqs:us-east-1:123456789012:q"}, "machine is a state machine's name or ARN"),
    ],
)
def test_nonsense_is_refused(aws: World, given: dict[str, Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        aws.stepfunctions.mock_task("Charge", **given)


# -- human approval ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("answer", "path"), [(True, ["Charge", "Ask", "Ship"]), (None, ["Charge", "Ask", "Refund"])])
def test_approval(aws: World, sfn: Any, answer: bool | None, path: list[str]) -> None:
    timed_out = [{"ErrorEquals": ["States.Timeout"], "Next": "Refund"}]
    states = {
        "Charge": {"Type": "Task", "Resource": FUNCTION, "Next": "Ask"},
        "Ask": {
            "Type": "Task",
            "Resource": ASK,
            "Parameters": ASKING,
            "TimeoutSeconds": 3 * 86400,
            "Catch": timed_out,
            "Next": "Ship",
        },
        "Ship": {"Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.sync", "End": True},
        "Refund": {"Type": "Task", "Resource": FUNCTION, "End": True},
    }
    arn = create(sfn, {"StartAt": "Charge", "States": states})
    aws.stepfunctions.mock_task("Ask")
    for state in ("Charge", "Ship", "Refund"):
        aws.stepfunctions.mock_task(state, returns={"ok": True})
    run = aws.stepfunctions.execution(sfn.start_execution(stateMachineArn=arn)["executionArn"])
    aws.clock.advance(days=2)
    if answer:
        sfn.send_task_success(taskToken=run.waiting[0].token, output="{}")
    aws.clock.run_until(lambda: run.status == "SUCCEEDED", within=timedelta(days=2))
    assert run.path == path
