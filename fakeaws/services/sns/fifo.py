"""What makes a topic a FIFO topic: duplicates and sequence numbers."""

from __future__ import annotations

from hashlib import sha256

from fakeaws.aws.deduplication import Accepted, Deduplication
from fakeaws.services.sns.notifications import Notification

_FIRST_SEQUENCE_NUMBER = 10_000_000_000_000_000_000
_SEQUENCE_STEP = 1_000


class FifoState:
    """What a FIFO topic knows of its messages."""

    def __init__(self) -> None:
        self.content_based = False
        self._accepted = Deduplication()
        self._position = 0

    def identify(self, notification: Notification) -> None:
        """Give a message without a deduplication id that of its content."""
        if notification.deduplication_id is None:
            notification.deduplication_id = sha256(notification.message.encode("utf-8", "surrogatepass")).hexdigest()

    def earlier(self, notification: Notification, now_us: int) -> Accepted | None:
        """The publish of the last five minutes that this one repeats."""
        return self._accepted.earlier(*_ids(notification), now_us)

    def accept(self, notification: Notification, now_us: int) -> None:
        """Give a new message its place."""
        self._position += 1
        notification.sequence_number = sequence_number(self._position)

    def remember(self, notification: Notification, now_us: int) -> None:
        """Know an accepted message, with its record, for five minutes."""
        self._accepted.remember((*_ids(notification), now_us, notification.id, self._position, notification.record))

    def compare(self, *, by_group: bool) -> None:
        """Look for duplicates in each message group by itself, or in the whole topic."""
        self._accepted.compare(by_group=by_group)


def _ids(notification: Notification) -> tuple[str, str]:
    """Its message group and deduplication id."""
    assert notification.deduplication_id is not None
    return notification.group_id or "", notification.deduplication_id


def sequence_number(position: int) -> str:
    """20 digits, ascending."""
    return str(_FIRST_SEQUENCE_NUMBER + _SEQUENCE_STEP * position)
