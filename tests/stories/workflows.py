"""State machines as people deploy them."""

from __future__ import annotations

import json
from typing import Any

import boto3

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/workflows"
DAY = 24 * 60 * 60


def create_machine(name: str, start_at: str, /, **states: dict[str, Any]) -> str:
    """A state machine's ARN."""
    sfn: Any = boto3.client("stepfunctions")
    definition = json.dumps({"StartAt": start_at, "States": states})
    arn: str = sfn.create_state_machine(name=name, definition=definition, roleArn=ROLE)["stateMachineArn"]
    return arn


def call(function: str, **more: Any) -> dict[str, Any]:
    """A Task that calls a function with the state's input."""
    return {"Type": "Task", "Resource": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{function}", **more}


def rule_that_starts(machine: str, pattern: dict[str, Any]) -> None:
    """An EventBridge rule: each matching event's detail is the input of an execution."""
    events: Any = boto3.client("events")
    events.put_rule(Name="starts", EventPattern=json.dumps(pattern))
    target = {"Id": "machine", "Arn": machine, "RoleArn": ROLE, "InputPath": "$.detail"}
    events.put_targets(Rule="starts", Targets=[target])
