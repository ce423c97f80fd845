"""``config={"stepfunctions": {"throttling": …}}``: token buckets of the API and of state transitions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from fakeaws import World, mock_aws
from fakeaws.errors import InvalidOption

from .support import create, start
from .workers import activity, outcome

NO_RETRIES = Config(retries={"mode": "standard", "total_max_attempts": 1})
PASS = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
FOUR = {
    "StartAt": "A",
    "States": {
        "A": {"Type": "Pass", "Next": "B"},
        "B": {"Type": "Pass", "Next": "C"},
        "C": {"Type": "Pass", "Next": "D"},
        "D": {"Type": "Succeed"},
    },
}


@contextmanager
def world(throttling: Any, region: str = "us-east-1") -> Iterator[tuple[World, Any]]:
    """A world with that setting and a client that does not retry."""
    with mock_aws(region=region, config={"stepfunctions": {"throttling": throttling}}) as aws:
        yield aws, boto3.session.Session().client("stepfunctions", config=NO_RETRIES)


def admitted(fn: Any, **params: Any) -> int:
    """How many calls are admitted before the first refusal."""
    count = 0
    while True:
        try:
            fn(**params)
        except ClientError as error:
            assert error.response["Error"] == {"Code": "ThrottlingException", "Message": "Rate exceeded"}
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
            return count
        count += 1


def test_off_by_default(sfn: Any) -> None:
    for _ in range(101):
        sfn.list_state_machines()


@pytest.mark.parametrize(("region", "size", "refill"), [("us-east-1", 200, 5), ("eu-central-1", 100, 2)])
def test_as_on_aws(region: str, size: int, refill: int) -> None:
    with world("aws", region) as (aws, sfn):
        machine = create(sfn, PASS)
        assert admitted(sfn.list_executions, stateMachineArn=machine) == size
        aws.clock.advance(seconds=3)
        assert admitted(sfn.list_executions, stateMachineArn=machine) == 3 * refill
        aws.clock.advance(days=1)
        assert admitted(sfn.list_executions, stateMachineArn=machine) == size


def test_a_token_comes_back_at_its_microsecond() -> None:
    with world({"ListActivities": (1, 4)}) as (aws, sfn):
        sfn.list_activities()
        aws.clock.advance(seconds=0.249999)
        assert admitted(sfn.list_activities) == 0
        aws.clock.advance(seconds=0.000001)
        assert admitted(sfn.list_activities) == 1


def test_botocore_retries_in_virtual_time() -> None:
    with mock_aws(config={"stepfunctions": {"throttling": {"ListActivities": (1, 1)}}}) as aws:
        sfn: Any = boto3.session.Session().client("stepfunctions")
        sfn.list_activities()
        answer = sfn.list_activities()
        assert answer["ResponseMetadata"]["RetryAttempts"] >= 1
        assert aws.clock.elapsed.total_seconds() >= 1


def test_express_starts_have_their_own_bucket() -> None:
    with world({"StartExecution": (1, 1), "StartExecution.EXPRESS": (3, 1)}) as (_, sfn):
        standard = create(sfn, PASS)
        express = create(sfn, PASS, name="express", type="EXPRESS")
        assert admitted(sfn.start_execution, stateMachineArn=express) == 3
        assert admitted(sfn.start_execution, stateMachineArn=standard) == 1


def test_no_limit_for_one() -> None:
    with world({"ListActivities": None}) as (_, sfn):
        for _ in range(150):
            sfn.list_activities()
        assert admitted(sfn.list_state_machines) == 100


def test_workers_are_throttled_too() -> None:
    with world({"GetActivityTask": (1, 1)}) as (aws, sfn):
        arn = activity(sfn)
        aws.spawn(sfn.get_activity_task, activityArn=arn)
        aws.clock.advance(seconds=0)
        with pytest.raises(ClientError, match="ThrottlingException"):
            sfn.get_activity_task(activityArn=arn)


def test_transitions_wait() -> None:
    with world({"StateTransition": (2, 1)}) as (aws, sfn):
        machine = create(sfn, FOUR)
        first, second = start(sfn, machine), start(sfn, machine)
        for after, statuses in ((2, "RR"), (3, "SR"), (5, "SR"), (6, "SS")):
            aws.clock.advance(seconds=after - aws.clock.elapsed.total_seconds())
            assert "".join(outcome(sfn, each)[0][0] for each in (first, second)) == statuses
        history = sfn.get_execution_history(executionArn=first)["events"]
        began = aws.clock.now - aws.clock.elapsed
        assert [
            (event["timestamp"] - began).total_seconds() for event in history if event["type"].endswith("StateEntered")
        ] == [0, 0, 1, 3]


def test_express_transitions_do_not() -> None:
    with world({"StateTransition": (1, 1)}) as (aws, sfn):
        sfn.start_sync_execution(stateMachineArn=create(sfn, FOUR, type="EXPRESS"))
        assert aws.clock.elapsed.total_seconds() == 0


def test_further_attempts_are_transitions() -> None:
    with world({"StateTransition": (1, 1)}) as (aws, sfn):
        retry = [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 2, "BackoffRate": 1}]
        branch = {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "E"}}}
        state = {"Type": "Parallel", "Branches": [branch], "Retry": retry, "End": True}
        execution = start(sfn, create(sfn, {"StartAt": "P", "States": {"P": state}}))
        aws.clock.run_until_idle()
        assert outcome(sfn, execution) == ("FAILED", "E")
        assert aws.clock.elapsed.total_seconds() == 5


def test_what_waits_can_be_stopped() -> None:
    with world({"StateTransition": (1, 1)}) as (aws, sfn):
        execution = start(sfn, create(sfn, FOUR))
        aws.settle()
        sfn.stop_execution(executionArn=execution)
        aws.clock.advance(seconds=10)
        assert outcome(sfn, execution)[0] == "ABORTED"
        assert len(sfn.get_execution_history(executionArn=execution)["events"]) == 4


@pytest.mark.parametrize(
    "setting", [True, 5, {"StartExecutions": (1, 1)}, {"StartExecution": 5}, {"StartExecution": (0, 1)}]
)
def test_malformed_settings(setting: Any) -> None:
    with world(setting) as (_, sfn), pytest.raises(InvalidOption, match="bucket size, refill per second"):
        sfn.list_activities()
