"""What the groups of operations share: the buses of an account and region, and how operations find things in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Call, Service
from fakeaws.services.events import errors, names, schedules
from fakeaws.services.events.buses import EventBus
from fakeaws.services.events.deliveries.engine import Engine
from fakeaws.services.events.event import Event
from fakeaws.services.events.limits import PAGE, Limits
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.aws.events import Announcement
    from fakeaws.aws.metrics import Datum
    from fakeaws.services.events.api_destinations import ApiDestination
    from fakeaws.services.events.archives.archive import Archive
    from fakeaws.services.events.archives.replay import Replay
    from fakeaws.services.events.connections import Connection
    from fakeaws.services.events.metrics import EventsMetering
    from fakeaws.services.events.rules import Rule
    from fakeaws.timeline.findings import Finding
    from fakeaws.world import World

T = TypeVar("T")


class EventsBase(Service):
    """The state of EventBridge in one account and region, and how operations find things in it."""

    name = "events"
    hears = True

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        self.limits = Limits(world.config.get("events", {}))
        self.event_ids = world.streams.stream(f"events.event-id/{account}/{region}")
        self.other_ids = world.streams.stream(f"events.other-id/{account}/{region}")
        self.deliveries = Engine(self)
        self.buses: dict[str, EventBus] = {names.DEFAULT: EventBus(self, names.DEFAULT)}
        self.connections: dict[str, Connection] = {}
        self.api_destinations: dict[str, ApiDestination] = {}
        #: By name; replays stay when they are over.
        self.archives: dict[str, Archive] = {}
        self.replays: dict[str, Replay] = {}
        #: Of rules that change, appear or go: told of each.
        self.rule_listeners: list[Callable[[Rule], None]] = [schedules.RuleSchedules(self).changed]
        self._metering: EventsMetering | None = None

    def under_way(self) -> list[str]:
        """Events that are being delivered."""
        return self.deliveries.under_way()

    def findings(self) -> list[Finding]:
        """The usual mistakes with rules; see `diagnosis`."""
        from fakeaws.services.events.diagnosis import findings

        return findings(self)

    def metrics_until(self, elapsed_us: int) -> Iterable[Datum]:
        """The namespace ``AWS/Events``; see `metrics`."""
        if self._metering is None:
            from fakeaws.services.events.metrics import EventsMetering

            self._metering = EventsMetering(self)
        return self._metering.until(elapsed_us)

    def hear(self, announcement: Announcement) -> None:
        """What another service tells arrives on the default bus."""
        now_us = self.world.wall_us
        event = Event(
            self.new_event_id(),
            announcement.source,
            announcement.detail_type,
            announcement.detail,
            account=announcement.account,
            region=announcement.region,
            wall_us=now_us,
            received_us=now_us,
            resources=announcement.resources,
        )
        self.receive(self.buses[names.DEFAULT], event, "ServiceEvent", announcement.cause)

    def receive(
        self,
        bus: EventBus,
        event: Event,
        kind: str,
        cause: int | None = None,
        details: Mapping[str, Any] | None = None,
        only: frozenset[str] | None = None,
    ) -> int:
        """Note an event that came to a bus, and let it go to the bus's rules; returns the record's number.

        ``kind``: the record's, the operation or event that brought it; ``only`` as in `Engine.accept`.
        """
        self.world.simulation.progressed()
        record = self.world.timeline.add(
            "events", kind, bus.resource, "ok", message_id=event.id, cause=cause, details=details
        )
        self.deliveries.accept(bus, event, record, only)
        return record

    def new_event_id(self) -> str:
        """The next event's id."""
        return uuid_of(self.event_ids.getrandbits(128))

    def bus_of(self, call: Call, parameter: str = "EventBusName") -> EventBus:
        """The bus that a parameter names, the default one if it is left out; raises AWS's refusal."""
        account, region, name = names.place_of(call.params.get(parameter) or names.DEFAULT, self.account, self.region)
        bus = self.buses.get(name) if (account, region) == (self.account, self.region) else None
        if bus is None:
            raise errors.no_bus(name)
        return bus

    def rule_of(self, call: Call, parameter: str = "Name") -> Rule:
        """The rule that a parameter names; raises AWS's refusal."""
        bus = self.bus_of(call)
        rule = bus.rules.get(call.params[parameter])
        if rule is None:
            raise errors.no_rule(call.params[parameter], bus.name)
        return rule

    def check_schedule(self, expression: str) -> None:
        """Raise AWS's refusal of a schedule that is none."""
        schedules.check(expression)

    def rule_changed(self, rule: Rule) -> None:
        """Tell who listens, such as schedules."""
        for listener in self.rule_listeners:
            listener(rule)

    def note(self, call: Call, resource: str) -> int:
        """Write the record of a call that went well; returns its number."""
        call.recorded = True
        self.world.simulation.progressed()
        return self.world.timeline.add("events", call.operation, resource, "ok", cause=call.cause)


def listed(
    items: Sequence[T], params: Mapping[str, Any], key: Callable[[T], Any], scope: str
) -> tuple[list[T], dict[str, str]]:
    """A page, and the members that lead to the next one; ``items`` in the order of ``key``. Raises AWS's refusal."""
    try:
        found, token = page(items, limit=params.get("Limit", PAGE), token=params.get("NextToken"), key=key, scope=scope)
    except BadToken:
        raise errors.validation("Parameter NextToken is not valid.") from None
    return found, {} if token is None else {"NextToken": token}
