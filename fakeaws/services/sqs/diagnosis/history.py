"""The timeline of one SQS, gathered by message and delivery in one walk over its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.services.sqs.receipts import HANDLE_OF
from fakeaws.timeline.records import Record

if TYPE_CHECKING:
    from fakeaws.services.sqs.operations import Sqs
    from fakeaws.services.sqs.queues import Queue
    from fakeaws.timeline.records import Row

NOTHING: Mapping[str, Any] = {}


class Delivery:
    """One hand-over of a message to a consumer. What is not a time or a name is the number of a row, or ``None``."""

    __slots__ = (
        "actor",
        "again",
        "at_us",
        "hidden_us",
        "moved_on",
        "number",
        "queue",
        "released",
        "since_us",
        "timeout",
        "uses",
    )

    def __init__(self, number: int, at_us: int, actor: str, queue: str) -> None:
        self.number = number
        self.at_us = at_us
        self.actor = actor
        self.queue = queue
        #: When it was hidden last: by the receive, or by a change of its visibility.
        self.since_us = at_us
        #: The end of its visibility timeout, and how long that was in the end.
        self.timeout: int | None = None
        self.hidden_us = 0
        #: A change of its visibility to 0.
        self.released: int | None = None
        #: Where the message went after the timeout: received again, or moved to the dead-letter queue.
        self.again: int | None = None
        #: DeleteMessage and ChangeMessageVisibility with its receipt handle, refused ones too.
        self.uses: list[int] = []
        #: The next ReceiveMessage call of the same actor to the same queue.
        self.moved_on: int | None = None

    @property
    def came_back(self) -> bool:
        """Whether its timeout hid the message for a while and then ended."""
        return self.timeout is not None and self.hidden_us > 0


class Stay:
    """A message's time in one queue."""

    __slots__ = ("arrived", "deliveries", "end", "group", "message_id", "queue", "source")

    def __init__(self, queue: str, message_id: str, arrived: int, group: str | None, source: str | None) -> None:
        self.queue = queue
        self.message_id = message_id
        #: The row of its coming; ``source`` is the queue that dead-lettered it.
        self.arrived = arrived
        self.group = group
        self.source = source
        self.deliveries: list[Delivery] = []
        #: The row of its going.
        self.end: int | None = None


class Send(NamedTuple):
    """An accepted send to a FIFO queue: the newest row about it, and which messages its sender had received last."""

    number: int
    in_hand: list[str] | None


class Duplicate(NamedTuple):
    """A send that was taken for a repetition of the send with the row ``first``."""

    number: int
    first: int
    in_hand: list[str] | None
    first_in_hand: list[str] | None
    #: Whether the answer to the send before may have been lost.
    after_lost_reply: bool


