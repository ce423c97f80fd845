"""CreateBroker: everything is checked before anything is made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from fakeaws.aws.service import Params
from fakeaws.services.mq import errors
from fakeaws.services.mq.brokers.authentication import check_ldap, first_users, read_strategy
from fakeaws.services.mq.brokers.broker import CROSS_REGION, NO_REPLICATION, PRIMARY, Broker, Node, Replication
from fakeaws.services.mq.brokers.logs import read_logs
from fakeaws.services.mq.brokers.maintenance import any_window, read_window
from fakeaws.services.mq.brokers.network import check_groups, check_subnets
from fakeaws.services.mq.brokers.replication import check_replicable, read_mode
from fakeaws.services.mq.engines.combinations import (
    check_automatic_upgrades,
    check_instance_type,
    check_mode,
    check_storage_size,
    check_storage_type,
)
from fakeaws.services.mq.engines.engine import ACTIVE_STANDBY, CLUSTER, Engine
from fakeaws.services.mq.engines.rules import check_version, engine_of
from fakeaws.services.mq.tagging import new_tags

if TYPE_CHECKING:
    from fakeaws.services.mq.operations.configurations import ConfigurationOperations

_REQUIRED = ("BrokerName", "DeploymentMode", "EngineType", "HostInstanceType", "PubliclyAccessible")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,50}")
_NODES = {ACTIVE_STANDBY: 2, CLUSTER: 3}


def new_broker(service: ConfigurationOperations, params: Params) -> Broker:
    """A broker as it was asked for, in the service's list; raises BadRequestException and ConflictException."""
    for member in _REQUIRED:
        if params.get(member) is None:
            attribute = member[0].lower() + member[1:]
            raise errors.bad_request(f"[{attribute}] is required.", attribute)
    name, mode, public = params["BrokerName"], params["DeploymentMode"].upper(), params["PubliclyAccessible"]
    if not _NAME.fullmatch(name):
        message = f"Broker name [{name}] is invalid. Use 1 to 50 letters, digits, dashes and underscores."
        raise errors.bad_request(message, "brokerName")
    engine = engine_of(params["EngineType"])
    settings = _machine(engine, mode, params)
    version, instance = settings["EngineVersion"], settings["HostInstanceType"]
    strategy = read_strategy(engine, params.get("AuthenticationStrategy") or "SIMPLE")
    server = params.get("LdapServerMetadata")
    check_ldap(strategy, server)
    users = first_users(engine, strategy, params.get("Users") or ())
    subnets = list(params.get("SubnetIds") or service.network.subnets(mode, public))
    check_subnets(mode, subnets)
    groups = list(params.get("SecurityGroups") or service.network.groups(engine, public))
    if groups:
        check_groups(engine, public, groups)
    window = params.get("MaintenanceWindowStartTime")
    read = None if window is None else read_window(window)
    settings |= {
        "PubliclyAccessible": public,
        "AuthenticationStrategy": strategy,
        "EncryptionOptions": _encryption(params),
        "Logs": read_logs(engine, params.get("Logs") or {}, {}),
        "SubnetIds": subnets,
        "SecurityGroups": groups,
    }
    if server is not None:
        settings["LdapServerMetadata"] = dict(server)
    configuration = params.get("Configuration")
    chosen = None if configuration is None else read_configuration(service, engine, version, configuration)
    replication, primary_arn = (
        read_mode(params.get("DataReplicationMode") or NO_REPLICATION),
        params.get("DataReplicationPrimaryBrokerArn"),
    )
    primary = None if primary_arn is None else service.pairs.primary_for(replication, primary_arn)
    if replication == CROSS_REGION:
        check_replicable(
            engine, mode, instance, any((each.applied or {}).get("ReplicationUser") for each in users.values())
        )
    tags = new_tags(params.get("Tags"))
    _check_room(service, name)

    settings["MaintenanceWindowStartTime"] = read or any_window(service.windows)
    id, draw = service.new_id("b"), service.ids.randrange
    nodes = [Node(number, f"10.0.{draw(256)}.{draw(4, 255)}") for number in range(1, _NODES.get(mode, 1) + 1)]
    arn = service.arn_of(f"broker:{name}:{id}")
    broker = Broker(id, arn, name, engine, mode, service.world.wall_us, settings, nodes, users, tags=tags)
    if chosen is None:
        made = service.new_configuration(f"{name}-configuration", engine, version, strategy)
        chosen = {"Id": made.id, "Revision": 1}
    broker.configuration = (chosen["Id"], chosen["Revision"])
    if primary is not None:
        service.pairs.join(broker, primary)
    elif replication == CROSS_REGION:
        broker.replication = Replication(PRIMARY)
    service.brokers[id] = broker
    return broker


def read_configuration(service: ConfigurationOperations, engine: Engine, version: str, given: Params) -> dict[str, Any]:
    """Id and revision, the latest unless told; raises NotFoundException, and BadRequestException if it does not fit."""
    found = service.configuration(given["Id"])
    if found.engine is not engine or found.version != version:
        message = (
            f"Configuration [{found.id}] is for [{found.engine.name}] version [{found.version}], "
            f"not for [{engine.name}] version [{version}]."
        )
        raise errors.bad_request(message, "configuration")
    number = given.get("Revision")
    if number is not None and number not in found.revisions:
        raise errors.bad_request(
            f"Can't find revision [{number}] of configuration [{found.id}].", "configuration.revision"
        )
    return {"Id": found.id, "Revision": found.latest.number if number is None else number}


def _machine(engine: Engine, mode: str, params: Params) -> dict[str, Any]:
    check_mode(engine, mode)
    version, instance = params.get("EngineVersion") or engine.versions[0], params["HostInstanceType"]
    check_version(engine, version)
    check_instance_type(engine, version, instance)
    upgrades = params.get("AutoMinorVersionUpgrade", True)
    check_automatic_upgrades(engine, version, upgrades)
    storage = (params.get("StorageType") or engine.storage).upper()
    check_storage_type(engine, mode, instance, storage)
    settings: dict[str, Any] = {
        "EngineVersion": version,
        "HostInstanceType": instance,
        "AutoMinorVersionUpgrade": upgrades,
        "StorageType": storage,
    }
    if params.get("StorageSize") is not None:
        check_storage_size(engine, version, mode, instance, params["StorageSize"])
        settings["StorageSize"] = params["StorageSize"]
    return settings


def _encryption(params: Params) -> dict[str, Any]:
    given = dict(params.get("EncryptionOptions") or {"UseAwsOwnedKey": True})
    if given.get("UseAwsOwnedKey") and given.get("KmsKeyId"):
        message = "[kmsKeyId] must not be set if [useAwsOwnedKey] is [true]."
        raise errors.bad_request(message, "encryptionOptions.kmsKeyId")
    return given


def _check_room(service: ConfigurationOperations, name: str) -> None:
    if any(each.name == name for each in service.brokers.values()):
        raise errors.conflict(f"Broker name [{name}] is already in use.", "brokerName")
    if len(service.brokers) >= service.most_brokers:
        message = f"The maximum number of brokers in this Region, [{service.most_brokers}], has been reached."
        raise errors.bad_request(message, "brokerName")
