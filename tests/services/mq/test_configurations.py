from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World
from tests.services.mq.support import base64_of, broker, reboot, refused, running, text_of, xml

ARN = "arn:aws:mq:us-east-1:123456789012:configuration:"


def create(mq: Any, name: str = "policies", engine: str = "ACTIVEMQ", **more: Any) -> str:
    id: str = mq.create_configuration(Name=name, EngineType=engine, **more)["Id"]
    return id


def test_a_new_one_has_generated_content_for_the_newest_version(mq: Any) -> None:
    made = mq.create_configuration(Name="policies", EngineType="ACTIVEMQ", Tags={"team": "shop"})
    assert made["Arn"] == f"{ARN}{made['Id']}"
    assert made["Id"].startswith("c-")
    assert made["LatestRevision"] == {
        "Created": made["Created"],
        "Description": "Auto-generated default for policies on ActiveMQ 5.19",
        "Revision": 1,
    }

    found = mq.describe_configuration(ConfigurationId=made["Id"])
    assert found["EngineVersion"] == "5.19"
    assert found["Tags"] == {"team": "shop"}
    assert found["Description"] == made["LatestRevision"]["Description"]
    data = mq.describe_configuration_revision(ConfigurationId=made["Id"], ConfigurationRevision="1")["Data"]
    assert '<broker xmlns="http://activemq.apache.org/schema/core">' in text_of(data)


def test_rabbitmqs_generated_content_are_settings(mq: Any) -> None:
    id = create(mq, engine="rabbitmq", EngineVersion="3.13")
    assert mq.describe_configuration(ConfigurationId=id)["EngineType"] == "RABBITMQ"
    data = mq.describe_configuration_revision(ConfigurationId=id, ConfigurationRevision="1")["Data"]
    assert "consumer_timeout = 1800000\n" in text_of(data)


def test_what_is_generated_has_nothing_to_remove(mq: Any) -> None:
    for engine in ("ACTIVEMQ", "RABBITMQ"):
        id = create(mq, engine, engine)
        data = mq.describe_configuration_revision(ConfigurationId=id, ConfigurationRevision="1")["Data"]
        assert mq.update_configuration(ConfigurationId=id, Data=data)["Warnings"] == []
        second = mq.describe_configuration_revision(ConfigurationId=id, ConfigurationRevision="2")
        assert second["Data"] == data


def test_an_update_adds_a_revision_and_leaves_the_others(aws: World, mq: Any) -> None:
    id = create(mq)
    aws.clock.advance(minutes=5)
    updated = mq.update_configuration(ConfigurationId=id, Data=xml("<plugins/>"), Description="with plugins")
    latest = updated["LatestRevision"]
    assert (latest["Revision"], latest["Description"]) == (2, "with plugins")
    assert latest["Created"] - updated["Created"] == timedelta(minutes=5)

    revisions = mq.list_configuration_revisions(ConfigurationId=id)
    assert [each["Revision"] for each in revisions["Revisions"]] == [2, 1]
    assert revisions["MaxResults"] == 20
    first = mq.describe_configuration_revision(ConfigurationId=id, ConfigurationRevision="1")
    assert first["Description"].startswith("Auto-generated default")
    assert mq.describe_configuration(ConfigurationId=id)["LatestRevision"] == latest


def test_a_revision_without_description_shows_none(mq: Any) -> None:
    id = create(mq)
    mq.update_configuration(ConfigurationId=id, Data=xml())
    assert "Description" not in mq.describe_configuration_revision(ConfigurationId=id, ConfigurationRevision="2")
    found = mq.describe_configuration(ConfigurationId=id)
    assert "Description" not in found["LatestRevision"]
    assert found["Description"] == "Auto-generated default for policies on ActiveMQ 5.19"


def test_pages_of_revisions_go_back_in_time(mq: Any) -> None:
    id = create(mq)
    for _ in range(4):
        mq.update_configuration(ConfigurationId=id, Data=xml())
    first = mq.list_configuration_revisions(ConfigurationId=id, MaxResults=2)
    mq.update_configuration(ConfigurationId=id, Data=xml())
    second = mq.list_configuration_revisions(ConfigurationId=id, MaxResults=10, NextToken=first["NextToken"])
    numbers = [each["Revision"] for page in (first, second) for each in page["Revisions"]]
    assert numbers == [5, 4, 3, 2, 1]
    assert "NextToken" not in second


