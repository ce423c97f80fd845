"""One map run: its children, how many at a time, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.services.stepfunctions.engine import ending
from fakeaws.services.stepfunctions.engine.failures import Failed, Failure
from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.executions.execution import (
    ABORTED,
    FAILED,
    PENDING_REDRIVE,
    RUNNING,
    SUCCEEDED,
    Execution,
)
from fakeaws.services.stepfunctions.executions.history import HistoryFull
from fakeaws.services.stepfunctions.executions.redrivable import NOT_REDRIVABLE, redrive_status
from fakeaws.services.stepfunctions.language.errors import RUNTIME, StateError
from fakeaws.services.stepfunctions.language.json_text import Json
from fakeaws.services.stepfunctions.map_runs.batches import Batch
from fakeaws.services.stepfunctions.map_runs.children import new_child
from fakeaws.services.stepfunctions.map_runs.plan import Plan
from fakeaws.services.stepfunctions.map_runs.results import transformed
from fakeaws.services.stepfunctions.map_runs.tally import Tally

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine
    from fakeaws.services.stepfunctions.machines import StateMachine
    from fakeaws.services.stepfunctions.map_runs.items import Item
    from fakeaws.services.stepfunctions.map_runs.registry import MapRuns

ITEM_READER_FAILED = "States.ItemReaderFailed"
RESULT_WRITER_FAILED = "States.ResultWriterFailed"
THRESHOLD = Failure("States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded")


class MapRun:
    """The work of a visit of a distributed Map. ``children`` are in the order of their starts, those pending are not there.

    ``execution`` is the parent; ``machine`` the labelled one of the children. ``…_us`` are microseconds since 1970.
    """

    def __init__(self, engine: Engine, visit: Visit, id: str, arn: str, machine: StateMachine, plan: Plan) -> None:
        self.engine = engine
        self.visit = visit
        self.execution = visit.execution
        self.id = id
        self.arn = arn
        self.machine = machine
        self.plan = plan
        self.settings = plan.settings
        self.status = RUNNING
        self.started_us = engine.world.wall_us
        self.stopped_us: int | None = None
        self.redrive_count = 0
        self.redriven_us: int | None = None
        self.children: list[Execution] = []
        self.items = Tally()
        self.executions = Tally()
        self._batches: list[Batch] = []
        #: By its place among the batches; None of a batch that has not begun.
        self._at: list[Execution | None] = []
        self._places: dict[Execution, int] = {}
        #: Places of batches to begin, the next one last.
        self._waiting: list[int] = []
        self._active: dict[Execution, None] = {}
        #: Children that wait for their redrive, with the status that they had before.
        self._again: dict[Execution, str] = {}
        self._loaded = False
        #: Too many have failed: it ends with what is due at this instant.
        self._exceeded = False
        #: Its children's ends decide nothing any more.
        self._ending = False
        #: Reads or writes now.
        self._busy: Any = None

    def __repr__(self) -> str:
        return f"<map run {self.resource}: {self.status}>"

    @property
    def running(self) -> bool:
        return self.status == RUNNING

    @property
    def label(self) -> str:
        """Of the Map: what stands behind the ``/`` of the ARN."""
        return self.machine.name.partition("/")[2]

    @property
    def resource(self) -> str:
        """Its name on the timeline: the end of its ARN."""
        return self.arn.split(":", 6)[6]

    def item_count(self, child: Execution) -> int:
        """Items in a child's input."""
        return self._batches[self._places[child]].size

    def ended_children(self) -> list[Execution]:
        """Those that have ended, in the order of the items."""
        return [child for child in self._at if child is not None and not child.running and child not in self._again]

    def pending_inputs(self) -> list[Json]:
        """Inputs of the children that were never started, in the order of the items."""
        return [batch.input for batch, child in zip(self._batches, self._at) if child is None]

    # -- its beginning -----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Its turn among the open map runs has come: read the items, if that is not done yet, and start children."""
        if self._ending or not self.running:
            return
        if self._loaded:
            self._go_on()
            return
        self._busy = self.plan.reading(self)
        if self._busy is None:
            self.read(self.plan.items)
        else:
            self._busy.begin()

    def read(self, items: list[Item]) -> None:
        """The items are known."""
        self._busy = None
        try:
            self._batches = self.plan.batches(self.engine, self.visit, items)
        except (StateError, Failed) as error:
            try:
                failure = self.engine.failure_of(self.visit, error)
            except HistoryFull:
                self.engine.history_full(self.execution)
                return
            self._failing(failure)
            return
        self._loaded = True
        self._at = [None] * len(self._batches)
        self._waiting = list(range(len(self._batches) - 1, -1, -1))
        self.items.add(len(items))
        self.executions.add(len(self._batches))
        self._go_on()

    def not_read(self, cause: str) -> None:
        """The items cannot be read."""
        self._busy = None
        self._failing(Failure(ITEM_READER_FAILED, cause))

    def resume(self, engine: Engine, visit: Visit) -> bool:
        """Redriven with its parent: children that came to no good end run again, and those that never began begin."""
        self.visit = visit
        visit.work = visit.kept = self
        frame, history = visit.frame, self.execution.history
        self.redrive_count += 1
        self.redriven_us = engine.world.wall_us
        self.status, self.stopped_us = RUNNING, None
        self._ending = self._exceeded = False
        frame.last = history.add("MapStateStarted", frame.last, {"length": len(self.plan.items)})
        about = {"mapRunArn": self.arn, "redriveCount": self.redrive_count}
        frame.last = history.add("MapRunRedriven", frame.last, about)
        engine.note(visit, "MapRunRedriven", RUNNING, {"map_run": self.resource, "redrive": self.redrive_count})
        again = [child for child in self.ended_children() if child.status != SUCCEEDED]
        for child in again:
            if redrive_status(child, engine.world.wall_us)[0] == NOT_REDRIVABLE:
                self._count_lost(child)
                continue
            self.items.again(child.status, self.item_count(child))
            self.executions.again(child.status, 1)
            self._again[child] = child.status
            child.status = PENDING_REDRIVE
        self._waiting = sorted({*self._waiting, *(self._places[child] for child in self._again)}, reverse=True)
        self._runs.begin(self)
        return False

    # -- its children ------------------------------------------------------------------------------------------------

    def changed(self) -> None:
        """UpdateMapRun has changed the settings."""
        if self._loaded and not self._ending:
            self._look()

    def child_ended(self, child: Execution) -> None:
        """A child has come to an end of its own, or was stopped."""
        self._active.pop(child)
        self.items.ended(child.status, self.item_count(child))
        self.executions.ended(child.status, 1)
        if not self._ending:
            self._look()

    def _look(self) -> None:
        """Whether it goes on, after something has changed."""
        if self._exceeded:
            return
        if self.settings.exceeded(self.items.unsuccessful, self.items.total):
            # After what else is due at this instant: children that fail with it are failed children, not aborted ones.
            self._exceeded = True
            self.engine.world.simulation.at(self.engine.world.now_us, self._exceed)
        else:
            self._go_on()

    def _exceed(self) -> None:
        if not self._ending:
            self._failing(THRESHOLD)

    def _go_on(self) -> None:
        """Start children while there is room; once all have ended, so has the map run."""
        most = self.settings.most_children
        while self._waiting and len(self._active) < most:
            self._start(self._waiting.pop())
        if not self._active and not self._waiting:
            self._ending = True
            self._write(None)

    def _start(self, place: int) -> None:
        former = self._at[place]
        if former is not None:
            self._restart(former, place)
            return
        batch = self._batches[place]
        child = new_child(self, batch.input)
        self.children.append(child)
        self._at[place] = child
        self._places[child] = place
        self._active[child] = None
        self.items.started(batch.size)
        self.executions.started(1)
        child.waiting_end.append((self.child_ended, ()))
        self.engine.start(child)

    def _restart(self, child: Execution, place: int) -> None:
        """A Standard child goes on where it stood, instead of an Express one another begins."""
        child.status = self._again.pop(child)
        self.items.restarted(self._batches[place].size)
        self.executions.restarted(1)
        if child.express:
            former, child = child, new_child(self, self._batches[place].input)
            self.children[self.children.index(former)] = child
            self._at[place] = child
            del self._places[former]
            self._places[child] = place
        self._active[child] = None
        child.waiting_end.append((self.child_ended, ()))
        if child.express:
            self.engine.start(child)
        else:
            child.revive(self.engine.world.wall_us)
            self.engine.redrive(child)

    def _count_lost(self, child: Execution) -> None:
        self.items.not_redrivable += self.item_count(child)
        self.executions.not_redrivable += 1

    def _abort_children(self) -> None:
        self._ending = True
        for child, status in self._again.items():
            child.status = status
            self.items.given_up(status, self.item_count(child))
            self.executions.given_up(status, 1)
        self._again.clear()
        for child in list(self._active):
            ending.close(self.engine, child, ABORTED, 0, Failure(None))

    # -- its end -----------------------------------------------------------------------------------------------------

    def cancel(self) -> None:
        """The parent has ended, or a branch beside it failed: the children are aborted, what they gave is written."""
        if not self.running:
            return
        if self._busy is not None:
            self._busy.cancel()
            self._busy = None
        self._abort_children()
        self._closed(ABORTED)
        if self._loaded:
            self._write(Failure(None))

    def written(self, result: Json, failure: Failure | None) -> None:
        """The results are in S3."""
        self._busy = None
        self._count_results()
        if failure is None:
            self._succeed(result)
        else:
            self._fail(failure)

    def not_written(self, cause: str, failure: Failure | None) -> None:
        """S3 did not take the results; a failure that was there before comes first."""
        self._busy = None
        self._fail(Failure(RESULT_WRITER_FAILED, cause) if failure is None else failure)

    def unanswered(self, why: str) -> None:
        """Nobody here can read or write for it: the execution fails in a way that no Catch hides."""
        self._busy = None
        self._ending = True
        self._fail(Failure(RUNTIME, why))

    def _failing(self, failure: Failure) -> None:
        self._abort_children()
        if self._loaded:
            self._write(failure)
        else:
            self._fail(failure)

    def _write(self, failure: Failure | None) -> None:
        """The last thing: the results, in S3 or as the state's result."""
        self._busy = writing = self.plan.writing(self, failure)
        if writing is not None:
            writing.begin()
            return
        self._count_results()
        if failure is not None:
            self._fail(failure)
            return
        ended = [child for child in self._at if child is not None]
        writer = self.plan.state.result_writer
        if writer is None:
            self._succeed(transformed(ended, "COMPACT", failed_as_records=False))
        else:
            self._succeed(transformed(ended, writer.transformation))

    def _count_results(self) -> None:
        ended = self.ended_children()
        self.executions.results_written = len(ended)
        self.items.results_written = sum(map(self.item_count, ended))

    def _succeed(self, result: Json) -> None:
        if not self.running:
            return
        self._closed(SUCCEEDED)
        frame, history = self.visit.frame, self.execution.history
        try:
            succeeded = history.add("MapRunSucceeded", frame.last)
            history.add("MapStateSucceeded", succeeded)
        except HistoryFull:
            self.engine.history_full(self.execution)
            return
        self.engine.worked(self.visit, result)

    def _fail(self, failure: Failure) -> None:
        if not self.running:
            return
        self._closed(FAILED)
        frame = self.visit.frame
        try:
            frame.last = self.execution.history.add("MapRunFailed", frame.last, failure.details)
        except HistoryFull:
            self.engine.history_full(self.execution)
            return
        self.engine.failed(self.visit, failure)

    def _closed(self, status: str) -> None:
        self.status = status
        self.stopped_us = self.engine.world.wall_us
        self.engine.note(self.visit, "MapRunEnd", status, {"map_run": self.resource})
        self._runs.closed(self)

    @property
    def _runs(self) -> MapRuns:
        return self.engine.service.map_runs
