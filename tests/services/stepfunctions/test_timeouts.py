"""TimeoutSeconds and HeartbeatSeconds: exact instants, events, and which retriers and catchers they meet."""

from __future__ import annotations

import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World

from .support import create, details, events, start
from .test_task_tokens import asking, received
from .workers import activity, fetch, outcome, packing, pairs, run, types


def after(aws: World, history: list[dict[str, Any]], type: str) -> list[float]:
    """When events of that type were, in seconds since the world began."""
    began = aws.clock.now - aws.clock.elapsed
    return [(event["timestamp"] - began).total_seconds() for event in history if event["type"] == type]


def test_nobody_fetches_the_task(aws: World, sfn: Any) -> None:
    execution = run(sfn, TimeoutSeconds=10, HeartbeatSeconds=5)
    aws.clock.advance(seconds=9.999999)
    assert outcome(sfn, execution) == ("RUNNING", None)
    aws.clock.advance(seconds=0.000001)
    assert outcome(sfn, execution) == ("FAILED", "States.Timeout")
    history = events(sfn, execution)
    assert pairs(history)[2:] == [("ActivityScheduled", 2), ("ActivityTimedOut", 3), ("ExecutionFailed", 4)]
    scheduled, timed_out, failed = (details(event) for event in history[2:])
    assert (scheduled["timeoutInSeconds"], scheduled["heartbeatInSeconds"]) == (10, 5)
    assert timed_out == failed == {"error": "States.Timeout"}
    assert after(aws, history, "ActivityTimedOut") == [10]


def test_time_runs_from_the_scheduling_on(aws: World, sfn: Any) -> None:
    execution = run(sfn, TimeoutSeconds=10)
    aws.clock.advance(seconds=8)
    token = fetch(sfn)
    aws.clock.advance(seconds=2)
    assert types(sfn, execution)[3:] == ["ActivityStarted", "ActivityTimedOut", "ExecutionFailed"]
    with pytest.raises(sfn.exceptions.TaskTimedOut):
        sfn.send_task_success(taskToken=token, output="1")


def test_heartbeats_run_from_the_start_on_and_begin_anew(aws: World, sfn: Any) -> None:
    execution = run(sfn, HeartbeatSeconds=5)
    aws.clock.advance(seconds=100)
    token = fetch(sfn)
    for _ in range(3):
        aws.clock.advance(seconds=4)
        sfn.send_task_heartbeat(taskToken=token)
    aws.clock.advance(seconds=5)
    history = events(sfn, execution)
    assert after(aws, history, "ActivityTimedOut") == [117]
    assert details(history[-2]) == {"error": "States.Timeout"}
    assert outcome(sfn, execution) == ("FAILED", "States.Timeout")


@pytest.mark.parametrize("named", ["States.HeartbeatTimeout", "States.Timeout", "States.ALL"])
def test_a_missed_heartbeat_is_caught(aws: World, sfn: Any, named: str) -> None:
    catch = [{"ErrorEquals": ["States.TaskFailed"], "Next": "Lost"}, {"ErrorEquals": [named], "Next": "Caught"}]
    definition = packing(HeartbeatSeconds=5, Catch=catch)
    definition["States"]["Lost"] = {"Type": "Fail"}
    activity(sfn)
    execution = start(sfn, create(sfn, definition))
    fetch(sfn)
    aws.clock.advance(seconds=5)
    assert outcome(sfn, execution) == ("SUCCEEDED", {"Error": "States.Timeout", "Cause": None})


@pytest.mark.parametrize(("named", "status"), [("States.HeartbeatTimeout", "FAILED"), ("States.Timeout", "SUCCEEDED")])
def test_a_time_out_is_no_missed_heartbeat(aws: World, sfn: Any, named: str, status: str) -> None:
    execution = run(sfn, TimeoutSeconds=5, Catch=[{"ErrorEquals": [named], "Next": "Caught"}])
    aws.clock.advance(seconds=5)
    assert outcome(sfn, execution)[0] == status


