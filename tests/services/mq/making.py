"""Brokers that are created through boto3, and AWS's refusals to compare with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3.session
import pytest
from botocore.exceptions import ClientError

from fakeaws import World

PASSWORD = "Correct-horse-1"
ANN: dict[str, Any] = {"Username": "ann", "Password": PASSWORD}
REPLICATOR: dict[str, Any] = {"Username": "replicator", "Password": PASSWORD, "ReplicationUser": True}

ACTIVEMQ: dict[str, Any] = {
    "BrokerName": "orders",
    "DeploymentMode": "SINGLE_INSTANCE",
    "EngineType": "ACTIVEMQ",
    "EngineVersion": "5.18",
    "HostInstanceType": "mq.m5.large",
    "PubliclyAccessible": False,
    "Users": [ANN],
}
STANDBY: dict[str, Any] = {**ACTIVEMQ, "DeploymentMode": "ACTIVE_STANDBY_MULTI_AZ"}
RABBITMQ: dict[str, Any] = {
    **ACTIVEMQ,
    "EngineType": "RABBITMQ",
    "EngineVersion": "3.13",
    "HostInstanceType": "mq.m5.large",
}
CLUSTER: dict[str, Any] = {
    **RABBITMQ,
    "DeploymentMode": "CLUSTER_MULTI_AZ",
    "EngineVersion": "4.2",
    "HostInstanceType": "mq.m7g.large",
}
LDAP: dict[str, Any] = {
    "Hosts": ["ldap.example.com"],
    "RoleBase": "ou=roles",
    "RoleSearchMatching": "(member={0})",
    "ServiceAccountPassword": PASSWORD,
    "ServiceAccountUsername": "cn=admin",
    "UserBase": "ou=users",
    "UserSearchMatching": "(uid={0})",
}


def client(region: str = "us-east-1", key: str = "test", service: str = "mq") -> Any:
    made: Any = boto3.session.Session().client(
        service, region_name=region, aws_access_key_id=key, aws_secret_access_key="test"
    )
    return made


def without(given: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in names}


def create(mq: Any, given: dict[str, Any] = ACTIVEMQ, **changed: Any) -> str:
    """A broker that is being created; its id."""
    id: str = mq.create_broker(**{**given, **changed})["BrokerId"]
    return id


def running(aws: World, mq: Any, given: dict[str, Any] = ACTIVEMQ, **changed: Any) -> str:
    """A broker that runs; its id."""
    id = create(mq, given, **changed)
    aws.clock.advance(minutes=15)
    return id


def state(mq: Any, id: str) -> str:
    found: str = mq.describe_broker(BrokerId=id)["BrokerState"]
    return found


@contextmanager
def refused(message: str, attribute: str, code: str = "BadRequestException") -> Iterator[None]:
    """The call is refused in these words."""
    with pytest.raises(ClientError) as caught:
        yield
    error = caught.value.response
    assert (error["Error"]["Code"], error["Error"]["Message"]) == (code, message)
    assert error["ErrorAttribute"] == attribute  # type: ignore[typeddict-item]
    assert type(caught.value).__name__ == code
    status = {"BadRequestException": 400, "NotFoundException": 404, "ConflictException": 409}[code]
    assert error["ResponseMetadata"]["HTTPStatusCode"] == status
