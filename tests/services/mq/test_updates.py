"""UpdateBroker and RebootBroker: what changes at once, what waits, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.mq.making import (
    ACTIVEMQ,
    CLUSTER,
    LDAP,
    RABBITMQ,
    STANDBY,
    create,
    refused,
    running,
    state,
    without,
)

_SHARE = "arn:aws:ram:us-east-1:123456789012:resource-share/1"


def _reboot(aws: World, mq: Any, id: str) -> dict[str, Any]:
    mq.reboot_broker(BrokerId=id)
    aws.clock.advance(minutes=4)
    shown: dict[str, Any] = mq.describe_broker(BrokerId=id)
    return shown


@pytest.mark.parametrize(
    ("given", "name", "value", "before"),
    [
        (ACTIVEMQ, "EngineVersion", "5.19", "5.18"),
        (ACTIVEMQ, "HostInstanceType", "mq.m5.xlarge", "mq.m5.large"),
        (ACTIVEMQ, "SecurityGroups", ["sg-2", "sg-3"], ["sg-1"]),
        (CLUSTER, "StorageSize", 50, 15),
    ],
    ids=["version", "type", "groups", "size"],
)
def test_changes_wait_for_a_reboot(
    aws: World, mq: Any, given: dict[str, Any], name: str, value: Any, before: Any
) -> None:
    id = running(aws, mq, given, SecurityGroups=["sg-1"])
    answer = mq.update_broker(BrokerId=id, **{name: value})
    assert without(answer, "ResponseMetadata") == {"BrokerId": id, name: value}
    shown = mq.describe_broker(BrokerId=id)
    assert (shown[name], shown[f"Pending{name}"]) == (before, value)
    assert aws.mq.broker(id).pending == {name: value}
    shown = _reboot(aws, mq, id)
    assert shown[name] == value
    assert f"Pending{name}" not in shown
    assert aws.mq.broker(id).pending == {}


def test_logs_wait(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    assert mq.update_broker(BrokerId=id, Logs={"Audit": True})["Logs"] == {"General": False, "Audit": True}
    shown = mq.describe_broker(BrokerId=id)["Logs"]
    assert (shown["Audit"], shown["Pending"]) == (False, {"General": False, "Audit": True})
    shown = _reboot(aws, mq, id)["Logs"]
    assert shown["Audit"]
    assert "Pending" not in shown
    with refused("Broker engine type [RabbitMQ] does not support audit logs.", "logs.audit"):
        mq.update_broker(BrokerId=running(aws, mq, RABBITMQ, BrokerName="rabbit"), Logs={"Audit": True})


def test_authentication_waits(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    answer = mq.update_broker(BrokerId=id, AuthenticationStrategy="LDAP", LdapServerMetadata=LDAP)
    public = without(LDAP, "ServiceAccountPassword")
    assert (answer["AuthenticationStrategy"], answer["LdapServerMetadata"]) == ("LDAP", public)
    shown = mq.describe_broker(BrokerId=id)
    assert (shown["AuthenticationStrategy"], shown["PendingAuthenticationStrategy"]) == ("SIMPLE", "LDAP")
    assert shown["PendingLdapServerMetadata"] == public
    assert "LdapServerMetadata" not in shown
    assert aws.mq.broker(id).pending == {"AuthenticationStrategy": "LDAP", "LdapServerMetadata": public}
    shown = _reboot(aws, mq, id)
    assert (shown["AuthenticationStrategy"], shown["LdapServerMetadata"]) == ("LDAP", public)
    mq.update_broker(BrokerId=id, AuthenticationStrategy="SIMPLE")
    assert "LdapServerMetadata" not in _reboot(aws, mq, id)


def test_configurations_move_into_the_history(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    first = mq.describe_broker(BrokerId=id)["Configurations"]["Current"]
    other = mq.create_configuration(Name="other", EngineType="ACTIVEMQ", EngineVersion="5.18")["Id"]
    second = {"Id": other, "Revision": 1}
    assert mq.update_broker(BrokerId=id, Configuration={"Id": other})["Configuration"] == second
    shown = mq.describe_broker(BrokerId=id)["Configurations"]
    assert shown == {"Current": first, "History": [], "Pending": second}
    assert _reboot(aws, mq, id)["Configurations"] == {"Current": second, "History": [first]}
    mq.update_broker(BrokerId=id, Configuration=first)
    assert _reboot(aws, mq, id)["Configurations"] == {"Current": first, "History": [second, first]}


def test_what_changes_at_once(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    window = {"DayOfWeek": "MONDAY", "TimeOfDay": "03:15"}
    answer = mq.update_broker(BrokerId=id, MaintenanceWindowStartTime=window, AutoMinorVersionUpgrade=True)
    shown = mq.describe_broker(BrokerId=id)
    for each in (answer, shown):
        assert each["MaintenanceWindowStartTime"] == {**window, "TimeZone": "UTC"}
        assert each["AutoMinorVersionUpgrade"] is True
    assert aws.mq.broker(id).pending == {}


def test_going_back_to_what_is_waits_for_nothing(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    mq.update_broker(BrokerId=id, EngineVersion="5.19", HostInstanceType="mq.m5.xlarge")
    mq.update_broker(BrokerId=id, EngineVersion="5.18")
    assert aws.mq.broker(id).pending == {"HostInstanceType": "mq.m5.xlarge"}


def test_an_empty_update(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    assert without(mq.update_broker(BrokerId=id), "ResponseMetadata") == {"BrokerId": id}


_M7G = "Broker engine type [RabbitMQ] version [4.3] does not support host instance type [mq.m5.large]."


@pytest.mark.parametrize(
    ("given", "changed", "message", "attribute"),
    [
        (
            {**ACTIVEMQ, "EngineVersion": "5.19"},
            {"EngineVersion": "5.18"},
            "Broker engine version [5.19] can't be downgraded to [5.18].",
            "engineVersion",
        ),
        (
            ACTIVEMQ,
            {"EngineVersion": "6.0"},
            "Broker engine version [6.0] is invalid. Valid values: [5.19, 5.18]",
            "engineVersion",
        ),
        (
            ACTIVEMQ,
            {"HostInstanceType": "mq.t3.micro"},
            "Host instance type [mq.m5.large] can't be downgraded to [mq.t3.micro].",
            "hostInstanceType",
        ),
        (
            RABBITMQ,
            {"HostInstanceType": "mq.t3.micro"},
            "Broker engine type [RabbitMQ] does not support host instance type [mq.t3.micro].",
            "hostInstanceType",
        ),
        (RABBITMQ, {"EngineVersion": "4.3"}, _M7G, "hostInstanceType"),
        (
            RABBITMQ,
            {"AutoMinorVersionUpgrade": False},
            "Brokers on [RabbitMQ] version [3.13] must have [autoMinorVersionUpgrade] set to [true]",
            "autoMinorVersionUpgrade",
        ),
        (ACTIVEMQ, {"SecurityGroups": []}, "Specify 1 to 5 security groups.", "securityGroups"),
        (
            {**RABBITMQ, "PubliclyAccessible": True},
            {"SecurityGroups": ["sg-1"]},
            "Security groups are not supported for publicly accessible brokers of engine type [RABBITMQ].",
            "securityGroups",
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
            {**CLUSTER, "StorageSize": 50},
            {"StorageSize": 45},
            "Storage size [50] can't be reduced to [45].",
            "storageSize",
        ),
        (
            {**CLUSTER, "StorageSize": 75},
            {"HostInstanceType": "mq.m7g.medium"},
            "Storage size [75] is invalid. Host instance type [mq.m7g.medium] takes multiples of 5 up to 25.",
            "storageSize",
        ),
        (
            ACTIVEMQ,
            {"MaintenanceWindowStartTime": {"DayOfWeek": "MONDAY", "TimeOfDay": "3:00"}},
            "Time of day [3:00] is invalid. Use the 24-hour format [HH:MM].",
            "maintenanceWindowStartTime.timeOfDay",
        ),
        (
            ACTIVEMQ,
            {"ResourceShareArns": ["share"]},
            "Resource share ARN [share] is invalid.",
            "resourceShareArns",
        ),
    ],
    ids=lambda each: str(each)[:50],
)
def test_refusals(
    aws: World, mq: Any, given: dict[str, Any], changed: dict[str, Any], message: str, attribute: str
) -> None:
    id = running(aws, mq, given)
    before = mq.describe_broker(BrokerId=id)
    with refused(message, attribute):
        mq.update_broker(BrokerId=id, **changed)
    assert without(mq.describe_broker(BrokerId=id), "ResponseMetadata") == without(before, "ResponseMetadata")


def test_a_version_with_the_type_that_it_needs(aws: World, mq: Any) -> None:
    """RabbitMQ 4 needs another instance type: both at once, or the type first."""
    id = running(aws, mq, RABBITMQ)
    mq.update_broker(BrokerId=id, HostInstanceType="mq.m7g.large")
    mq.update_broker(BrokerId=id, EngineVersion="4.2")
    with refused(_M7G.replace("4.3", "4.2"), "hostInstanceType"):
        mq.update_broker(BrokerId=id, HostInstanceType="mq.m5.large")
    shown = _reboot(aws, mq, id)
    assert (shown["EngineVersion"], shown["HostInstanceType"]) == ("4.2", "mq.m7g.large")


def test_a_configuration_has_to_fit_the_version_to_come(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    new = mq.create_configuration(Name="new", EngineType="ACTIVEMQ", EngineVersion="5.19")["Id"]
    message = f"Configuration [{new}] is for [ActiveMQ] version [5.19], not for [ActiveMQ] version [5.18]."
    with refused(message, "configuration"):
        mq.update_broker(BrokerId=id, Configuration={"Id": new})
    mq.update_broker(BrokerId=id, Configuration={"Id": new}, EngineVersion="5.19")
    assert _reboot(aws, mq, id)["Configurations"]["Current"]["Id"] == new


def test_only_running_brokers_change(aws: World, mq: Any) -> None:
    id = create(mq)

    def refuses(now: str) -> None:
        for call in (mq.update_broker, mq.reboot_broker):
            with refused(f"Broker [{id}] must be in state [RUNNING] but is [{now}].", "broker-id"):
                call(BrokerId=id)

    refuses("CREATION_IN_PROGRESS")
    aws.clock.advance(minutes=12)
    mq.reboot_broker(BrokerId=id)
    refuses("REBOOT_IN_PROGRESS")
    aws.clock.advance(minutes=4)
    mq.delete_broker(BrokerId=id)
    refuses("DELETION_IN_PROGRESS")
    for call in (mq.update_broker, mq.reboot_broker, mq.delete_broker):
        with refused(
            "Can't find requested broker [b-1]. Make sure your broker exists.", "broker-id", "NotFoundException"
        ):
            call(BrokerId="b-1")


def test_a_reboot_takes_four_minutes(aws: World, mq: Any) -> None:
    id = running(aws, mq, STANDBY)
    assert without(mq.reboot_broker(BrokerId=id), "ResponseMetadata") == {}
    aws.clock.advance(minutes=3, seconds=59)
    assert state(mq, id) == "REBOOT_IN_PROGRESS"
    assert aws.mq.broker(id).active is None
    aws.clock.advance(seconds=1)
    assert state(mq, id) == "RUNNING"
    assert aws.mq.broker(id).active == 1


def test_users_change_with_the_reboot(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    mq.create_user(BrokerId=id, Username="bob", Password="Correct-horse-2")
    assert mq.describe_broker(BrokerId=id)["Users"][1] == {"Username": "bob", "PendingChange": "CREATE"}
    assert _reboot(aws, mq, id)["Users"] == [{"Username": "ann"}, {"Username": "bob"}]


def test_shared_resources(aws: World, mq: Any) -> None:
    id = running(aws, mq, RABBITMQ)
    assert mq.describe_shared_resources(BrokerId=id)["SharedResources"] == []
    shares = [f"{_SHARE}{letter}" for letter in "ab"]
    assert mq.update_broker(BrokerId=id, ResourceShareArns=shares)["ResourceShareArns"] == shares

    def statuses() -> list[tuple[str, str]]:
        pages = mq.get_paginator("describe_shared_resources").paginate(BrokerId=id, PaginationConfig={"PageSize": 1})
        return [(each["ResourceArn"][-1], each["Status"]) for page in pages for each in page["SharedResources"]]

    assert statuses() == [("a", "SETUP_IN_PROGRESS"), ("b", "SETUP_IN_PROGRESS")]
    aws.clock.advance(minutes=2)
    assert statuses() == [("a", "AVAILABLE"), ("b", "AVAILABLE")]
    mq.update_broker(BrokerId=id, ResourceShareArns=shares[1:])
    assert statuses() == [("b", "AVAILABLE")]
