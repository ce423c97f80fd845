"""Tasks that wait for somebody's answer."""

from __future__ import annotations

import datetime as _datetime
from collections.abc import Iterator
from dataclasses import dataclass

from fakeaws.services.stepfunctions.engine.frames import Frame, Visit
from fakeaws.services.stepfunctions.engine.states.children import Children
from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt
from fakeaws.services.stepfunctions.executions.execution import Execution
from fakeaws.simulation.clock import from_us


@dataclass(frozen=True)
class WaitingTask:
    """A task that waits for its token, its activity's worker or its job to end, as it stood when it was looked at.

    ``token`` is what SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat take; ``since``: when this attempt began;
    ``input``: what the task was called with.
    """

    state: str
    token: str
    since: _datetime.datetime
    input: object


def open_visits(execution: Execution) -> Iterator[Visit]:
    """The states that an execution is in, those that have others inside before these."""
    if execution.running and execution.root is not None:
        yield from _open(execution.root)


def waiting_attempts(execution: Execution) -> Iterator[Attempt]:
    """The attempts of tasks that wait for an answer, in the order of the definition and of the items."""
    for visit in open_visits(execution):
        if isinstance(visit.work, Attempt) and visit.work.token is not None and not visit.work.done:
            yield visit.work


def waiting_tasks(execution: Execution) -> list[WaitingTask]:
    """What tests see of them."""
    return [
        WaitingTask(each.visit.state.name, each.token or "", from_us(scheduled_us(each)), each.parameters)
        for each in waiting_attempts(execution)
    ]


def scheduled_us(attempt: Attempt) -> int:
    """When it began, in microseconds since 1970."""
    events = attempt.visit.execution.history.events
    event = events[attempt.visit.frame.last - 1]
    while not event.type.endswith("Scheduled") and event.previous:
        event = events[event.previous - 1]
    return event.wall_us


def _open(frame: Frame) -> Iterator[Visit]:
    visit = frame.visit
    if frame.done or visit is None:
        return
    yield visit
    if isinstance(visit.work, Children):
        for inner in sorted(visit.work.frames, key=lambda each: each.index):
            yield from _open(inner)
