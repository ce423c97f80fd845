"""Activities: workers fetch tasks, in virtual time."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from fakeaws import World, mock_aws

from .support import create, details, events, start
from .workers import ACTIVITY, activity, fetch, outcome, packing, pairs, poll, run, types, work


def seconds(aws: World) -> float:
    return aws.clock.elapsed.total_seconds()


@pytest.fixture
def three(sfn: Any) -> Iterator[list[str]]:
    """Three executions that wait for a worker, in the order of their starts."""
    activity(sfn)
    machine = create(sfn, packing())
    yield [start(sfn, machine, n) for n in range(3)]


def test_fetched_and_done(sfn: Any) -> None:
    execution = run(sfn, {"box": 1})
    task = poll(sfn, workerName="ann")
    assert task["input"] == '{"box":1}'
    sfn.send_task_success(taskToken=task["taskToken"], output='{ "ok": true }')
    history = events(sfn, execution)
    assert pairs(history) == [
        ("ExecutionStarted", 0),
        ("TaskStateEntered", 0),
        ("ActivityScheduled", 2),
        ("ActivityStarted", 3),
        ("ActivitySucceeded", 4),
        ("TaskStateExited", 5),
        ("ExecutionSucceeded", 6),
    ]
    scheduled, started, succeeded = (details(event) for event in history[2:5])
    assert scheduled == {"resource": ACTIVITY, "input": '{"box":1}', "inputDetails": {"truncated": False}}
    assert started == {"workerName": "ann"}
    assert succeeded == {"output": '{"ok":true}', "outputDetails": {"truncated": False}}
    assert outcome(sfn, execution) == ("SUCCEEDED", {"ok": True})


def test_worker_without_a_name(sfn: Any) -> None:
    execution = run(sfn)
    fetch(sfn)
    assert details(events(sfn, execution)[3]) == {}


def test_failed_by_its_worker(sfn: Any) -> None:
    execution = run(sfn)
    sfn.send_task_failure(taskToken=fetch(sfn), error="Torn", cause="the box")
    history = events(sfn, execution)
    assert pairs(history)[3:] == [("ActivityStarted", 3), ("ActivityFailed", 4), ("ExecutionFailed", 5)]
    assert details(history[4]) == details(history[5]) == {"error": "Torn", "cause": "the box"}


def test_nothing_to_do_takes_a_minute(aws: World, sfn: Any) -> None:
    activity(sfn)
    assert poll(sfn) == {}
    assert seconds(aws) == 60


def test_a_task_ends_the_poll(aws: World, sfn: Any) -> None:
    activity(sfn)
    worker = aws.spawn(poll, sfn)
    aws.clock.advance(seconds=30)
    start(sfn, create(sfn, packing()), 7)
    assert worker.result(within=0)["input"] == "7"
    assert seconds(aws) == 30


@pytest.mark.parametrize("poll_first", [True, False])
def test_a_task_scheduled_as_the_poll_ends_is_in_time(aws: World, sfn: Any, poll_first: bool) -> None:
    activity(sfn)
    definition = packing()
    definition["States"]["Wait"] = {"Type": "Wait", "Seconds": 60, "Next": "Pack"}
    machine = create(sfn, {**definition, "StartAt": "Wait"})
    worker = aws.spawn(poll, sfn) if poll_first else None
    aws.clock.advance(seconds=0)
    start(sfn, machine, 7)
    aws.clock.advance(seconds=0)
    worker = worker or aws.spawn(poll, sfn)
    assert worker.result()["input"] == "7"
    assert seconds(aws) == 60


def test_each_task_to_one_worker_in_order(aws: World, sfn: Any, three: list[str]) -> None:
    assert [poll(sfn)["input"] for _ in three] == ["0", "1", "2"]
    workers = [aws.spawn(poll, sfn, name=f"worker-{n}") for n in range(2)]
    aws.clock.advance(seconds=1)
    machine = create(sfn, packing())
    start(sfn, machine, 8)
    start(sfn, machine, 9)
    assert [worker.result(within=0)["input"] for worker in workers] == ["8", "9"]
    fetched = [record for record in aws.timeline.select(kind="GetActivityTask") if record.outcome == "ok"]
    assert [record.actor for record in fetched] == ["test", "test", "test", "worker-0", "worker-1"]


def test_a_killed_worker_gets_nothing(aws: World, sfn: Any) -> None:
    activity(sfn)
    worker = aws.spawn(poll, sfn)
    aws.clock.advance(seconds=1)
    worker.kill()
    aws.clock.advance(seconds=1)
    start(sfn, create(sfn, packing()), 7)
    assert poll(sfn)["input"] == "7"


def test_a_worker_beside_the_test(aws: World, sfn: Any) -> None:
    activity(sfn)
    aws.spawn(work, sfn, 5)
    execution = run(sfn, 21)
    aws.clock.advance(seconds=5)
    assert outcome(sfn, execution) == ("SUCCEEDED", 42)
    assert details(events(sfn, execution)[3]) == {"workerName": "doubler"}


def test_an_idle_worker_lets_days_pass(aws: World, sfn: Any) -> None:
    activity(sfn)
    aws.spawn(work, sfn)
    aws.clock.advance(days=2)
    execution = start(sfn, create(sfn, packing()), 1)
    aws.clock.run_until_idle()
    assert outcome(sfn, execution) == ("SUCCEEDED", 2)
    assert seconds(aws) < 2 * 86_400 + 1


def test_an_idle_worker_is_no_reason_to_wait_for_ever(aws: World, sfn: Any) -> None:
    import threading

    from fakeaws.errors import Stalled

    activity(sfn)
    aws.spawn(work, sfn)
    aws.simulation.stalled_after_us = 86_400_000_000
    with pytest.raises(Stalled):
        threading.Event().wait()
    assert seconds(aws) < 2 * 86_400


def test_what_is_aborted_is_fetched_by_nobody(sfn: Any, three: list[str]) -> None:
    sfn.stop_execution(executionArn=three[0])
    assert poll(sfn)["input"] == "1"


def test_what_has_timed_out_is_fetched_by_nobody(aws: World, sfn: Any) -> None:
    run(sfn, 1, TimeoutSeconds=10)
    aws.clock.advance(seconds=11)
    assert poll(sfn) == {}


def test_deleted_activity_fails_the_state(sfn: Any) -> None:
    arn = activity(sfn)
    machine = create(sfn, packing(Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Caught"}]))
    sfn.delete_activity(activityArn=arn)
    execution = start(sfn, machine)
    assert types(sfn, execution) == ["ExecutionStarted", "TaskStateEntered", "ExecutionFailed"]
    assert details(events(sfn, execution)[-1]) == {
        "error": "States.Runtime",
        "cause": "An error occurred while executing the state 'Pack' (entered at the event id #2). "
        f"The activity {arn} does not exist.",
    }


def test_deletion_ends_polls(aws: World, sfn: Any) -> None:
    arn = activity(sfn)

    def worker() -> str:
        with pytest.raises(ClientError) as caught:
            poll(sfn)
        return str(caught.value.response["Error"]["Message"])

    polling = aws.spawn(worker)
    aws.clock.advance(seconds=1)
    sfn.delete_activity(activityArn=arn)
    assert polling.result(within=0) == f"Activity Does Not Exist: '{arn}'"


def test_unknown_activity(sfn: Any) -> None:
    with pytest.raises(sfn.exceptions.ActivityDoesNotExist, match=f"Activity Does Not Exist: '{ACTIVITY}'"):
        poll(sfn)


def test_too_many_workers() -> None:
    with mock_aws(config={"stepfunctions": {"activity_pollers": 2}}) as aws:
        sfn: Any = boto3.session.Session().client("stepfunctions")
        activity(sfn)
        for _ in range(2):
            aws.spawn(poll, sfn)
        aws.clock.advance(seconds=1)
        with pytest.raises(sfn.exceptions.ActivityWorkerLimitExceeded) as caught:
            poll(sfn)
        assert caught.value.response["Error"]["Message"] == (
            "The maximum number of workers concurrently polling for activity tasks has been reached."
        )
        aws.clock.advance(seconds=60)
        assert poll(sfn) == {}


def test_a_copied_world_has_its_own_queue(aws: World, sfn: Any, three: list[str]) -> None:
    aws.settle()
    twin = deepcopy(aws)
    assert poll(sfn)["input"] == "0"
    answer = twin.call("stepfunctions", "GetActivityTask", {"activityArn": ACTIVITY}, caller=twin.caller("test"))
    assert answer["input"] == "0"
