"""State machines, executions and their histories, for the tests of Step Functions."""

from __future__ import annotations

import json
from typing import Any

import boto3

ROLE = "arn:aws:iam::123456789012:role/states"


def client(region: str = "us-east-1", key: str = "test") -> Any:
    """A client of Step Functions."""
    return boto3.session.Session().client(
        "stepfunctions", region_name=region, aws_access_key_id=key, aws_secret_access_key="test"
    )


def create(sfn: Any, definition: Any, name: str = "machine", **params: Any) -> str:
    """A state machine's ARN; ``definition`` as JSON text, or as the value of one."""
    text = definition if isinstance(definition, str) else json.dumps(definition)
    arn: str = sfn.create_state_machine(name=name, definition=text, roleArn=ROLE, **params)["stateMachineArn"]
    return arn


def start(sfn: Any, arn: str, input: Any = None, **params: Any) -> str:
    """Start an execution; its ARN."""
    text = json.dumps({} if input is None else input)
    execution: str = sfn.start_execution(stateMachineArn=arn, input=text, **params)["executionArn"]
    return execution


def events(sfn: Any, arn: str) -> list[dict[str, Any]]:
    """The history so far."""
    found: list[dict[str, Any]] = []
    more: dict[str, str] = {}
    while True:
        page = sfn.get_execution_history(executionArn=arn, **more)
        found += page["events"]
        if "nextToken" not in page:
            return found
        more = {"nextToken": page["nextToken"]}


def types(sfn: Any, arn: str) -> list[str]:
    """The types of its events."""
    return [event["type"] for event in events(sfn, arn)]
