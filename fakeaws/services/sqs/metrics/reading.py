"""From SQS's rows on the timeline to the meters of its queues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.metering import Metering
from fakeaws.services.sqs.metrics.queue_meter import QueueMeter

if TYPE_CHECKING:
    from fakeaws.aws.metrics import Datum
    from fakeaws.services.sqs.operations import Sqs
    from fakeaws.timeline.records import Row

#: Outcomes after which a message is in that state, and those after which it has left the queue.
_STATES = frozenset(("visible", "in-flight", "delayed"))
_GONE = frozenset(("deleted", "expired", "purged", "dead-lettered", "moved"))
#: What a message comes to a queue by. The task that moves it sends it anew; what is dead-lettered is not sent.
_SENDS = frozenset(("SendMessage", "MessageMoveTask"))
_ARRIVALS = _SENDS | {"Redrive"}


class SqsMetering(Metering[QueueMeter]):
    """The meters of the queues of one account and region."""

    service_name = "sqs"
    service: Sqs

    def __init__(self, service: Sqs) -> None:
        super().__init__(service)
        self._sizes_read = 0

    def make(self, name: str) -> QueueMeter:
        return QueueMeter(name)

    def until(self, elapsed_us: int) -> list[Datum]:
        told = super().until(elapsed_us)
        del self.service.sent_sizes[: self._sizes_read]
        self._sizes_read = 0
        return told

    def read(self, number: int, row: Row) -> None:
        at_us, _, _, _, kind, resource, message_id, outcome, _, details = row
        name = self.own_name(resource)
        if message_id is None:
            if outcome == "ok" or outcome == "empty":
                self._call(at_us, kind, outcome, resource, name)
        elif name is None:
            return
        elif outcome in _STATES:
            self._stays(self.meter(name, at_us), row, message_id, details or {})
        elif outcome in _GONE:
            meter = self.meter(name, at_us)
            if kind == "DeleteMessage":
                meter.messages_deleted += 1
                if "repeated" in (details or {}):  # in another queue, the message may have come back to this one
                    return
            meter.held.leave(message_id)
        elif outcome == "deduplicated":
            self.meter(name, at_us).deduplicated += 1

    def _stays(self, meter: QueueMeter, row: Row, message_id: str, details: Mapping[str, Any]) -> None:
        """A message is, now or still, in the state that the row tells."""
        kind, state = row[4], row[7]
        if kind in _ARRIVALS and message_id not in meter.held:
            meter.held.arrive(message_id, state, row[0], details.get("group"))
            if kind in _SENDS:
                meter.count_sent(self._next_size())
            return
        again = kind == "ReceiveMessage" and "repeated attempt" in details
        meter.held.change(message_id, state, received=kind == "ReceiveMessage" and not again)
        if kind == "ReceiveMessage":
            meter.received += 1
        elif kind == "DeleteMessage":  # accepted, and without effect: an old receipt handle
            meter.messages_deleted += 1

    def _call(self, at_us: int, kind: str, outcome: str, resource: str, name: str | None) -> None:
        """A call that was about no message."""
        if outcome == "empty":
            if name is not None:
                self.meter(name, at_us).empty_receives += 1
        elif kind == "DeleteQueue":
            if name is not None:
                self.meter(name, at_us).delete()
        elif kind == "CreateQueue":
            if name is not None:
                self.meter(name, at_us)
        elif (name or resource) in self.service.queues:
            # Such a row gives a queue's name alone: its namesakes in other accounts and regions count as used, too.
            self.meter(name or resource, at_us)

    def _next_size(self) -> int:
        size = self.service.sent_sizes[self._sizes_read]
        self._sizes_read += 1
        return size
