"""Workers in the shop's own basement, which ask Step Functions for work. One of them dies with a parcel in its hands."""

from __future__ import annotations

import json
import time
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.stories.workflows import create_machine


@pytest.fixture
def pack(aws: World) -> str:
    sfn: Any = boto3.client("stepfunctions")
    arn: str = sfn.create_activity(name="pack")["activityArn"]
    return arn


@pytest.fixture
def machine(pack: str) -> str:
    return create_machine(
        "parcels",
        "Pack",
        Pack={
            "Type": "Task",
            "Resource": pack,
            "HeartbeatSeconds": 60,
            "Retry": [{"ErrorEquals": ["States.HeartbeatTimeout"], "IntervalSeconds": 5, "MaxAttempts": 2}],
            "End": True,
        },
    )


def worker(pack: str, name: str, *, beats: bool = True) -> None:
    """Packs a parcel in five minutes, and says each half minute that it is alive."""
    sfn: Any = boto3.client("stepfunctions")
    while True:
        task = sfn.get_activity_task(activityArn=pack, workerName=name)
        if not task.get("taskToken"):
            continue
        for _ in range(10):
            time.sleep(30)
            if beats:
                sfn.send_task_heartbeat(taskToken=task["taskToken"])
        packed = {"parcel": json.loads(task["input"])["parcel"], "by": name}
        try:
            sfn.send_task_success(taskToken=task["taskToken"], output=json.dumps(packed))
        except sfn.exceptions.TaskTimedOut:
            pass  # somebody else has it


def send(machine: str, parcel: int) -> str:
    sfn: Any = boto3.client("stepfunctions")
    run: str = sfn.start_execution(stateMachineArn=machine, input=json.dumps({"parcel": parcel}))["executionArn"]
    return run


def test_work_that_takes_longer_than_a_heartbeat(aws: World, pack: str, machine: str) -> None:
    aws.spawn(worker, pack, "ann", name="ann")
    run = aws.stepfunctions.execution(send(machine, 1))
    aws.clock.advance(minutes=6)
    assert run.output == {"parcel": 1, "by": "ann"}
    assert len(run.state("Pack").attempts) == 1


def test_a_dead_workers_parcel_is_packed_by_another(aws: World, pack: str, machine: str) -> None:
    ann = aws.spawn(worker, pack, "ann", name="ann")
    run = aws.stepfunctions.execution(send(machine, 1))
    aws.clock.advance(seconds=100)  # her last sign of life was at 90 s
    ann.kill()
    aws.spawn(worker, pack, "bob", name="bob")
    aws.clock.advance(minutes=6)
    assert run.output == {"parcel": 1, "by": "bob"}
    pack_state = run.state("Pack")
    began = [((attempt.began - pack_state.entered).seconds, attempt.error) for attempt in pack_state.attempts]
    assert began == [(0, "States.Timeout"), (155, None)]  # 90 + 60 + 5


def test_a_worker_that_forgets_its_heartbeats_works_for_nothing(aws: World, pack: str, machine: str) -> None:
    aws.spawn(worker, pack, "ann", beats=False, name="ann")
    run = aws.stepfunctions.execution(send(machine, 1))
    aws.clock.advance(minutes=30)
    assert (run.status, run.error) == ("FAILED", "States.Timeout")
    assert {record.outcome for record in aws.timeline.select(kind="SendTaskSuccess")} == {"TaskTimedOut"}
    assert "token-after-timeout" in [finding.rule for finding in aws.diagnose()]
