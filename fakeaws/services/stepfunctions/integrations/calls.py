"""The calls that tasks make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.errors import NotSupportedError, ServiceNotMocked
from fakeaws.services.stepfunctions.engine.failures import Failure
from fakeaws.services.stepfunctions.language.errors import RUNTIME

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt


def ask(
    attempt: Attempt,
    service: str,
    operation: str,
    params: Mapping[str, Any],
    then: Callable[..., object],
    *,
    region: str | None = None,
) -> None:
    """Call an AWS operation as the task; ``then(answer, attempt)`` hears the answer, a result or an `AwsError`.

    ``attempt.request_id`` is the call's. ``region``: the state machine's unless given. What fakeaws cannot answer ends the
    execution with States.Runtime.
    """
    step_functions = attempt.engine.service
    attempt.request_id = step_functions.world.new_request_id()
    try:
        waiter = step_functions.world.ask(
            service,
            operation,
            params,
            caller=step_functions.caller(attempt),
            region=region or step_functions.region,
            cause=attempt.record,
            then=then,
            args=(attempt,),
            request_id=attempt.request_id,
        )
    except (NotSupportedError, ServiceNotMocked) as error:
        unanswered(attempt, str(error))
        return
    if waiter is not None and not attempt.done:
        attempt.waiter = waiter


def unanswered(attempt: Attempt, why: str) -> None:
    """The execution fails in a way that no Catch hides: nobody here can do the task's work."""
    name = attempt.visit.state.name
    cause = f"{why}. Let something stand in for the task: aws.stepfunctions.mock_task({name!r}, returns=...)"
    attempt.fail_at_once(Failure(RUNTIME, cause))