def test_each_attempt_has_its_own_time(aws: World, sfn: Any) -> None:
    retry = [{"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 3, "MaxAttempts": 2, "BackoffRate": 1}]
    execution = run(sfn, TimeoutSeconds=10, Retry=retry)
    aws.clock.advance(seconds=60)
    history = events(sfn, execution)
    assert after(aws, history, "ActivityScheduled") == [0, 13, 26]
    assert after(aws, history, "ActivityTimedOut") == [10, 23, 36]
    assert pairs(history)[2:6] == [
        ("ActivityScheduled", 2),
        ("ActivityTimedOut", 3),
        ("ActivityScheduled", 4),
        ("ActivityTimedOut", 5),
    ]


@pytest.mark.parametrize("how", ["TimeoutSeconds", "HeartbeatSeconds"])
def test_a_worker_who_ends_at_the_very_instant_is_in_time(aws: World, sfn: Any, how: str) -> None:
    def worker(seconds: float) -> str | None:
        token = fetch(sfn)
        time.sleep(seconds)
        try:
            sfn.send_task_success(taskToken=token, output="1")
        except ClientError as error:
            return str(error.response["Error"]["Code"])
        return None

    activity(sfn)
    just, late = aws.spawn(worker, 10), aws.spawn(worker, 10.000001)
    machine = create(sfn, packing(**{how: 10}))
    in_time, too_late = start(sfn, machine), start(sfn, machine)
    aws.clock.advance(seconds=11)
    assert (just.result(within=0), late.result(within=0)) == (None, "TaskTimedOut")
    assert outcome(sfn, in_time) == ("SUCCEEDED", 1)
    assert outcome(sfn, too_late) == ("FAILED", "States.Timeout")


def test_by_path(aws: World, sfn: Any) -> None:
    execution = run(sfn, {"t": 7}, TimeoutSecondsPath="$.t")
    aws.clock.advance(seconds=7)
    history = events(sfn, execution)
    assert after(aws, history, "ActivityTimedOut") == [7]
    assert details(history[2])["timeoutInSeconds"] == 7


def test_heartbeats_by_path(aws: World, sfn: Any) -> None:
    execution = run(sfn, {"h": 7}, HeartbeatSecondsPath="$.h")
    fetch(sfn)
    aws.clock.advance(seconds=7)
    history = events(sfn, execution)
    assert after(aws, history, "ActivityTimedOut") == [7]
    assert details(history[2])["heartbeatInSeconds"] == 7


def test_a_callback_without_heartbeats(aws: World, sfn: Any, sqs: Any) -> None:
    url = sqs.create_queue(QueueName="questions")["QueueUrl"]
    execution = start(sfn, create(sfn, asking(url, TimeoutSeconds=600, HeartbeatSeconds=5)))
    token = received(sqs, url)
    aws.clock.advance(seconds=3)
    sfn.send_task_heartbeat(taskToken=token)
    aws.clock.advance(seconds=5)
    history = events(sfn, execution)
    assert after(aws, history, "TaskTimedOut") == [8]
    assert pairs(history)[-2:] == [("TaskTimedOut", 5), ("ExecutionFailed", 6)]
    assert details(history[-2]) == {
        "resourceType": "sqs",
        "resource": "sendMessage.waitForTaskToken",
        "error": "States.Timeout",
    }


def test_a_task_without_limits_waits_a_year(aws: World, sfn: Any) -> None:
    execution = run(sfn)
    aws.clock.advance(days=364)
    assert outcome(sfn, execution)[0] == "RUNNING"
    aws.clock.advance(days=1)
    assert outcome(sfn, execution)[0] == "TIMED_OUT"


def test_a_worker_gone_is_a_time_out_of_the_machine(aws: World, sfn: Any) -> None:
    activity(sfn)
    execution = start(sfn, create(sfn, {**packing(), "TimeoutSeconds": 20}))
    token = fetch(sfn)
    aws.clock.advance(seconds=20)
    history = events(sfn, execution)
    assert pairs(history)[-1] == ("ExecutionTimedOut", 0)
    assert details(history[-1]) == {"error": "States.Timeout"}
    with pytest.raises(sfn.exceptions.TaskTimedOut):
        sfn.send_task_heartbeat(taskToken=token)
