"""The frames of a Parallel or an inline Map: who runs, who ended, what the failure of one does to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.services.stepfunctions.engine.failures import Failure
from fakeaws.services.stepfunctions.engine.frames import Frame, Sleep, Visit
from fakeaws.services.stepfunctions.executions.history import HistoryFull
from fakeaws.services.stepfunctions.language.definition.states import Map, Task, Wait

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine


class Children:
    """The work of such a visit. A frame's result stands at its index, whenever it ends."""

    def __init__(self, engine: Engine, visit: Visit, count: int) -> None:
        self.engine = engine
        self.visit = visit
        self.results: list[Any] = [None] * count
        self.left = count
        #: Those that have begun and not ended, in the order of their starts.
        self.frames: dict[Frame, None] = {}
        #: Those that failed or were given up: a redrive goes on with them.
        self.unfinished: list[Frame] = []

    @property
    def history(self) -> Any:
        return self.visit.execution.history

    def begin(self, frame: Frame) -> None:
        """One more runs."""
        self.frames[frame] = None
        self.engine.run(frame)

    def child_ended(self, frame: Frame) -> None:
        del self.frames[frame]
        self.results[frame.index] = frame.value
        self.left -= 1
        self.after(frame)

    def resume(self, engine: Engine, visit: Visit) -> bool:
        """Redriven: what came to no end goes on, each frame at the state in which it stood; results are kept."""
        self.visit = visit
        visit.work = visit.kept = self
        visit.frame.last = self.started(visit.frame.last)
        frames, self.unfinished = sorted(self.unfinished, key=_index), []
        for frame in frames:
            frame.revive()
            frame.last = self.frame_started(frame, visit.frame.last)
            self.frames[frame] = None
        for frame in frames:
            engine.run(frame)
        if not frames:
            self.all_ended(visit.frame.last)
        return False

    def started(self, last: int) -> int:
        """The history's word for the start of the whole; the event's id."""
        raise NotImplementedError

    def frame_started(self, frame: Frame, last: int) -> int:
        """The history's word for the start of a frame, where there is one; what the frame's first event points at."""
        return last

    def all_ended(self, last: int) -> None:
        """Every frame has given its result; ``last``: the event before."""
        raise NotImplementedError

    def after(self, frame: Frame) -> None:
        """A frame has come to its end: all is done, or another one's turn has come."""
        raise NotImplementedError

    def child_failed(self, frame: Frame, failure: Failure) -> None:
        """The first failure is the state's; nobody else goes on."""
        if frame not in self.frames or not self.visit.execution.running:
            return
        try:
            self.wind_up(frame)
        except HistoryFull:
            self.engine.history_full(self.visit.execution)
            return
        self.visit.frame.last = frame.last
        self.engine.failed(self.visit, failure)

    def wind_up(self, failed: Frame) -> None:
        """End what runs and say so in the history: the one that failed first."""
        frames = self._stop()
        frames.sort(key=lambda each: (each is not failed, each.index))
        for each in frames:
            self.ended_early(each, each is failed, failed.last)
            each.done = True
            if each.visit is not None:
                give_up(each.visit, failed.last)

    def ended_early(self, frame: Frame, failed: bool, last: int) -> None:
        """The history's word for it, where there is one."""

    def cancel(self) -> None:
        """Without a word in the history."""
        for frame in self._stop():
            frame.done = True
            if frame.visit is not None and frame.visit.work is not None:
                frame.visit.work.cancel()

    def give_up(self, last: int) -> None:
        """The state around these frames is aborted, they with it."""
        for frame in self._stop():
            self.ended_early(frame, False, last)
            frame.done = True
            if frame.visit is not None:
                give_up(frame.visit, last)

    def _stop(self) -> list[Frame]:
        frames, self.frames = list(self.frames), {}
        self.unfinished += frames
        return frames


def _index(frame: Frame) -> int:
    return frame.index


def give_up(visit: Visit, last: int) -> None:
    """Abort the state that a frame is in, with its event."""
    work, visit.work = visit.work, None
    state = visit.state
    if isinstance(work, Children):
        work.give_up(last)
        visit.execution.history.add(f"{type(state).__name__}StateAborted", last)
        return
    if work is not None:
        work.cancel()
        if isinstance(state, Map) and not isinstance(work, Sleep):
            visit.execution.history.add("MapRunAborted", last)
            visit.execution.history.add("MapStateAborted", last)
    if isinstance(state, Task) or (isinstance(state, Wait) and work is not None):
        visit.execution.history.add(f"{type(state).__name__}StateAborted", last)
