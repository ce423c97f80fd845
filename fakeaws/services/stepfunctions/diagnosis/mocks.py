"""Mocks that never can have been called: the name of their state is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.mocks.registering import has_task, unknown
from fakeaws.services.stepfunctions.mocks.registry import machine_of
from fakeaws.timeline.findings import Finding

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.executions.execution import Execution
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase


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
