"""A message as a queue keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.services.sqs.line import READY

if TYPE_CHECKING:
    from fakeaws.services.sqs.groups import Group
    from fakeaws.services.sqs.tenants import Tenant
    from fakeaws.simulation.scheduler import Timer

VISIBLE = READY
IN_FLIGHT = 1
DELAYED = 2
#: Deleted, expired, purged or moved to a dead-letter queue; structures that still hold it let it go when they meet it.
GONE = 3

_FIRST_SEQUENCE_NUMBER = 18_849_496_460_467_696_128
_SEQUENCE_STEP = 256

STATE_NAMES = ("visible", "in-flight", "delayed", "gone")


class Message:
    """One message in one queue. Times ending in ``_us`` are the world's elapsed time, in ``_ms`` its wall clock."""

    __slots__ = (
        "attributes",
        "body",
        "first_received_ms",
        "group_id",
        "id",
        "listed",
        "md5",
        "position",
        "received_us",
        "receives",
        "receives_elsewhere",
        "record",
        "sender",
        "sent_ms",
        "sent_us",
        "size",
        "source_arn",
        "state",
        "timer",
        "trace_header",
        "until_us",
    )

    #: What the timeline tells of it when it comes.
    details: dict[str, str] | None = None

    def __init__(
        self,
        body: str,
        md5: str,
        attributes: dict[str, dict[str, Any]] | None = None,
        trace_header: str | None = None,
        group_id: str | None = None,
    ) -> None:
        #: Bytes of body and message attributes; given by whoever makes it.
        self.size = 0
        self.id = ""
        self.body = body
        self.md5 = md5
        self.attributes = attributes
        self.trace_header = trace_header
        self.group_id = group_id
        self.sender = ""
        self.sent_us = 0
        self.sent_ms = 0
        self.state = VISIBLE
        #: Its place in the queue's order, and whether the queue's line of visible messages holds it there.
        self.position = 0
        self.listed = False
        #: Deliveries; those before it came to this queue, which this queue's redrive policy does not count.
        self.receives = 0
        self.receives_elsewhere = 0
        self.first_received_ms = 0
        self.received_us = 0
        #: End of its delay or of its visibility timeout, and the timer that waits for it.
        self.until_us = 0
        self.timer: Timer | None = None
        #: ARN of the queue that dead-lettered it.
        self.source_arn: str | None = None
        #: Number of its newest record on the timeline.
        self.record = 0

    def copy(self) -> Message:
        """Itself as another queue's new message: same id and history, no place and no timer."""
        twin = self.anew()
        twin.id = self.id
        twin.sent_us = self.sent_us
        twin.sent_ms = self.sent_ms
        twin.receives = twin.receives_elsewhere = self.receives
        twin.first_received_ms = self.first_received_ms
        return twin

    def anew(self) -> Message:
        """Its content and sender as a message that is still to be sent: no id, no history."""
        twin = type(self)(self.body, self.md5, self.attributes, self.trace_header, self.group_id)
        twin.sender = self.sender
        twin.size = self.size
        return twin


class TenantMessage(Message):
    """A message of a standard queue that has a message group: its tenant."""

    __slots__ = ("counted", "tenant")

    group_id: str

    def __init__(
        self,
        body: str,
        md5: str,
        attributes: dict[str, dict[str, Any]] | None = None,
        trace_header: str | None = None,
        group_id: str | None = None,
    ) -> None:
        super().__init__(body, md5, attributes, trace_header, group_id)
        #: ``None`` until it is visible for the first time.
        self.tenant: Tenant | None = None
        #: Whether its tenant counts it as in flight.
        self.counted = False


class FifoMessage(Message):
    """A message of a FIFO queue; its position is its place in the order of sending."""

    __slots__ = ("blocking", "deduplication_id", "details", "group", "searched")

    group_id: str
    #: Given by whoever makes it.
    deduplication_id: str
    #: From here on, given by the queue that it joins.
    group: Group
    #: Whether its group's heap of hidden messages holds it.
    blocking: bool
    #: Whether it is among the queue's oldest, which are searched for free groups.
    searched: bool

    @property
    def sequence_number(self) -> str:
        """20 digits, ascending in a queue."""
        return str(_FIRST_SEQUENCE_NUMBER + _SEQUENCE_STEP * self.position)

    def anew(self) -> FifoMessage:
        """See `Message.anew`; group and deduplication id go with it, the sequence number is the new queue's."""
        twin = super().anew()
        assert isinstance(twin, FifoMessage)
        twin.deduplication_id = self.deduplication_id
        return twin
