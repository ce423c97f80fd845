"""Executions: started, stopped, looked at, redriven."""

from __future__ import annotations

import json
from typing import Any

from tests.conformance.contract import AskService, Refusal, Scenario, Stage
from tests.conformance.stepfunctions import furniture as f
from tests.conformance.stepfunctions.rows import INVALID, INVALID_ARN, Rows, limited

_OF_MAP_RUNS = "of executions of map runs"

NEVER_SHOWN: dict[str, dict[str, str]] = {
    "DescribeExecution": {"mapRunArn": _OF_MAP_RUNS},
    "ListExecutions": {"executions[].mapRunArn": _OF_MAP_RUNS, "executions[].itemCount": _OF_MAP_RUNS},
}

_TRACE = "Root=1-67891233-abcdef012345678912345678"
_FAIL = {"StartAt": "Fail", "States": {"Fail": {"Type": "Fail", "Error": "Broken", "Cause": "it broke"}}}


async def _create(ask: AskService, name: str, definition: Any, **more: Any) -> str:
    text = definition if isinstance(definition, str) else json.dumps(definition)
    made = await ask("CreateStateMachine", name=name, definition=text, roleArn=f.ROLE, **more)
    arn: str = made["stateMachineArn"]
    return arn


async def _executions(ask: AskService) -> None:
    arn = await _create(ask, "orders", f.text(seconds=60))
    version = (await ask("PublishStateMachineVersion", stateMachineArn=arn))["stateMachineVersionArn"]
    await ask("CreateStateMachineAlias", name="live", routingConfiguration=f.routes((version, 100)))
    traced = await ask("StartExecution", stateMachineArn=f.ALIAS, name="a", input='{"n": 1}', traceHeader=_TRACE)
    await ask("StartExecution", stateMachineArn=f.ALIAS, name="a", input='{"n": 1}')
    stopped = await ask("StartExecution", stateMachineArn=arn)
    for execution in (traced, stopped):
        await ask("DescribeExecution", executionArn=execution["executionArn"])
    await ask("StopExecution", executionArn=stopped["executionArn"], error="E", cause="c")
    await ask("StopExecution", executionArn=stopped["executionArn"])
    await ask("DescribeExecution", executionArn=stopped["executionArn"])
    await ask.wait(1)
    await ask("RedriveExecution", executionArn=stopped["executionArn"], clientToken="t")
    await ask("RedriveExecution", executionArn=stopped["executionArn"], clientToken="t")
    await ask("DescribeExecution", executionArn=stopped["executionArn"], includedData="METADATA_ONLY")
    first = await ask("ListExecutions", stateMachineArn=arn, maxResults=1)
    await ask("ListExecutions", stateMachineArn=arn, nextToken=first["nextToken"])
    await ask.wait(60)
    await ask("DescribeExecution", executionArn=traced["executionArn"])
    await ask("ListExecutions", stateMachineArn=version, statusFilter="SUCCEEDED", redriveFilter="NOT_REDRIVEN")
    await ask("ListExecutions", stateMachineArn=f.ALIAS, statusFilter="FAILED")


async def _synchronous(ask: AskService) -> None:
    quick = await _create(ask, "quick", f.text(seconds=1), type="EXPRESS")
    failing = await _create(ask, "failing", _FAIL, type="EXPRESS")
    await ask("StartExecution", stateMachineArn=quick, name="one")
    await ask("StartSyncExecution", stateMachineArn=quick, name="one", input='{"n": 1}', traceHeader=_TRACE)
    await ask("StartSyncExecution", stateMachineArn=failing, includedData="METADATA_ONLY")


SCENARIOS: dict[str, Scenario] = {
    **dict.fromkeys(
        ("StartExecution", "StopExecution", "DescribeExecution", "ListExecutions", "RedriveExecution"), _executions
    ),
    "StartSyncExecution": _synchronous,
}

