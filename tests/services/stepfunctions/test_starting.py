"""StartExecution: names, inputs, idempotency, versions and aliases, limits."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fakeaws import World, mock_aws

from .support import create, events, start
from .workflows_of_executions import FAIL, PASS, STATES, refused, wait

WORDS = "was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"


def test_a_name_is_drawn_or_given(aws: World, sfn: Any) -> None:
    arn = create(sfn, PASS)
    assert start(sfn, arn, name="one") == f"{STATES}:execution:machine:one"
    drawn = [start(sfn, arn) for _ in range(2)]
    assert len(set(drawn)) == 2
    assert all(len(each.rpartition(":")[2]) == 36 for each in drawn)


def test_the_input_is_kept_as_it_was_written(aws: World, sfn: Any) -> None:
    arn = create(sfn, PASS)
    execution = sfn.start_execution(stateMachineArn=arn, input='["Hello", "World"]')["executionArn"]
    described = sfn.describe_execution(executionArn=execution)
    assert (described["input"], described["output"]) == ('["Hello", "World"]', '["Hello","World"]')
    first, entered, exited, _ = events(sfn, execution)
    assert first["executionStartedEventDetails"]["input"] == '["Hello", "World"]'
    assert entered["stateEnteredEventDetails"]["input"] == '["Hello", "World"]'
    assert exited["stateExitedEventDetails"]["output"] == '["Hello","World"]'


def test_without_input_it_is_an_empty_object(aws: World, sfn: Any) -> None:
    execution = sfn.start_execution(stateMachineArn=create(sfn, PASS))["executionArn"]
    assert sfn.describe_execution(executionArn=execution)["input"] == "{}"


@pytest.mark.parametrize("text", ["1", '"x"', "null", "[]"])
def test_any_json_is_an_input(aws: World, sfn: Any, text: str) -> None:
    execution = sfn.start_execution(stateMachineArn=create(sfn, PASS), input=text)["executionArn"]
    assert sfn.describe_execution(executionArn=execution)["output"] == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not json", f"Unrecognized token 'not': {WORDS}"),
        ("{'a': 1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"),
        ("", "Invalid execution input."),
        ('"' + "é" * 131_072 + '"', "Invalid execution input."),
    ],
    ids=["no JSON", "single quotes", "empty", "too many bytes"],
)
def test_an_input_that_is_none(aws: World, sfn: Any, text: str, words: str) -> None:
    arn = create(sfn, PASS)
    with refused("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{words}'"):
        sfn.start_execution(stateMachineArn=arn, input=text)
    assert sfn.list_executions(stateMachineArn=arn)["executions"] == []


def test_the_limit_of_an_input_counts_bytes(aws: World, sfn: Any) -> None:
    text = '"' + "é" * 131_071 + '"'
    execution = sfn.start_execution(stateMachineArn=create(sfn, PASS), input=text)["executionArn"]
    assert sfn.describe_execution(executionArn=execution)["status"] == "SUCCEEDED"


def test_the_same_start_again(aws: World, sfn: Any) -> None:
    arn = create(sfn, wait(60))
    first = sfn.start_execution(stateMachineArn=arn, name="one", input='{"a": 1}')
    aws.clock.advance(seconds=10)
    again = sfn.start_execution(stateMachineArn=arn, name="one", input='{"a": 1}')
    assert (again["executionArn"], again["startDate"]) == (first["executionArn"], first["startDate"])
    assert len(sfn.list_executions(stateMachineArn=arn)["executions"]) == 1
    assert aws.trace(again).fates == {"machine:one": "RUNNING"}


def test_the_same_name_for_another_input(aws: World, sfn: Any) -> None:
    """The texts are compared, not their values."""
    arn = create(sfn, wait(60))
    execution = sfn.start_execution(stateMachineArn=arn, name="one", input='{"a": 1}')["executionArn"]
    with refused("ExecutionAlreadyExists", f"Execution Already Exists: '{execution}'"):
        sfn.start_execution(stateMachineArn=arn, name="one", input='{"a":1}')


def test_a_name_is_taken_for_ninety_days_after_the_end(aws: World, sfn: Any) -> None:
    arn = create(sfn, wait(60))
    first = start(sfn, arn, 1, name="one")
    other = start(sfn, arn, 2, name="other")
    aws.clock.advance(days=90, seconds=59)
    with refused("ExecutionAlreadyExists", f"Execution Already Exists: '{first}'"):
        start(sfn, arn, 1, name="one")
    aws.clock.advance(seconds=1)
    with refused("ExecutionDoesNotExist", f"Execution Does Not Exist: '{first}'"):
        sfn.describe_execution(executionArn=first)
    with refused("ExecutionDoesNotExist", f"Execution Does Not Exist: '{other}'"):
        sfn.get_execution_history(executionArn=other)
    assert sfn.list_executions(stateMachineArn=arn)["executions"] == []
    assert start(sfn, arn, 3, name="one") == first
    assert sfn.describe_execution(executionArn=first)["input"] == "3"


def test_a_name_that_is_free_again_is_listed_as_the_latest(aws: World, sfn: Any) -> None:
    arn = create(sfn, wait(60))
    start(sfn, arn, name="one")
    aws.clock.advance(days=50)
    start(sfn, arn, name="two")
    aws.clock.advance(days=50)
    start(sfn, arn, name="one")
    assert [each["name"] for each in sfn.list_executions(stateMachineArn=arn)["executions"]] == ["one", "two"]


def test_bad_arns_and_names(aws: World, sfn: Any) -> None:
    arn = create(sfn, PASS)
    with refused("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: machine'"):
        start(sfn, "machine")
    with refused("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: execution'"):
        start(sfn, f"{STATES}:execution:machine:one")
    for absent in (f"{STATES}:stateMachine:none", f"{arn}:1", f"{arn}:live", arn.replace("us-east-1", "eu-west-1")):
        with refused("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{absent}'"):
            start(sfn, absent)
    with refused("InvalidName", "Invalid Name: 'a b'"):
        start(sfn, arn, name="a b")


def test_a_state_machine_that_is_being_deleted(aws: World, sfn: Any) -> None:
    arn = create(sfn, wait(60))
    start(sfn, arn, name="one")
    sfn.delete_state_machine(stateMachineArn=arn)
    with refused("StateMachineDeleting", f"State Machine is being deleted: '{arn}'"):
        start(sfn, arn)


def test_the_trace_header(aws: World, sfn: Any) -> None:
    arn = create(sfn, PASS)
    header = "Root=1-67891233-abcdef012345678912345678"
    traced, plain = start(sfn, arn, traceHeader=header), start(sfn, arn)
    assert sfn.describe_execution(executionArn=traced)["traceHeader"] == header
    assert "traceHeader" not in sfn.describe_execution(executionArn=plain)


def test_by_a_version_and_by_an_alias(aws: World, sfn: Any) -> None:
    arn = create(sfn, PASS)
    version = sfn.publish_state_machine_version(stateMachineArn=arn)["stateMachineVersionArn"]
    routes = [{"stateMachineVersionArn": version, "weight": 100}]
    alias = sfn.create_state_machine_alias(name="live", routingConfiguration=routes)["stateMachineAliasArn"]
    by_version, by_alias, plain = start(sfn, version), start(sfn, alias), start(sfn, arn)
    described = sfn.describe_execution(executionArn=by_version)
    assert (described["stateMachineArn"], described["stateMachineVersionArn"]) == (arn, version)
    assert "stateMachineAliasArn" not in described
    described = sfn.describe_execution(executionArn=by_alias)
    assert (described["stateMachineVersionArn"], described["stateMachineAliasArn"]) == (version, alias)
    details = events(sfn, by_alias)[0]["executionStartedEventDetails"]
    assert (details["stateMachineVersionArn"], details["stateMachineAliasArn"]) == (version, alias)
    assert "stateMachineVersionArn" not in events(sfn, plain)[0]["executionStartedEventDetails"]
    assert by_version.startswith(f"{STATES}:execution:machine:")
    for qualified, wanted in (
        (version, [by_alias, by_version]),
        (alias, [by_alias]),
        (arn, [plain, by_alias, by_version]),
    ):
        listed = sfn.list_executions(stateMachineArn=qualified)["executions"]
        assert [each["executionArn"] for each in listed] == wanted


def test_so_many_may_be_under_way() -> None:
    with mock_aws(config={"stepfunctions": {"open_executions": 2}}) as aws:
        sfn = boto3.client("stepfunctions")
        arn, quick = create(sfn, wait(60)), create(sfn, wait(1), "quick", type="EXPRESS")
        for name in ("one", "two"):
            start(sfn, arn, name=name)
        start(sfn, quick)
        start(sfn, arn, name="two")  # the same again is no further one
        words = (
            "The maximum number of running executions has been reached. "
            "Running executions must end or be stopped before a new execution can be started."
        )
        with refused("ExecutionLimitExceeded", words):
            start(sfn, arn, name="three")
        aws.clock.advance(seconds=60)
        start(sfn, arn, name="three")


def test_executions_are_waited_for(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, wait(600)), name="one")
    assert aws.under_way() == ["execution machine:one is RUNNING"]
    aws.clock.run_until_idle()
    assert aws.clock.elapsed.total_seconds() == 600
    assert sfn.describe_execution(executionArn=execution)["status"] == "SUCCEEDED"


def test_traces_by_arn_answer_and_name(aws: World, sfn: Any) -> None:
    aws.lambda_.register("f", lambda event, context: event)
    arn = create(sfn, {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": _F, "End": True}}})
    answer = sfn.start_execution(stateMachineArn=arn, name="order-17")
    aws.clock.run_until_idle()
    trace = aws.trace(answer)
    assert [f"{record.service}.{record.kind}" for record in trace][:3] == [
        "stepfunctions.StartExecution",
        "stepfunctions.TaskScheduled",
        "lambda.Invoke",
    ]
    assert (trace.records[-1].kind, trace.records[-1].outcome) == ("ExecutionEnd", "SUCCEEDED")
    assert trace.fates == {"machine:order-17": "SUCCEEDED"}
    assert trace.path[:2] == ["machine:order-17", "f"]
    assert "machine:order-17  order-17  RUNNING" in trace.text().splitlines()[0]
    assert aws.trace(answer["executionArn"]).records == aws.trace("order").records == trace.records
    with pytest.raises(LookupError, match="order-18"):
        aws.trace(answer["executionArn"].replace("17", "18"))


def test_a_failure_in_a_trace_is_short(aws: World, sfn: Any) -> None:
    execution = start(sfn, create(sfn, {**FAIL, "States": {"Go": {**FAIL["States"]["Go"], "Cause": "x" * 500}}}))  # type: ignore[index]
    aws.clock.run_until_idle()
    [end] = aws.timeline.select(kind="ExecutionEnd")
    assert end.details == {"error": "Broken", "cause": "x" * 120 + "…"}
    assert sfn.describe_execution(executionArn=execution)["cause"] == "x" * 500


_F = "arn:aws:lambda:us-east-1:123456789012:function:f"
