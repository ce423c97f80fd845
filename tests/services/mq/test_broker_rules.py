"""What CreateBroker refuses, word by word, and what goes together."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from fakeaws import World
from tests.services.mq.making import (
    ACTIVEMQ,
    ANN,
    CLUSTER,
    LDAP,
    PASSWORD,
    RABBITMQ,
    REPLICATOR,
    STANDBY,
    create,
    refused,
    without,
)

_ONE_USER = "Specify exactly one user for engine type [RABBITMQ]."
_M7G = [
    f"mq.m7g.{size}" for size in ("medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge")
]
_M5 = [f"mq.m5.{size}" for size in ("large", "xlarge", "2xlarge", "4xlarge")]
_NAME = "Use 1 to 50 letters, digits, dashes and underscores."
_WINDOW = {"DayOfWeek": "MONDAY", "TimeOfDay": "02:00", "TimeZone": "UTC"}


def _no_type(engine: str, instance: str) -> str:
    return f"Broker engine type [{engine}] does not support host instance type [{instance}]."


@pytest.mark.parametrize(
    ("given", "changed", "message", "attribute"),
    [
        (ACTIVEMQ, {"BrokerName": "a.b"}, f"Broker name [a.b] is invalid. {_NAME}", "brokerName"),
        (ACTIVEMQ, {"BrokerName": "a" * 51}, f"Broker name [{'a' * 51}] is invalid. {_NAME}", "brokerName"),
        (ACTIVEMQ, {"BrokerName": ""}, f"Broker name [] is invalid. {_NAME}", "brokerName"),
        (
            ACTIVEMQ,
            {"EngineType": "KAFKA"},
            "Broker engine type [KAFKA] is invalid. Valid values are: [ACTIVEMQ, RABBITMQ]",
            "engineType",
        ),
        (
            ACTIVEMQ,
            {"DeploymentMode": "TWO"},
            "Deployment mode [TWO] is invalid. "
            "Valid values: [SINGLE_INSTANCE, ACTIVE_STANDBY_MULTI_AZ, CLUSTER_MULTI_AZ]",
            "deploymentMode",
        ),
        (
            ACTIVEMQ,
            {"DeploymentMode": "CLUSTER_MULTI_AZ"},
            "Broker engine type [ActiveMQ] does not support deployment mode [CLUSTER_MULTI_AZ].",
            "deploymentMode",
        ),
        (
            RABBITMQ,
            {"DeploymentMode": "ACTIVE_STANDBY_MULTI_AZ"},
            "Broker engine type [RabbitMQ] does not support deployment mode [ACTIVE_STANDBY_MULTI_AZ].",
            "deploymentMode",
        ),
        (
            RABBITMQ,
            {"EngineVersion": "3.8.6"},
            "Broker engine version [3.8.6] is invalid. Valid values: [4.3, 4.2, 3.13]",
            "engineVersion",
        ),
        (
            ACTIVEMQ,
            {"EngineVersion": "5.17.6"},
            "Broker engine version [5.17.6] is invalid. Valid values: [5.19, 5.18]",
            "engineVersion",
        ),
        (RABBITMQ, {"HostInstanceType": "mq.t3.micro"}, _no_type("RabbitMQ", "mq.t3.micro"), "hostInstanceType"),
        (ACTIVEMQ, {"HostInstanceType": "mq.t2.micro"}, _no_type("ActiveMQ", "mq.t2.micro"), "hostInstanceType"),
        (ACTIVEMQ, {"HostInstanceType": "mq.m7g.large"}, _no_type("ActiveMQ", "mq.m7g.large"), "hostInstanceType"),
        (
            RABBITMQ,
            {"EngineVersion": "4.2"},
            "Broker engine type [RabbitMQ] version [4.2] does not support host instance type [mq.m5.large].",
            "hostInstanceType",
        ),
        (
            RABBITMQ,
            {"AutoMinorVersionUpgrade": False},
            "Brokers on [RabbitMQ] version [3.13] must have [autoMinorVersionUpgrade] set to [true]",
            "autoMinorVersionUpgrade",
        ),
        (
            ACTIVEMQ,
            {"AutoMinorVersionUpgrade": False},
            "Brokers on [ActiveMQ] version [5.18] must have [autoMinorVersionUpgrade] set to [true]",
            "autoMinorVersionUpgrade",
        ),
        (
            STANDBY,
            {"StorageType": "EBS"},
            "Storage type [EBS] does not support deployment mode [ACTIVE_STANDBY_MULTI_AZ].",
            "storageType",
        ),
        (
            ACTIVEMQ,
            {"StorageType": "EBS", "HostInstanceType": "mq.t3.micro"},
            "Broker engine type [ActiveMQ] does not support storage type [EBS] with host instance type [mq.t3.micro].",
            "storageType",
        ),
        (
            RABBITMQ,
            {"StorageType": "EFS"},
            "Broker engine type [RabbitMQ] does not support storage type [EFS].",
            "storageType",
        ),
        (ACTIVEMQ, {"StorageType": "S3"}, "Storage type [S3] is invalid. Valid values: [EBS, EFS]", "storageType"),
        *(
            (
                given,
                {"StorageSize": 50},
                "[storageSize] can be set for [RabbitMQ] version 4 with deployment mode [CLUSTER_MULTI_AZ] only.",
                "storageSize",
            )
            for given in (ACTIVEMQ, RABBITMQ, {**CLUSTER, "EngineVersion": "3.13"})
        ),
        *(
            (
                CLUSTER,
                {"StorageSize": size},
                f"Storage size [{size}] is invalid. Host instance type [mq.m7g.large] takes multiples of 5 up to 75.",
                "storageSize",
            )
            for size in (0, 22, 80)
        ),
        (RABBITMQ, {"Users": []}, _ONE_USER, "users"),
        (RABBITMQ, {"Users": [ANN, {**ANN, "Username": "bob"}]}, _ONE_USER, "users"),
        (CLUSTER, {"AuthenticationStrategy": "CONFIG_MANAGED", "Users": [ANN, ANN]}, _ONE_USER, "users"),
        (ACTIVEMQ, {"Users": []}, "Specify at least one user for engine type [ACTIVEMQ].", "users"),
        (RABBITMQ, {"Users": [{**ANN, "Username": "guest"}]}, "Username [guest] is invalid.", "username"),
        (RABBITMQ, {"Users": [{**ANN, "Username": "a~b"}]}, "Username [a~b] is invalid.", "username"),
        (
            RABBITMQ,
            {"Users": [REPLICATOR]},
            "[replicationUser] does not apply to RabbitMQ brokers.",
            "replicationUser",
        ),
        (
            ACTIVEMQ,
            {"Users": [{**ANN, "Password": "a:b,c=defghij"}]},
            "The password must not contain commas, colons or equals signs.",
            "password",
        ),
        (ACTIVEMQ, {"Users": [ANN] * 251}, "A broker can have 250 users at most.", "users"),
        (
            ACTIVEMQ,
            {"AuthenticationStrategy": "KERBEROS"},
            "Authentication strategy [KERBEROS] is invalid. Valid values: [SIMPLE, LDAP, CONFIG_MANAGED]",
            "authenticationStrategy",
        ),
        (
            ACTIVEMQ,
            {"AuthenticationStrategy": "CONFIG_MANAGED"},
            "Broker engine type [ActiveMQ] does not support authentication strategy [CONFIG_MANAGED].",
            "authenticationStrategy",
        ),
        (
            RABBITMQ,
            {"AuthenticationStrategy": "LDAP", "LdapServerMetadata": LDAP},
            "Broker engine type [RabbitMQ] does not support authentication strategy [LDAP].",
            "authenticationStrategy",
        ),
        (
            ACTIVEMQ,
            {"AuthenticationStrategy": "LDAP"},
            "[ldapServerMetadata] is required for authentication strategy [LDAP].",
            "ldapServerMetadata",
        ),
        (
            ACTIVEMQ,
            {"LdapServerMetadata": LDAP},
            "[ldapServerMetadata] does not apply to authentication strategy [SIMPLE].",
            "ldapServerMetadata",
        ),
        (
            ACTIVEMQ,
            {"AuthenticationStrategy": "LDAP", "LdapServerMetadata": {**LDAP, "Hosts": ["a", "b", "c"]}},
            "Specify 1 or 2 LDAP hosts.",
            "ldapServerMetadata.hosts",
        ),
        (
            ACTIVEMQ,
            {"SubnetIds": ["subnet-1", "subnet-2"]},
            "Specify exactly 1 subnet for deployment mode [SINGLE_INSTANCE].",
            "subnetIds",
        ),
        (
            STANDBY,
            {"SubnetIds": ["subnet-1"]},
            "Specify exactly 2 subnets for deployment mode [ACTIVE_STANDBY_MULTI_AZ].",
            "subnetIds",
        ),
        (
            STANDBY,
            {"SubnetIds": ["subnet-1", "subnet-1"]},
            "Subnets must be in different Availability Zones.",
            "subnetIds",
        ),
        (ACTIVEMQ, {"SubnetIds": ["vpc-1"]}, "Subnet ID [vpc-1] is invalid.", "subnetIds"),
        (ACTIVEMQ, {"SecurityGroups": ["group"]}, "Security group ID [group] is invalid.", "securityGroups"),
        (
            ACTIVEMQ,
            {"SecurityGroups": [f"sg-{n}" for n in range(6)]},
            "Specify 1 to 5 security groups.",
            "securityGroups",
        ),
        (
            RABBITMQ,
            {"PubliclyAccessible": True, "SecurityGroups": ["sg-1"]},
            "Security groups are not supported for publicly accessible brokers of engine type [RABBITMQ].",
            "securityGroups",
        ),
        (
            ACTIVEMQ,
            {"EncryptionOptions": {"UseAwsOwnedKey": True, "KmsKeyId": "key"}},
            "[kmsKeyId] must not be set if [useAwsOwnedKey] is [true].",
            "encryptionOptions.kmsKeyId",
        ),
        (
            RABBITMQ,
            {"Logs": {"Audit": True}},
            "Broker engine type [RabbitMQ] does not support audit logs.",
            "logs.audit",
        ),
        (
            ACTIVEMQ,
            {"MaintenanceWindowStartTime": {**_WINDOW, "DayOfWeek": "MO"}},
            "Day of week [MO] is invalid. "
            "Valid values: [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY]",
            "maintenanceWindowStartTime.dayOfWeek",
        ),
        (
            ACTIVEMQ,
            {"MaintenanceWindowStartTime": {**_WINDOW, "TimeOfDay": "24:00"}},
            "Time of day [24:00] is invalid. Use the 24-hour format [HH:MM].",
            "maintenanceWindowStartTime.timeOfDay",
        ),
        (
            ACTIVEMQ,
            {"MaintenanceWindowStartTime": {**_WINDOW, "TimeZone": "Mars/Base"}},
            "Time zone [Mars/Base] is invalid.",
            "maintenanceWindowStartTime.timeZone",
        ),
        (
            ACTIVEMQ,
            {"DataReplicationMode": "BOTH"},
            "Data replication mode [BOTH] is invalid. Valid values: [NONE, CRDR]",
            "dataReplicationMode",
        ),
        (ACTIVEMQ, {"Tags": {"aws:x": "1"}}, "Tag key [aws:x] must not begin with [aws:].", "tags"),
    ],
    ids=lambda each: str(each)[:50],
)
def test_refusals(mq: Any, given: dict[str, Any], changed: dict[str, Any], message: str, attribute: str) -> None:
    with refused(message, attribute):
        create(mq, given, **changed)
    assert mq.list_brokers()["BrokerSummaries"] == []
    assert mq.list_configurations()["Configurations"] == []


def test_a_name_is_taken_once(mq: Any) -> None:
    create(mq)
    with refused("Broker name [orders] is already in use.", "brokerName", "ConflictException"):
        create(mq, RABBITMQ)


def test_two_users_of_one_name(mq: Any) -> None:
    with refused("User [ann] already exists.", "username", "ConflictException"):
        create(mq, Users=[ANN, ANN])


def test_configurations_have_to_fit(mq: Any) -> None:
    with refused(
        "Can't find requested configuration [c-1]. Make sure your configuration exists.",
        "configuration_id",
        "NotFoundException",
    ):
        create(mq, Configuration={"Id": "c-1"})
    own = mq.create_configuration(Name="own", EngineType="ACTIVEMQ", EngineVersion="5.19")["Id"]
    of = f"Configuration [{own}] is for [ActiveMQ] version [5.19], not for"
    with refused(f"{of} [ActiveMQ] version [5.18].", "configuration"):
        create(mq, Configuration={"Id": own})
    with refused(f"{of} [RabbitMQ] version [3.13].", "configuration"):
        create(mq, RABBITMQ, Configuration={"Id": own})
    with refused(f"Can't find revision [2] of configuration [{own}].", "configuration.revision"):
        create(mq, EngineVersion="5.19", Configuration={"Id": own, "Revision": 2})


@pytest.mark.parametrize("engine", ["ACTIVEMQ", "RABBITMQ"])
def test_options_tell_exactly_what_can_be_created(aws: World, mq: Any, engine: str) -> None:
    """Every combination, against DescribeBrokerInstanceOptions."""
    rows = mq.describe_broker_instance_options(EngineType=engine, MaxResults=100)["BrokerInstanceOptions"]
    told = {
        (row["HostInstanceType"], row["StorageType"], mode, version)
        for row in rows
        for mode in row["SupportedDeploymentModes"]
        for version in row["SupportedEngineVersions"]
    }
    modes = ("SINGLE_INSTANCE", "ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ")
    versions = ("5.19", "5.18", "4.3", "4.2", "3.13")
    done = set()
    for number, each in enumerate(product(["mq.t3.micro", *_M5, *_M7G], ("EBS", "EFS"), modes, versions)):
        instance, storage, mode, version = each
        changed = {
            "HostInstanceType": instance,
            "StorageType": storage,
            "DeploymentMode": mode,
            "EngineVersion": version,
        }
        try:
            create(mq, ACTIVEMQ, EngineType=engine, BrokerName=f"broker-{number}", **changed)
        except mq.exceptions.BadRequestException:
            continue
        done.add(each)
    assert done == told
    assert done


@pytest.mark.parametrize(
    ("instance", "usual", "most"),
    list(zip(_M7G, (5, 15, 25, 45, 90, 175, 260, 345), (25, 75, 125, 180, 250, 400, 500, 500), strict=True)),
)
def test_sizes_of_clusters(mq: Any, instance: str, usual: int, most: int) -> None:
    def size(name: str, given: dict[str, Any] = CLUSTER, **more: Any) -> int:
        id = create(mq, given, HostInstanceType=instance, BrokerName=name, **more)
        found: int = mq.describe_broker(BrokerId=id)["StorageSize"]
        return found

    assert size("usual") == usual
    assert size("most", StorageSize=most) == most
    assert size("single", RABBITMQ) == 200
    with pytest.raises(mq.exceptions.BadRequestException):
        size("more", StorageSize=most + 5)


def test_required_parameters_of_a_client_that_does_not_check(aws: World) -> None:
    import boto3.session
    from botocore.config import Config

    unchecked: Any = boto3.session.Session().client(
        "mq", region_name="us-east-1", config=Config(parameter_validation=False)
    )
    with refused("[publiclyAccessible] is required.", "publiclyAccessible"):
        unchecked.create_broker(**without(ACTIVEMQ, "PubliclyAccessible"))


def test_engine_and_storage_in_any_case(mq: Any) -> None:
    shown = mq.describe_broker(BrokerId=create(mq, EngineType="ActiveMQ", StorageType="ebs"))
    assert (shown["EngineType"], shown["StorageType"]) == ("ACTIVEMQ", "EBS")


def test_users_of_brokers_that_ask_others(mq: Any) -> None:
    create(mq, AuthenticationStrategy="LDAP", LdapServerMetadata=LDAP, Users=[])
    create(mq, CLUSTER, BrokerName="managed", AuthenticationStrategy="CONFIG_MANAGED", Users=[])
    assert PASSWORD not in str(mq.list_brokers())
