"""Express executions: started, waited for, run twice."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
import pytest

from fakeaws import World, mock_aws

from .support import create, start
from .workflows_of_executions import FAIL, PASS, STATES, refused, task, wait

START = datetime(2026, 1, 5, tzinfo=timezone.utc)
NOT_THIS_TYPE = ("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine")


def sync(sfn: Any, arn: str, **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = sfn.start_sync_execution(stateMachineArn=arn, **more)
    del answer["ResponseMetadata"]
    return answer


def test_every_start_is_another_execution(aws: World, sfn: Any) -> None:
    arn = create(sfn, wait(10), type="EXPRESS")
    arns = [start(sfn, arn, name="one") for _ in range(2)]
    assert len(set(arns)) == 2
    assert all(each.startswith(f"{STATES}:express:machine:one:") for each in arns)
    assert aws.under_way() == [f"execution {each.split(':', 6)[6]} is RUNNING" for each in arns]
    aws.clock.run_until_idle()
    with refused(*NOT_THIS_TYPE):
        sfn.list_executions(stateMachineArn=arn)


def test_who_waits_hears_of_the_end(aws: World, sfn: Any) -> None:
    arn = create(sfn, wait(2), type="EXPRESS")
    answer = sync(sfn, arn, name="one", input='{"a": 1}', traceHeader="Root=1")
    execution = answer.pop("executionArn")
    assert execution.startswith(f"{STATES}:express:machine:one:")
    assert answer == {
        "stateMachineArn": arn,
        "name": "one",
        "startDate": START,
        "stopDate": START + timedelta(seconds=2),
        "status": "SUCCEEDED",
        "input": '{"a": 1}',
        "inputDetails": {"included": True},
        "output": '{"a":1}',
        "outputDetails": {"included": True},
        "traceHeader": "Root=1",
        "billingDetails": {"billedMemoryUsedInMB": 64, "billedDurationInMilliseconds": 2000},
    }
    assert aws.clock.elapsed == timedelta(seconds=2)
    assert aws.trace(execution).fates == {execution.split(":", 6)[6]: "SUCCEEDED"}


def test_time_is_billed_by_100_milliseconds(aws: World, sfn: Any) -> None:
    aws.lambda_.register("f", lambda event, context: time.sleep(0.25))
    arn = create(sfn, {"StartAt": "T", "States": {"T": task("f")}}, type="EXPRESS")
    assert sync(sfn, arn)["billingDetails"]["billedDurationInMilliseconds"] == 300
    at_once = sync(sfn, create(sfn, PASS, "nothing", type="EXPRESS"))
    assert at_once["billingDetails"]["billedDurationInMilliseconds"] == 100


def test_a_failure_is_an_answer_too(aws: World, sfn: Any) -> None:
    answer = sync(sfn, create(sfn, FAIL, type="EXPRESS"))
    assert (answer["status"], answer["error"], answer["cause"]) == ("FAILED", "Broken", "it broke")
    assert answer["outputDetails"] == {"included": True}
    assert "output" not in answer


def test_five_minutes(aws: World, sfn: Any) -> None:
    answer = sync(sfn, create(sfn, wait(600), type="EXPRESS"))
    assert (answer["status"], answer["stopDate"]) == ("TIMED_OUT", START + timedelta(minutes=5))
    assert not {"error", "cause", "output"} & answer.keys()


def test_a_loop_that_never_ends_takes_five_minutes(aws: World, sfn: Any) -> None:
    loop = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Choice", "Choices": []}}}
    loop["States"]["B"] = {  # type: ignore[index]
        "Type": "Choice",
        "Choices": [{"Variable": "$.no", "IsPresent": True, "Next": "E"}],
        "Default": "A",
    }
    loop["States"]["E"] = {"Type": "Succeed"}  # type: ignore[index]
    assert sync(sfn, create(sfn, loop, type="EXPRESS"))["status"] == "TIMED_OUT"
    assert aws.clock.elapsed == timedelta(minutes=5)


def test_metadata_only(aws: World, sfn: Any) -> None:
    answer = sync(sfn, create(sfn, PASS, type="EXPRESS"), includedData="METADATA_ONLY")
    assert not {"input", "output"} & answer.keys()
    assert (answer["inputDetails"], answer["outputDetails"]) == ({"included": False}, {"included": False})


def test_only_express_executions_can_be_waited_for(aws: World, sfn: Any) -> None:
    with refused(*NOT_THIS_TYPE):
        sync(sfn, create(sfn, PASS))
    arn = create(sfn, PASS, "quick", type="EXPRESS")
    with refused("InvalidExecutionInput", "Invalid State Machine Execution Input: 'Invalid execution input.'"):
        sync(sfn, arn, input="")
    with refused("InvalidName", "Invalid Name: 'a/b'"):
        sync(sfn, arn, name="a/b")
    with refused("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}:2'"):
        sync(sfn, f"{arn}:2")


def test_several_wait_side_by_side(aws: World, sfn: Any) -> None:
    arn = create(sfn, wait(3), type="EXPRESS")

    async def all_of_them() -> list[Any]:
        return list(await asyncio.gather(*(asyncio.to_thread(sync, sfn, arn, input=str(n)) for n in range(3))))

    answers = asyncio.run(all_of_them())
    assert [answer["output"] for answer in answers] == ["0", "1", "2"]
    assert aws.clock.elapsed == timedelta(seconds=3)


def test_the_context_object_knows_of_no_redrives(aws: World, sfn: Any) -> None:
    state = {"Type": "Pass", "Parameters": {"about.$": "$$.Execution"}, "End": True}
    answer = sync(sfn, create(sfn, {"StartAt": "Go", "States": {"Go": state}}, type="EXPRESS"))
    assert "RedriveCount" not in answer["output"]
    assert f'"Id":"{answer["executionArn"]}"' in answer["output"]


@pytest.mark.parametrize(("probability", "runs"), [(1, 2), (0, 1), (None, 1)])
def test_at_least_once(probability: float | None, runs: int) -> None:
    """Its side effects come twice; what is looked at is the first run."""
    settings = {} if probability is None else {"express_at_least_once": probability}
    with mock_aws(config={"stepfunctions": settings}) as aws:
        sfn = boto3.client("stepfunctions")
        seen: list[Any] = []
        aws.lambda_.register("charge", lambda event, context: seen.append(event))
        arn = create(sfn, {"StartAt": "T", "States": {"T": task("charge")}}, type="EXPRESS")
        execution = start(sfn, arn, {"order": 17})
        aws.clock.run_until_idle()
        assert seen == [{"order": 17}] * runs
        assert len(aws.timeline.select(kind="SecondRun")) == runs - 1
        assert aws.clock.elapsed < timedelta(seconds=1.5)
        ends = [record for record in aws.trace(execution) if record.kind == "ExecutionEnd"]
        assert len(ends) == runs
        service: Any = aws.router.service("stepfunctions", aws.account, aws.region)
        assert [each.arn for each in service.executions.values()] == [execution]
        assert aws.clock.elapsed.total_seconds() == 0 or runs == 2
        sync(sfn, arn)
        aws.clock.run_until_idle()
        assert len(seen) == runs + 1  # at most once for who waits


def test_which_run_twice_comes_from_the_seed() -> None:
    def doubled(seed: int) -> list[str]:
        with mock_aws(seed=seed, config={"stepfunctions": {"express_at_least_once": 0.5}}) as aws:
            sfn = boto3.client("stepfunctions")
            arn = create(sfn, PASS, type="EXPRESS")
            for number in range(20):
                start(sfn, arn, name=f"n{number}")
            aws.clock.run_until_idle()
            return [record.resource.split(":")[1] for record in aws.timeline.select(kind="SecondRun")]

    first = doubled(1)
    assert 0 < len(first) < 20
    assert doubled(1) == first
    assert doubled(2) != first
