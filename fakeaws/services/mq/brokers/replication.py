"""Pairs of brokers in two regions: a primary, and a replica that may take its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from fakeaws.aws.arns import Arn
from fakeaws.services.mq import errors
from fakeaws.services.mq.brokers.broker import CROSS_REGION, PRIMARY, REPLICA, RUNNING, Broker, Replication
from fakeaws.services.mq.engines.engine import ACTIVE_STANDBY, ACTIVEMQ, Engine

if TYPE_CHECKING:
    from fakeaws.services.mq.brokers.life import Life
    from fakeaws.services.mq.operations.base import MqBase

_MODE = "dataReplicationMode"
_PRIMARY_ARN = "dataReplicationPrimaryBrokerArn"


def check_replicable(engine: Engine, mode: str, instance: str, has_replication_user: bool) -> None:
    """Raises BadRequestException for a broker that cannot be in a pair."""
    if engine is not ACTIVEMQ or mode != ACTIVE_STANDBY or not instance.startswith("mq.m5."):
        message = (
            "Data replication mode [CRDR] is supported for [ActiveMQ] brokers "
            "with deployment mode [ACTIVE_STANDBY_MULTI_AZ] on host instance types [mq.m5] only."
        )
        raise errors.bad_request(message, _MODE)
    if not has_replication_user:
        raise errors.bad_request("Data replication mode [CRDR] requires a user with [replicationUser].", "users")


def read_mode(given: str) -> str:
    """Raises BadRequestException."""
    if given not in ("NONE", CROSS_REGION):
        message = f"Data replication mode [{given}] is invalid. Valid values: [NONE, CRDR]"
        raise errors.bad_request(message, _MODE)
    return given


class Pairs:
    """Of the brokers of one account and region with their counterparts in others."""

    def __init__(self, service: MqBase) -> None:
        self._service = service
        self._world = service.world

    def primary_for(self, mode: str, arn: str) -> Broker:
        """The broker in another region that a new replica is to follow; raises BadRequestException."""
        if mode != CROSS_REGION:
            raise errors.bad_request("A primary broker is for data replication mode [CRDR] only.", _PRIMARY_ARN)
        parsed = Arn.or_none(arn)
        primary: Broker | None = None
        if parsed is not None and (parsed.service, parsed.account) == ("mq", self._service.account):
            there = self._there(parsed.region)
            primary = None if there is None else there.brokers.get(parsed.resource.rpartition(":")[2])
        if primary is None or primary.arn != arn:
            raise errors.bad_request(f"Can't find primary broker [{arn}].", _PRIMARY_ARN)
        if parsed is None or parsed.region == self._service.region:
            raise errors.bad_request("The primary broker must be in another Region.", _PRIMARY_ARN)
        replication = primary.replication
        if replication is None or replication.role != PRIMARY or primary.state != RUNNING:
            raise errors.bad_request(f"Broker [{primary.id}] is not a running primary broker.", _PRIMARY_ARN)
        if replication.counterpart is not None:
            raise errors.bad_request(f"Broker [{primary.id}] already has a replica.", _PRIMARY_ARN)
        return primary

    def join(self, replica: Broker, primary: Broker) -> None:
        """A new pair."""
        region = Arn.parse(primary.arn).region
        replica.replication = Replication(REPLICA, (primary.id, region))
        primary.replication = Replication(PRIMARY, (replica.id, self._service.region))

    def part(self, broker: Broker) -> None:
        """The pair is one no more: a primary stays one, and so does a replica, which only FAILOVER can promote."""
        other = self._other(broker)
        for each in (broker, other):
            if each is not None and each.promotion is not None:
                self._world.simulation.cancel(each.promotion)
                each.promotion = None
            if each is not None and each.replication is not None:
                each.replication.counterpart = None

    def release(self, broker: Broker) -> None:
        """A primary that replicates no more: its replica is a broker of its own."""
        other, region = self._other(broker), self._region(broker)
        self.part(broker)
        broker.replication = None
        if other is not None:
            other.replication = None
            self._life(region).settle(other)

    def promote(self, replica: Broker, mode: str) -> None:
        """FAILOVER: at once. SWITCHOVER: when all is replicated. Raises BadRequestException."""
        if replica.promotion is not None:
            raise errors.bad_request(f"Broker [{replica.id}] is already being promoted.", "broker-id")
        if mode == "FAILOVER":
            self._swap(replica)
            return
        primary = self._other(replica)
        if primary is None or primary.state != RUNNING:
            message = f"The primary broker of broker [{replica.id}] must be in state [RUNNING]."
            raise errors.bad_request(message, "mode")
        due_us = self._world.now_us + self._service.durations["switchover"]
        replica.promotion = self._world.simulation.at(due_us, self._swap, replica)

    def _swap(self, replica: Broker) -> None:
        replica.promotion = None
        primary, region = self._other(replica), self._region(replica)
        if replica.replication is not None:
            replica.replication.role = PRIMARY
        if primary is not None and primary.replication is not None:
            primary.replication.role = REPLICA
            self._life(region).settle(primary)
        self._service.life.settle(replica)

    def _other(self, broker: Broker) -> Broker | None:
        if broker.replication is None or broker.replication.counterpart is None:
            return None
        id, region = broker.replication.counterpart
        there = self._there(region)
        return None if there is None else there.brokers.get(id)

    def _region(self, broker: Broker) -> str:
        counterpart = None if broker.replication is None else broker.replication.counterpart
        return self._service.region if counterpart is None else counterpart[1]

    def _life(self, region: str) -> Life:
        there = self._there(region)
        return self._service.life if there is None else there.life

    def _there(self, region: str) -> MqBase | None:
        """Amazon MQ of the same account in that region, if it is in use."""
        for service in self._world.router.services("mq"):
            if (service.account, service.region) == (self._service.account, region):
                return cast("MqBase", service)
        return None
