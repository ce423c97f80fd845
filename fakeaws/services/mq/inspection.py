"""Looking at brokers from a test: ``aws.mq``."""

from __future__ import annotations

from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, cast

from fakeaws.services.mq.brokers.broker import Broker
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.services.mq.operations.base import MqBase
    from fakeaws.world import World


class BrokerView:
    """A broker as tests see it."""

    def __init__(self, world: World, broker: Broker) -> None:
        self._world = world
        self._broker = broker

    def __repr__(self) -> str:
        return f"<broker {self._broker.name}: {self._broker.state}>"

    @property
    def state(self) -> str:
        """``CREATION_IN_PROGRESS``, ``RUNNING``, ``REBOOT_IN_PROGRESS``, …"""
        self._world.settle()
        return self._broker.state

    @property
    def pending(self) -> dict[str, Any]:
        """What the next reboot or maintenance window applies, by the API's names; ``{}`` for nothing."""
        self._world.settle()
        return dict(self._broker.pending)

    @property
    def next_maintenance(self) -> datetime | None:
        """When the next maintenance window begins; None until the broker runs."""
        self._world.settle()
        if self._broker.window_us is None:
            return None
        return from_us(self._broker.window_us + self._world.wall_us - self._world.now_us)


class MqInspector:
    """``aws.mq``."""

    def __init__(self, world: World) -> None:
        self._world = world

    def broker(self, broker: str) -> BrokerView:
        """A broker by name, id or ARN; ``LookupError`` names the nearest if there is none."""
        self._world.settle()
        service = cast("MqBase", self._world.router.service("mq", self._world.account, self._world.region))
        for each in service.brokers.values():
            if broker in (each.id, each.name, each.arn):
                return BrokerView(self._world, each)
        near = get_close_matches(broker, [each.name for each in service.brokers.values()], 1)
        hint = f"; is it {near[0]!r}?" if near else "; this world has none" if not service.brokers else ""
        raise LookupError(f"no broker {broker!r}{hint}")


INSPECTOR = MqInspector
