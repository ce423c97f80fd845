"""Brokers: creation, description, endpoints, listing, deletion."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from fakeaws import World, mock_aws
from tests.services.mq.making import (
    ACTIVEMQ,
    CLUSTER,
    LDAP,
    PASSWORD,
    RABBITMQ,
    STANDBY,
    client,
    create,
    refused,
    running,
    state,
    without,
)


def test_a_broker_has_an_id_and_an_arn(mq: Any) -> None:
    made = mq.create_broker(**ACTIVEMQ)
    assert re.fullmatch(r"b-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", made["BrokerId"])
    assert made["BrokerArn"] == f"arn:aws:mq:us-east-1:123456789012:broker:orders:{made['BrokerId']}"


@pytest.mark.parametrize(
    ("given", "minutes"),
    [(ACTIVEMQ, 12), (STANDBY, 15), (RABBITMQ, 8), (CLUSTER, 15)],
    ids=["single", "pair", "rabbit", "cluster"],
)
def test_it_runs_after_its_time(aws: World, mq: Any, given: dict[str, Any], minutes: int) -> None:
    id = create(mq, given)
    aws.clock.advance(timedelta(minutes=minutes) - timedelta(seconds=1))
    assert state(mq, id) == "CREATION_IN_PROGRESS"
    assert mq.describe_broker(BrokerId=id)["BrokerInstances"] == []
    aws.clock.advance(seconds=1)
    assert state(mq, id) == "RUNNING"
    assert mq.describe_broker(BrokerId=id)["BrokerInstances"]


def test_all_that_is_told_of_an_activemq_broker(aws: World, mq: Any) -> None:
    given = {
        **without(STANDBY, "EngineVersion"),
        "AuthenticationStrategy": "SIMPLE",
        "EncryptionOptions": {"UseAwsOwnedKey": False, "KmsKeyId": "key"},
        "Logs": {"Audit": True},
        "MaintenanceWindowStartTime": {"DayOfWeek": "SUNDAY", "TimeOfDay": "02:30", "TimeZone": "Europe/Berlin"},
        "SecurityGroups": ["sg-1", "sg-2"],
        "SubnetIds": ["subnet-1", "subnet-2"],
        "Tags": {"team": "shop"},
    }
    id = running(aws, mq, given)
    shown = without(mq.describe_broker(BrokerId=id), "ResponseMetadata", "BrokerInstances", "Created", "Configurations")
    logs = f"/aws/amazonmq/broker/{id}/"
    assert shown == {
        **without(given, "Users"),
        "AutoMinorVersionUpgrade": True,
        "BrokerArn": f"arn:aws:mq:us-east-1:123456789012:broker:orders:{id}",
        "BrokerId": id,
        "BrokerState": "RUNNING",
        "DataReplicationMode": "NONE",
        "EngineVersion": "5.19",
        "Logs": {
            "General": False,
            "GeneralLogGroup": f"{logs}general",
            "Audit": True,
            "AuditLogGroup": f"{logs}audit",
        },
        "StorageType": "EFS",
        "Users": [{"Username": "ann"}],
    }


def test_all_that_is_told_of_a_rabbitmq_broker(aws: World, mq: Any) -> None:
    id = running(aws, mq, CLUSTER, PubliclyAccessible=True)
    shown = mq.describe_broker(BrokerId=id)
    assert shown["Users"] == []
    assert shown["SecurityGroups"] == []
    assert shown["SubnetIds"] == []
    assert (shown["StorageType"], shown["StorageSize"]) == ("EBS", 15)
    assert shown["Logs"] == {"General": False, "GeneralLogGroup": f"/aws/amazonmq/broker/{id}/general"}
    assert "DataReplicationMode" not in shown
    assert "LdapServerMetadata" not in shown


@pytest.mark.parametrize(
    ("given", "subnets", "groups"),
    [
        (ACTIVEMQ, 1, 1),
        (STANDBY, 2, 1),
        (CLUSTER, 3, 1),
        ({**RABBITMQ, "PubliclyAccessible": True}, 1, 0),
        ({**CLUSTER, "PubliclyAccessible": True}, 0, 0),
    ],
    ids=["single", "pair", "cluster", "public", "public cluster"],
)
def test_the_default_network(mq: Any, given: dict[str, Any], subnets: int, groups: int) -> None:
    shown = mq.describe_broker(BrokerId=create(mq, given))
    assert (len(set(shown["SubnetIds"])), len(shown["SecurityGroups"])) == (subnets, groups)
    assert all(each.startswith("subnet-") for each in shown["SubnetIds"])


def test_a_window_is_always_there(mq: Any) -> None:
    window = mq.describe_broker(BrokerId=create(mq))["MaintenanceWindowStartTime"]
    assert window["DayOfWeek"].endswith("DAY")
    assert re.fullmatch(r"\d\d:00", window["TimeOfDay"])
    assert window["TimeZone"] == "UTC"


def test_endpoints_of_a_pair(aws: World, mq: Any) -> None:
    id = running(aws, mq, STANDBY)
    first, second = mq.describe_broker(BrokerId=id)["BrokerInstances"]
    host = f"{id}-2.mq.us-east-1.amazonaws.com"
    assert second["ConsoleURL"] == f"https://{host}:8162"
    assert second["Endpoints"] == [
        f"ssl://{host}:61617",
        f"amqp+ssl://{host}:5671",
        f"stomp+ssl://{host}:61614",
        f"mqtt+ssl://{host}:8883",
        f"wss://{host}:61619",
    ]
    assert first["Endpoints"][0] == f"ssl://{id}-1.mq.us-east-1.amazonaws.com:61617"
    assert re.fullmatch(r"10\.0\.\d+\.\d+", first["IpAddress"])
    assert first["IpAddress"] != second["IpAddress"]


@pytest.mark.parametrize("given", [RABBITMQ, CLUSTER], ids=["single", "cluster"])
def test_rabbitmq_has_one_endpoint(aws: World, mq: Any, given: dict[str, Any]) -> None:
    id = running(aws, mq, given)
    host = f"{id}.mq.us-east-1.amazonaws.com"
    assert mq.describe_broker(BrokerId=id)["BrokerInstances"] == [
        {"ConsoleURL": f"https://{host}", "Endpoints": [f"amqps://{host}:5671"]}
    ]


def test_passwords_are_never_told(mq: Any) -> None:
    id = create(mq, AuthenticationStrategy="LDAP", LdapServerMetadata=LDAP, Users=[])
    shown = mq.describe_broker(BrokerId=id)
    assert shown["LdapServerMetadata"] == without(LDAP, "ServiceAccountPassword")
    assert PASSWORD not in str(mq.describe_broker(BrokerId=create(mq, BrokerName="other")))


def test_a_configuration_is_made_for_it(mq: Any) -> None:
    current = mq.describe_broker(BrokerId=create(mq))["Configurations"]
    made = mq.describe_configuration(ConfigurationId=current["Current"]["Id"])
    assert current == {"Current": {"Id": made["Id"], "Revision": 1}, "History": []}
    assert (made["Name"], made["EngineVersion"]) == ("orders-configuration", "5.18")


def test_a_configuration_of_ones_own(mq: Any) -> None:
    own = mq.create_configuration(Name="own", EngineType="ACTIVEMQ", EngineVersion="5.18")["Id"]
    mq.update_configuration(
        ConfigurationId=own, Data="PGJyb2tlciB4bWxucz0iaHR0cDovL2FjdGl2ZW1xLmFwYWNoZS5vcmcvc2NoZW1hL2NvcmUiLz4="
    )
    latest = create(mq, Configuration={"Id": own})
    first = create(mq, BrokerName="other", Configuration={"Id": own, "Revision": 1})
    assert mq.describe_broker(BrokerId=latest)["Configurations"]["Current"] == {"Id": own, "Revision": 2}
    assert mq.describe_broker(BrokerId=first)["Configurations"]["Current"] == {"Id": own, "Revision": 1}
    assert len(mq.list_configurations()["Configurations"]) == 1


def test_one_request_id_makes_one_broker(mq: Any) -> None:
    made = mq.create_broker(**ACTIVEMQ, CreatorRequestId="once")
    again = mq.create_broker(**ACTIVEMQ, CreatorRequestId="once")
    assert made["BrokerId"] == again["BrokerId"]
    assert len(mq.list_brokers()["BrokerSummaries"]) == 1
    with refused("CreatorRequestId [once] was used with other parameters.", "creatorRequestId", "ConflictException"):
        create(mq, CreatorRequestId="once", BrokerName="other")


def test_a_request_id_is_free_when_its_broker_is_gone(aws: World, mq: Any) -> None:
    first = running(aws, mq, CreatorRequestId="once")
    mq.delete_broker(BrokerId=first)
    aws.clock.advance(minutes=3)
    assert create(mq, CreatorRequestId="once") != first


def test_pages_of_brokers(mq: Any) -> None:
    ids = {create(mq, BrokerName=f"broker-{number}") for number in range(25)}
    first = mq.list_brokers()
    assert len(first["BrokerSummaries"]) == 20
    pages = mq.get_paginator("list_brokers").paginate(PaginationConfig={"PageSize": 7})
    found = [each["BrokerId"] for page in pages for each in page["BrokerSummaries"]]
    assert len(found) == 25
    assert set(found) == ids
    rest = mq.list_brokers(NextToken=first["NextToken"])
    assert len(rest["BrokerSummaries"]) == 5
    assert "NextToken" not in rest
    with refused("The NextToken is invalid.", "nextToken"):
        mq.list_brokers(NextToken="none")


def test_what_a_list_tells(aws: World, mq: Any) -> None:
    id = create(mq)
    (shown,) = mq.list_brokers()["BrokerSummaries"]
    assert isinstance(shown.pop("Created"), datetime)
    assert shown == {
        "BrokerArn": f"arn:aws:mq:us-east-1:123456789012:broker:orders:{id}",
        "BrokerId": id,
        "BrokerName": "orders",
        "BrokerState": "CREATION_IN_PROGRESS",
        "DeploymentMode": "SINGLE_INSTANCE",
        "EngineType": "ACTIVEMQ",
        "HostInstanceType": "mq.m5.large",
    }


def test_a_deleted_broker_is_gone_a_little_later(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    assert mq.delete_broker(BrokerId=id)["BrokerId"] == id
    assert state(mq, id) == "DELETION_IN_PROGRESS"
    with refused("Broker name [orders] is already in use.", "brokerName", "ConflictException"):
        create(mq)
    aws.clock.advance(minutes=3)
    with refused(
        f"Can't find requested broker [{id}]. Make sure your broker exists.", "broker-id", "NotFoundException"
    ):
        mq.describe_broker(BrokerId=id)
    assert mq.list_brokers()["BrokerSummaries"] == []
    create(mq)


def test_what_cannot_be_deleted(aws: World, mq: Any) -> None:
    id = create(mq)
    allowed = "RUNNING, CREATION_FAILED, CRITICAL_ACTION_REQUIRED, REPLICA"
    with refused(f"Broker [{id}] must be in state [{allowed}] but is [CREATION_IN_PROGRESS].", "broker-id"):
        mq.delete_broker(BrokerId=id)
    aws.clock.advance(minutes=12)
    mq.reboot_broker(BrokerId=id)
    with refused(f"Broker [{id}] must be in state [{allowed}] but is [REBOOT_IN_PROGRESS].", "broker-id"):
        mq.delete_broker(BrokerId=id)


def test_logs_have_their_groups(aws: World, mq: Any) -> None:
    logs = client(service="logs")
    id = running(aws, mq, Logs={"General": True})
    assert [each["logGroupName"] for each in logs.describe_log_groups()["logGroups"]] == [
        f"/aws/amazonmq/broker/{id}/general"
    ]
    mq.update_broker(BrokerId=id, Logs={"General": True, "Audit": True})
    mq.reboot_broker(BrokerId=id)
    aws.clock.advance(minutes=4)
    assert len(logs.describe_log_groups()["logGroups"]) == 2


def test_brokers_are_of_an_account_and_a_region(aws: World, mq: Any) -> None:
    id = create(mq)
    other = client("eu-central-1")
    with pytest.raises(other.exceptions.NotFoundException):
        other.describe_broker(BrokerId=id)
    there = create(other)
    arn = other.describe_broker(BrokerId=there)["BrokerArn"]
    assert aws.mq.broker(arn).state == "CREATION_IN_PROGRESS"
    with pytest.raises(LookupError, match="no broker 'order'; is it 'orders'"):
        aws.mq.broker("order")


def test_durations_and_quota_are_settings() -> None:
    with mock_aws(config={"mq": {"brokers": 1, "durations": {"create_activemq_single": 5}}}) as aws:
        mq = client()
        id = create(mq)
        aws.clock.advance(seconds=5)
        assert state(mq, id) == "RUNNING"
        with refused("The maximum number of brokers in this Region, [1], has been reached.", "brokerName"):
            create(mq, BrokerName="other")


def test_china_has_its_own_names() -> None:
    with mock_aws(region="cn-north-1") as aws:
        mq = client("cn-north-1")
        id = running(aws, mq)
        shown = mq.describe_broker(BrokerId=id)
        assert shown["BrokerArn"].startswith("arn:aws-cn:mq:cn-north-1:")
        assert shown["BrokerInstances"][0]["Endpoints"][0] == f"ssl://{id}-1.mq.cn-north-1.amazonaws.com.cn:61617"
