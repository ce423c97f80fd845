"""Mocks that never can have been called: the name of their state is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.mocks.registering import has_task, unknown
from fakeaws.services.stepfunctions.mocks.registry import machine_of
from fakeaws.timeline.findings import Finding

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.executions.execution import Execution
    from fakeaws.services.stepfunctions.mocks.task_mock import StandIn
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase

#: How alike the names of two state machines are, of which one is a mistake: mocks may be given for those of other tests.
_ALIKE = 0.8


def mock_of_unknown_state(service: StepFunctionsBase) -> Iterator[Finding]:
    """Told once for all accounts and regions, after an execution that a mock could have been for."""
    world = service.world
    if not service.mocks.all or not world.is_home(service.account, service.region):
        return
    first: dict[str, Execution] = {}
    everywhere = world.router.services(service.name)
    for execution in (each for one in everywhere for each in one.executions.values()):  # type: ignore[attr-defined]
        first.setdefault(machine_of(execution), execution)
    for mock in service.mocks.all:
        if mock.machine is not None and mock.machine not in first:
            yield from _of_unknown_machine(service, mock, first)
            continue
        ran = [each for arn, each in first.items() if mock.machine in (None, arn) and each.record is not None]
        definitions = [each.revision.machine for each in ran]
        if not ran or mock.calls or any(has_task(each, mock.state) for each in definitions):
            continue
        wrong = [unknown(each, mock.state) for each in definitions]
        place = next((number for number, text in enumerate(wrong) if "did you mean" in text), 0)
        of = "" if mock.machine is None else f", machine={ran[0].state_machine.name!r}"
        yield Finding(
            "mock-of-unknown-state",
            f"mock_task({mock.state!r}{of}) stood in for nothing: "
            f"state machine {ran[place].state_machine.name!r} {wrong[place]}",
            "Give mock_task the name of a Task, or its resource, as it is in the definition.",
            [world.timeline[ran[place].record or 0]],
        )


def _of_unknown_machine(service: StepFunctionsBase, mock: StandIn, ran: dict[str, Execution]) -> Iterator[Finding]:
    """The mock's state machine is not there; one of almost that name ran, and has the Task."""
    everywhere = service.world.router.services(service.name)
    if any(machine.arn == mock.machine for each in everywhere for machine in each.machines.values()):  # type: ignore[attr-defined]
        return
    place, _, wrong = (mock.machine or "").rpartition(":")
    known = {
        each.state_machine.name: each
        for arn, each in ran.items()
        if arn.startswith(f"{place}:") and has_task(each.revision.machine, mock.state)
    }
    for name in get_close_matches(wrong, list(known), 1, _ALIKE):
        yield Finding(
            "mock-of-unknown-state",
            f"mock_task({mock.state!r}, machine={wrong!r}) stood in for nothing: there is no state machine {wrong!r}; "
            f"did you mean {name!r}?",
            "Give mock_task the name or the ARN of the state machine.",
            [service.world.timeline[known[name].record or 0]],
        )
