"""GetActivityTask, SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat."""

from __future__ import annotations

import json
from typing import Any

from tests.conformance.contract import AskService, Refusal, Scenario, Stage
from tests.conformance.stepfunctions import furniture as f
from tests.conformance.stepfunctions.rows import INVALID_TOKEN, Rows, limited

NEVER_SHOWN: dict[str, dict[str, str]] = {}

_TASK = {"Type": "Task", "Resource": f.APPROVE, "End": True}
_APPROVAL = {
    "name": "approval",
    "definition": json.dumps({"StartAt": "Approve", "States": {"Approve": _TASK}}),
    "roleArn": f.ROLE,
}
_MACHINE = f"{f.STATES}stateMachine:approval"


async def _tasks(ask: AskService) -> None:
    await ask("CreateActivity", name="approve")
    await ask("GetActivityTask", activityArn=f.APPROVE)
    await ask("CreateStateMachine", **_APPROVAL)
    for _ in range(2):
        await ask("StartExecution", stateMachineArn=_MACHINE, input='{"order": 1}')
    first = await ask("GetActivityTask", activityArn=f.APPROVE, workerName="ann")
    second = await ask("GetActivityTask", activityArn=f.APPROVE)
    await ask("SendTaskHeartbeat", taskToken=first["taskToken"])
    await ask("SendTaskSuccess", taskToken=first["taskToken"], output='{"approved": true}')
    await ask("SendTaskFailure", taskToken=second["taskToken"], error="Declined", cause="too dear")


SCENARIOS: dict[str, Scenario] = dict.fromkeys(
    ("GetActivityTask", "SendTaskSuccess", "SendTaskFailure", "SendTaskHeartbeat"), _tasks
)

_GET, _SUCCESS, _FAILURE, _HEARTBEAT = SCENARIOS
_USUAL: dict[str, dict[str, Any]] = {
    _GET: {"activityArn": f.APPROVE},
    _SUCCESS: {"taskToken": "<token>", "output": "1"},
    _FAILURE: {"taskToken": "<token>"},
    _HEARTBEAT: {"taskToken": "<token>"},
}
_row = Rows(_USUAL)


def _fetched(on: Stage) -> None:
    """A worker has a task."""
    on.ask("CreateStateMachine", **_APPROVAL)
    on.ask("StartExecution", stateMachineArn=_MACHINE)
    token = on.ask("GetActivityTask", activityArn=f.APPROVE)["taskToken"]
    on.values["<token>"] = token
    on.values["<unknown>"] = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")


def _done(on: Stage) -> None:
    """And has done it."""
    _fetched(on)
    on.ask("SendTaskSuccess", taskToken=on.values["<token>"], output="1")


_WITH_TOKENS = (_SUCCESS, _FAILURE, _HEARTBEAT)

REFUSALS: tuple[Refusal, ...] = (
    _row("none", _GET, "ActivityDoesNotExist", f"Activity Does Not Exist: '{f.APPROVE}2'", activityArn=f"{f.APPROVE}2"),
    *_row.bad_arns(_GET, "activityArn", f.ORDERS),
    _row(
        "too many",
        _GET,
        "ActivityWorkerLimitExceeded",
        "The maximum number of workers concurrently polling for activity tasks has been reached.",
        limited("activity_pollers", 0),
    ),
    *(
        _row("done", operation, "TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'", _done)
        for operation in _WITH_TOKENS
    ),
    *(
        _row("no token", operation, INVALID_TOKEN, "Invalid Token: 'Invalid token'", taskToken="none")
        for operation in _WITH_TOKENS
    ),
    *(
        _row("unknown", operation, "TaskDoesNotExist", "Task does not exist", _fetched, taskToken="<unknown>")
        for operation in _WITH_TOKENS
    ),
    _row(
        "no JSON",
        _SUCCESS,
        "InvalidOutput",
        "Invalid Output: 'Unrecognized token 'yes': was expecting (JSON String, Number, Array, Object or token 'null', "
        "'true' or 'false')'",
        _fetched,
        output="yes",
    ),
    _row(
        "too many bytes",
        _SUCCESS,
        "InvalidOutput",
        "Invalid Output: 'Invalid output.'",
        _fetched,
        output=json.dumps("é" * 131_072, ensure_ascii=False),
    ),
)

UNASKED: dict[str, str] = {}
