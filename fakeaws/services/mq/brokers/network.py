"""Subnets and security groups. They are kept as given: which VPC and zone they are in is not looked up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from fakeaws.services.mq import errors, limits
from fakeaws.services.mq.engines.engine import ACTIVE_STANDBY, RABBITMQ, SINGLE_INSTANCE, Engine

_SUBNET = re.compile(r"subnet-[0-9a-zA-Z]+")
_GROUP = re.compile(r"sg-[0-9a-zA-Z]+")
#: How many subnets a deployment mode wants; a cluster takes what it is given.
_COUNTS = {SINGLE_INSTANCE: 1, ACTIVE_STANDBY: 2}


class DefaultNetwork:
    """The default VPC of an account and region: a subnet in each of three zones, and its security group."""

    def __init__(self, stream: Random) -> None:
        self._subnets = [f"subnet-{stream.getrandbits(68):017x}" for _ in range(3)]
        self._group = f"sg-{stream.getrandbits(68):017x}"

    def subnets(self, mode: str, public: bool) -> list[str]:
        """Those of a broker that names none; a public cluster needs none."""
        count = _COUNTS.get(mode, 0 if public else len(self._subnets))
        return self._subnets[:count]

    def groups(self, engine: Engine, public: bool) -> list[str]:
        """Those of a broker that names none."""
        return [] if engine is RABBITMQ and public else [self._group]


def check_subnets(mode: str, subnets: Sequence[str]) -> None:
    """Raises BadRequestException."""
    for subnet in subnets:
        if not _SUBNET.fullmatch(subnet):
            raise errors.bad_request(f"Subnet ID [{subnet}] is invalid.", "subnetIds")
    count = _COUNTS.get(mode)
    if count is not None and len(subnets) != count:
        plural = "" if count == 1 else "s"
        message = f"Specify exactly {count} subnet{plural} for deployment mode [{mode}]."
        raise errors.bad_request(message, "subnetIds")
    if len(set(subnets)) != len(subnets):
        raise errors.bad_request("Subnets must be in different Availability Zones.", "subnetIds")


def check_groups(engine: Engine, public: bool, groups: Sequence[str]) -> None:
    """Raises BadRequestException; RabbitMQ's public brokers are behind no group."""
    if engine is RABBITMQ and public:
        message = "Security groups are not supported for publicly accessible brokers of engine type [RABBITMQ]."
        raise errors.bad_request(message, "securityGroups")
    if not 1 <= len(groups) <= limits.SECURITY_GROUPS:
        message = f"Specify 1 to {limits.SECURITY_GROUPS} security groups."
        raise errors.bad_request(message, "securityGroups")
    for group in groups:
        if not _GROUP.fullmatch(group):
            raise errors.bad_request(f"Security group ID [{group}] is invalid.", "securityGroups")
