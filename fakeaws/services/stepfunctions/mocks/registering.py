"""`aws.stepfunctions.mock_task`."""

from __future__ import annotations

import datetime as _datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, cast

from fakeaws.aws.errors import AwsError
from fakeaws.services.stepfunctions.language.definition.states import Task
from fakeaws.services.stepfunctions.mocks.answers import answers_of
from fakeaws.services.stepfunctions.mocks.registry import is_resource, key_of, resource_keys
from fakeaws.services.stepfunctions.mocks.task_mock import StandIn, TaskMock
from fakeaws.services.stepfunctions.names import MACHINE, read_arn
from fakeaws.world import to_microseconds

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.language.definition.states import StateMachine as Definition
    from fakeaws.services.stepfunctions.machines import StateMachine
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase


def mock_task(
    service: StepFunctionsBase,
    state: str,
    *,
    machine: str | None,
    returns: Any,
    raises: Any,
    takes: float | _datetime.timedelta,
    answers: Any,
) -> TaskMock:
    """See `StepFunctionsInspector.mock_task`; ``service`` is the default account's and region's."""
    arn = None if machine is None else _arn(service, machine)
    if isinstance(takes, bool) or not isinstance(takes, (int, float, _datetime.timedelta)):
        raise TypeError(f"takes is a duration, seconds or a timedelta, not {takes!r}")
    takes_us = to_microseconds(takes)
    if takes_us < 0:
        raise ValueError(f"takes is a duration, not {takes!r}")
    if arn is not None:
        known = _machine(service, arn)
        if known is not None and not has_task(known.revision.machine, state):
            raise LookupError(f"state machine {known.name!r} {unknown(known.revision.machine, state)}")
    stand_in = StandIn(state, arn, answers_of(returns, raises, answers), takes_us)
    service.mocks.add(stand_in)
    return TaskMock(stand_in)


def has_task(definition: Definition, state: str) -> bool:
    """Whether a state machine has a Task of that name, or one with that resource."""
    key = key_of(state)
    return any(
        isinstance(each, Task) and (name == state or key in resource_keys(each.resource))
        for name, each in definition.all_states().items()
    )


def unknown(definition: Definition, state: str) -> str:
    """What is wrong with a name of which there is no Task: the rest of a sentence about the state machine."""
    states = definition.all_states()
    if state in states:
        return f"has no task {state!r}: it is a {type(states[state]).__name__}"
    tasks = {name: each for name, each in states.items() if isinstance(each, Task)}
    if is_resource(state):
        known = [key for each in tasks.values() for key in resource_keys(each.resource)]
        return f"has no task with the resource {state!r}{hint(key_of(state), known)}"
    return f"has no state {state!r}{hint(state, list(tasks))}"


def hint(text: str, known: list[str]) -> str:
    """The nearest of what there is."""
    by_case = {name.casefold(): name for name in known}
    near = get_close_matches(text.casefold(), list(by_case), n=1)
    return f"; did you mean {by_case[near[0]]!r}?" if near else ""


def _arn(service: StepFunctionsBase, machine: str) -> str:
    if not machine.startswith("arn:"):
        return service.arn_of(f"{MACHINE}:{machine}")
    try:
        return read_arn(machine, MACHINE).machine.partition("/")[0]
    except AwsError as error:
        raise ValueError(f"machine is a state machine's name or ARN: {error.message}") from None


def _machine(service: StepFunctionsBase, arn: str) -> StateMachine | None:
    for each in service.world.router.services("stepfunctions"):
        for machine in cast("StepFunctionsBase", each).machines.values():
            if machine.arn == arn:
                return machine
    return None
