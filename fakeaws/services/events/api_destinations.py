"""API destinations: HTTPS endpoints that rules may have as their targets."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import partition_of
from fakeaws.services.events.connections import AUTHORIZED, Connection
from fakeaws.simulation.clock import from_us
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.events.operations.base import EventsBase

#: Invocations a second, where nothing else is asked for.
RATE = 300
_SECOND = 1_000_000
#: What an update may change.
_SETTINGS = ("Description", "ConnectionArn", "InvocationEndpoint", "HttpMethod", "InvocationRateLimitPerSecond")


class ApiDestination:
    """An API destination with its rate limit."""

    def __init__(self, service: EventsBase, name: str, params: Mapping[str, Any]) -> None:
        self.service = service
        self.name = name
        self.settings: dict[str, Any] = {"InvocationRateLimitPerSecond": RATE}
        place = f"{service.region}:{service.account}"
        id = uuid_of(service.other_ids.getrandbits(128))
        self.arn = f"arn:{partition_of(service.region)}:events:{place}:api-destination/{name}/{id}"
        self.created_us = self.modified_us = service.world.wall_us
        #: When the last invocations were, or will be: as many as there may be in a second.
        self._turns: deque[int] = deque()
        self.set(params)

    def set(self, params: Mapping[str, Any]) -> None:
        """Take over what a request sets."""
        self.settings.update({name: params[name] for name in _SETTINGS if params.get(name) is not None})
        self._turns = deque(self._turns, maxlen=self.settings["InvocationRateLimitPerSecond"])

    @property
    def resource(self) -> str:
        """Its name on the timeline."""
        return f"api-destination/{self.name}"

    @property
    def connection(self) -> Connection | None:
        """``None`` if it is gone."""
        arn: str = self.settings["ConnectionArn"]
        found = self.service.connections.get(arn.split("/")[1])
        return found if found is not None and found.arn == arn else None

    @property
    def is_active(self) -> bool:
        """Whether its connection is authorized."""
        connection = self.connection
        return connection is not None and connection.state == AUTHORIZED

    def next_turn_us(self) -> int:
        """When one more invocation may begin, in elapsed time: at once unless the second has had its share. Takes the turn."""
        now_us = self.service.world.now_us
        turns = self._turns
        turn = now_us if len(turns) < (turns.maxlen or 0) else max(now_us, turns[0] + _SECOND)
        turns.append(turn)
        return turn

    def answered(self) -> dict[str, Any]:
        """As the operations that change it tell it."""
        return {
            "ApiDestinationArn": self.arn,
            "ApiDestinationState": "ACTIVE" if self.is_active else "INACTIVE",
            "CreationTime": from_us(self.created_us // 1000 * 1000),
            "LastModifiedTime": from_us(self.modified_us // 1000 * 1000),
        }

    def listed(self) -> dict[str, Any]:
        """As ListApiDestinations shows it."""
        settings = {name: value for name, value in self.settings.items() if name != "Description"}
        return {**self.answered(), "Name": self.name, **settings}

    def described(self) -> dict[str, Any]:
        """As DescribeApiDestination shows it."""
        return {**self.answered(), "Name": self.name, **self.settings}
