"""State machines that are created and run through boto3, what they did, and AWS's refusals to compare with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3.session
import pytest
from botocore.exceptions import ClientError

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/machine"
ARN = f"arn:aws:states:us-east-1:{ACCOUNT}:"

#: Definitions: one that is done at once; one that waits a minute and goes on; and one whose only state waits a minute.
DONE: dict[str, Any] = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
WAITING: dict[str, Any] = {
    "StartAt": "Wait",
    "States": {"Wait": {"Type": "Wait", "Seconds": 60, "Next": "Done"}, "Done": {"Type": "Pass", "End": True}},
}
LAST_WAIT: dict[str, Any] = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 60, "End": True}}}


def client(region: str = "us-east-1", key: str = "test", service: str = "stepfunctions") -> Any:
    """A boto3 client."""
    made: Any = boto3.session.Session().client(
        service, region_name=region, aws_access_key_id=key, aws_secret_access_key="test"
    )
    return made


def create(sfn: Any, definition: dict[str, Any] | str = DONE, name: str = "machine", **more: Any) -> str:
    """A state machine; ``definition`` as JSON text, or as the value of one. Returns its ARN."""
    text = definition if isinstance(definition, str) else json.dumps(definition, ensure_ascii=False)
    params = {"name": name, "definition": text, "roleArn": ROLE, **more}
    arn: str = sfn.create_state_machine(**params)["stateMachineArn"]
    return arn


def start(sfn: Any, arn: str, input: Any = None, **more: Any) -> str:
    """An execution; ``input``: a JSON value, or a text as it is. Returns its ARN."""
    text = input if isinstance(input, str) else json.dumps({} if input is None else input, ensure_ascii=False)
    started: str = sfn.start_execution(stateMachineArn=arn, input=text, **more)["executionArn"]
    return started


def run(sfn: Any, definition: dict[str, Any] | str, input: Any = None, *, name: str = "machine") -> dict[str, Any]:
    """Create, start, and describe after what is due at once."""
    execution = start(sfn, create(sfn, definition, name=name), input)
    described: dict[str, Any] = sfn.describe_execution(executionArn=execution)
    return described


def status(sfn: Any, execution: str) -> str:
    """The status of an execution."""
    found: str = sfn.describe_execution(executionArn=execution)["status"]
    return found


def output(described: dict[str, Any]) -> Any:
    """The output of an execution that has succeeded."""
    assert described["status"] == "SUCCEEDED", described
    return json.loads(described["output"])


def events(sfn: Any, execution: str) -> list[dict[str, Any]]:
    """Its whole history."""
    found: list[dict[str, Any]] = []
    for page in sfn.get_paginator("get_execution_history").paginate(executionArn=execution):
        found += page["events"]
    return found


def types(sfn: Any, execution: str) -> list[str]:
    """The types of its events."""
    return [event["type"] for event in events(sfn, execution)]


def details(event: dict[str, Any]) -> dict[str, Any]:
    """The details of an event, whatever they are called; ``{}`` if it has none."""
    return next((value for name, value in event.items() if name.endswith("EventDetails")), {})


def chain(sfn: Any, execution: str) -> list[tuple[int, int, str]]:
    """id, previousEventId and type of each event."""
    return [(event["id"], event["previousEventId"], event["type"]) for event in events(sfn, execution)]


def path(sfn: Any, execution: str) -> list[str]:
    """The states entered, in order, those of branches and iterations too."""
    return [details(event)["name"] for event in events(sfn, execution) if event["type"].endswith("StateEntered")]


@contextmanager
def refused(code: str, message: str | None = None) -> Iterator[None]:
    """AWS refuses with that code and, if given, exactly that text."""
    with pytest.raises(ClientError) as caught:
        yield
    error = caught.value.response["Error"]
    assert error["Code"] == code
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    if message is not None:
        assert error["Message"] == message
