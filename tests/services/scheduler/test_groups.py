"""Groups, listings, tokens."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World
from tests.services.scheduler.support import arrivals, create, definition


def names(answer: dict[str, Any]) -> list[str]:
    return [schedule["Name"] for schedule in answer["Schedules"]]


def test_a_group_takes_its_schedules_along(aws: World, scheduler: Any, sqs: Any) -> None:
    scheduler.create_schedule_group(Name="g")
    create(scheduler, "rate(1 minute)", GroupName="g")
    create(scheduler, "rate(1 minute)", name="kept")
    scheduler.delete_schedule_group(Name="g")
    assert scheduler.get_schedule_group(Name="g")["State"] == "DELETING"
    assert names(scheduler.list_schedules()) == ["kept"]
    with pytest.raises(ClientError, match="Schedule group g is being deleted"):
        create(scheduler, "rate(1 minute)", GroupName="g")
    aws.clock.run_until_idle()
    with pytest.raises(scheduler.exceptions.ResourceNotFoundException, match=r"Schedule group g does not exist\."):
        scheduler.get_schedule_group(Name="g")
    aws.clock.advance(minutes=1)
    assert len(arrivals(aws)) == 1
    scheduler.create_schedule_group(Name="g")


def test_one_name_in_two_groups(aws: World, scheduler: Any, sqs: Any) -> None:
    scheduler.create_schedule_group(Name="g")
    first, second = create(scheduler, "rate(1 minute)"), create(scheduler, "rate(1 hour)", GroupName="g")
    assert first.endswith("schedule/default/nightly")
    assert second.endswith("schedule/g/nightly")
    scheduler.delete_schedule(Name="nightly")
    assert scheduler.get_schedule(Name="nightly", GroupName="g")["Arn"] == second


def test_listings(aws: World, scheduler: Any) -> None:
    scheduler.create_schedule_group(Name="g")
    for name in ("b1", "a1", "a2"):
        create(scheduler, "rate(1 hour)", name=name, State="DISABLED" if name == "a2" else "ENABLED")
    create(scheduler, "rate(1 hour)", name="a0", GroupName="g")
    assert names(scheduler.list_schedules()) == ["a1", "a2", "b1", "a0"]
    assert names(scheduler.list_schedules(GroupName="default", NamePrefix="a", State="ENABLED")) == ["a1"]
    pages = scheduler.get_paginator("list_schedules").paginate(PaginationConfig={"PageSize": 3})
    assert [names(page) for page in pages] == [["a1", "a2", "b1"], ["a0"]]
    pages = scheduler.get_paginator("list_schedule_groups").paginate(PaginationConfig={"PageSize": 1})
    assert [page["ScheduleGroups"][0]["Name"] for page in pages] == ["default", "g"]


def test_calls_with_a_token_are_made_once(aws: World, scheduler: Any, sqs: Any) -> None:
    params = definition("rate(1 hour)", ClientToken="t")
    first = scheduler.create_schedule(**params)["ScheduleArn"]
    assert scheduler.create_schedule(**params)["ScheduleArn"] == first
    with pytest.raises(scheduler.exceptions.ConflictException, match="with other parameters"):
        scheduler.create_schedule(**{**params, "Description": "another"})
    for _ in range(2):
        scheduler.delete_schedule(Name="nightly", ClientToken="d")
    with pytest.raises(scheduler.exceptions.ResourceNotFoundException):
        scheduler.delete_schedule(Name="nightly", ClientToken="e")
    aws.clock.advance(hours=1)
    scheduler.create_schedule(**params)
    assert names(scheduler.list_schedules()) == ["nightly"]


def test_tags(aws: World, scheduler: Any) -> None:
    arn = scheduler.create_schedule_group(Name="g", Tags=[{"Key": "a", "Value": "1"}])["ScheduleGroupArn"]
    scheduler.tag_resource(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    scheduler.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert scheduler.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
