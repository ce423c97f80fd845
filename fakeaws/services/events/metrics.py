"""What EventBridge emits to CloudWatch, in the namespace ``AWS/Events``: worked out from the timeline when somebody looks.

Of rules, by ``RuleName`` on the default bus, by ``EventBusName`` and ``RuleName`` on others; of PutEvents, without
dimensions. What did not happen in a minute is not told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fakeaws.aws.metering import Meter, Metering
from fakeaws.aws.metrics import Datum, Dimensions

if TYPE_CHECKING:
    from fakeaws.services.events.operations.base import EventsBase
    from fakeaws.timeline.records import Row

NAMESPACE = "AWS/Events"
#: The meter of PutEvents, which is about no rule: no name of a rule has a space.
_CALLS = "calls of PutEvents"


class EventsMeter(Meter):
    """Counts what happens to a rule, or to PutEvents, in a minute."""

    __slots__ = ("_counts", "_dimensions")

    def __init__(self, dimensions: Dimensions) -> None:
        super().__init__()
        self._dimensions = dimensions
        self._counts: Counter[str] = Counter()

    def count(self, *names: str, times: int = 1) -> None:
        """Once more each."""
        for name in names:
            self._counts[name] += times

    def close(self, end_us: int) -> Iterator[Datum]:
        for name, count in self._counts.items():
            yield Datum(NAMESPACE, name, self._dimensions, self.minute_us, "Count", (float(count),))
        self._counts = Counter()


class EventsMetering(Metering[EventsMeter]):
    """The meters of one account and region, by the rule's name: ``orders/audit`` where the bus is not the default one."""

    service_name = "events"
    service: EventsBase

    def make(self, name: str) -> EventsMeter:
        if name == _CALLS:
            return EventsMeter(())
        bus, _, rule = name.rpartition("/")
        return EventsMeter((("EventBusName", bus), ("RuleName", rule)) if bus else (("RuleName", rule),))

    def read(self, number: int, row: Row) -> None:
        at_us, _, _, _, kind, resource, _, outcome, _, details = row
        if kind == "PutEvents":
            self._put(at_us, resource, outcome, (details or {}).get("entries"))
        elif kind == "Match":
            name = self._rule(resource)
            if name is not None:
                self.meter(name, at_us).count("MatchedEvents", "TriggeredRules")
        elif kind in ("Deliver", "Redrive") and details is not None:
            name = self._rule(details["rule"])
            if name is not None:
                self._delivery(self.meter(name, at_us), kind, outcome, details)

    def _rule(self, resource: str) -> str | None:
        name = self.own_name(resource)
        return None if name is None else name.removeprefix("rule/")

    def _put(self, at_us: int, resource: str, outcome: str, entries: int | None) -> None:
        if self.own_name(resource) is None:
            return
        meter = self.meter(_CALLS, at_us)
        if entries is not None:
            meter.count("PutEventsApproximateCallCount")
            meter.count("PutEventsEntriesCount", times=entries)
        if outcome not in ("ok", "refused"):
            meter.count("PutEventsFailedEntriesCount")

    def _delivery(self, meter: EventsMeter, kind: str, outcome: str, details: object) -> None:
        if kind == "Redrive":
            if outcome == "dead-lettered":
                meter.count("InvocationsSentToDlq")
            elif outcome == "refused":
                meter.count("InvocationsFailedToBeSentToDlq")
            return
        assert isinstance(details, dict)
        if outcome == "delivering":
            return
        again = "attempt" in details
        meter.count("InvocationAttempts", *(["RetryInvocationAttempts"] if again else []))
        if outcome == "delivered":
            meter.count("Invocations", "SuccessfulInvocationAttempts")
        elif outcome == "refused":
            meter.count("Invocations", "FailedInvocations")
