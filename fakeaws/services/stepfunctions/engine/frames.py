"""Where an execution stands: workflows being run, and the states that they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from fakeaws.services.stepfunctions.engine.failures import DATA_LIMIT_EXCEEDED, Failure
from fakeaws.services.stepfunctions.language.json_text import Json

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine
    from fakeaws.services.stepfunctions.executions.execution import Execution
    from fakeaws.services.stepfunctions.language.definition.states import State, Workflow
    from fakeaws.simulation.scheduler import Timer


class Work(Protocol):
    """What a visit waits for."""

    def cancel(self) -> None:
        """Its end is not wanted any more: the execution has ended, or another branch failed."""


class FrameOwner(Protocol):
    """Work that consists of frames: a Parallel's branches, a Map's iterations."""

    def child_ended(self, frame: Frame) -> None:
        """The frame has come to its end; its output is ``frame.value``, as text ``frame.text``."""

    def child_failed(self, frame: Frame, failure: Failure) -> None:
        """Nothing in the frame caught that failure."""


class Kept(Protocol):
    """What a redrive finds of a state that came to no end: a Parallel's branches, a Map's iterations, a map run."""

    def resume(self, engine: Engine, visit: Visit) -> bool:
        """Go on as the work of another visit; what a state's ``begin`` does, and with its result."""


class Frame:
    """A workflow being run: the machine itself (``owner`` None), a Parallel's branch or a Map's iteration ``index``.

    ``value`` is the input of the state ``next``, or the frame's output once ``next`` is None; ``text`` the same as JSON text.
    ``last`` is the event that the frame's next one points at.
    """

    __slots__ = (
        "done",
        "execution",
        "failure",
        "index",
        "item",
        "last",
        "next",
        "owner",
        "resumes",
        "text",
        "value",
        "variables",
        "visit",
        "workflow",
    )

    def __init__(
        self,
        execution: Execution,
        workflow: Workflow,
        value: Json,
        text: str,
        *,
        last: int,
        variables: dict[str, Json],
        owner: FrameOwner | None = None,
        index: int = 0,
        item: dict[str, Json] | None = None,
    ) -> None:
        self.execution = execution
        self.workflow = workflow
        self.value = value
        self.text = text
        self.next: str | None = workflow.start_at
        self.last = last
        #: Never changed in place: frames share it with those inside them.
        self.variables = variables
        self.owner = owner
        self.index = index
        #: ``Map`` of the context object.
        self.item = item
        self.visit: Visit | None = None
        #: Ended, failed or given up: what comes now is not its own any more.
        self.done = False
        #: What nothing in it caught.
        self.failure: Failure | None = None
        #: What the state that it enters next goes on with, instead of beginning.
        self.resumes: Kept | None = None

    def revive(self) -> None:
        """Let it, when it runs again, enter the state in which it came to no end: with the input that the state had.

        After States.DataLimitExceeded a Parallel or Map begins anew; otherwise it goes on with what it had not finished.
        """
        limited = self.failure is not None and self.failure.error == DATA_LIMIT_EXCEEDED
        self.resumes = None if self.visit is None or limited else self.visit.kept
        self.failure = None
        self.done = False


class Visit:
    """One stay in a state, from its Entered to its Exited event, all attempts included."""

    __slots__ = (
        "attempts",
        "effective",
        "entered_id",
        "entered_us",
        "frame",
        "kept",
        "retry_count",
        "state",
        "steps",
        "text",
        "value",
        "work",
    )

    def __init__(self, frame: Frame, state: State, entered_us: int) -> None:
        self.frame = frame
        self.state: Any = state
        #: The raw input, and its text.
        self.value = frame.value
        self.text = frame.text
        #: What ``$`` is in most of its fields: the raw input behind InputPath.
        self.effective: Json = frame.value
        self.entered_id = 0
        self.entered_us = entered_us
        #: By retrier, how often it was followed.
        self.attempts: dict[int, int] = {}
        self.retry_count = 0
        self.work: Work | None = None
        #: Of the last attempt, until the state is left.
        self.kept: Kept | None = None
        #: What its data were on the way to its output, by TestState's names; None unless somebody looks.
        self.steps: dict[str, Json] | None = None

    def saw(self, step: str, value: Json) -> None:
        """Its data are that now, after ``step``."""
        if self.steps is not None:
            self.steps[step] = value

    @property
    def execution(self) -> Execution:
        return self.frame.execution


class Sleep:
    """A visit that waits for an instant: a Wait, or the pause before another attempt."""

    __slots__ = ("_engine", "_timer")

    def __init__(self, engine: Engine, timer: Timer) -> None:
        self._engine = engine
        self._timer = timer

    @property
    def until_us(self) -> int:
        """The instant, in the world's elapsed time."""
        until_us: int = self._timer[0]
        return until_us

    def cancel(self) -> None:
        self._engine.world.simulation.cancel(self._timer)