class History:
    """What happened in the queues of one account and region."""

    def __init__(self, service: Sqs) -> None:
        world = service.world
        self.service = service
        self.timeline = world.timeline
        self.rows: list[Row] = world.timeline.rows
        self.now_us: int = world.now_us
        #: The name of the test's own actor.
        self.test: str = world.simulation.test.name
        self.stays: list[Stay] = []
        #: Each message's deliveries, in whichever queue: a receipt handle counts them.
        self.by_message: dict[str, list[Delivery]] = {}
        #: The row of each message's send.
        self.sent: dict[str, int] = {}
        self.duplicates: list[Duplicate] = []
        #: Deletes and changes with a handle that was not good any more, of messages that were there.
        self.stale: list[int] = []
        #: Queues of which something was deleted, or was tried to.
        self.deleted_from: set[str] = set()
        #: Queues whose consumers receive while earlier messages are still being worked on.
        self.concurrent: set[str] = set()
        simulation = world.simulation
        self._ended: dict[str, bool] = simulation.ended
        self._living = {actor.name: actor for actor in simulation.actors if not actor.done}
        self._polling = {(actor, queue.resource) for queue in service.queues.values() for actor in queue.polls.actors()}
        #: Names under which a part of AWS receives, and a function may run: what they are about cannot be told.
        self._managed = {name for queue in service.queues.values() for name in queue.consumers.managed}
        _Walk(self).go()

    def queue(self, resource: str) -> Queue | None:
        """The queue of that name on the timeline, if it still exists."""
        return self.service.queues.get(resource.rsplit(":", 1)[-1])

    def at_us(self, number: int) -> int:
        """When a row was written."""
        return self.rows[number][0]

    def actor(self, number: int) -> str:
        """Who did it."""
        return self.rows[number][2]

    def records(self, numbers: Iterable[int | None]) -> list[Record]:
        """The records of some rows, each once, in order."""
        found = sorted({number for number in numbers if number is not None})
        return [self.timeline.record(number) for number in found]

    def belongs(self, resource: str) -> bool:
        """Whether a name on the timeline is a queue of this account and region."""
        world, service = self.service.world, self.service
        if world.is_home(service.account, service.region):
            return not resource.startswith("arn:")
        return resource.split(":")[3:5] == [service.region, service.account]

    # -- what actors are about ---------------------------------------------------------------------------------------

    def finished(self, delivery: Delivery) -> bool:
        """Whether the receiver is evidently done with it: it came to its end, or asked for the next message."""
        if delivery.actor == self.test or delivery.actor in self._managed:
            return False
        if self._ended.get(delivery.actor, False):
            return True
        asked = delivery.moved_on is not None or (delivery.actor, delivery.queue) in self._polling
        return asked and delivery.queue not in self.concurrent

    def gone(self, delivery: Delivery) -> bool:
        """Whether nobody works on it any more, as its receiver finished it or ended in whichever way."""
        return delivery.actor not in self._managed and (delivery.actor in self._ended or self.finished(delivery))

    def broke_off(self, actor: str) -> bool:
        """Whether that actor was killed or failed."""
        return not self._ended.get(actor, True)

    def at_work(self, delivery: Delivery) -> bool:
        """Whether the receiver seems to be at it to this moment; never of the test's own actor."""
        actor = None if delivery.actor in self._managed else self._living.get(delivery.actor)
        if actor is None or delivery.actor == self.test or delivery.moved_on is not None:
            return False
        if (delivery.actor, delivery.queue) in self._polling:
            return False
        waiting = str(actor.waiting) if actor.waiting is not None else ""
        return waiting != "work" and not waiting.endswith(".get")  # an idle worker of a pool, or one fed by a queue


