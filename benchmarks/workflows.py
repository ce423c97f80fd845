"""What executions cost, beside moto's interpreter of state machines (its mode that runs states); and waits."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

import boto3

from benchmarks.calls import CREDENTIALS
from benchmarks.timing import without_collector
from fakeaws import mock_aws
from fakeaws.simulation.real import Real

ROLE = "arn:aws:iam::123456789012:role/machine"
PASS = {"Type": "Pass"}

THREE = {"StartAt": "A", "States": {"A": {**PASS, "Next": "B"}, "B": {**PASS, "Next": "C"}, "C": {**PASS, "End": True}}}
ITEMS = {
    "StartAt": "M",
    "States": {
        "M": {"Type": "Map", "End": True, "ItemProcessor": {"StartAt": "I", "States": {"I": {**PASS, "End": True}}}}
    },
}
#: Two states a round.
LOOP = {
    "StartAt": "Add",
    "States": {
        "Add": {**PASS, "Parameters": {"n.$": "States.MathAdd($.n, 1)"}, "Next": "Again"},
        "Again": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.n", "NumericLessThan": 5_000, "Next": "Add"}],
            "Default": "Done",
        },
        "Done": {"Type": "Succeed"},
    },
}
YEAR = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 364 * 86_400, "End": True}}}

#: Title, definition, input, executions by us and by moto.
CASES: list[tuple[str, dict[str, Any], Any, int, int]] = [
    ("3 Passes", THREE, {}, 300, 20),
    ("a Map over 1,000 items", ITEMS, list(range(1_000)), 10, 1),
    ("a loop of 10,000 steps", LOOP, {"n": 0}, 5, 1),
]


_NUMBERS = itertools.count()


def machine(definition: dict[str, Any]) -> tuple[Any, str]:
    """A client and the ARN of a new state machine."""
    sfn: Any = boto3.session.Session().client("stepfunctions", **CREDENTIALS)
    created = sfn.create_state_machine(name="m", definition=json.dumps(definition), roleArn=ROLE)
    return sfn, created["stateMachineArn"]


def execute(sfn: Any, arn: str, input: str) -> None:
    """Start one and ask until it has ended. moto gives executions no names of their own."""
    execution = sfn.start_execution(stateMachineArn=arn, input=input, name=f"run-{next(_NUMBERS)}")["executionArn"]
    while (status := sfn.describe_execution(executionArn=execution)["status"]) == "RUNNING":
        Real.sleep(0.0005)
    assert status == "SUCCEEDED", status


def milliseconds(fn: Callable[[], object], times: int) -> float:
    """The mean of that many."""
    begin = Real.perf_counter()
    for _ in range(times):
        fn()
    return (Real.perf_counter() - begin) / times * 1e3


def per_execution(definition: dict[str, Any], input: Any, times: int) -> float:
    """Milliseconds, from the start to an answer that shows its end."""
    sfn, arn = machine(definition)
    text = json.dumps(input)
    if times > 1:
        execute(sfn, arn, text)
    return milliseconds(lambda: execute(sfn, arn, text), times)


def ours(definition: dict[str, Any], input: Any, times: int) -> float:
    with mock_aws(passthrough="off"):
        return per_execution(definition, input, times)


def under_moto(definition: dict[str, Any], input: Any, times: int) -> float:
    from moto import mock_aws as moto_aws

    with moto_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        return per_execution(definition, input, times)


def a_year() -> float:
    """Milliseconds for an execution that waits for a year, its start and its look included."""
    with mock_aws(passthrough="off") as aws:
        sfn, arn = machine(YEAR)

        def wait() -> None:
            execution = sfn.start_execution(stateMachineArn=arn)["executionArn"]
            aws.clock.advance(days=364)
            assert sfn.describe_execution(executionArn=execution)["status"] == "SUCCEEDED"

        wait()
        return milliseconds(wait, 20)


def waiting(count: int = 10_000) -> float:
    """Seconds for that many executions that wait at the same time, from the first start to the last end."""
    with mock_aws(passthrough="off") as aws, without_collector():
        sfn, arn = machine(YEAR)
        begin = Real.perf_counter()
        for _ in range(count):
            sfn.start_execution(stateMachineArn=arn)
        aws.clock.advance(days=364)
        return Real.perf_counter() - begin


def run() -> None:
    """Print the tables."""
    print("\nOne execution, mean ms")
    print(f"{'':28}{'fakeaws':>10}{'moto':>12}{'ratio':>8}")
    for title, definition, input, our_times, its_times in CASES:
        mine, its = ours(definition, input, our_times), under_moto(definition, input, its_times)
        print(f"{title:28}{mine:10.2f}{its:12.2f}{its / mine:8.0f}")
    print(f"\nA wait of a year: {a_year():.2f} ms (less than 5 asked for)")
    print(f"10,000 executions that wait at the same time: {waiting():.2f} s (less than 2 asked for)")


if __name__ == "__main__":
    run()
