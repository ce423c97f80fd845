"""What the diagnoses of state machines walk over, gathered once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.executions.execution import FAILED
from fakeaws.services.stepfunctions.executions.setbacks import FATAL
from fakeaws.services.stepfunctions.viewing.journey import Journey, Step
from fakeaws.timeline.words import instant

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.executions.execution import Execution
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase
    from fakeaws.timeline.records import Record


class Cases:
    """The executions of one account and region. A rule tells of the first case of a state and counts the others."""

    def __init__(self, service: StepFunctionsBase) -> None:
        self.service = service
        self.world = service.world
        self.timeline = service.world.timeline
        self.executions: list[Execution] = list(service.executions.values())
        self._fatal: list[tuple[Execution, Step]] | None = None

    @property
    def fatal(self) -> list[tuple[Execution, Step]]:
        """Of each execution that failed, the step whose failure nothing caught: the outermost."""
        if self._fatal is None:
            self._fatal = list(self._find_fatal())
        return self._fatal

    def _find_fatal(self) -> Iterator[tuple[Execution, Step]]:
        for execution in self.executions:
            last = execution.setbacks[-1] if execution.setbacks else None
            if execution.status == FAILED and last is not None and last.led_to == FATAL:
                step = Journey(execution).steps.get(last.entered)
                if step is not None:
                    yield execution, step

    def records(self, execution: Execution, *kinds: str) -> list[Record]:
        """The execution's start, and its records of those kinds."""
        if execution.record is None:
            return []
        index = self.timeline.messages
        numbers = index.records(execution.arn) if execution.arn in index else []
        found = [self.timeline.record(number) for number in numbers]
        wanted = [each for each in found if each.kind in kinds and each.number != execution.record]
        return [self.timeline.record(execution.record), *wanted]

    def name(self, execution: Execution) -> str:
        """``execution 'order:42'``, as the timeline calls it."""
        return f"execution {self.service.resource_of(execution)!r}"

    def at(self, wall_us: int) -> str:
        """An instant as the timeline has it."""
        return instant(wall_us - (self.world.wall_us - self.world.now_us))


def and_others(number: int, noun: str = "execution") -> str:
    """The sentence that counts further cases; "" if there are none."""
    if not number:
        return ""
    return f" The same goes for {number} other {noun}{'' if number == 1 else 's'}."
