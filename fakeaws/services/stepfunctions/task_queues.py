"""Tasks of an activity that wait for workers, and workers that wait for tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.service import Pending, Result
from fakeaws.services.stepfunctions import errors, limits
from fakeaws.services.stepfunctions.executions.history import HistoryFull
from fakeaws.simulation.waiting import Waiter

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.activities import Activity
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase

#: What a waiter is resolved with when its activity is deleted.
DELETED = "the activity was deleted"


class Poll:
    """One GetActivityTask call, by the actor of that name; ``worker``: its workerName."""

    __slots__ = ("activity", "actor", "service", "waiter", "worker")

    def __init__(self, service: StepFunctionsBase, activity: Activity, worker: str | None, actor: str) -> None:
        self.service = service
        self.activity = activity
        self.worker = worker
        self.actor = actor
        self.waiter: Waiter | None = None

    def __str__(self) -> str:
        return f"a task of activity {self.activity.name}"

    def wait(self) -> Pending:
        """The call's answer to come."""
        world = self.service.world
        self.waiter = Waiter(world.simulation, self, world.now_us + limits.ACTIVITY_POLL_US)
        self.waiter.on_cancel = (self.activity.tasks.forget_poll, (self,))
        return Pending(self.waiter, self.finish)

    def finish(self, answer: Result | str | None) -> Result:
        """From what the waiter was resolved with; what was scheduled at the very instant of the deadline is in time."""
        if answer is DELETED:
            raise errors.no_activity(self.activity.arn)
        if answer is None:
            answer = self.activity.tasks.take(self)
        if answer is None:
            self.service.note_poll(self, "empty")
            return {}
        assert isinstance(answer, dict)
        return answer

    def hand_out(self, attempt: Attempt) -> Result | None:
        """The answer with that task; None if it cannot be begun any more."""
        if attempt.done:
            return None
        engine, execution = attempt.engine, attempt.visit.execution
        try:
            attempt.started(self.worker)
        except HistoryFull:
            engine.world.simulation.at(engine.world.now_us, engine.history_full, execution)
            return None
        self.service.note_poll(self, "ok", attempt)
        return {"taskToken": attempt.token, "input": attempt.text}


class TaskQueue:
    """First come first served, on both sides."""

    __slots__ = ("_polls", "_tasks")

    def __init__(self) -> None:
        self._tasks: dict[Attempt, None] = {}
        self._polls: dict[Poll, None] = {}

    @property
    def pollers(self) -> int:
        """How many workers wait."""
        return len(self._polls)

    def put(self, attempt: Attempt) -> None:
        """A task is scheduled: to the worker who waits longest, if any."""
        if self._polls:
            poll = next(iter(self._polls))
            answer = poll.hand_out(attempt)
            if answer is not None:
                del self._polls[poll]
                assert poll.waiter is not None
                poll.waiter.resolve(answer)
        else:
            self._tasks[attempt] = None

    def take(self, poll: Poll) -> Result | None:
        """The answer with the task that waits longest."""
        while self._tasks:
            attempt = next(iter(self._tasks))
            del self._tasks[attempt]
            answer = poll.hand_out(attempt)
            if answer is not None:
                return answer
        return None

    def wait(self, poll: Poll) -> Pending:
        """Put a long poll in line."""
        self._polls[poll] = None
        return poll.wait()

    def forget(self, attempt: Attempt) -> None:
        """Its work is not wanted any more."""
        self._tasks.pop(attempt, None)

    def forget_poll(self, poll: Poll) -> None:
        """It has ended, or its worker was killed."""
        self._polls.pop(poll, None)

    def end(self) -> None:
        """The activity is deleted: who waits hears of it; the tasks wait for their time-outs."""
        polls, self._polls = self._polls, {}
        self._tasks = {}
        for poll in polls:
            assert poll.waiter is not None
            poll.waiter.resolve(DELETED)
