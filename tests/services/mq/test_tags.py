from __future__ import annotations

from typing import Any

import pytest

from tests.services.mq.support import ACTIVEMQ, refused


def broker_arn(mq: Any) -> str:
    arn: str = mq.create_broker(BrokerName="orders", **ACTIVEMQ, Tags={"team": "shop"})["BrokerArn"]
    return arn


def configuration_arn(mq: Any) -> str:
    arn: str = mq.create_configuration(Name="policies", EngineType="ACTIVEMQ", Tags={"team": "shop"})["Arn"]
    return arn


@pytest.mark.parametrize("make", [broker_arn, configuration_arn])
def test_tags_are_merged_and_taken_away(mq: Any, make: Any) -> None:
    arn = make(mq)
    answer = mq.create_tags(ResourceArn=arn, Tags={"team": "web", "stage": ""})
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert mq.list_tags(ResourceArn=arn)["Tags"] == {"team": "web", "stage": ""}
    answer = mq.delete_tags(ResourceArn=arn, TagKeys=["team", "none"])
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert mq.list_tags(ResourceArn=arn)["Tags"] == {"stage": ""}


def test_they_are_shown_with_what_has_them(mq: Any) -> None:
    broker = broker_arn(mq).rpartition(":")[2]
    configuration = configuration_arn(mq).rpartition(":")[2]
    assert mq.describe_broker(BrokerId=broker)["Tags"] == {"team": "shop"}
    assert mq.describe_configuration(ConfigurationId=configuration)["Tags"] == {"team": "shop"}


def test_fifty_at_most_and_all_or_none(mq: Any) -> None:
    arn = configuration_arn(mq)
    message = refused(mq.create_tags, ResourceArn=arn, Tags={f"tag{number}": "" for number in range(50)})
    assert message == "tags: A resource can have 50 tags at most."
    assert mq.list_tags(ResourceArn=arn)["Tags"] == {"team": "shop"}
    mq.create_tags(ResourceArn=arn, Tags={f"tag{number}": "" for number in range(49)})
    assert len(mq.list_tags(ResourceArn=arn)["Tags"]) == 50


def test_what_is_deleted_has_none(mq: Any) -> None:
    arn = configuration_arn(mq)
    mq.delete_configuration(ConfigurationId=arn.rpartition(":")[2])
    message = refused(mq.list_tags, "NotFoundException", ResourceArn=arn)
    assert message == f"resource-arn: Can't find requested resource [{arn}]. Make sure your resource exists."
