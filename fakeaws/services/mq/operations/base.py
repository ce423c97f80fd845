"""What the operations of Amazon MQ share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.arns import partition_of
from fakeaws.aws.service import Service
from fakeaws.services.mq import errors
from fakeaws.services.mq.brokers.broker import RUNNING, Broker
from fakeaws.services.mq.brokers.life import Life
from fakeaws.services.mq.durations import Durations
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
        self.durations = Durations(world.config.get("mq", {}).get("durations", {}))
        #: By id, in the order of their creation.
        self.brokers: dict[str, Broker] = {}
        self.configurations: dict[str, Configuration] = {}
        self.ids = world.streams.stream(f"mq.ids/{account}/{region}")
        self.windows = world.streams.stream(f"mq.windows/{account}/{region}")
        self.life = Life(self)

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

    def under_way(self) -> list[str]:
        """Changes that take time; windows that wait do not count."""
        return [f"broker {each.name} is {each.state}" for each in self.brokers.values() if each.state != RUNNING]
