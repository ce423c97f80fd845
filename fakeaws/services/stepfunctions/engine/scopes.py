"""What a state's fields see: data, variables, the context object."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.language.definition.states import Map, Parallel, Task
from fakeaws.services.stepfunctions.language.json_text import Json
from fakeaws.services.stepfunctions.language.scope import Scope
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.executions.execution import Execution
    from fakeaws.services.stepfunctions.language.scope import Randomness


@lru_cache(256)
def timestamp(wall_us: int) -> str:
    """As in the context object: ``2026-01-05T00:00:00.000Z``."""
    return f"{from_us(wall_us):%Y-%m-%dT%H:%M:%S}.{wall_us // 1000 % 1000:03d}Z"


def execution_context(execution: Execution) -> dict[str, Json]:
    """The parts of the context object that are the same for all states."""
    revision = execution.revision
    start = timestamp(execution.started_us)
    if execution.express:
        about = {
            "Id": execution.arn,
            "Input": execution.input,
            "Name": execution.name,
            "RoleArn": revision.role_arn,
            "StartTime": start,
        }
    else:
        about = {
            "Id": execution.arn,
            "Input": execution.input,
            "StartTime": start,
            "Name": execution.name,
            "RoleArn": revision.role_arn,
            "RedriveCount": execution.redrive_count,
        }
        if execution.redriven_us is not None:
            about["RedriveTime"] = timestamp(execution.redriven_us)
    machine = execution.state_machine
    return {"Execution": about, "StateMachine": {"Id": machine.arn, "Name": machine.name}}


def scope_of(visit: Visit, randomness: Randomness, instant_us: int, token: str | None = None) -> Scope:
    """The scope of a visit on its raw input; ``token``: of the task's attempt."""
    frame, state = visit.frame, visit.state
    about: dict[str, Json] = {"Name": state.name, "EnteredTime": timestamp(visit.entered_us)}
    if isinstance(state, (Task, Parallel, Map)):
        about["RetryCount"] = visit.retry_count
    context = {**frame.execution.context, "State": about}
    if token is not None:
        context["Task"] = {"Token": token}
    if frame.item is not None:
        context["Map"] = frame.item
    return Scope(visit.value, context, frame.variables, randomness=randomness, instant_us=instant_us)
