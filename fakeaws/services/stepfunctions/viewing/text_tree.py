"""An execution as a text tree.

::

    execution order:42 FAILED at +00:00:03: Declined: no money
    ├─ input {"order":42}
    ├─ +00:00:00 Charge (Task), 2 attempts, failed
    │  ├─ +00:00:00 Busy: try later; again after 1 s
    │  └─ +00:00:01 Declined: no money
    └─ …
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.engine.frames import Sleep, Visit
from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt
from fakeaws.services.stepfunctions.executions.execution import TIMED_OUT, Execution
from fakeaws.services.stepfunctions.executions.setbacks import CAUGHT, RETRIED, Setback
from fakeaws.services.stepfunctions.language.definition.resources import ACTIVITY
from fakeaws.services.stepfunctions.language.definition.states import Map, Working
from fakeaws.services.stepfunctions.language.json_text import json_equal, read_json
from fakeaws.services.stepfunctions.viewing.journey import Journey, Lane, Step, Try
from fakeaws.services.stepfunctions.viewing.waiting import open_visits, scheduled_us
from fakeaws.timeline.words import count, instant, span

if TYPE_CHECKING:
    from fakeaws.world import World

#: How many characters of an input, output or cause are shown.
_WIDTH = 100
#: Of the cause of a whole execution: it may end with what to do.
_CAUSE_WIDTH = 400
#: Iterations of a Map of which the steps are shown, if all went well.
_FIRST_ITERATIONS = 3


@dataclass
class Node:
    """A line and those under it."""

    text: str
    under: list[Node] = field(default_factory=list)


def render(world: World, execution: Execution, *, steps: int = 100) -> str:
    """The tree; ``steps``: how many of a workflow's states are shown, from both its ends."""
    return "\n".join(_lines(_Tree(world, execution, steps).root()))


def _lines(node: Node) -> Iterator[str]:
    yield node.text
    for each in node.under:
        last = each is node.under[-1]
        first, more = ("└─ ", "   ") if last else ("├─ ", "│  ")
        lines = _lines(each)
        yield first + next(lines)
        for line in lines:
            yield more + line


