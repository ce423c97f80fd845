"""ListMapRuns, DescribeMapRun, UpdateMapRun."""

from __future__ import annotations

import json

from tests.conformance.contract import AskService, Refusal, Scenario
from tests.conformance.stepfunctions import furniture as f
from tests.conformance.stepfunctions.rows import INVALID, Rows

_WAIT = {"Type": "Wait", "Seconds": 60, "End": True}
_PROCESSOR = {
    "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    "StartAt": "Wait",
    "States": {"Wait": _WAIT},
}
#: It has its map run twice: the first one fails when a child is stopped.
_DEFINITION = json.dumps(
    {
        "StartAt": "Each",
        "States": {
            "Each": {
                "Type": "Map",
                "Label": "each",
                "ItemProcessor": _PROCESSOR,
                "Retry": [{"ErrorEquals": ["States.ALL"]}],
                "End": True,
            }
        },
    }
)
_MAPS = f"{f.STATES}stateMachine:maps"
_RUN = f"{f.STATES}execution:maps:run"
NEVER_SHOWN: dict[str, dict[str, str]] = {}


async def _map_runs(ask: AskService) -> None:
    await ask("CreateStateMachine", name="maps", definition=_DEFINITION, roleArn=f.ROLE)
    await ask("StartExecution", stateMachineArn=_MAPS, name="run", input="[1,2]")
    await ask.wait(1)
    (listed,) = (await ask("ListMapRuns", executionArn=_RUN))["mapRuns"]
    arn = listed["mapRunArn"]
    await ask("DescribeMapRun", mapRunArn=arn)
    await ask("UpdateMapRun", mapRunArn=arn, maxConcurrency=1, toleratedFailureCount=0, toleratedFailurePercentage=0.0)
    child = (await ask("ListExecutions", mapRunArn=arn))["executions"][0]
    await ask("StopExecution", executionArn=child["executionArn"])
    await ask.wait(2)
    first = await ask("ListMapRuns", executionArn=_RUN, maxResults=1)
    await ask("ListMapRuns", executionArn=_RUN, maxResults=1, nextToken=first["nextToken"])
    await ask("DescribeMapRun", mapRunArn=arn)
    await ask("StopExecution", executionArn=_RUN)
    await ask("RedriveExecution", executionArn=_RUN)
    await ask.wait(1)
    await ask("DescribeMapRun", mapRunArn=first["mapRuns"][0]["mapRunArn"])


SCENARIOS: dict[str, Scenario] = dict.fromkeys(("ListMapRuns", "DescribeMapRun", "UpdateMapRun"), _map_runs)

_LIST, _DESCRIBE, _UPDATE = SCENARIOS
_row = Rows(
    {
        _LIST: {"executionArn": f.RUN},
        _DESCRIBE: {"mapRunArn": "<map run>"},
        _UPDATE: {"mapRunArn": "<map run>", "maxConcurrency": 1},
    }
)
_NO_RUN = f"{f.STATES}execution:orders:none"
_NO_MAP_RUN = f"{f.STATES}mapRun:orders/each:none"
_ABSENT = "Request references a resource that does not exist."

REFUSALS: tuple[Refusal, ...] = (
    _row("none", _LIST, "ExecutionDoesNotExist", f"Execution Does Not Exist: '{_NO_RUN}'", executionArn=_NO_RUN),
    *_row.bad_arns(_LIST, "executionArn", f.ORDERS),
    *_row.bad_pages(_LIST),
    *(
        row
        for operation in (_DESCRIBE, _UPDATE)
        for row in (
            _row(
                "none",
                operation,
                "ResourceNotFound",
                _ABSENT,
                fields={"resourceName": _NO_MAP_RUN},
                mapRunArn=_NO_MAP_RUN,
            ),
            *_row.bad_arns(operation, "mapRunArn", f.ORDERS),
        )
    ),
    _row(
        "one that has ended",
        _UPDATE,
        INVALID,
        "Map Run has completed and cannot be updated: '<map run>'",
        fields={"reason": "CANNOT_UPDATE_COMPLETED_MAP_RUN"},
    ),
    _row.broken(
        "more than all",
        _UPDATE,
        "toleratedFailurePercentage",
        "100.5",
        "Member must have value less than or equal to 100.0",
        toleratedFailurePercentage=100.5,
    ),
)

UNASKED: dict[str, str] = {}
