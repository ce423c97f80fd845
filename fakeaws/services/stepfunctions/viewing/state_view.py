"""A state of an execution as tests see it."""

from __future__ import annotations

import datetime as _datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fakeaws.services.stepfunctions.language.json_text import read_json
from fakeaws.services.stepfunctions.viewing.journey import Step
from fakeaws.simulation.clock import from_us
from fakeaws.timeline.words import count


@dataclass(frozen=True)
class AttemptView:
    """One attempt of a state: ``error`` and ``cause`` are None for one that succeeded or is under way; ``began``: when."""

    began: _datetime.datetime
    error: str | None = None
    cause: str | None = None


class VisitView:
    """One stay in a state, as it stood when it was looked at."""

    def __init__(self, step: Step) -> None:
        self._step = step

    def __repr__(self) -> str:
        return f"<{self._step.state.name}: {count(len(self.attempts), 'attempt')}, {'left' if self.exited else 'not left'}>"

    @property
    def input(self) -> Any:
        """Its raw input, before InputPath."""
        return read_json(self._step.input)

    @property
    def output(self) -> Any:
        """What the next state gets; None while it is under way, and if it failed."""
        return None if self._step.output is None else read_json(self._step.output)

    @property
    def entered(self) -> _datetime.datetime:
        """When it was entered."""
        return from_us(self._step.entered_us)

    @property
    def exited(self) -> _datetime.datetime | None:
        """When it was left for the next state, by a catcher, too; None while it is under way, and if it failed."""
        us = self._step.exited_us
        return None if us is None else from_us(us)

    @property
    def attempts(self) -> list[AttemptView]:
        """The attempts of a Task, Parallel or Map, the first one and those that its Retry wanted; a failure of any state."""
        return [
            AttemptView(
                from_us(each.began_us),
                each.setback.error if each.setback is not None else None,
                each.setback.cause if each.setback is not None else None,
            )
            for each in self._step.tries
        ]


class StateView:
    """A state of an execution: what is asked of it is about its last visit; `visits` has all."""

    def __init__(self, name: str, visits: Sequence[VisitView]) -> None:
        self.name = name
        #: In the order in which it was entered, by loops, branches and iterations.
        self.visits = list(visits)

    def __repr__(self) -> str:
        return f"<state {self.name}: {count(len(self.visits), 'visit')}>"

    @property
    def input(self) -> Any:
        """The raw input, before InputPath. Like the others below, it raises ``LookupError`` for a state never entered."""
        return self._last.input

    @property
    def output(self) -> Any:
        """What the next state got; None while it is under way, and if it failed."""
        return self._last.output

    @property
    def entered(self) -> _datetime.datetime:
        """When it was entered."""
        return self._last.entered

    @property
    def exited(self) -> _datetime.datetime | None:
        """When it was left for the next state; None while it is under way, and if it failed."""
        return self._last.exited

    @property
    def attempts(self) -> list[AttemptView]:
        """The first attempt of a Task, Parallel or Map and those that its Retry wanted; a failure of any state."""
        return self._last.attempts

    @property
    def _last(self) -> VisitView:
        if not self.visits:
            raise LookupError(f"the execution has not entered {self.name!r}: its .visits are empty")
        return self.visits[-1]
