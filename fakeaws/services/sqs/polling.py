"""A receive that waits: a long poll, or the short rest of a background actor that found nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.service import Pending, Result
from fakeaws.services.sqs import answers, errors
from fakeaws.simulation.waiting import Waiter

if TYPE_CHECKING:
    from fakeaws.services.sqs.queues import Queue
    from fakeaws.services.sqs.requests import ReceiveRequest
    from fakeaws.simulation.scheduler import Timer

#: What a waiter is resolved with when its queue is deleted.
DELETED = "the queue was deleted"
#: What the timeline tells of a short poll that found nothing.
SHORT_POLL: Mapping[str, int] = {"WaitTimeSeconds": 0}


class Poll:
    """One waiting ReceiveMessage call. The timeline shows what it gets under the name of the actor that called."""

    __slots__ = ("actor", "number", "queue", "request", "waiter")

    def __init__(self, queue: Queue, request: ReceiveRequest, wait_us: int, actor: str) -> None:
        simulation = queue.world.simulation
        self.queue = queue
        self.request = request
        self.actor = actor
        self.number = 0
        self.waiter = Waiter(simulation, self, simulation.clock.elapsed_us + wait_us)

    def __str__(self) -> str:
        return f"a message in {self.queue.resource}"

    def pending(self) -> Pending:
        """The call's answer to come."""
        return Pending(self.waiter, self.finish)

    def finish(self, answer: Any) -> Result:
        """The call's answer from what the waiter was resolved with; at its deadline what is there now, if anything is."""
        if answer is DELETED:
            raise errors.queue_does_not_exist()
        if answer is None and self.request.wait_us:
            # What becomes visible at the very instant of a long poll's deadline is in time, whichever was scheduled first.
            messages = self.queue.receive(self.request, self.actor)
            answer = answers.received(self.queue, messages, self.request) if messages else None
        if answer is None:
            self.queue.note_empty(None if self.request.wait_us else SHORT_POLL)
            return {}
        result: Result = answer
        return result


class LongPolls:
    """The receives that wait for a queue's messages, first come first served."""

    __slots__ = ("_number", "_queue", "_serving", "waiting")

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        #: By number, first come first.
        self.waiting: OrderedDict[int, Poll] = OrderedDict()
        self._number = 0
        self._serving: Timer | None = None

    def wait(self, request: ReceiveRequest, actor: str) -> Poll:
        """Put a long poll in line; it is served in its turn when something can be received."""
        poll = Poll(self._queue, request, request.wait_us, actor)
        poll.number = self._number = self._number + 1
        self.waiting[poll.number] = poll
        poll.waiter.on_cancel = (self._forget, (poll,))
        return poll

    def serve(self) -> None:
        """Give what can be received to those who wait."""
        waiting, queue = self.waiting, self._queue
        while waiting:
            poll = next(iter(waiting.values()))
            messages = queue.receive(poll.request, poll.actor)
            if not messages:
                return
            waiting.popitem(last=False)
            poll.waiter.resolve(answers.received(queue, messages, poll.request))

    def serve_soon(self) -> None:
        """`serve` when all that is due now has happened: what becomes free together is received together."""
        if self.waiting and self._serving is None:
            simulation = self._queue.world.simulation
            self._serving = simulation.at(simulation.clock.elapsed_us, self._serve_now)

    def follow_visibility(self, visibility_us: int) -> None:
        """The queue has a new visibility timeout: it counts for polls without end, as if they had been made again."""
        for poll in self.waiting.values():
            if poll.waiter.deadline_us is None and poll.request.queues_visibility:
                poll.request.visibility_us = visibility_us

    def actors(self) -> list[str]:
        """The names of the actors that wait, first come first."""
        return [poll.actor for poll in self.waiting.values()]

    def end(self) -> None:
        """The queue is deleted."""
        for poll in list(self.waiting.values()):
            poll.waiter.resolve(DELETED)
        self.waiting.clear()

    def _serve_now(self) -> None:
        self._serving = None
        self.serve()

    def _forget(self, poll: Poll) -> None:
        self.waiting.pop(poll.number, None)
