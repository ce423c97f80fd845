"""Looking at brokers from a test: ``aws.mq``."""

from __future__ import annotations

from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, cast

from fakeaws.aws.arns import Arn
from fakeaws.services.mq.brokers.authentication import shown_ldap
from fakeaws.services.mq.brokers.broker import RUNNING, Broker
from fakeaws.services.mq.engines.engine import ACTIVE_STANDBY
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
        pending = self._broker.pending
        server = pending.get("LdapServerMetadata")
        return dict(pending) if server is None else {**pending, "LdapServerMetadata": shown_ldap(server)}

    @property
    def next_maintenance(self) -> datetime | None:
        """When the next maintenance window begins; None until the broker runs."""
        self._world.settle()
        if self._broker.window_us is None:
            return None
        return from_us(self._broker.window_us + self._world.wall_us - self._world.now_us)

    @property
    def active(self) -> int | None:
        """Which instance serves, from 1 as in its host name ``BROKER-1``; None while none does."""
        self._world.settle()
        return self._broker.serving

    def fail_over(self) -> None:
        """The instance that serves is lost: a few seconds later the standby serves.

        ``ValueError`` for brokers that have no standby, that are not RUNNING, and that fail over already.
        """
        self._world.settle()
        broker = self._broker
        if broker.mode != ACTIVE_STANDBY:
            raise ValueError(f"{broker.name} is {broker.mode}: only {ACTIVE_STANDBY} brokers fail over")
        if broker.state != RUNNING or broker.active is None:
            what = broker.state if broker.state != RUNNING else "failing over already"
            raise ValueError(f"{broker.name} is {what}: only brokers that serve fail over")
        region = Arn.parse(broker.arn)
        service = cast("MqBase", self._world.router.service("mq", region.account, region.region))
        service.life.fail_over(broker)


class MqInspector:
    """``aws.mq``."""

    def __init__(self, world: World) -> None:
        self._world = world

    def broker(self, broker: str) -> BrokerView:
        """A broker by its name or id in the default account and region, or by its ARN.

        ``LookupError`` names the nearest if there is none. Of several regions' brokers only ARNs tell which.
        """
        self._world.settle()
        services = [cast("MqBase", each) for each in self._world.router.services("mq")]
        here = [
            one for each in services if self._world.is_home(each.account, each.region) for one in each.brokers.values()
        ]
        for each in here:
            if broker in (each.id, each.name):
                return BrokerView(self._world, each)
        for service in services:
            for each in service.brokers.values():
                if broker == each.arn:
                    return BrokerView(self._world, each)
        near = get_close_matches(broker, [each.name for each in here], 1)
        hint = f"; is it {near[0]!r}?" if near else "" if here else "; this world has none"
        raise LookupError(f"no broker {broker!r}{hint}")


INSPECTOR = MqInspector
