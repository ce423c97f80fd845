"""Message brokers: made by the application's own code, changed in a window at night, failing over, refused."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.stories.provisioning import PASSWORD, NotRunning, create_broker, provision, wait_until_running


@pytest.fixture
def mq(aws: World) -> Any:
    return boto3.client("mq")


def test_provisioning_waits_until_the_broker_runs(aws: World, mq: Any) -> None:
    url = provision("orders")
    (broker,) = mq.list_brokers()["BrokerSummaries"]
    assert url == f"ssl://{broker['BrokerId']}-1.mq.us-east-1.amazonaws.com:61617"
    assert aws.clock.elapsed == timedelta(minutes=12)


def test_provisioning_that_is_impatient(aws: World, mq: Any) -> None:
    broker = create_broker("orders")
    with pytest.raises(NotRunning, match="CREATION_IN_PROGRESS after 300 s"):
        wait_until_running(broker, at_most=300)
    with pytest.raises(mq.exceptions.BadRequestException, match="must be in state"):
        mq.reboot_broker(BrokerId=broker)


@pytest.mark.fakeaws(start="2026-03-25T12:00:00Z")
def test_a_version_and_a_user_come_in_the_window(aws: World, mq: Any) -> None:
    """Sundays at half past three in Berlin, which is on summer time since an hour and a half by then."""
    window = {"DayOfWeek": "SUNDAY", "TimeOfDay": "03:30", "TimeZone": "Europe/Berlin"}
    broker = create_broker("orders", MaintenanceWindowStartTime=window)
    wait_until_running(broker)
    mq.update_broker(BrokerId=broker, EngineVersion="5.19")
    mq.create_user(BrokerId=broker, Username="reports", Password=PASSWORD)
    view = aws.mq.broker(broker)
    assert view.pending == {"EngineVersion": "5.19"}
    assert {"Username": "reports", "PendingChange": "CREATE"} in mq.list_users(BrokerId=broker)["Users"]

    begin = datetime(2026, 3, 29, 1, 30, tzinfo=timezone.utc)
    assert view.next_maintenance == begin
    aws.clock.advance_to(begin - timedelta(seconds=1))
    assert (view.state, mq.describe_broker(BrokerId=broker)["EngineVersion"]) == ("RUNNING", "5.18")
    aws.clock.advance_to(begin)
    assert view.state == "REBOOT_IN_PROGRESS"
    shown = wait_until_running(broker)
    assert shown["EngineVersion"] == "5.19"
    assert shown["Users"] == [{"Username": "app"}, {"Username": "reports"}]
    assert view.pending == {}
    assert aws.clock.now == begin + timedelta(minutes=4)


def test_the_standby_takes_over(aws: World, mq: Any) -> None:
    url = provision("orders", mode="ACTIVE_STANDBY_MULTI_AZ")
    first, second = url.removeprefix("failover:(").removesuffix(")").split(",")
    broker = aws.mq.broker("orders")
    assert broker.active == 1
    assert "-1.mq." in first
    broker.fail_over()
    assert broker.active is None
    aws.clock.run_until(lambda: broker.active, within=timedelta(minutes=1))
    assert broker.active == 2
    assert "-2.mq." in second
    assert [each.outcome for each in aws.timeline.select(kind="FailOver")] == ["began", "ended"]
    assert broker.state == "RUNNING"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"mode": "ACTIVE_STANDBY_MULTI_AZ"}, r"\[RabbitMQ\] does not support deployment mode"),
        ({"HostInstanceType": "mq.t3.micro"}, r"\[RabbitMQ\] does not support host instance type \[mq.t3.micro\]"),
        ({"HostInstanceType": "mq.m5.large"}, r"version \[4.2\] does not support host instance type \[mq.m5.large\]"),
        ({"EngineVersion": "3.8.6"}, r"Broker engine version \[3.8.6\] is invalid. Valid values: \[4.3, 4.2, 3.13\]"),
        ({"AutoMinorVersionUpgrade": False}, r"must have \[autoMinorVersionUpgrade\] set to \[true\]"),
        ({"StorageType": "EFS"}, r"does not support storage type \[EFS\]"),
        ({"Users": []}, r"Specify exactly one user for engine type \[RABBITMQ\]."),
        ({"Users": [{"Username": "guest", "Password": PASSWORD}]}, r"Username \[guest\] is invalid"),
        ({"Logs": {"Audit": True}}, "does not support audit logs"),
        ({"PubliclyAccessible": True, "SecurityGroups": ["sg-1"]}, "Security groups are not supported"),
    ],
    ids=lambda each: str(each)[:30],
)
def test_rules_of_rabbitmq_clusters(mq: Any, more: dict[str, Any], words: str) -> None:
    given = {"engine": "RABBITMQ", "mode": "CLUSTER_MULTI_AZ", **more}
    with pytest.raises(mq.exceptions.BadRequestException, match=words):
        create_broker("jobs", **given)
    assert mq.list_brokers()["BrokerSummaries"] == []


def test_a_rabbitmq_cluster_has_one_url(aws: World, mq: Any) -> None:
    url = provision("jobs", engine="RABBITMQ", mode="CLUSTER_MULTI_AZ", StorageSize=50)
    (broker,) = mq.list_brokers()["BrokerSummaries"]
    assert url == f"amqps://{broker['BrokerId']}.mq.us-east-1.amazonaws.com:5671"
    with pytest.raises(ValueError, match="CLUSTER_MULTI_AZ"):
        aws.mq.broker("jobs").fail_over()
    with pytest.raises(mq.exceptions.BadRequestException, match="RabbitMQ management API"):
        mq.create_user(BrokerId=broker["BrokerId"], Username="second", Password=PASSWORD)
