"""What a map run's children gave, as its result and as files show it."""

from __future__ import annotations

from collections.abc import Iterable

from fakeaws.services.stepfunctions.engine.scopes import timestamp
from fakeaws.services.stepfunctions.executions.execution import SUCCEEDED, Execution
from fakeaws.services.stepfunctions.executions.redrivable import redrive_status
from fakeaws.services.stepfunctions.language.json_text import Json, write_json

NONE = "NONE"
FLATTEN = "FLATTEN"


def output_of(child: Execution) -> Json:
    """The value that a child which succeeded ended with."""
    assert child.root is not None
    return child.root.value


def error_of(child: Execution) -> Json:
    """What stands for a child that failed, where nobody asked for more."""
    return {"Error": child.error, "Cause": child.cause}


def record_of(child: Execution) -> dict[str, Json]:
    """A child as ResultWriter describes it: DescribeExecution's members, in capitals and in their alphabet's order."""
    succeeded = child.status == SUCCEEDED
    status, reason = redrive_status(child, child.stopped_us or 0)
    record: dict[str, Json] = {
        "Cause": child.cause,
        "Error": child.error,
        "ExecutionArn": child.arn,
        "Input": child.input_text,
        "InputDetails": {"Included": True},
        "Name": child.name,
        "Output": child.output_text,
        "OutputDetails": {"Included": True} if succeeded else None,
        "RedriveCount": child.redrive_count,
        "RedriveStatus": status,
        "RedriveStatusReason": reason,
        "StartDate": timestamp(child.started_us),
        "StateMachineArn": child.state_machine.arn,
        "Status": child.status,
        "StopDate": None if child.stopped_us is None else timestamp(child.stopped_us),
    }
    return {name: value for name, value in record.items() if value is not None}


def pending_record(value: Json) -> dict[str, Json]:
    """A child that was not started."""
    return {"Input": write_json(value), "InputDetails": {"Included": True}, "Status": "PENDING"}


def transformed(children: Iterable[Execution], transformation: str, failed_as_records: bool = True) -> list[Json]:
    """The children's results in their order; those that failed are records, or their errors, whatever the transformation."""
    results: list[Json] = []
    for child in children:
        if child.status != SUCCEEDED:
            results.append(record_of(child) if failed_as_records else error_of(child))
        elif transformation == NONE:
            results.append(record_of(child))
        else:
            output = output_of(child)
            if transformation == FLATTEN and isinstance(output, list):
                results += output
            else:
                results.append(output)
    return results
