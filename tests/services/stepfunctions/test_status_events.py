"""What EventBridge hears of executions."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from fakeaws import World

from .support import create, start
from .workflows_of_executions import FAIL, PASS, wait

START_MS = 1_767_571_200_000
KEYS = [
    *("executionArn", "stateMachineArn", "name", "status", "startDate", "stopDate", "input", "output"),
    *("stateMachineVersionArn", "stateMachineAliasArn", "redriveCount", "redriveDate", "redriveStatus"),
    *("redriveStatusReason", "inputDetails", "outputDetails", "error", "cause"),
]


@pytest.fixture
def heard(aws: World) -> Any:
    """Asked, tells all events so far that a rule took to a queue."""
    events, sqs = boto3.client("events"), boto3.client("sqs")
    pattern = {"source": ["aws.states"], "detail-type": ["Step Functions Execution Status Change"]}
    rule = events.put_rule(Name="states", EventPattern=json.dumps(pattern))["RuleArn"]
    sqs.create_queue(QueueName="heard")
    queue = aws.sqs.queue("heard")
    queue.grant_send(rule)
    events.put_targets(Rule="states", Targets=[{"Id": "1", "Arn": queue.arn}])

    def ask() -> list[dict[str, Any]]:
        aws.settle()
        return [json.loads(message.body) for message in queue.messages]

    return ask


def test_at_the_start_and_at_the_end(aws: World, sfn: Any, heard: Any) -> None:
    arn = create(sfn, wait(60))
    execution = start(sfn, arn, {"a": 1}, name="one")
    [event] = heard()
    assert (event["source"], event["detail-type"]) == ("aws.states", "Step Functions Execution Status Change")
    assert (event["account"], event["region"], event["resources"]) == (aws.account, aws.region, [execution])
    running = {
        **dict.fromkeys(KEYS),
        "executionArn": execution,
        "stateMachineArn": arn,
        "name": "one",
        "status": "RUNNING",
        "startDate": START_MS,
        "input": '{"a": 1}',
        "inputDetails": {"included": True},
        "redriveCount": 0,
        "redriveStatus": "NOT_REDRIVABLE",
        "redriveStatusReason": "Execution is RUNNING and cannot be redriven",
    }
    assert event["detail"] == running
    aws.clock.run_until_idle()
    assert heard()[1]["detail"] == {
        **running,
        "status": "SUCCEEDED",
        "stopDate": START_MS + 60_000,
        "output": '{"a":1}',
        "outputDetails": {"included": True},
        "redriveStatusReason": "Execution is SUCCEEDED and cannot be redriven",
    }


def test_failures_and_redrives(aws: World, sfn: Any, heard: Any) -> None:
    execution = start(sfn, create(sfn, FAIL))
    aws.settle()
    aws.clock.advance(seconds=5)
    sfn.redrive_execution(executionArn=execution)
    started, failed, redriven, again = [event["detail"] for event in heard()]
    assert (failed["status"], failed["error"], failed["cause"]) == ("FAILED", "Broken", "it broke")
    assert (failed["redriveStatus"], failed["redriveStatusReason"]) == ("REDRIVABLE", None)
    assert (redriven["status"], redriven["redriveCount"]) == ("RUNNING", 1)
    assert (redriven["redriveDate"], redriven["stopDate"], redriven["error"]) == (START_MS + 5000, None, None)
    assert (again["status"], again["redriveCount"]) == ("FAILED", 1)
    assert all(list(detail) == KEYS for detail in (started, failed, redriven, again))


def test_aborted_and_timed_out(aws: World, sfn: Any, heard: Any) -> None:
    sfn.stop_execution(executionArn=start(sfn, create(sfn, wait(60))), error="E", cause="c")
    start(sfn, create(sfn, wait(60, TimeoutSeconds=30), "short"))
    aws.clock.run_until_idle()
    ends = [event["detail"] for event in heard() if event["detail"]["status"] != "RUNNING"]
    assert [(detail["status"], detail["error"], detail["cause"]) for detail in ends] == [
        ("ABORTED", "E", "c"),
        ("TIMED_OUT", None, None),
    ]


def test_nothing_of_express_executions(aws: World, sfn: Any, heard: Any) -> None:
    arn = create(sfn, PASS, type="EXPRESS")
    start(sfn, arn)
    sfn.start_sync_execution(stateMachineArn=arn)
    assert heard() == []


@pytest.mark.parametrize(
    ("text", "input", "output"),
    [
        ("x" * 120_000, True, True),
        ("x" * 130_000, False, True),
        ("x" * 250_000, False, True),
        ("x" * 254_000, False, False),
        ('"' * 31_000, True, True),
        ('"' * 33_000, False, True),
    ],
    ids=["both", "together too large", "one", "none", "escaped", "escaped too large"],
)
def test_too_large_texts_are_left_out(aws: World, sfn: Any, heard: Any, text: str, input: bool, output: bool) -> None:
    """What counts is input and output together, then the output alone, as they stand in the event: 248 KiB."""
    start(sfn, create(sfn, PASS), json.dumps(text))
    detail = heard()[-1]["detail"]
    assert (detail["inputDetails"], detail["outputDetails"]) == ({"included": input}, {"included": output})
    assert (detail["input"] is not None, detail["output"] is not None) == (input, output)


def test_the_event_is_part_of_the_trace(aws: World, sfn: Any, heard: Any) -> None:
    execution = start(sfn, create(sfn, PASS), name="one")
    trace = aws.trace(execution)
    assert trace.fates["heard"] == "visible"
    sends = [record for record in trace if record.kind == "SendMessage"]
    assert [record.message_id for record in sends] == [message.id for message in aws.sqs.queue("heard").messages]
    assert len(sends) == 2
