"""Brokers as DescribeBroker and ListBrokers show them."""

from __future__ import annotations

from typing import Any

from fakeaws.aws.service import Result
from fakeaws.services.mq.brokers.authentication import shown_ldap
from fakeaws.services.mq.brokers.broker import CROSS_REGION, PRIMARY, Broker
from fakeaws.services.mq.brokers.endpoints import instances
from fakeaws.services.mq.brokers.logs import described_logs
from fakeaws.services.mq.brokers.updating import storage_size
from fakeaws.services.mq.engines.engine import ACTIVEMQ
from fakeaws.simulation.clock import from_us

_AS_THEY_ARE = (
    "AuthenticationStrategy",
    "AutoMinorVersionUpgrade",
    "EncryptionOptions",
    "EngineVersion",
    "HostInstanceType",
    "MaintenanceWindowStartTime",
    "PubliclyAccessible",
    "SecurityGroups",
    "StorageType",
    "SubnetIds",
)
_PENDING = ("AuthenticationStrategy", "EngineVersion", "HostInstanceType", "SecurityGroups", "StorageSize")


def summary(broker: Broker) -> Result:
    """``BrokerSummary``."""
    return {
        "BrokerArn": broker.arn,
        "BrokerId": broker.id,
        "BrokerName": broker.name,
        "BrokerState": broker.state,
        "Created": from_us(broker.created_us),
        "DeploymentMode": broker.mode,
        "EngineType": broker.engine.type,
        "HostInstanceType": broker.settings["HostInstanceType"],
    }


def described(broker: Broker, region: str) -> Result:
    """All that DescribeBroker tells."""
    settings, pending = broker.settings, broker.pending
    shown: Result = {
        **summary(broker),
        **{name: settings[name] for name in _AS_THEY_ARE},
        **{f"Pending{name}": pending[name] for name in _PENDING if name in pending},
        "BrokerInstances": instances(broker, region),
        "Configurations": _configurations(broker),
        "Logs": described_logs(broker.id, settings["Logs"], pending.get("Logs")),
        "Tags": dict(broker.tags),
        "Users": _users(broker),
    }
    size = storage_size(broker)
    if size is not None:
        shown["StorageSize"] = size
    for prefix, source in (("", settings), ("Pending", pending)):
        if "LdapServerMetadata" in source:
            shown[f"{prefix}LdapServerMetadata"] = shown_ldap(source["LdapServerMetadata"])
    if broker.engine is ACTIVEMQ:
        shown |= replication(broker)
    return shown


def replication(broker: Broker) -> Result:
    """Mode and metadata, now and after the next reboot."""
    shown: Result = {"DataReplicationMode": broker.replication_mode}
    if broker.replication is not None:
        shown["DataReplicationMetadata"] = broker.replication.described()
    if "DataReplicationMode" in broker.pending:
        shown["PendingDataReplicationMode"] = broker.pending["DataReplicationMode"]
        if broker.pending["DataReplicationMode"] == CROSS_REGION:
            shown["PendingDataReplicationMetadata"] = {"DataReplicationRole": PRIMARY}
    return shown


def _configurations(broker: Broker) -> Result:
    shown: Result = {"History": [_id(*each) for each in broker.configuration_history]}
    if broker.configuration is not None:
        shown["Current"] = _id(*broker.configuration)
    if "Configuration" in broker.pending:
        shown["Pending"] = dict(broker.pending["Configuration"])
    return shown


def _id(id: str, revision: int) -> dict[str, Any]:
    return {"Id": id, "Revision": revision}


def _users(broker: Broker) -> list[dict[str, str]]:
    """None of RabbitMQ: they are its own."""
    if broker.engine is not ACTIVEMQ:
        return []
    return [
        {"Username": user.name, **({"PendingChange": user.change} if user.change else {})}
        for user in broker.users.values()
    ]
