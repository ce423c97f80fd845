"""UpdateBroker: what changes at once, and what waits for the next reboot or maintenance window."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn
from fakeaws.aws.service import Params
from fakeaws.services.mq import errors
from fakeaws.services.mq.brokers.authentication import check_ldap, read_strategy
from fakeaws.services.mq.brokers.broker import CROSS_REGION, Broker
from fakeaws.services.mq.brokers.creating import read_configuration
from fakeaws.services.mq.brokers.logs import read_logs
from fakeaws.services.mq.brokers.maintenance import MOVES, read_window, too_many_moves
from fakeaws.services.mq.brokers.network import check_groups
from fakeaws.services.mq.brokers.replication import check_replicable, read_mode
from fakeaws.services.mq.engines.combinations import (
    check_automatic_upgrades,
    check_instance_type,
    check_storage_size,
    rank,
    usual_storage_size,
)
from fakeaws.services.mq.engines.rules import check_version

if TYPE_CHECKING:
    from fakeaws.services.mq.operations.configurations import ConfigurationOperations


@dataclass
class Update:
    """By the API's names."""

    at_once: dict[str, Any] = field(default_factory=dict)
    pending: dict[str, Any] = field(default_factory=dict)
    shares: list[str] | None = None

    @property
    def wanted(self) -> dict[str, Any]:
        """Both."""
        return {**self.at_once, **self.pending}


def read_update(service: ConfigurationOperations, broker: Broker, params: Params) -> Update:
    """What is asked for; raises BadRequestException and NotFoundException, and changes nothing."""
    update = Update()
    given = {name: value for name, value in params.items() if value is not None and name != "BrokerId"}
    after = {**broker.settings, **broker.pending}
    _at_once(broker, given, update)
    _machine(broker, given, after, update.pending)
    if "Configuration" in given:
        version = update.pending.get("EngineVersion", after["EngineVersion"])
        update.pending["Configuration"] = read_configuration(service, broker.engine, version, given["Configuration"])
    if "SecurityGroups" in given:
        groups = list(given["SecurityGroups"])
        check_groups(broker.engine, broker.settings["PubliclyAccessible"], groups)
        update.pending["SecurityGroups"] = groups
    if "Logs" in given:
        update.pending["Logs"] = read_logs(broker.engine, given["Logs"], after["Logs"])
    _authentication(broker, given, after, update.pending)
    if "DataReplicationMode" in given:
        mode = read_mode(given["DataReplicationMode"])
        if mode == CROSS_REGION:
            instance = update.pending.get("HostInstanceType", after["HostInstanceType"])
            users = [each.applied or each.wanted for each in broker.users.values()]
            check_replicable(broker.engine, broker.mode, instance, any(each.get("ReplicationUser") for each in users))
        update.pending["DataReplicationMode"] = mode
    return update


def note_pending(broker: Broker, pending: dict[str, Any]) -> None:
    """What is as wanted already waits for nothing, whatever was asked for before."""
    configuration = broker.configuration or ("", 0)
    now = {
        **broker.settings,
        "Configuration": {"Id": configuration[0], "Revision": configuration[1]},
        "DataReplicationMode": broker.replication_mode,
        "StorageSize": storage_size(broker),
    }
    for name, value in pending.items():
        if now.get(name) == value:
            broker.pending.pop(name, None)
        else:
            broker.pending[name] = value


def storage_size(broker: Broker) -> int | None:
    """Gigabytes, where they are told."""
    chosen: int | None = broker.settings.get("StorageSize")
    return chosen or usual_storage_size(broker.engine, broker.mode, broker.settings["HostInstanceType"])


def _at_once(broker: Broker, given: dict[str, Any], update: Update) -> None:
    if "AutoMinorVersionUpgrade" in given:
        check_automatic_upgrades(broker.engine, broker.settings["EngineVersion"], given["AutoMinorVersionUpgrade"])
        update.at_once["AutoMinorVersionUpgrade"] = given["AutoMinorVersionUpgrade"]
    if "MaintenanceWindowStartTime" in given:
        window = read_window(given["MaintenanceWindowStartTime"])
        if window != broker.settings["MaintenanceWindowStartTime"] and broker.window_moves >= MOVES:
            raise too_many_moves()
        update.at_once["MaintenanceWindowStartTime"] = window
    if "ResourceShareArns" in given:
        for arn in given["ResourceShareArns"]:
            parsed = Arn.or_none(arn)
            if parsed is None or parsed.service != "ram" or not parsed.resource.startswith("resource-share/"):
                raise errors.bad_request(f"Resource share ARN [{arn}] is invalid.", "resourceShareArns")
        update.shares = list(dict.fromkeys(given["ResourceShareArns"]))


def _machine(broker: Broker, given: dict[str, Any], after: dict[str, Any], pending: dict[str, Any]) -> None:
    engine, now = broker.engine, broker.settings
    version = given.get("EngineVersion", after["EngineVersion"])
    instance = given.get("HostInstanceType", after["HostInstanceType"])
    if "EngineVersion" in given:
        check_version(engine, version)
        if rank(version) < rank(now["EngineVersion"]):
            message = f"Broker engine version [{now['EngineVersion']}] can't be downgraded to [{version}]."
            raise errors.bad_request(message, "engineVersion")
        pending["EngineVersion"] = version
    if "HostInstanceType" in given:
        check_instance_type(engine, version, instance)
        if instance.startswith("mq.t3.") and not now["HostInstanceType"].startswith("mq.t3."):
            message = f"Host instance type [{now['HostInstanceType']}] can't be downgraded to [{instance}]."
            raise errors.bad_request(message, "hostInstanceType")
        pending["HostInstanceType"] = instance
    elif "EngineVersion" in given:
        check_instance_type(engine, version, instance)
    size = given.get("StorageSize")
    if size is not None:
        pending["StorageSize"] = size
        if size < (storage_size(broker) or 0):
            message = f"Storage size [{storage_size(broker)}] can't be reduced to [{size}]."
            raise errors.bad_request(message, "storageSize")
    elif after.get("StorageSize") is not None and "HostInstanceType" in given:
        size = after["StorageSize"]
    if size is not None:
        check_storage_size(engine, version, broker.mode, instance, size)


def _authentication(broker: Broker, given: dict[str, Any], after: dict[str, Any], pending: dict[str, Any]) -> None:
    if "AuthenticationStrategy" not in given and "LdapServerMetadata" not in given:
        return
    strategy = read_strategy(broker.engine, given.get("AuthenticationStrategy") or after["AuthenticationStrategy"])
    server = given.get("LdapServerMetadata")
    check_ldap(strategy, after.get("LdapServerMetadata") if server is None and strategy == "LDAP" else server)
    if "AuthenticationStrategy" in given:
        pending["AuthenticationStrategy"] = strategy
    if server is not None:
        pending["LdapServerMetadata"] = dict(server)
