"""PutEvents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from fakeaws.aws.service import Call, Result
from fakeaws.aws.trace_header import traced_by
from fakeaws.errors import NotSupportedError
from fakeaws.services.events import entries, limits, names
from fakeaws.services.events.access import check_put
from fakeaws.services.events.buses import EventBus
from fakeaws.services.events.entries import Refused
from fakeaws.services.events.event import Event
from fakeaws.services.events.operations.base import EventsBase


class PublishingOperations(EventsBase):
    """Putting events on buses."""

    def put_events(self, call: Call) -> Result:
        if call.params.get("EndpointId"):
            raise NotSupportedError("events: PutEvents with EndpointId is not supported by fakeaws")
        given = call.params["Entries"]
        entries.check_size(given, self.limits.entries_bytes)
        buses = [self._bus_of_entry(entry) for entry in given]
        for known in dict.fromkeys(bus for bus in buses if bus is not None):
            check_put(call.caller, known)
        header = traced_by(call.headers)
        call.recorded = True
        answers = []
        for number, (entry, bus) in enumerate(zip(given, buses)):
            details = {"entries": len(given)} if not number else None
            answers.append(self._put(call, entry, bus, header, details))
        failed = sum("ErrorCode" in answer for answer in answers)
        return {"FailedEntryCount": failed, "Entries": answers}

    def _bus_of_entry(self, entry: Mapping[str, Any]) -> EventBus | None:
        place = names.place_of(entry.get("EventBusName") or names.DEFAULT, self.account, self.region)
        account, region, name = place
        if (account, region) == (self.account, self.region):
            return self.buses.get(name)
        for service in self.world.router.services("events"):
            if (service.account, service.region) == (account, region):
                return cast(EventsBase, service).buses.get(name)
        return None

    def _put(
        self,
        call: Call,
        entry: Mapping[str, Any],
        bus: EventBus | None,
        header: str | None,
        details: Mapping[str, Any] | None,
    ) -> dict[str, str]:
        world = self.world
        detail = entries.detail_of(entry, by_aws=call.caller.service is not None)
        name = names.place_of(entry.get("EventBusName") or names.DEFAULT, self.account, self.region)[2]
        resource = name if bus is None else bus.resource
        if isinstance(detail, Refused):
            world.timeline.add(
                "events",
                "PutEvents",
                resource,
                detail.code,
                cause=call.cause,
                details={**(details or {}), "why": detail.message},
            )
            return detail.members()
        event = Event(
            self.new_event_id(),
            entry["Source"],
            entry["DetailType"],
            detail,
            account=call.caller.account,
            region=self.region,
            wall_us=entries.time_us(entry, world.wall_us),
            received_us=world.wall_us,
            resources=entry.get("Resources") or (),
            trace_header=entry.get("TraceHeader") or header,
        )
        why = _why_dropped(bus, name, event)
        if bus is None or why is not None:
            world.timeline.add(
                "events",
                "PutEvents",
                resource,
                "refused",
                message_id=event.id,
                cause=call.cause,
                details={**(details or {}), "why": why},
            )
        else:
            bus.service.receive(bus, event, "PutEvents", call.cause, details)
        return {"EventId": event.id}


def _why_dropped(bus: EventBus | None, name: str, event: Event) -> str | None:
    """Why an event goes nowhere although its sender is told that all is well."""
    if bus is None:
        return f"there is no event bus {name}"
    if len(event.detail_type) > limits.DETAIL_TYPE_CHARACTERS:
        return f"DetailType has more than {limits.DETAIL_TYPE_CHARACTERS} characters"
    return None
