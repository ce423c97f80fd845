"""CreateEventBus, DescribeEventBus, ListEventBuses, UpdateEventBus, DeleteEventBus, PutPermission, RemovePermission."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.errors import NotSupportedError
from fakeaws.services.events import errors, limits, names, permissions, tagging
from fakeaws.services.events.buses import SETTINGS, EventBus
from fakeaws.services.events.operations.base import EventsBase, listed


class BusOperations(EventsBase):
    """Operations on event buses and their policies."""

    def create_event_bus(self, call: Call) -> Result:
        params = call.params
        name: str = params["Name"]
        if params.get("EventSourceName"):
            raise NotSupportedError(
                "events: CreateEventBus with EventSourceName is not supported by fakeaws (there are no partners)"
            )
        if "/" in name:
            raise errors.validation("Event bus name must not contain '/'.")
        if name in self.buses:
            raise errors.already_exists(f"Event bus {name} already exists.")
        tags = tagging.tags_of(params.get("Tags"))
        if len(self.buses) >= limits.BUSES:
            raise errors.limit_exceeded()
        bus = EventBus(self, name)
        bus.set(params)
        bus.tags = tags
        self.buses[name] = bus
        self.note(call, bus.resource)
        return {"EventBusArn": bus.arn, **bus.settings}

    def describe_event_bus(self, call: Call) -> Result:
        return self.bus_of(call, "Name").described()

    def update_event_bus(self, call: Call) -> Result:
        bus = self.bus_of(call, "Name")
        bus.settings = {name: value for name, value in bus.settings.items() if name not in call.params}
        bus.set(call.params)
        bus.modified_us = self.world.wall_us
        return {
            "Arn": bus.arn,
            "Name": bus.name,
            **{name: bus.settings[name] for name in SETTINGS if name in bus.settings},
        }

    def list_event_buses(self, call: Call) -> Result:
        prefix: str = call.params.get("NamePrefix") or ""
        buses = [bus for name, bus in sorted(self.buses.items()) if name.startswith(prefix)]
        found, token = listed(buses, call.params, lambda bus: bus.name, f"ListEventBuses {prefix}")
        return {"EventBuses": [bus.listed() for bus in found], **token}

    def delete_event_bus(self, call: Call) -> Result:
        name: str = call.params["Name"]
        if name == names.DEFAULT:
            raise errors.validation("Cannot delete event bus default.")
        bus = self.buses.get(name)
        if bus is not None:
            if bus.rules:
                raise errors.validation(f"Cannot delete event bus {name} since it has rules.")
            del self.buses[name]
            self.note(call, bus.resource)
        return {}

    def put_permission(self, call: Call) -> Result:
        permissions.put(self.bus_of(call), call.params)
        return {}

    def remove_permission(self, call: Call) -> Result:
        permissions.remove(self.bus_of(call), call.params)
        return {}