_START, _STOP, _DESCRIBE, _LIST, _REDRIVE, _SYNC = SCENARIOS
_HISTORY = "GetExecutionHistory"
_NONE = f"{f.STATES}execution:orders:none"
_USUAL: dict[str, dict[str, Any]] = {
    _START: {"stateMachineArn": f.ORDERS, "name": "new"},
    _SYNC: {"stateMachineArn": f.QUICK},
    _STOP: {"executionArn": f.RUN},
    _DESCRIBE: {"executionArn": f.RUN},
    _HISTORY: {"executionArn": f.RUN},
    _LIST: {"stateMachineArn": f.ORDERS},
    _REDRIVE: {"executionArn": f.BROKEN},
}
_row = Rows(_USUAL)
_INPUT = "Invalid State Machine Execution Input: '{}'"
_EXPECTED = "was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
_INPUTS = {
    "not json": ("not json", f"Unrecognized token 'not': {_EXPECTED}"),
    "single quotes": ("{'a'", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"),
    "empty": ("", "Invalid execution input."),
    "too many bytes": (json.dumps("é" * 131_072, ensure_ascii=False), "Invalid execution input."),
}
_ONE_OF_TWO = "Exactly one of stateMachineArn and mapRunArn must be specified"
_FULL = (
    "The maximum number of running executions has been reached. "
    "Running executions must end or be stopped before a new execution can be started."
)
_UNSUPPORTED = ("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine")
_STATUSES = "[SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]"
_LONG = "x" * 3097
_MISSING = {"reason": "MISSING_REQUIRED_PARAMETER"}


def _late(on: Stage) -> None:
    on.wait(14 * 86_400 + 1)


REFUSALS: tuple[Refusal, ...] = (
    *(
        row
        for operation, arns in {
            _START: {"none": f.NO_MACHINE, "no version": f"{f.ORDERS}:9", "no alias": f"{f.ORDERS}:dead"},
            _SYNC: {"none": f.NO_MACHINE, "no version": f"{f.QUICK}:9"},
            _LIST: {"none": f.NO_MACHINE, "no version": f"{f.ORDERS}:9"},
        }.items()
        for row in (
            *_row.bad_arns(operation, "stateMachineArn", f.APPROVE),
            *(
                _row(
                    id,
                    operation,
                    "StateMachineDoesNotExist",
                    f"State Machine Does Not Exist: '{arn}'",
                    stateMachineArn=arn,
                )
                for id, arn in arns.items()
            ),
        )
    ),
    *(
        row
        for operation in (_START, _SYNC)
        for row in (
            *(
                _row(id, operation, "InvalidExecutionInput", _INPUT.format(words), input=text)
                for id, (text, words) in _INPUTS.items()
            ),
            *(
                _row(f"name {mark!r}", operation, "InvalidName", f"Invalid Name: 'a{mark}b'", name=f"a{mark}b")
                for mark in " <>/"
            ),
        )
    ),
    _row(
        "taken",
        _START,
        "ExecutionAlreadyExists",
        f"Execution Already Exists: '{f.RUN}'",
        name="run",
        input="1",
    ),
    _row(
        "closed",
        _START,
        "ExecutionAlreadyExists",
        f"Execution Already Exists: '{f.BROKEN}'",
        stateMachineArn=f.FAILING,
        name="broken",
    ),
    *(
        _row(
            "going",
            operation,
            "StateMachineDeleting",
            f"State Machine is being deleted: '{arn}'",
            given,
            stateMachineArn=arn,
        )
        for operation, arn, given in (
            (_START, f.LEAVING, None),
            (_SYNC, f.QUICK, lambda on: _leave(on)),
        )
    ),
    _row("full", _START, "ExecutionLimitExceeded", _FULL, limited("open_executions", 1)),
    _row("full", _REDRIVE, "ExecutionLimitExceeded", _FULL, limited("open_executions", 1)),
    _row("standard", _SYNC, *_UNSUPPORTED, stateMachineArn=f.ORDERS),
    _row("express", _LIST, *_UNSUPPORTED, stateMachineArn=f.QUICK),
    *(
        row
        for operation in (_STOP, _DESCRIBE, _HISTORY, _REDRIVE)
        for row in (
            *_row.bad_arns(operation, "executionArn", f.ORDERS),
            _row(
                "express",
                operation,
                INVALID_ARN,
                "Invalid Arn: 'Resource type not valid in this context: express'",
                executionArn=f"{f.STATES}express:quick:one:0b3d0c4e",
            ),
            _row(
                "none",
                operation,
                "ExecutionDoesNotExist",
                f"Execution Does Not Exist: '{_NONE}'",
                executionArn=_NONE,
            ),
        )
    ),
    _row("running", _REDRIVE, "ExecutionNotRedrivable", f"Execution is not redrivable: '{f.RUN}'", executionArn=f.RUN),
    _row("late", _REDRIVE, "ExecutionNotRedrivable", f"Execution is not redrivable: '{f.BROKEN}'", _late),
    _row("of nothing", _LIST, INVALID, _ONE_OF_TWO, fields=_MISSING, stateMachineArn=None),
    _row("of both", _LIST, INVALID, _ONE_OF_TWO, fields=_MISSING, mapRunArn=f"{f.STATES}mapRun:orders/Each:1"),
    _row(
        "no map run",
        _LIST,
        "ResourceNotFound",
        "Request references a resource that does not exist.",
        fields={"resourceName": f"{f.STATES}mapRun:orders/Each:1"},
        stateMachineArn=None,
        mapRunArn=f"{f.STATES}mapRun:orders/Each:1",
    ),
    _row.broken(
        "a status",
        _LIST,
        "statusFilter",
        "succeeded",
        f"Member must satisfy enum value set: {_STATUSES}",
        statusFilter="succeeded",
    ),
    *(row for row in _row.bad_pages(_LIST) if row.id != "a long token"),
    _row.broken(
        "a long token", _LIST, "nextToken", _LONG, "Member must have length less than or equal to 3096", nextToken=_LONG
    ),
    *_row.bad_pages(_HISTORY),
    _row(
        "a long error",
        _STOP,
        INVALID,
        "1 validation error detected: Value at 'error' failed to satisfy constraint: "
        "Member must have length less than or equal to 256",
        error="x" * 257,
    ),
    *(_row.labelled(operation, "stateMachineArn", f"{f.ORDERS}/each") for operation in (_START, _LIST)),
    _row.broken(
        "a token",
        _REDRIVE,
        "clientToken",
        "a b",
        "Member must satisfy regular expression pattern: [!-~]+",
        clientToken="a b",
    ),
)


def _leave(on: Stage) -> None:
    on.ask("StartExecution", stateMachineArn=f.QUICK)
    on.ask("DeleteStateMachine", stateMachineArn=f.QUICK)


UNASKED: dict[str, str] = {}
