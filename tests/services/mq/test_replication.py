"""Cross-Region data replication: pairs of brokers, their roles, promotion."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.mq.making import ANN, REPLICATOR, STANDBY, client, create, refused, running, state

EAST, WEST = "us-east-1", "us-west-2"
PAIRED: dict[str, Any] = {**STANDBY, "DataReplicationMode": "CRDR", "Users": [ANN, REPLICATOR]}


@pytest.fixture
def west() -> Any:
    return client(WEST)


@pytest.fixture
def primary(aws: World, mq: Any) -> str:
    return running(aws, mq, PAIRED)


@pytest.fixture
def replica(aws: World, mq: Any, west: Any, primary: str) -> str:
    return running(aws, west, PAIRED, DataReplicationPrimaryBrokerArn=_arn(mq, primary))


def _arn(mq: Any, id: str) -> str:
    arn: str = mq.describe_broker(BrokerId=id)["BrokerArn"]
    return arn


def _role(mq: Any, id: str) -> tuple[str, str, tuple[str, str] | None]:
    """State, role, counterpart."""
    shown = mq.describe_broker(BrokerId=id)
    metadata = shown["DataReplicationMetadata"]
    other = metadata.get("DataReplicationCounterpart")
    counterpart = None if other is None else (other["BrokerId"], other["Region"])
    return shown["BrokerState"], metadata["DataReplicationRole"], counterpart


def test_a_primary_waits_for_its_replica(mq: Any, primary: str) -> None:
    assert _role(mq, primary) == ("RUNNING", "PRIMARY", None)
    assert mq.describe_broker(BrokerId=primary)["DataReplicationMode"] == "CRDR"


def test_a_pair(mq: Any, west: Any, primary: str, replica: str) -> None:
    assert _role(mq, primary) == ("RUNNING", "PRIMARY", (replica, WEST))
    assert _role(west, replica) == ("REPLICA", "REPLICA", (primary, EAST))


def test_a_running_broker_becomes_a_primary_at_a_reboot(aws: World, mq: Any) -> None:
    id = running(aws, mq, STANDBY, Users=[ANN, REPLICATOR])
    answer = mq.update_broker(BrokerId=id, DataReplicationMode="CRDR")
    shown = mq.describe_broker(BrokerId=id)
    assert (answer["DataReplicationMode"], shown["DataReplicationMode"]) == ("CRDR", "NONE")
    for each in (answer, shown):
        assert each["PendingDataReplicationMode"] == "CRDR"
        assert each["PendingDataReplicationMetadata"] == {"DataReplicationRole": "PRIMARY"}
    mq.reboot_broker(BrokerId=id)
    aws.clock.advance(minutes=4)
    assert _role(mq, id) == ("RUNNING", "PRIMARY", None)
    assert "PendingDataReplicationMode" not in mq.describe_broker(BrokerId=id)


def test_fail_over_to_the_replica_is_immediate(mq: Any, west: Any, primary: str, replica: str) -> None:
    assert west.promote(BrokerId=replica, Mode="FAILOVER")["BrokerId"] == replica
    assert _role(west, replica) == ("RUNNING", "PRIMARY", (primary, EAST))
    assert _role(mq, primary) == ("REPLICA", "REPLICA", (replica, WEST))


def test_switch_over_waits_until_all_is_replicated(aws: World, mq: Any, west: Any, primary: str, replica: str) -> None:
    west.promote(BrokerId=replica, Mode="SWITCHOVER")
    aws.clock.advance(seconds=59)
    assert (state(mq, primary), state(west, replica)) == ("RUNNING", "REPLICA")
    with refused(f"Broker [{replica}] is already being promoted.", "broker-id"):
        west.promote(BrokerId=replica, Mode="FAILOVER")
    aws.clock.advance(seconds=1)
    assert (state(mq, primary), state(west, replica)) == ("REPLICA", "RUNNING")
    mq.promote(BrokerId=primary, Mode="SWITCHOVER")
    aws.clock.run_until_idle()
    assert (state(mq, primary), state(west, replica)) == ("RUNNING", "REPLICA")


def test_a_primary_that_reboots_comes_back_as_a_replica(
    aws: World, mq: Any, west: Any, primary: str, replica: str
) -> None:
    mq.reboot_broker(BrokerId=primary)
    with refused(f"The primary broker of broker [{replica}] must be in state [RUNNING].", "mode"):
        west.promote(BrokerId=replica, Mode="SWITCHOVER")
    west.promote(BrokerId=replica, Mode="FAILOVER")
    assert state(mq, primary) == "REBOOT_IN_PROGRESS"
    aws.clock.advance(minutes=4)
    assert state(mq, primary) == "REPLICA"


def test_a_replica_outlives_its_primary(aws: World, mq: Any, west: Any, primary: str, replica: str) -> None:
    west.promote(BrokerId=replica, Mode="SWITCHOVER")
    mq.delete_broker(BrokerId=primary)
    aws.clock.advance(minutes=5)
    assert _role(west, replica) == ("REPLICA", "REPLICA", None)
    west.promote(BrokerId=replica, Mode="FAILOVER")
    assert _role(west, replica) == ("RUNNING", "PRIMARY", None)


def test_a_deleted_replica_leaves_room_for_another(aws: World, mq: Any, west: Any, primary: str, replica: str) -> None:
    given = {**PAIRED, "BrokerName": "second", "DataReplicationPrimaryBrokerArn": _arn(mq, primary)}
    with refused(f"Broker [{primary}] already has a replica.", "dataReplicationPrimaryBrokerArn"):
        create(west, given)
    west.delete_broker(BrokerId=replica)
    assert _role(mq, primary) == ("RUNNING", "PRIMARY", None)
    second = running(aws, west, given)
    assert _role(mq, primary) == ("RUNNING", "PRIMARY", (second, WEST))


def test_an_end_of_replication_makes_two_brokers(aws: World, mq: Any, west: Any, primary: str, replica: str) -> None:
    mq.update_broker(BrokerId=primary, DataReplicationMode="NONE")
    assert "PendingDataReplicationMetadata" not in mq.describe_broker(BrokerId=primary)
    mq.reboot_broker(BrokerId=primary)
    assert state(west, replica) == "REPLICA"
    aws.clock.advance(minutes=4)
    for each, id in ((mq, primary), (west, replica)):
        shown = each.describe_broker(BrokerId=id)
        assert (shown["BrokerState"], shown["DataReplicationMode"]) == ("RUNNING", "NONE")
        assert "DataReplicationMetadata" not in shown


def test_replicas_change_only_by_promotion(west: Any, mq: Any, primary: str, replica: str) -> None:
    for call in (west.update_broker, west.reboot_broker):
        with refused(f"Broker [{replica}] must be in state [RUNNING] but is [REPLICA].", "broker-id"):
            call(BrokerId=replica)
    with refused(f"Broker [{primary}] must be in state [REPLICA] but is [RUNNING].", "broker-id"):
        mq.promote(BrokerId=primary, Mode="FAILOVER")
    with refused("Promote mode [NOW] is invalid. Valid values: [SWITCHOVER, FAILOVER]", "mode"):
        west.promote(BrokerId=replica, Mode="NOW")


@pytest.mark.parametrize(
    "changed",
    [
        {"DeploymentMode": "SINGLE_INSTANCE"},
        {"HostInstanceType": "mq.t3.micro"},
        {"EngineType": "RABBITMQ", "EngineVersion": "3.13", "Users": [ANN], "DeploymentMode": "SINGLE_INSTANCE"},
    ],
    ids=["mode", "type", "engine"],
)
def test_what_can_be_in_a_pair(mq: Any, changed: dict[str, Any]) -> None:
    message = (
        "Data replication mode [CRDR] is supported for [ActiveMQ] brokers with deployment mode "
        "[ACTIVE_STANDBY_MULTI_AZ] on host instance types [mq.m5] only."
    )
    with refused(message, "dataReplicationMode"):
        create(mq, PAIRED, **changed)


def test_pairs_need_a_replication_user(aws: World, mq: Any) -> None:
    message = "Data replication mode [CRDR] requires a user with [replicationUser]."
    with refused(message, "users"):
        create(mq, PAIRED, Users=[ANN])
    id = running(aws, mq, STANDBY)
    with refused(message, "users"):
        mq.update_broker(BrokerId=id, DataReplicationMode="CRDR")


def test_primaries_that_are_none(aws: World, mq: Any, west: Any, primary: str) -> None:
    attribute = "dataReplicationPrimaryBrokerArn"
    arn = _arn(mq, primary)
    with refused("A primary broker is for data replication mode [CRDR] only.", attribute):
        create(west, STANDBY, DataReplicationPrimaryBrokerArn=arn)
    for wrong in ("orders", f"{arn}1", arn.replace("orders", "other"), arn.replace("us-east-1", "eu-west-1")):
        with refused(f"Can't find primary broker [{wrong}].", attribute):
            create(west, PAIRED, DataReplicationPrimaryBrokerArn=wrong)
    with refused("The primary broker must be in another Region.", attribute):
        create(mq, PAIRED, BrokerName="second", DataReplicationPrimaryBrokerArn=arn)
    plain = running(aws, mq, STANDBY, BrokerName="plain")
    with refused(f"Broker [{plain}] is not a running primary broker.", attribute):
        create(west, PAIRED, DataReplicationPrimaryBrokerArn=_arn(mq, plain))


def test_what_is_pending_waits_while_a_broker_is_a_replica(
    aws: World, mq: Any, west: Any, primary: str, replica: str
) -> None:
    mq.update_broker(BrokerId=primary, EngineVersion="5.19")
    west.promote(BrokerId=replica, Mode="FAILOVER")
    aws.clock.advance(days=8)
    assert state(mq, primary) == "REPLICA"
    assert mq.describe_broker(BrokerId=primary)["PendingEngineVersion"] == "5.19"
    mq.promote(BrokerId=primary, Mode="FAILOVER")
    aws.clock.advance(days=8)
    assert mq.describe_broker(BrokerId=primary)["EngineVersion"] == "5.19"