def test_configurations_are_listed_in_the_order_of_creation(aws: World, mq: Any) -> None:
    for name in ("zebra", "ant", "mole"):
        create(mq, name)
        aws.clock.advance(seconds=1)
    first = mq.list_configurations(MaxResults=2)
    second = mq.list_configurations(NextToken=first["NextToken"])
    assert [each["Name"] for page in (first, second) for each in page["Configurations"]] == ["zebra", "ant", "mole"]


def test_a_name_is_used_once(mq: Any) -> None:
    id = create(mq)
    message = refused(mq.create_configuration, "ConflictException", Name="policies", EngineType="RABBITMQ")
    assert message == "name: Configuration name [policies] is already in use."
    mq.delete_configuration(ConfigurationId=id)
    assert create(mq) != id


def test_a_deleted_one_is_gone(mq: Any) -> None:
    id = create(mq)
    assert mq.delete_configuration(ConfigurationId=id)["ConfigurationId"] == id
    message = refused(mq.describe_configuration, "NotFoundException", ConfigurationId=id)
    text = f"Can't find requested configuration [{id}]. Make sure your configuration exists."
    assert message == f"configuration_id: {text}"


def test_a_broker_without_one_gets_its_own(aws: World, mq: Any) -> None:
    id = broker(mq, "orders")
    current = mq.describe_broker(BrokerId=id)["Configurations"]["Current"]
    assert current["Revision"] == 1
    made = mq.describe_configuration(ConfigurationId=current["Id"])
    assert (made["Name"], made["EngineVersion"]) == ("orders-configuration", "5.18")
    message = refused(mq.delete_configuration, "ConflictException", ConfigurationId=current["Id"])
    assert message == f"configuration_id: Configuration [{current['Id']}] is in use by broker [{id}]."


def test_its_configuration_outlives_the_broker(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    configuration = mq.describe_broker(BrokerId=id)["Configurations"]["Current"]["Id"]
    mq.delete_broker(BrokerId=id)
    refused(mq.delete_configuration, "ConflictException", ConfigurationId=configuration)
    aws.clock.advance(minutes=10)
    mq.describe_configuration(ConfigurationId=configuration)
    mq.delete_configuration(ConfigurationId=configuration)


def test_a_revision_is_applied_by_pointing_at_it_and_a_reboot(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    own = mq.describe_broker(BrokerId=id)["Configurations"]["Current"]
    wanted = create(mq, EngineVersion="5.18")
    mq.update_configuration(ConfigurationId=wanted, Data=xml())
    mq.update_broker(BrokerId=id, Configuration={"Id": wanted, "Revision": 2})

    configurations = mq.describe_broker(BrokerId=id)["Configurations"]
    assert configurations["Current"] == own
    assert configurations["Pending"] == {"Id": wanted, "Revision": 2}
    reboot(aws, mq, id)
    configurations = mq.describe_broker(BrokerId=id)["Configurations"]
    assert configurations["Current"] == {"Id": wanted, "Revision": 2}
    assert configurations["History"] == [own]
    assert "Pending" not in configurations
    assert mq.delete_configuration(ConfigurationId=own["Id"])["ConfigurationId"] == own["Id"]


def test_new_revisions_do_not_touch_brokers(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    own = mq.describe_broker(BrokerId=id)["Configurations"]["Current"]
    mq.update_configuration(ConfigurationId=own["Id"], Data=xml())
    reboot(aws, mq, id)
    configurations = mq.describe_broker(BrokerId=id)["Configurations"]
    assert (configurations["Current"], configurations["History"]) == (own, [])


def test_refused_data_make_no_revision(mq: Any) -> None:
    id = create(mq)
    message = refused(mq.update_configuration, ConfigurationId=id, Data=base64_of("<broker>"))
    assert message.startswith("data: The configuration is not well-formed XML: ")
    assert mq.describe_configuration(ConfigurationId=id)["LatestRevision"]["Revision"] == 1


def test_the_error_shows_what_is_wrong_as_boto3_has_it(mq: Any) -> None:
    with pytest.raises(mq.exceptions.NotFoundException) as caught:
        mq.describe_configuration(ConfigurationId="c-1")
    response: dict[str, Any] = dict(caught.value.response)
    assert response["ErrorAttribute"] == "configuration_id"
    assert response["Error"]["Message"] == response["Message"]
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 404
