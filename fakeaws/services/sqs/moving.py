"""One message move task: from a dead-letter queue to another queue or back to where the messages came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Caller
from fakeaws.services.sqs import access, errors, limits
from fakeaws.services.sqs.messages import Message

if TYPE_CHECKING:
    from fakeaws.services.sqs.queues import Queue
    from fakeaws.simulation.scheduler import Timer

RUNNING = "RUNNING"
COMPLETED = "COMPLETED"
CANCELLING = "CANCELLING"
CANCELLED = "CANCELLED"
FAILED = "FAILED"

#: A message's way back is not known: somebody sent it to the dead-letter queue directly.
_NO_SOURCE = "CouldNotDetermineMessageSource"
_TOOK_TOO_LONG = "MaximumTaskDurationExceeded"
_KIND = "MessageMoveTask"


class MoveTask:
    """Moves as many messages as were visible when it started, those that a receive would hand out first.

    With a rate the first message moves at once, each other one 1/rate seconds after the one before. A message that
    cannot be moved is held back until the task ends: it does not keep the others, but the task ends as failed.
    """

    def __init__(
        self, id: str, source: Queue, destination: Queue | None, rate: int | None, caller: Caller, record: int
    ) -> None:
        world = source.world
        self.id = id
        self.source = source
        self.destination = destination
        self.rate = rate
        self.status = RUNNING
        self.moved = 0
        self.to_move = source.visible
        self.failure: str | None = None
        self.started_ms = world.wall_us // 1000
        #: On behalf of whom it sends.
        self._caller = caller
        #: The timeline's record of its start.
        self._record = record
        self._steps = 0
        self._held: list[Message] = []
        self._timeline = world.timeline
        self._simulation = world.simulation
        self._started_us = world.now_us
        self._timer: Timer | None = None
        self._plan()

    @property
    def active(self) -> bool:
        """Whether it has not ended."""
        return self._timer is not None

    def __str__(self) -> str:
        return f"{self.source.resource}: message move task, {self.moved} of {self.to_move} moved"

    def cancel(self) -> None:
        """Move nothing more; it ends when the next messages would have moved."""
        self.status = CANCELLING

    def drop(self) -> None:
        """Its source queue is deleted, and with it what is known of its tasks."""
        if self._timer is not None:
            self._simulation.cancel(self._timer)
            self._timer = None

    # -- its course ------------------------------------------------------------------------------------------

    def _plan(self) -> None:
        if self.rate is None:
            after_us = (self._steps + 1) * limits.MOVE_BATCH_INTERVAL
        else:
            after_us = self._steps * limits.SECOND // self.rate
        if after_us < limits.MOVE_TASK:
            self._timer = self._simulation.at(self._started_us + after_us, self._step)
        else:
            self._timer = self._simulation.at(self._started_us + limits.MOVE_TASK, self._run_out)

    def _step(self) -> None:
        self._steps += 1
        if self.status == CANCELLING:
            self._end(CANCELLED)
            return
        if self.destination is not None and self.destination.deleted:
            self._fail(errors.queue_does_not_exist().code)
            return
        for _ in range(limits.MOVE_BATCH if self.rate is None else 1):
            message = self.source.take_to_move() if self._left() else None
            if message is None:
                self._end(FAILED if self.failure is not None else COMPLETED)
                return
            self._handle(message)
        if self._left():
            self._plan()
        else:
            self._end(FAILED if self.failure is not None else COMPLETED)

    def _run_out(self) -> None:
        if self.status == CANCELLING:
            self._end(CANCELLED)
        else:
            self._fail(_TOOK_TOO_LONG)

    def _left(self) -> int:
        return self.to_move - self.moved - len(self._held)

    def _fail(self, reason: str) -> None:
        self.failure = reason
        self._end(FAILED)

    def _end(self, status: str) -> None:
        self._timer = None
        self.status = status
        for message in self._held:
            if self.source.let_go(message):
                message.record = self._note("visible", message)
        self._held.clear()
        self.source.polls.serve_soon()
        details: dict[str, Any] = {"moved": self.moved, "to move": self.to_move}
        if self.failure is not None:
            details["reason"] = self.failure
        self._timeline.add("sqs", _KIND, self.source.resource, status, cause=self._record, details=details)
        self._simulation.progressed()

    # -- one message -----------------------------------------------------------------------------------------

    def _handle(self, message: Message) -> None:
        try:
            target = self._target(message)
            _check_size(message, target)
        except AwsError as refusal:
            self._hold(message, refusal.code)
        else:
            self._move(message, target)

    def _target(self, message: Message) -> Queue:
        """The queue that a message goes to, if the task may send there."""
        target = self.destination
        if target is None:
            if message.source_arn is None:
                raise AwsError(_NO_SOURCE)
            target = self.source.service.queues.get(message.source_arn.rsplit(":", 1)[-1])
            if target is None:
                raise errors.queue_does_not_exist()
        if target.policy is not None:
            service = target.service
            call = Call(
                target.world, "sqs", "SendMessage", {}, region=service.region, caller=self._caller, request_id=""
            )
            access.check(call, target, "SendMessage")
        return target

    def _move(self, message: Message, target: Queue) -> None:
        stored = target.count
        sent = target.send(message.anew(), target.delay_us, message.sender, _KIND, message.record)
        duplicate = target.count == stored
        self.source.remove(message)
        self._note("moved", message, {"to": target.resource, "duplicate of" if duplicate else "as": sent.id})
        self.moved += 1
        self._simulation.progressed()
        target.polls.serve_soon()

    def _hold(self, message: Message, reason: str) -> None:
        self.failure = self.failure or reason
        self.source.hold_back(message)
        message.record = self._note("in-flight", message, {"not moved": reason})
        self._held.append(message)

    def _note(self, outcome: str, message: Message, details: dict[str, Any] | None = None) -> int:
        return self._timeline.add(
            "sqs",
            _KIND,
            self.source.resource,
            outcome,
            message_id=message.id,
            cause=message.record,
            details=details,
        )


def _check_size(message: Message, target: Queue) -> None:
    if message.size > target.maximum_bytes:
        raise errors.message_too_long(target.maximum_bytes, entry=False)
