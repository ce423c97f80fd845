"""The way of an execution through its states, read from its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fakeaws.services.stepfunctions.executions.setbacks import CAUGHT, FATAL
from fakeaws.services.stepfunctions.language.definition.states import Map, Parallel, all_states

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.executions.execution import Execution
    from fakeaws.services.stepfunctions.executions.history import Event
    from fakeaws.services.stepfunctions.executions.setbacks import Setback
    from fakeaws.services.stepfunctions.language.definition.states import State, Workflow


@dataclass(eq=False)
class Try:
    """One attempt of a Task, Parallel or Map: from its first event, or from its failure before that.

    ``setback``: how it failed. ``lanes``: its branches or iterations. ``map_run``: the ARN of what runs its children.
    """

    began_us: int
    setback: Setback | None = None
    lanes: list[Lane] = field(default_factory=list)
    map_run: str | None = None


@dataclass(eq=False)
class Step:
    """One stay in a state. ``output`` and ``exited_us`` are None for one that was not left by its Exited event."""

    state: State
    lane: Lane
    entered: int
    entered_us: int
    input: str
    output: str | None = None
    exited_us: int | None = None
    tries: list[Try] = field(default_factory=list)
    setback: Setback | None = None

    @property
    def failed(self) -> bool:
        """Whether it ended its branch, iteration or execution by its failure."""
        return self.setback is not None and self.setback.led_to == FATAL


@dataclass(eq=False)
class Lane:
    """A workflow being run: the machine, a branch, an iteration. ``closed``: given up, or failed with the state around it."""

    workflow: Workflow
    outer: Step | None = None
    index: int = 0
    steps: list[Step] = field(default_factory=list)
    closed: bool = False

    @property
    def failed(self) -> bool:
        return bool(self.steps) and self.steps[-1].failed


class Journey:
    """All steps of an execution so far."""

    def __init__(self, execution: Execution) -> None:
        self.execution = execution
        workflow = execution.revision.machine if execution.root is None else execution.root.workflow
        self.top = Lane(workflow)
        #: By the ids of their Entered events, in that order.
        self.steps: dict[int, Step] = {}
        self._lanes: dict[int, Lane] = {0: self.top}
        setbacks = iter(execution.setbacks)
        setback = next(setbacks, None)
        for event in execution.history.events:
            while setback is not None and setback.after < event.id:
                self._fail(setback)
                setback = next(setbacks, None)
            self._read(event)
        while setback is not None:
            self._fail(setback)
            setback = next(setbacks, None)

    def states(self) -> Mapping[str, State]:
        """All that the definition has, by name."""
        return all_states(self.top.workflow)

    def visits(self, name: str) -> list[Step]:
        """The stays in a state, in the order in which it was entered."""
        return [step for step in self.steps.values() if step.state.name == name]

    def transitions(self) -> Iterator[tuple[str, str, bool]]:
        """From which state to which it went, and whether by a catcher; each as often as it happened."""
        before: dict[Lane, Step] = {}
        for step in self.steps.values():
            last = before.get(step.lane)
            if last is not None and not last.failed:  # a redriven execution enters it again
                caught = last.setback is not None and last.setback.led_to == CAUGHT
                yield last.state.name, step.state.name, caught
            before[step.lane] = step

    # -- reading -----------------------------------------------------------------------------------------------------

    def _read(self, event: Event) -> None:
        lane = self._lanes.get(event.previous, self.top)
        read = _READERS.get(event.type)
        if read is not None:
            lane = read(self, event, lane)
        elif event.type.endswith("StateEntered"):
            lane = self._entered(event, lane)
        elif event.type.endswith("StateExited"):
            lane = self._exited(event, lane)
        elif event.type.endswith("Scheduled"):
            self._begin(event, lane)
        self._lanes[event.id] = lane

    def _entered(self, event: Event, lane: Lane) -> Lane:
        details = _details(event)
        name = details["name"]
        lane = _living(lane)
        inner = self._branch(lane, name) or _around(lane, name)
        state = inner.workflow.states[name]
        step = Step(state, inner, event.id, event.wall_us, details.get("input", ""))
        inner.steps.append(step)
        self.steps[event.id] = step
        return inner

    def _branch(self, lane: Lane, name: str) -> Lane | None:
        """A new branch that begins with that state, if the lane has just started a Parallel."""
        step = lane.steps[-1] if lane.steps else None
        if step is None or not isinstance(step.state, Parallel) or not step.tries:
            return None
        for index, branch in enumerate(step.state.branches):
            if name in branch.states:
                inner = Lane(branch, step, index)
                step.tries[-1].lanes.append(inner)
                return inner
        return None

    def _exited(self, event: Event, lane: Lane) -> Lane:
        details = _details(event)
        lane = _around(_living(lane), details["name"])
        if lane.steps:
            step = lane.steps[-1]
            step.output, step.exited_us = details.get("output"), event.wall_us
        return lane

    def _begin(self, event: Event, lane: Lane) -> Lane:
        lane = _living(lane)
        if lane.steps:
            lane.steps[-1].tries.append(Try(event.wall_us))
        return lane

    def _iteration(self, event: Event, lane: Lane) -> Lane:
        details = _details(event)
        lane = _around(_living(lane), details["name"])
        step = lane.steps[-1] if lane.steps else None
        if step is None or not step.tries or not isinstance(step.state, Map):
            return lane
        inner = Lane(step.state.processor, step, details["index"])
        step.tries[-1].lanes.append(inner)
        return inner

    def _map_run(self, event: Event, lane: Lane) -> Lane:
        lane = _living(lane)
        if lane.steps and lane.steps[-1].tries:
            lane.steps[-1].tries[-1].map_run = _details(event).get("mapRunArn")
        return lane

    def _fail(self, setback: Setback) -> None:
        step = self.steps.get(setback.entered)
        if step is None:
            return
        step.setback = setback
        # A failure before its first event, of Parameters for example, is an attempt as well.
        if not step.tries or step.tries[-1].setback is not None:
            step.tries.append(Try(setback.wall_us))
        step.tries[-1].setback = setback
        for lane in step.tries[-1].lanes:
            lane.closed = True


def _details(event: Event) -> Mapping[str, Any]:
    return event.details or {}


def _living(lane: Lane) -> Lane:
    """The lane, or the one around the outermost that is closed."""
    found, each = lane, lane
    while each.outer is not None:
        if each.closed:
            found = each.outer.lane
        each = each.outer.lane
    return found


def _around(lane: Lane, name: str) -> Lane:
    """The lane whose workflow has that state: it or one around it; the outermost if there is none."""
    while name not in lane.workflow.states and lane.outer is not None:
        lane = lane.outer.lane
    return lane


_READERS = {
    "ParallelStateStarted": Journey._begin,
    "MapStateStarted": Journey._begin,
    "MapIterationStarted": Journey._iteration,
    "MapRunStarted": Journey._map_run,
}
