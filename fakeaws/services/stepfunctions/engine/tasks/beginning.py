"""What a Task is called with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.engine.states.data import effective_input
from fakeaws.services.stepfunctions.engine.states.numbers import whole
from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt
from fakeaws.services.stepfunctions.integrations.catalogue import integration_for
from fakeaws.services.stepfunctions.integrations.integration import Integration, Preparing
from fakeaws.services.stepfunctions.language.definition.resources import ACTIVITY
from fakeaws.services.stepfunctions.language.definition.states import Task, Whole
from fakeaws.services.stepfunctions.language.errors import runtime_error
from fakeaws.services.stepfunctions.language.paths import Path
from fakeaws.services.stepfunctions.language.scope import Scope

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine


def begin_task(engine: Engine, visit: Visit) -> bool:
    """One attempt: everything is evaluated anew, the token is another one."""
    attempt = attempt_of(engine, visit)
    if isinstance(attempt.integration, Preparing):
        attempt.integration.prepare(attempt)
    visit.work = attempt
    attempt.begin()
    return False


def attempt_of(engine: Engine, visit: Visit, integration: Integration | None = None) -> Attempt:
    """The attempt, with all that its fields say, not yet begun; ``integration``: instead of the resource's."""
    state: Task = visit.state
    resource = state.resource
    has_token = resource.waits_for_token or resource.waits_for_job or resource.kind == ACTIVITY
    token = engine.tokens.new() if has_token else None
    scope = engine.scope(visit, token)
    value = visit.value if state.jsonata else effective_input(visit, scope)
    on_value = scope if scope.input is value else scope.on(value)
    if state.parameters is not None:
        value = state.parameters.build(on_value)
    visit.saw("afterArguments" if state.jsonata else "afterParameters", value)
    credentials = None if state.credentials is None else state.credentials.build(on_value)["RoleArn"]
    return Attempt(
        engine,
        visit,
        integration or integration_for(engine, visit),
        value,
        token=token,
        timeout_seconds=_positive(state.timeout_seconds, state.timeout_seconds_path, "TimeoutSeconds", on_value),
        heartbeat_seconds=_positive(
            state.heartbeat_seconds, state.heartbeat_seconds_path, "HeartbeatSeconds", on_value
        ),
        credentials=credentials,
    )


def _positive(literal: Whole | None, path: Path | None, field: str, scope: Scope) -> int | None:
    if literal is None and path is None:
        return None
    seconds = whole(literal, path, field, scope)
    if seconds is not None and seconds < 1:
        raise runtime_error(f"The {field} field must be a positive integer but was: {seconds}")
    return seconds
