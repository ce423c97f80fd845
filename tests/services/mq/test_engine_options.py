from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.services.mq.support import broker, refused


def options(mq: Any, **wanted: Any) -> Iterator[dict[str, Any]]:
    """All rows, page by page."""
    token: dict[str, str] = {}
    while True:
        page = mq.describe_broker_instance_options(**wanted, **token)
        yield from page["BrokerInstanceOptions"]
        if "NextToken" not in page:
            return
        token = {"NextToken": page["NextToken"]}


def test_engines_and_their_versions_newest_first(mq: Any) -> None:
    found = mq.describe_broker_engine_types()["BrokerEngineTypes"]
    assert {each["EngineType"]: [version["Name"] for version in each["EngineVersions"]] for each in found} == {
        "ACTIVEMQ": ["5.19", "5.18"],
        "RABBITMQ": ["4.3", "4.2", "3.13"],
    }
    (one,) = mq.describe_broker_engine_types(EngineType="rabbitmq")["BrokerEngineTypes"]
    assert one["EngineType"] == "RABBITMQ"


def test_a_row_for_each_engine_type_and_storage(mq: Any) -> None:
    rows = [(row["EngineType"], row["HostInstanceType"], row["StorageType"]) for row in options(mq)]
    assert len(rows) == len(set(rows)) == 9 + 12
    assert ("RABBITMQ", "mq.t3.micro", "EBS") not in rows
    assert [row for row in rows if row[1] == "mq.t3.micro"] == [("ACTIVEMQ", "mq.t3.micro", "EFS")]


def test_what_goes_together(mq: Any) -> None:
    efs, ebs = options(mq, EngineType="ACTIVEMQ", HostInstanceType="mq.m5.large")
    if efs["StorageType"] != "EFS":
        efs, ebs = ebs, efs
    assert efs["SupportedDeploymentModes"] == ["SINGLE_INSTANCE", "ACTIVE_STANDBY_MULTI_AZ"]
    assert ebs["SupportedDeploymentModes"] == ["SINGLE_INSTANCE"]
    assert efs["AvailabilityZones"] == [{"Name": f"us-east-1{letter}"} for letter in "abc"]
    (old,) = options(mq, EngineType="RABBITMQ", HostInstanceType="mq.m5.large")
    (new,) = options(mq, EngineType="RABBITMQ", HostInstanceType="mq.m7g.large")
    assert old["SupportedEngineVersions"] == ["3.13"]
    assert new["SupportedEngineVersions"] == ["4.3", "4.2", "3.13"]


def test_filters_may_leave_nothing(mq: Any) -> None:
    assert list(options(mq, HostInstanceType="mq.none")) == []
    assert list(options(mq, EngineType="RABBITMQ", StorageType="EFS")) == []
    assert {row["EngineType"] for row in options(mq, StorageType="EBS")} == {"ACTIVEMQ", "RABBITMQ"}
    message = refused(mq.describe_broker_instance_options, StorageType="TAPE")
    assert message == "storageType: Storage type [TAPE] is invalid. Valid values: [EBS, EFS]"


@pytest.mark.parametrize("engine", ["ACTIVEMQ", "RABBITMQ"])
def test_every_option_can_be_created(mq: Any, engine: str) -> None:
    count = 0
    for row in list(options(mq, EngineType=engine)):
        for version in row["SupportedEngineVersions"]:
            for mode in row["SupportedDeploymentModes"]:
                count += 1
                broker(
                    mq,
                    f"broker{count}",
                    engine=engine,
                    EngineVersion=version,
                    DeploymentMode=mode,
                    HostInstanceType=row["HostInstanceType"],
                    StorageType=row["StorageType"],
                )
    assert count > 20
