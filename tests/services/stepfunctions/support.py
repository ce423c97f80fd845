"""State machines that are created and run through boto3, and what they did."""

from __future__ import annotations

import json
from typing import Any

ROLE = "arn:aws:iam::123456789012:role/machine"


def create(sfn: Any, definition: dict[str, Any] | str, *, name: str = "machine", **more: Any) -> str:
    """A state machine; returns its ARN."""
    text = definition if isinstance(definition, str) else json.dumps(definition, ensure_ascii=False)
    arn: str = sfn.create_state_machine(name=name, definition=text, roleArn=ROLE, **more)["stateMachineArn"]
    return arn


def start(sfn: Any, arn: str, input: Any = None, **more: Any) -> str:
    """An execution; ``input``: a JSON value, or a text as it is. Returns its ARN."""
    text = input if isinstance(input, str) else json.dumps({} if input is None else input, ensure_ascii=False)
    started: str = sfn.start_execution(stateMachineArn=arn, input=text, **more)["executionArn"]
    return started


def events(sfn: Any, execution: str) -> list[dict[str, Any]]:
    """Its whole history."""
    found: list[dict[str, Any]] = []
    for page in sfn.get_paginator("get_execution_history").paginate(executionArn=execution):
        found += page["events"]
    return found


def details(event: dict[str, Any]) -> dict[str, Any]:
    """The details of an event, whatever they are called; ``{}`` if it has none."""
    return next((value for name, value in event.items() if name.endswith("EventDetails")), {})


def chain(sfn: Any, execution: str) -> list[tuple[int, int, str]]:
    """id, previousEventId and type of each event."""
    return [(event["id"], event["previousEventId"], event["type"]) for event in events(sfn, execution)]


def path(sfn: Any, execution: str) -> list[str]:
    """The states entered, in order, those of branches and iterations too."""
    return [details(event)["name"] for event in events(sfn, execution) if event["type"].endswith("StateEntered")]


def run(sfn: Any, definition: dict[str, Any] | str, input: Any = None, *, name: str = "machine") -> dict[str, Any]:
    """Create, start, and describe after what is due at once."""
    described: dict[str, Any] = sfn.describe_execution(
        executionArn=start(sfn, create(sfn, definition, name=name), input)
    )
    return described


def output(described: dict[str, Any]) -> Any:
    """The output of an execution that has succeeded."""
    assert described["status"] == "SUCCEEDED", described
    return json.loads(described["output"])
