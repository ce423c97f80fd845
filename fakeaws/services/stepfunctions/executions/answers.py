"""Executions as AWS's answers show them."""

from __future__ import annotations

import datetime as _datetime

from fakeaws.aws.service import Result
from fakeaws.services.stepfunctions.executions.execution import SUCCEEDED, Execution
from fakeaws.services.stepfunctions.executions.redrivable import redrive_status
from fakeaws.simulation.clock import from_us

#: A value of ``includedData``: neither input nor output.
METADATA_ONLY = "METADATA_ONLY"

#: Milliseconds of Express executions are billed in such steps, in microseconds; memory of one that does little.
_STEP_US = 100_000
_MEMORY_MB = 64


def moment(wall_us: int) -> _datetime.datetime:
    """An instant as AWS tells it: in whole milliseconds."""
    return from_us(wall_us // 1000 * 1000)


def described(execution: Execution, wall_us: int, included: bool) -> Result:
    """Of DescribeExecution at that instant; ``included``: with input and output."""
    answer = {**_about(execution), **_data(execution, included), **_failure(execution)}
    if execution.status == SUCCEEDED:
        answer["outputDetails"] = {"included": included}
    answer["redriveStatus"], reason = redrive_status(execution, wall_us)
    if reason is not None:
        answer["redriveStatusReason"] = reason
    if execution.trace_header is not None:
        answer["traceHeader"] = execution.trace_header
    return answer


def listed(execution: Execution) -> Result:
    """Of ListExecutions."""
    answer = _about(execution)
    if execution.map_run is not None:
        answer["itemCount"] = execution.map_run.item_count(execution)
    return answer


def synchronous(execution: Execution) -> Result:
    """Of StartSyncExecution."""
    return _ended(execution, True)


def synchronous_metadata(execution: Execution) -> Result:
    """Of StartSyncExecution that wants neither input nor output."""
    return _ended(execution, False)


def _ended(execution: Execution, included: bool) -> Result:
    assert execution.stopped_us is not None
    steps = max(1, -(-(execution.stopped_us - execution.started_us) // _STEP_US))
    answer: Result = {
        "executionArn": execution.arn,
        "stateMachineArn": execution.state_machine.arn,
        "name": execution.name,
        "startDate": moment(execution.started_us),
        "stopDate": moment(execution.stopped_us),
        "status": execution.status,
        **_data(execution, included),
        "outputDetails": {"included": included},
        **_failure(execution),
        "billingDetails": {
            "billedMemoryUsedInMB": _MEMORY_MB,
            "billedDurationInMilliseconds": steps * (_STEP_US // 1000),
        },
    }
    if execution.trace_header is not None:
        answer["traceHeader"] = execution.trace_header
    return answer


def _about(execution: Execution) -> Result:
    answer: Result = {
        "executionArn": execution.arn,
        "stateMachineArn": execution.state_machine.arn,
        "name": execution.name,
        "status": execution.status,
        "startDate": moment(execution.started_us),
        "redriveCount": execution.redrive_count,
    }
    if execution.stopped_us is not None:
        answer["stopDate"] = moment(execution.stopped_us)
    if execution.redriven_us is not None:
        answer["redriveDate"] = moment(execution.redriven_us)
    if execution.version is not None:
        answer["stateMachineVersionArn"] = execution.version.arn
    if execution.alias is not None:
        answer["stateMachineAliasArn"] = execution.alias.arn
    if execution.map_run is not None:
        answer["mapRunArn"] = execution.map_run.arn
        if execution.express:
            answer["name"] = ":".join(execution.arn.split(":")[-2:])
    return answer


def _data(execution: Execution, included: bool) -> Result:
    answer: Result = {"inputDetails": {"included": included}}
    if included:
        answer["input"] = execution.input_text
        if execution.output_text is not None:
            answer["output"] = execution.output_text
    return answer


def _failure(execution: Execution) -> Result:
    failure = {"error": execution.error, "cause": execution.cause}
    return {name: value for name, value in failure.items() if value is not None}