class _Tree:
    def __init__(self, world: World, execution: Execution, steps: int) -> None:
        self.execution = execution
        self.limit = steps
        self.journey = Journey(execution)
        self.open = {visit.entered_id: visit for visit in open_visits(execution)}
        self.offset_us = world.wall_us - world.now_us
        self.home = world.is_home(*execution.ids[::-1])

    def at(self, wall_us: int) -> str:
        """An instant of the wall clock as the timeline has it."""
        return instant(wall_us - self.offset_us)

    def root(self) -> Node:
        execution = self.execution
        kind = "express execution" if execution.express else "execution"
        name = execution.arn.split(":", 6)[6] if self.home else execution.arn
        text = f"{kind} {name} {execution.status}"
        if execution.stopped_us is None or execution.running:
            text += f" since {self.at(execution.started_us)}"
        else:
            text += f" at {self.at(execution.stopped_us)}, after {span(execution.stopped_us - execution.started_us)}"
            text += _because(execution.error, execution.cause, _CAUSE_WIDTH)
        under = [Node(f"input {_short(execution.input_text)}"), *self.lane(self.journey.top)]
        if execution.output_text is not None:
            under.append(Node(f"output {_short(execution.output_text)}"))
        return Node(text, under)

    def lane(self, lane: Lane) -> list[Node]:
        steps, limit = lane.steps, self.limit
        if len(steps) <= limit:
            return [self.step(step) for step in steps]
        head = limit // 2
        left_out = Node(f"… {len(steps) - limit} more states")
        return [*map(self.step, steps[:head]), left_out, *map(self.step, steps[head - limit :])]

    def step(self, step: Step) -> Node:
        several = len(step.tries) > 1 or (step.exited_us is None and not step.failed and step.setback is not None)
        text = f"{self.at(step.entered_us)} {step.state.name} ({type(step.state).__name__})"
        if step.exited_us is not None and step.exited_us != step.entered_us:
            text += f", {span(step.exited_us - step.entered_us)}"
        if len(step.tries) > 1:
            text += f", {count(len(step.tries), 'attempt')}"
        text += self.outcome(step, several)
        if several:
            return Node(text, [self.attempt(step, each) for each in step.tries])
        return Node(text, [node for each in step.tries for node in self.inside(each)])

    def outcome(self, step: Step, told: bool) -> str:
        """How a step ended, or what it waits for; ``told``: its failures are shown below."""
        setback = step.setback
        why = "" if setback is None or told else _because(setback.error, setback.cause)
        if step.exited_us is not None:
            if setback is not None and setback.led_to == CAUGHT:
                return f"{why}; caught by {self.catcher(step, setback)}"
            return "" if step.output is None or _same(step.output, step.input) else f" → {_short(step.output)}"
        visit = self.open.get(step.entered)
        if visit is not None:
            return f"  ◀ {self.waits(step, visit)}"
        if step.failed:
            return f", failed{why}"
        if step.lane.outer is None and self.execution.status == TIMED_OUT:
            return ", cut off by the execution's time-out"
        return ", aborted"

    def catcher(self, step: Step, setback: Setback) -> str:
        catch = step.state.catch if isinstance(step.state, Working) else ()
        if setback.place is None or setback.place >= len(catch):
            return "a catcher"
        catcher = catch[setback.place]
        return f"{', '.join(catcher.errors)}, next {catcher.next}"

    def waits(self, step: Step, visit: Visit) -> str:
        """Where a visit stands now."""
        work = visit.work
        if isinstance(work, Sleep):
            until = instant(work.until_us)
            if step.setback is not None and step.setback.led_to == RETRIED:
                return f"waits for its next attempt at {until}"
            return f"waits until {until}"
        if isinstance(work, Attempt):
            return self.works(work)
        return "is here"

    def works(self, attempt: Attempt) -> str:
        resource, since_us = attempt.resource, scheduled_us(attempt)
        if attempt.token is None:
            what = "works"
        elif resource.kind == ACTIVITY:
            what = "waits for its activity's worker"
        elif resource.waits_for_job:
            what = "waits for its job"
        else:
            what = "waits for its token"
        limit = attempt.timeout_seconds
        if limit is not None:
            ends = f", times out at {self.at(since_us + limit * 1_000_000)}"
        elif attempt.token is not None and attempt.heartbeat_seconds is None:
            ends = ", without a time-out"
        else:
            ends = ""
        beats = f", heartbeat every {attempt.heartbeat_seconds} s" if attempt.heartbeat_seconds is not None else ""
        return f"{what} since {self.at(since_us)}{ends}{beats}"

    def attempt(self, step: Step, attempt: Try) -> Node:
        setback = attempt.setback
        text = self.at(attempt.began_us)
        if setback is None:
            text += " succeeded" if step.exited_us is not None else " under way"
        else:
            text += f" {_error(setback.error, setback.cause)}"
            if setback.led_to == RETRIED:
                text += f"; again after {span(setback.pause_us)}"
        return Node(text, self.inside(attempt))

    def inside(self, attempt: Try) -> list[Node]:
        """Its branches or iterations."""
        nodes = [] if attempt.map_run is None else [Node(f"map run {attempt.map_run.rsplit(':', 1)[-1]}")]
        lanes = sorted(attempt.lanes, key=lambda lane: lane.index)
        shown, well = [], 0
        for lane in lanes:
            is_map = lane.outer is not None and isinstance(lane.outer.state, Map)
            plain = is_map and not lane.failed and not self.stands_in(lane)
            well += plain
            if not plain or well <= _FIRST_ITERATIONS:
                name = f"item {lane.index}" if is_map else f"branch {lane.index + 1}"
                given = f": {_short(lane.steps[0].input)}" if is_map and lane.steps else ""
                shown.append(Node(name + given, self.lane(lane)))
        if len(lanes) > len(shown):
            shown.append(Node(f"… {count(len(lanes) - len(shown), 'more item')} without a failure"))
        return nodes + shown

    def stands_in(self, lane: Lane) -> bool:
        return bool(lane.steps) and lane.steps[-1].entered in self.open


def _because(error: str | None, cause: str | None, width: int = _WIDTH) -> str:
    told = _error(error, cause, width)
    return f": {told}" if told else ""


def _error(error: str | None, cause: str | None, width: int = _WIDTH) -> str:
    return ": ".join(_short(part, width) for part in (error, cause) if part)


def _same(one: str, other: str) -> bool:
    """The same JSON, however it is spaced: an execution's input stands as it was given."""
    return one == other or json_equal(read_json(one), read_json(other))


def _short(text: str, width: int = _WIDTH) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else f"{text[: width - 1]}…"
