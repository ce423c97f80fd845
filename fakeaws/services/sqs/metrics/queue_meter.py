"""The metrics of one queue."""

from __future__ import annotations

from collections.abc import Iterator

from fakeaws.aws.metering import Meter
from fakeaws.aws.metrics import Datum
from fakeaws.services.sqs.metrics.held import Held

NAMESPACE = "AWS/SQS"
_SECOND = 1_000_000


class QueueMeter(Meter):
    """Counts what happens to a queue in a minute; its gauges are those of the minute's end."""

    __slots__ = (
        "_deleted",
        "deduplicated",
        "dimensions",
        "empty_receives",
        "fifo",
        "held",
        "messages_deleted",
        "received",
        "sent",
        "sizes",
    )

    def __init__(self, name: str) -> None:
        super().__init__()
        self.dimensions = (("QueueName", name),)
        self.fifo = name.endswith(".fifo")
        self.held = Held(self.fifo)
        self._deleted = False
        self._begin_anew()

    def _begin_anew(self) -> None:
        self.sent = self.received = self.messages_deleted = self.empty_receives = self.deduplicated = 0
        #: How many messages of which size were sent.
        self.sizes: dict[int, int] = {}

    @property
    def occupied(self) -> bool:
        return len(self.held) > 0

    @property
    def deleted(self) -> bool:
        return self._deleted

    def delete(self) -> None:
        """The queue is deleted."""
        self._deleted = True

    def count_sent(self, size: int) -> None:
        """A message of so many bytes was sent."""
        self.sent += 1
        self.sizes[size] = self.sizes.get(size, 0) + 1

    def close(self, end_us: int) -> Iterator[Datum]:
        yield self._count("NumberOfMessagesSent", self.sent)
        yield self._count("NumberOfMessagesReceived", self.received)
        yield self._count("NumberOfMessagesDeleted", self.messages_deleted)
        yield self._count("NumberOfEmptyReceives", self.empty_receives)
        if self.fifo:
            yield self._count("NumberOfDeduplicatedSentMessages", self.deduplicated)
        if self.sizes:
            sizes, counts = tuple(map(float, self.sizes)), tuple(map(float, self.sizes.values()))
            yield Datum(NAMESPACE, "SentMessageSize", self.dimensions, self.minute_us, "Bytes", sizes, counts)
        if not self._deleted:
            yield from self._gauges(end_us)
        self._begin_anew()

    def _gauges(self, end_us: int) -> Iterator[Datum]:
        held = self.held
        yield self._count("ApproximateNumberOfMessagesVisible", held.visible)
        yield self._count("ApproximateNumberOfMessagesNotVisible", held.in_flight)
        yield self._count("ApproximateNumberOfMessagesDelayed", held.delayed)
        age = held.age_us(end_us) // _SECOND
        yield self._count("ApproximateAgeOfOldestMessage", age, "Seconds")
        if self.fifo:
            yield self._count("ApproximateNumberOfGroupsWithInflightMessages", held.groups_in_flight)

    def _count(self, name: str, value: int, unit: str = "Count") -> Datum:
        return Datum(NAMESPACE, name, self.dimensions, self.minute_us, unit, (float(value),))
