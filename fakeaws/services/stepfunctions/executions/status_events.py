"""What EventBridge hears of executions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fakeaws.aws.events import Announcement
from fakeaws.services.stepfunctions import limits
from fakeaws.services.stepfunctions.executions.execution import Execution
from fakeaws.services.stepfunctions.executions.redrivable import redrive_status

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase


def announce(service: StepFunctionsBase, execution: Execution, cause: int | None) -> None:
    """An execution's status is another one now; nobody hears of Express ones. ``cause``: the timeline's record of it."""
    world = service.world
    if execution.express or not world.is_heard(service.account, service.region):
        return
    world.announce(
        Announcement(
            "aws.states",
            "Step Functions Execution Status Change",
            service.account,
            service.region,
            (execution.arn,),
            _detail(execution, world.wall_us),
            cause,
        )
    )


def _detail(execution: Execution, wall_us: int) -> dict[str, Any]:
    """Every key is there; too large texts are left out, the input first."""
    status, reason = redrive_status(execution, wall_us)
    input_bytes, output_bytes = _escaped_bytes(execution.input_text), _escaped_bytes(execution.output_text)
    has_input = input_bytes + output_bytes <= limits.STATUS_EVENT_BYTES
    has_output = output_bytes <= limits.STATUS_EVENT_BYTES
    return {
        "executionArn": execution.arn,
        "stateMachineArn": execution.state_machine.arn,
        "name": execution.name,
        "status": execution.status,
        "startDate": execution.started_us // 1000,
        "stopDate": _milliseconds(execution.stopped_us),
        "input": execution.input_text if has_input else None,
        "output": execution.output_text if has_output else None,
        "stateMachineVersionArn": None if execution.version is None else execution.version.arn,
        "stateMachineAliasArn": None if execution.alias is None else execution.alias.arn,
        "redriveCount": execution.redrive_count,
        "redriveDate": _milliseconds(execution.redriven_us),
        "redriveStatus": status,
        "redriveStatusReason": reason,
        "inputDetails": {"included": has_input},
        "outputDetails": None if execution.output_text is None else {"included": has_output},
        "error": execution.error,
        "cause": execution.cause,
    }


def _milliseconds(us: int | None) -> int | None:
    return None if us is None else us // 1000


def _escaped_bytes(text: str | None) -> int:
    """As the text stands in the event's JSON."""
    return 0 if text is None else len(json.dumps(text, ensure_ascii=False).encode("utf-8", "replace"))
