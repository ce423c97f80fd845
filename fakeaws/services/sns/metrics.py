"""What SNS emits to CloudWatch, in the namespace ``AWS/SNS``: worked out from the timeline when somebody looks.

Topics have the dimension ``TopicName``. What was published to a phone number or an app's endpoint directly has
``PhoneNumber``, or ``Application`` and ``Platform``. Money is not told, for fakeaws knows no prices.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fakeaws.aws.metering import Meter, Metering
from fakeaws.aws.metrics import Datum, Dimensions

if TYPE_CHECKING:
    from fakeaws.services.sns.operations.base import SnsBase
    from fakeaws.timeline.records import Row

NAMESPACE = "AWS/SNS"
_PUBLISHED = "NumberOfMessagesPublished"
_DELIVERED = "NumberOfNotificationsDelivered"
_FAILED = "NumberOfNotificationsFailed"
_FILTERED = "NumberOfNotificationsFilteredOut"
#: What an active topic tells of each minute; everything else of those in which it happened.
_ALWAYS = (_PUBLISHED, _DELIVERED, _FAILED)

_WEB = ("http://", "https://")
#: Ends of attempts after which another row about the same delivery comes, or may come.
_MORE_TO_COME = frozenset(("delivering", "retrying", "refused"))


class SnsMeter(Meter):
    """Counts what happens to a topic, or to what is published to one directly, in a minute."""

    __slots__ = ("_always", "_counts", "_deleted", "_dimensions", "_sizes", "_texts")

    def __init__(self, dimensions: Dimensions, always: tuple[str, ...]) -> None:
        super().__init__()
        self._dimensions = dimensions
        self._always = always
        self._deleted = False
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._counts: Counter[str] = Counter()
        self._sizes: Counter[int] = Counter()
        #: Text messages that a phone got (1), and that it did not get (0).
        self._texts: Counter[int] = Counter()

    @property
    def deleted(self) -> bool:
        return self._deleted

    def exists(self, exists: bool) -> None:
        """The topic was made or deleted."""
        self._deleted = not exists

    def count(self, metric: str) -> None:
        """Once more."""
        self._counts[metric] += 1

    def published(self, size: int) -> None:
        """A message of so many bytes."""
        self._counts[_PUBLISHED] += 1
        self._sizes[size] += 1

    def text_message(self, arrived: bool) -> None:
        """The end of a text message's way to this phone number."""
        self._texts[int(arrived)] += 1

    def close(self, end_us: int) -> Iterator[Datum]:
        dimensions, minute_us = self._dimensions, self.minute_us
        for name in (*self._always, *(name for name in self._counts if name not in self._always)):
            yield Datum(NAMESPACE, name, dimensions, minute_us, "Count", (float(self._counts[name]),))
        for name, unit, seen in (("PublishSize", "Bytes", self._sizes), ("SMSSuccessRate", "Count", self._texts)):
            if seen:
                values, counts = tuple(map(float, seen)), tuple(map(float, seen.values()))
                yield Datum(NAMESPACE, name, dimensions, minute_us, unit, values, counts)
        self._begin_anew()


class _Origin(NamedTuple):
    """What a delivery comes from: the name of its meter, and whether an archived message is replayed."""

    meter: str
    replayed: bool


class SnsMetering(Metering[SnsMeter]):
    """The meters of one account and region: by topic name, phone number, or ``endpoint/PLATFORM/APPLICATION``."""

    service_name = "sns"
    service: SnsBase

    def __init__(self, service: SnsBase) -> None:
        super().__init__(service)
        #: Of rows that the next row about the same delivery names as its cause.
        self._origins: dict[int, _Origin] = {}

    def make(self, name: str) -> SnsMeter:
        if name.startswith("+"):
            return SnsMeter((("PhoneNumber", name),), ())
        if "/" in name:
            _, platform, application = name.split("/")
            return SnsMeter((("Application", application), ("Platform", platform)), ())
        return SnsMeter((("TopicName", name),), _ALWAYS)

    def read(self, number: int, row: Row) -> None:
        at_us, _, _, _, kind, resource, message_id, outcome, cause, _ = row
        if kind == "Publish":
            size = self.service.published_sizes.pop(number, None)
            if size is not None:
                name = _meter_of(resource)
                self.meter(name, at_us).published(size)
                if not _is_topic(name):
                    self._origins[number] = _Origin(name, replayed=False)
        elif kind in ("Deliver", "Redrive") and cause is not None:
            origin = self._origin(cause)
            if origin is not None:
                self._delivery(number, row, origin)
        elif message_id is None and outcome == "ok":
            self._call(at_us, kind, resource)

    def _origin(self, cause: int) -> _Origin | None:
        known = self._origins.pop(cause, None)
        if known is not None:
            return known
        row = self._timeline.rows[cause]
        if row[3] != "sns" or row[4] not in ("Publish", "Replay"):
            return None
        name = self.own_name(row[5])
        return _Origin(name, row[4] == "Replay") if name is not None and _is_topic(name) else None

    def _delivery(self, number: int, row: Row, origin: _Origin) -> None:
        at_us, _, _, _, kind, resource, _, outcome, _, details = row
        if outcome in _MORE_TO_COME:
            self._origins[number] = origin
        meter = self.meter(origin.meter, at_us)
        if kind == "Redrive":
            if outcome == "dead-lettered":
                meter.count("NumberOfNotificationsRedrivenToDlq")
            elif outcome == "refused":
                meter.count("NumberOfNotificationsFailedToRedriveToDlq")
        elif outcome == "filtered":
            meter.count(_FILTERED)
            meter.count(f"{_FILTERED}-{(details or {})['counted as']}")
        elif outcome == "delivered":
            meter.count("NumberOfReplayedNotificationsDelivered" if origin.replayed else _DELIVERED)
        elif outcome == "refused" or (outcome == "retrying" and resource.startswith(_WEB)):
            meter.count("NumberOfReplayedNotificationsFailed" if origin.replayed else _FAILED)
        if kind == "Deliver" and outcome in ("delivered", "refused") and resource.startswith("+"):
            self.meter(resource, at_us).text_message(outcome == "delivered")

    def _call(self, at_us: int, kind: str, resource: str) -> None:
        """A call that was about no message."""
        name = self.own_name(resource)
        if kind in ("CreateTopic", "DeleteTopic"):
            if name is not None:
                self.meter(name, at_us).exists(kind == "CreateTopic")
        elif (name or resource) in self.service.topics:
            # Such a row gives a topic's name alone: its namesakes in other accounts and regions count as used, too.
            self.meter(name or resource, at_us)


def _is_topic(name: str) -> bool:
    return not name.startswith("+") and "/" not in name


def _meter_of(resource: str) -> str:
    """The meter's name, from a publish's target on the timeline: a topic, a phone number, or an app's endpoint."""
    name = resource.rsplit(":", 1)[-1]
    return name.rpartition("/")[0] if "/" in name else name
