"""A stand-in for Tasks: as attempts ask it, and as tests see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.services.stepfunctions.language.json_text import read_json
from fakeaws.services.stepfunctions.mocks.answers import Answer

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt


class StandIn:
    """Answers in place of what a Task's resource names.

    ``state`` is a state's name or a resource, ``machine`` a state machine's ARN or None for every one. ``answers`` are by
    attempt of one state in one execution; ``repeats``: the last one is for all attempts that follow.
    """

    def __init__(
        self, state: str, machine: str | None, answers: tuple[Answer, ...], takes_us: int = 0, *, repeats: bool = True
    ) -> None:
        self.state = state
        self.machine = machine
        self.answers = answers
        self.takes_us = takes_us
        self.repeats = repeats
        #: The effective inputs of the attempts that began.
        self.calls: list[Any] = []
        #: By execution and state, how many began.
        self._begun: dict[tuple[str, str], int] = {}

    def next_answer(self, attempt: Attempt) -> Answer | None:
        """For an attempt that begins; None if there is none for so many."""
        self.calls.append(read_json(attempt.text))
        place = (attempt.visit.execution.arn, attempt.visit.state.name)
        number = self._begun.get(place, 0)
        self._begun[place] = number + 1
        if number < len(self.answers):
            return self.answers[number]
        return self.answers[-1] if self.repeats else None


class TaskMock:
    """What `mock_task` gives: it counts the attempts that were answered by it."""

    def __init__(self, stand_in: StandIn) -> None:
        self._stand_in = stand_in

    def __repr__(self) -> str:
        machine = self._stand_in.machine
        of = "" if machine is None else f" of {machine.rsplit(':', 1)[-1]}"
        return f"<mock of {self._stand_in.state!r}{of}: {len(self.calls)} calls>"

    @property
    def calls(self) -> list[Any]:
        """The effective input of each attempt so far, in the order in which they began: ``len(mock.calls)``."""
        return list(self._stand_in.calls)
