"""What the operations of Amazon MQ share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import partition_of
from fakeaws.aws.durations import Durations
from fakeaws.aws.service import Service
from fakeaws.services.mq import errors, limits
from fakeaws.services.mq.brokers.broker import Broker
from fakeaws.services.mq.brokers.life import Life
from fakeaws.services.mq.brokers.network import DefaultNetwork
from fakeaws.services.mq.brokers.replication import Pairs
from fakeaws.services.mq.durations import DEFAULTS
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.mq.configurations.configuration import Configuration
    from fakeaws.world import World


class MqBase(Service):
    """State of Amazon MQ in one account and region."""

    name = "mq"
    #: MQ says everything in words of its own.
    validates = False

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        settings = world.config.get("mq", {})
        self.durations = Durations("MQ", DEFAULTS, settings.get("durations", {}))
        #: How many brokers there may be here.
        self.most_brokers: int = settings.get("brokers", limits.BROKERS)
        #: By id, in the order of their creation.
        self.brokers: dict[str, Broker] = {}
        self.configurations: dict[str, Configuration] = {}
        self.ids = world.streams.stream(f"mq.ids/{account}/{region}")
        self.windows = world.streams.stream(f"mq.windows/{account}/{region}")
        self.network = DefaultNetwork(world.streams.stream(f"mq.network/{account}/{region}"))
        #: By CreatorRequestId: what was asked, and the id of the broker that it made.
        self.creations: dict[str, tuple[Mapping[str, Any], str]] = {}
        self.life = Life(self)
        self.pairs = Pairs(self)

    def new_id(self, kind: str) -> str:
        """``b-…`` of a broker, ``c-…`` of a configuration."""
        return f"{kind}-{uuid_of(self.ids.getrandbits(128))}"

    def arn_of(self, resource: str) -> str:
        """The ARN of ``broker:name:id`` or ``configuration:id`` here."""
        return f"arn:{partition_of(self.region)}:mq:{self.region}:{self.account}:{resource}"

    def broker(self, id: str) -> Broker:
        """The broker of that id; raises NotFoundException."""
        broker = self.brokers.get(id)
        if broker is None:
            raise errors.no_broker(id)
        return broker

    def broker_in(self, state: str, id: str) -> Broker:
        """The broker of that id in that state; raises NotFoundException, and BadRequestException for another state."""
        broker = self.broker(id)
        if broker.state != state:
            raise errors.wrong_state(broker.id, (state,), broker.state)
        return broker

    def under_way(self) -> list[str]:
        """Changes that take time; windows that wait do not count."""
        brokers = self.brokers.values()
        phrases = [f"broker {each.name} is {each.state}" for each in brokers if each.timer is not None]
        phrases += [f"broker {each.name} fails over" for each in brokers if each.takeover is not None]
        return phrases + [f"replica {each.name} is promoted" for each in brokers if each.promotion is not None]
