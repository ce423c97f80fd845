from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from fakeaws import World

from .support import ARN, client, refused

START = datetime(2026, 1, 5, tzinfo=timezone.utc)


def test_a_new_one(sfn: Any) -> None:
    made = sfn.create_activity(name="approve")
    assert (made["activityArn"], made["creationDate"]) == (f"{ARN}activity:approve", START)
    shown = sfn.describe_activity(activityArn=made["activityArn"])
    del shown["ResponseMetadata"]
    assert shown == {
        "activityArn": f"{ARN}activity:approve",
        "name": "approve",
        "creationDate": START,
        "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
    }


def test_the_same_name_is_the_same_activity(aws: World, sfn: Any) -> None:
    arn = sfn.create_activity(name="approve", tags=[{"key": "team", "value": "shop"}])["activityArn"]
    aws.clock.advance(60)
    again = sfn.create_activity(name="approve", tags=[{"key": "team", "value": "web"}])
    assert (again["activityArn"], again["creationDate"]) == (arn, START)
    assert sfn.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "team", "value": "shop"}]


def test_it_can_be_deleted_twice(sfn: Any) -> None:
    arn = sfn.create_activity(name="approve")["activityArn"]
    sfn.delete_activity(activityArn=arn)
    sfn.delete_activity(activityArn=arn)
    with refused("ActivityDoesNotExist", f"Activity Does Not Exist: '{arn}'"):
        sfn.describe_activity(activityArn=arn)
    assert sfn.list_activities()["activities"] == []


def test_they_are_listed_by_name(sfn: Any) -> None:
    for name in ("pack", "approve", "ship"):
        sfn.create_activity(name=name)
    pages = sfn.get_paginator("list_activities").paginate(PaginationConfig={"PageSize": 2})
    assert [[each["name"] for each in page["activities"]] for page in pages] == [["approve", "pack"], ["ship"]]
    assert client("eu-west-1").list_activities()["activities"] == []


def test_names_that_are_legal(sfn: Any) -> None:
    for name in ("a.b-c_d+e!f@g=h(i)'j", "Bestätigung", "a" * 80):
        assert sfn.create_activity(name=name)["activityArn"] == f"{ARN}activity:{name}"
