"""The delivery engine: from an event on a bus to every target of every rule that matches, with retries and dead letters.

Everything happens in events of the world's scheduler, one after the other: an event that came schedules its fan-out, a
failed attempt the next one. No attempt calls another.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn
from fakeaws.errors import FakeAwsWarning
from fakeaws.services.events.buses import Seen
from fakeaws.services.events.deliveries.delivery import Delivery
from fakeaws.services.events.deliveries.failures import Failure
from fakeaws.services.events.deliveries.senders import sender_of
from fakeaws.services.events.deliveries.to_queues import send_dead_letter
from fakeaws.services.events.inputs import NothingThere
from fakeaws.timeline.records import AWS

if TYPE_CHECKING:
    from fakeaws.services.events.buses import EventBus
    from fakeaws.services.events.event import Event
    from fakeaws.services.events.operations.base import EventsBase
    from fakeaws.services.events.rules import Rule

_SECOND = 1_000_000
#: Waits grow from a second to this; with jitter, 185 of them last about a day.
_LONGEST = 600 * _SECOND


class Engine:
    """Deliveries for the buses of one account and region."""

    def __init__(self, service: EventsBase) -> None:
        self.service = service
        self.world = service.world
        self._simulation = service.world.simulation
        self._timeline = service.world.timeline
        self._jitter = service.world.streams.stream(f"events.retry/{service.account}/{service.region}")
        #: Events that wait for their fan-out, by the number of their record.
        self._accepted: dict[int, Event] = {}
        #: Deliveries that wait for an answer or for their next attempt.
        self._open: dict[Delivery, None] = {}
        #: Targets that were said not to be supported.
        self._warned: set[str] = set()

    def under_way(self) -> list[str]:
        """Events that are being delivered, one phrase each."""
        phrases = [f"events delivers event {each.event.id} to {each.target.resource}" for each in self._open]
        return phrases + [f"events delivers event {event.id}" for event in self._accepted.values()]

    # -- beginning -----------------------------------------------------------------------------------------------

    def accept(self, bus: EventBus, event: Event, record: int, only: frozenset[str] | None = None) -> None:
        """Show an event to the rules of a bus, as soon as the running actor lets go.

        ``record``: the timeline's number of its arrival. ``only``: ARNs of the rules that may see it, as in a replay.
        """
        self._accepted[record] = event
        self._simulation.at(self._simulation.clock.elapsed_us, self._fan_out, bus, event, record, only)

    def trigger(self, rule: Rule, event: Event, cause: int | None) -> None:
        """Deliver an event to a rule's targets: it matches, or the rule's schedule made it. Called in an event."""
        record = self._timeline.add(
            "events", "Match", rule.resource, "matched", message_id=event.id, cause=cause, actor=AWS
        )
        for target in tuple(rule.targets.values()):
            self._attempt(Delivery(self, event, rule, target, record))

    def _fan_out(self, bus: EventBus, event: Event, record: int, only: frozenset[str] | None) -> None:
        self._accepted.pop(record, None)
        bus.seen.append(Seen(record, event))
        if event.replay_name is None:
            for keeper in tuple(bus.keepers.values()):
                keeper.take(event, record)
        for name in bus.index.matching(event.document):
            rule = bus.rules[name]
            if only is None or rule.arn in only:
                self.trigger(rule, event, record)

    # -- attempts ------------------------------------------------------------------------------------------------

    def _attempt(self, delivery: Delivery) -> None:
        if self._simulation.closing:
            return
        delivery.attempts += 1
        delivery.open, delivery.later = True, False
        number = delivery.record = self._note(delivery, "delivered")
        send = sender_of(delivery.target.arn)
        if send is None:
            self.unsupported(delivery, delivery.target.arn.service)
            return
        try:
            delivery.text = delivery.target.input.text_for(delivery.event, delivery.rule)
        except NothingThere:
            delivery.finish(Failure("INVALID_JSON", "The InputPath of the target leads to nothing in the event."))
            return
        send(delivery)
        if delivery.open:
            self._wait(delivery, number)

    def _wait(self, delivery: Delivery, number: int) -> None:
        """The answer takes its time."""
        delivery.later = True
        self._open[delivery] = None
        self._timeline.amend(number, "delivering", self._timeline.rows[number][9])

    def answered(self, delivery: Delivery, failure: Failure | None) -> None:
        """See `Delivery.finish`."""
        if not delivery.open:
            raise RuntimeError(f"attempt {delivery.attempts} to {delivery.target.resource} has its answer already")
        delivery.open = False
        if delivery.later:
            delivery.record = self._note(delivery, "dead-lettered" if delivery.redriving else "delivered")
        if failure is None:
            self._end(delivery)
        elif delivery.redriving:
            self._amend(delivery, "refused", failure)
            self._end(delivery)
        else:
            self._failed(delivery, failure)

    def unsupported(self, delivery: Delivery, service: str) -> None:
        """End a delivery to a service that fakeaws does not have: it is said once for each target, and noted each time."""
        delivery.open = False
        arn = str(delivery.target.arn)
        text = f"fakeaws does not have the service {service!r} that targets like {arn} need"
        self._amend(delivery, "NotSupported", Failure("NotSupported", text))
        self._end(delivery)
        if arn not in self._warned:
            self._warned.add(arn)
            warnings.warn(
                f"events: rule {delivery.rule.resource} matched, and its target gets nothing: {text}; docs/coverage.md "
                "lists what there is",
                FakeAwsWarning,
                stacklevel=2,
            )

    def _failed(self, delivery: Delivery, failure: Failure) -> None:
        exhausted = None
        if failure.retried:
            now = self._simulation.clock.elapsed_us
            wait_us = max(self._delay(delivery.attempts), failure.wait_us)
            if delivery.attempts > delivery.target.retries:
                exhausted = "MaximumRetryAttempts"
            elif now + wait_us - delivery.began_us > delivery.target.age_us:
                exhausted = "MaximumEventAgeInSeconds"
            else:
                self._amend(delivery, "retrying", failure, {"again in": f"{wait_us / _SECOND:g} s"})
                self._open[delivery] = None
                self._simulation.at(now + wait_us, self._attempt, delivery)
                return
        self._amend(delivery, "refused", failure, {"exhausted": exhausted} if exhausted else {})
        if delivery.target.dead_letter_arn is None:
            self._end(delivery)
            return
        delivery.redriving = True
        delivery.failure = failure
        self._open[delivery] = None
        self._simulation.at(self._simulation.clock.elapsed_us, self._redrive, delivery, exhausted)

    def _redrive(self, delivery: Delivery, exhausted: str | None) -> None:
        """Hand the event to the target's dead-letter queue."""
        arn, failure = delivery.target.dead_letter_arn, delivery.failure
        assert arn is not None
        assert failure is not None
        delivery.open, delivery.later = True, False
        number = delivery.record = self._note(delivery, "dead-lettered")
        send_dead_letter(delivery, Arn.parse(arn), failure, exhausted)
        if delivery.open:
            self._wait(delivery, number)

    def _delay(self, attempts: int) -> int:
        """Twice as long each time, and somewhere in the upper half of that."""
        longest = min(_SECOND << min(attempts - 1, 20), _LONGEST)
        return longest // 2 + int(self._jitter.random() * (longest // 2))

    def _end(self, delivery: Delivery) -> None:
        if self._open:
            self._open.pop(delivery, None)

    # -- the timeline --------------------------------------------------------------------------------------------

    def _note(self, delivery: Delivery, outcome: str) -> int:
        details: dict[str, Any] = {"rule": delivery.rule.resource}
        resource = delivery.target.resource
        if delivery.redriving:
            resource = self._dead_letter_resource(delivery)
            details["target"] = delivery.target.resource
        elif delivery.attempts > 1:
            details["attempt"] = delivery.attempts
        return self._timeline.add(
            "events",
            "Redrive" if delivery.redriving else "Deliver",
            resource,
            outcome,
            message_id=delivery.event.id,
            cause=delivery.record,
            details=details,
            actor=AWS,
        )

    def _amend(self, delivery: Delivery, outcome: str, failure: Failure, more: dict[str, Any] | None = None) -> None:
        before = self._timeline.rows[delivery.record][9] or {}
        details = {**before, "code": failure.code, "message": failure.message, **(more or {})}
        self._timeline.amend(delivery.record, outcome, details)

    def _dead_letter_resource(self, delivery: Delivery) -> str:
        text = delivery.target.dead_letter_arn
        assert text is not None
        arn = Arn.parse(text)
        at_home = self.world.is_home(arn.account, arn.region)
        return arn.resource if at_home else text
