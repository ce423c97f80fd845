"""CreateApiDestination, UpdateApiDestination, DescribeApiDestination, ListApiDestinations, DeleteApiDestination."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.services.events import errors, limits
from fakeaws.services.events.api_destinations import ApiDestination
from fakeaws.services.events.authorization import check_https
from fakeaws.services.events.operations.base import EventsBase, listed


class ApiDestinationOperations(EventsBase):
    """Operations on API destinations."""

    def create_api_destination(self, call: Call) -> Result:
        params = call.params
        name: str = params["Name"]
        if name in self.api_destinations:
            raise errors.already_exists(f"An api-destination '{name}' already exists.")
        self._check(params)
        if len(self.api_destinations) >= limits.API_DESTINATIONS:
            raise errors.limit_exceeded()
        made = self.api_destinations[name] = ApiDestination(self, name, params)
        self.note(call, made.resource)
        return made.answered()

    def update_api_destination(self, call: Call) -> Result:
        found = self._destination(call)
        self._check(call.params)
        found.set(call.params)
        found.modified_us = self.world.wall_us
        self.note(call, found.resource)
        return found.answered()

    def describe_api_destination(self, call: Call) -> Result:
        return self._destination(call).described()

    def list_api_destinations(self, call: Call) -> Result:
        prefix: str = call.params.get("NamePrefix") or ""
        connection = call.params.get("ConnectionArn")
        found = [
            destination
            for name, destination in sorted(self.api_destinations.items())
            if name.startswith(prefix) and connection in (None, destination.settings["ConnectionArn"])
        ]
        page, token = listed(found, call.params, lambda each: each.name, f"ListApiDestinations {prefix} {connection}")
        return {"ApiDestinations": [destination.listed() for destination in page], **token}

    def delete_api_destination(self, call: Call) -> Result:
        found = self._destination(call)
        del self.api_destinations[found.name]
        self.note(call, found.resource)
        return {}

    def _check(self, params: Mapping[str, Any]) -> None:
        endpoint, arn = params.get("InvocationEndpoint"), params.get("ConnectionArn")
        if endpoint is not None:
            check_https("InvocationEndpoint", endpoint)
        if arn is not None and all(arn != connection.arn for connection in self._named(arn)):
            raise errors.not_found(f"Connection '{arn}' does not exist.")

    def _named(self, arn: str) -> list[Any]:
        connection = self.connections.get(arn.split("/")[1])
        return [] if connection is None else [connection]

    def _destination(self, call: Call) -> ApiDestination:
        name: str = call.params["Name"]
        found = self.api_destinations.get(name)
        if found is None:
            raise errors.not_found(
                f"Failed to describe the api-destination(s). An api-destination '{name}' does not exist."
            )
        return found
