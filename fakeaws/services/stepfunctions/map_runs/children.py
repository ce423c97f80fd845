"""The state machine that a map run's children are executions of, and those executions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.executions.execution import Execution
from fakeaws.services.stepfunctions.executions.history import History
from fakeaws.services.stepfunctions.language.definition import states
from fakeaws.services.stepfunctions.language.json_text import Json, write_json
from fakeaws.services.stepfunctions.machines import StateMachine
from fakeaws.services.stepfunctions.map_states import definition_of_map
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.map_runs.map_run import MapRun
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase


def machine_of_children(service: StepFunctionsBase, parent: Execution, state: states.Map, label: str) -> StateMachine:
    """``stateMachine:<name>/<label>``: the processor of a distributed Map, with all else that its machine has."""
    revision, processor = parent.revision, state.processor
    workflow = states.StateMachine(
        processor.start_at, processor.states, processor.comment, query_language=revision.machine.query_language
    )
    machine = parent.state_machine
    name = f"{root_name(machine)}/{label}"
    return StateMachine(
        name,
        service.arn_of(f"stateMachine:{name}"),
        processor.execution_type or states.STANDARD,
        machine.created_us,
        # What children reach, their parent's definition has.
        replace(revision, machine=workflow, definition=definition_of_map(revision.definition, state.name)),
    )


def root_name(machine: StateMachine) -> str:
    """The name of a machine that somebody created, of children their parent's."""
    return machine.name.partition("/")[0]


def new_child(run: MapRun, value: Json) -> Execution:
    """A child with that input; it is not started yet."""
    service, machine = run.engine.service, run.machine
    name = uuid_of(service.ids.getrandbits(128))
    if machine.express:
        arn = service.arn_of(f"express:{machine.name}:{name}:{uuid_of(service.ids.getrandbits(128))}")
    else:
        arn = service.arn_of(f"execution:{machine.name}:{name}")
    child = Execution(
        arn=arn,
        name=name,
        state_machine=machine,
        revision=machine.revision,
        express=machine.express,
        input_text=write_json(value),
        input=value,
        started_us=service.world.wall_us,
        history=History(service.world.simulation.clock, not machine.express),
        map_run=run,
    )
    service.executions[arn] = child
    child.record = run.execution.record
    child.record = service.note(child, "StartExecution", "ok", {"map_run": run.resource})
    return child