class _Walk:
    """The one walk over the rows."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._rows = history.rows
        self._stays: dict[tuple[str, str], Stay] = {}
        self._receives: dict[tuple[str, str], tuple[int, list[Delivery]]] = {}
        self._in_hand: dict[str, tuple[int, list[str]]] = {}
        self._sends: dict[tuple[str, str], Send] = {}
        self._lost: dict[str, int] = {}
        self._belongs: dict[str, bool] = {}

    def go(self) -> None:
        handlers = {
            "SendMessage": self._send,
            "ReceiveMessage": self._receive,
            "VisibilityTimeout": self._timeout,
            "ChangeMessageVisibility": self._change,
            "DeleteMessage": self._delete,
            "Redrive": self._redrive,
        }
        for number, row in enumerate(self._rows):
            if row[3] != "sqs":
                continue
            if row[7] == "reply lost":
                self._lost[row[2]] = number
            elif self._is_ours(row[5]):
                handler = handlers.get(row[4])
                if handler is not None:
                    handler(number, row)
                elif row[7] in ("expired", "purged") and row[6] is not None:
                    self._leave(number, row)

    def _is_ours(self, resource: str) -> bool:
        ours = self._belongs.get(resource)
        if ours is None:
            ours = self._belongs[resource] = self._history.belongs(resource)
        return ours

    def _send(self, number: int, row: Row) -> None:
        _, _, actor, _, _, queue, message_id, outcome, first, details = row
        if message_id is None:
            return
        hand = self._in_hand.get(actor)
        in_hand = None if hand is None else hand[1]
        if outcome == "deduplicated":
            if (details or NOTHING).get("by") == "content" and first is not None:
                self._duplicate(number, row, first, in_hand)
        elif outcome in ("visible", "delayed"):
            self._history.sent.setdefault(message_id, number)
            group = (details or NOTHING).get("group")
            self._arrive(Stay(queue, message_id, number, group, None))
            if group is not None:
                self._sends[queue, message_id] = Send(number, in_hand)

    def _duplicate(self, number: int, row: Row, first: int, in_hand: list[str] | None) -> None:
        key = (row[5], row[6] or "")
        earlier = self._sends.get(key, Send(first, None))
        lost = self._lost.get(self._rows[earlier.number][2], -1) > earlier.number
        self._history.duplicates.append(Duplicate(number, first, in_hand, earlier.in_hand, lost))
        self._sends[key] = earlier._replace(number=number)

    def _receive(self, number: int, row: Row) -> None:
        at_us, _, actor, _, _, queue, message_id, outcome, _, details = row
        if outcome not in ("in-flight", "empty"):
            return
        last, receives = self._receives.get((actor, queue), (-2, []))
        if message_id is None:
            for delivery in receives:
                delivery.moved_on = number
            self._receives[actor, queue] = (-2, [])
            return
        if details and "repeated attempt" in details:
            known = self._history.by_message.get(message_id)
            if known:
                known[-1].since_us = at_us
            return
        if last != number - 1:  # the rows of one call stand together
            for delivery in receives:
                delivery.moved_on = number
            receives = []
        delivery = Delivery(number, at_us, actor, queue)
        receives.append(delivery)
        self._receives[actor, queue] = (number, receives)
        before, hand = self._in_hand.get(actor, (-2, []))
        if before != number - 1:
            hand = []
        hand.append(message_id)
        self._in_hand[actor] = (number, hand)
        deliveries = self._history.by_message.setdefault(message_id, [])
        self._again(deliveries, number)
        deliveries.append(delivery)
        stay = self._stays.get((queue, message_id))
        if stay is not None:
            stay.deliveries.append(delivery)

    def _again(self, deliveries: list[Delivery], number: int) -> None:
        if deliveries and deliveries[-1].timeout is not None and deliveries[-1].again is None:
            deliveries[-1].again = number

    def _timeout(self, number: int, row: Row) -> None:
        deliveries = self._history.by_message.get(row[6] or "")
        if deliveries:
            delivery = deliveries[-1]
            delivery.timeout = number
            delivery.hidden_us = row[0] - delivery.since_us

    def _change(self, number: int, row: Row) -> None:
        delivery = self._use(number, row)
        if delivery is None:
            return
        if row[7] == "visible":
            delivery.released = number
        elif row[7] == "in-flight":
            delivery.since_us = row[0]
            delivery.timeout = None

    def _delete(self, number: int, row: Row) -> None:
        delivery = self._use(number, row)
        history = self._history
        history.deleted_from.add(row[5])
        if delivery is not None and (
            delivery.actor != row[2] or (delivery.moved_on is not None and delivery.moved_on < number)
        ):
            history.concurrent.add(row[5])
        if row[7] == "deleted" and "repeated" not in (row[9] or NOTHING):
            self._leave(number, row)

    def _use(self, number: int, row: Row) -> Delivery | None:
        """The delivery whose handle was used."""
        _, _, _, _, _, _, message_id, _, _, details = row
        deliveries = self._history.by_message.get(message_id or "")
        if not deliveries:
            return None
        details = details or NOTHING
        receive = details.get(HANDLE_OF)
        if receive is None:
            delivery = deliveries[-1]
        elif 0 < receive <= len(deliveries):
            delivery = deliveries[receive - 1]
        else:
            return None
        if receive is not None and "repeated" not in details:
            self._history.stale.append(number)
        delivery.uses.append(number)
        return delivery

    def _redrive(self, number: int, row: Row) -> None:
        queue, message_id, cause = row[5], row[6] or "", row[8]
        if row[7] == "dead-lettered":
            self._again(self._history.by_message.get(message_id, []), number)
            self._leave(number, row)
        elif row[7] == "visible":
            source = self._rows[cause][5] if cause is not None else None
            self._arrive(Stay(queue, message_id, number, (row[9] or NOTHING).get("group"), source))

    def _arrive(self, stay: Stay) -> None:
        self._stays[stay.queue, stay.message_id] = stay
        self._history.stays.append(stay)

    def _leave(self, number: int, row: Row) -> None:
        stay = self._stays.get((row[5], row[6] or ""))
        if stay is not None and stay.end is None:
            stay.end = number


def by_queue(stays: Iterable[Stay]) -> Iterator[tuple[str, list[Stay]]]:
    """Stays by their queues, in the order of each queue's first."""
    found: dict[str, list[Stay]] = {}
    for stay in stays:
        found.setdefault(stay.queue, []).append(stay)
    yield from found.items()
