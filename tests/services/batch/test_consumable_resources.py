"""Consumable resources: what is created and shown, and who gets them."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.scheduling_support import lasting, on_tasks, started, when
from tests.services.batch.support import ARN, refused, status, submit

LICENCE = f"{ARN}consumable-resource/licence"


def needs(*pairs: tuple[str, int]) -> dict[str, Any]:
    return {"consumableResourceList": [{"consumableResource": name, "quantity": count} for name, count in pairs]}


def create(batch: Any, total: int = 2, name: str = "licence", **more: Any) -> None:
    batch.create_consumable_resource(consumableResourceName=name, totalQuantity=total, **more)


def amounts(batch: Any, name: str = "licence") -> tuple[int, int, int]:
    found = batch.describe_consumable_resource(consumableResource=name)
    return found["totalQuantity"], found["inUseQuantity"], found["availableQuantity"]


def test_create_and_describe(aws: World, batch: Any) -> None:
    made = batch.create_consumable_resource(consumableResourceName="licence", totalQuantity=3, tags={"team": "shop"})
    assert (made["consumableResourceName"], made["consumableResourceArn"]) == ("licence", LICENCE)
    found = batch.describe_consumable_resource(consumableResource=LICENCE)
    del found["ResponseMetadata"]
    assert found == {
        "consumableResourceName": "licence",
        "consumableResourceArn": LICENCE,
        "totalQuantity": 3,
        "inUseQuantity": 0,
        "availableQuantity": 3,
        "resourceType": "REPLENISHABLE",
        "createdAt": aws.wall_us // 1000,
        "tags": {"team": "shop"},
    }


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"consumableResourceName": "licence"}, "Object already exists"),
        (
            {"consumableResourceName": "a b"},
            "consumableResourceName a b is not valid. Up to 128 letters, numbers, hyphens and underscores are allowed.",
        ),
        ({"totalQuantity": -1}, "totalQuantity must be non-negative."),
        ({"resourceType": "X"}, "resourceType X is not valid. Valid types are REPLENISHABLE and NON_REPLENISHABLE."),
    ],
)
def test_what_cannot_be_created(batch: Any, given: dict[str, Any], message: str) -> None:
    create(batch)
    with refused(message):
        batch.create_consumable_resource(**{"consumableResourceName": "new", **given})
    assert len(batch.list_consumable_resources()["consumableResources"]) == 1


def test_update(aws: World, batch: Any) -> None:
    create(batch)

    def update(operation: str, quantity: int, **more: Any) -> int:
        answer = batch.update_consumable_resource(
            consumableResource="licence", operation=operation, quantity=quantity, **more
        )
        assert (answer["consumableResourceName"], answer["consumableResourceArn"]) == ("licence", LICENCE)
        return int(answer["totalQuantity"])

    assert [update("SET", 10), update("ADD", 5), update("REMOVE", 15), update("ADD", 1)] == [10, 15, 0, 1]
    with refused("Cannot remove 2 of consumable resource licence: there are fewer."):
        update("REMOVE", 2)
    with refused("operation TAKE is not valid. Valid operations are SET, ADD and REMOVE."):
        update("TAKE", 2)
    with refused("quantity must be non-negative."):
        update("ADD", -1)
    with refused("none does not exist"):
        batch.update_consumable_resource(consumableResource="none", operation="SET", quantity=1)
    assert amounts(batch) == (1, 0, 1)


def test_a_token_holds_for_eight_hours(aws: World, batch: Any) -> None:
    create(batch, 0)

    def add(quantity: int = 1) -> int:
        answer = batch.update_consumable_resource(
            consumableResource="licence", operation="ADD", quantity=quantity, clientToken="t"
        )
        return int(answer["totalQuantity"])

    assert [add(), add()] == [1, 1]
    aws.clock.advance(hours=8, milliseconds=-1)
    assert add() == 1
    aws.clock.advance(milliseconds=1)
    assert [add(), add()] == [2, 2]
    assert add(5) == 7  # the payload is another one


def test_list_and_delete(batch: Any) -> None:
    for name in ("disk", "Licence-1", "licence-2"):
        create(batch, 1, name)

    def names(**params: Any) -> list[str]:
        found = batch.list_consumable_resources(**params)["consumableResources"]
        return [each["consumableResourceName"] for each in found]

    assert names() == ["Licence-1", "disk", "licence-2"]
    assert names(filters=[{"name": "CONSUMABLE_RESOURCE_NAME", "values": ["LICENCE*"]}]) == ["Licence-1", "licence-2"]
    assert names(filters=[{"name": "CONSUMABLE_RESOURCE_NAME", "values": ["licence", "DISK"]}]) == ["disk"]
    first = batch.list_consumable_resources(maxResults=2)
    assert names(maxResults=2, nextToken=first["nextToken"]) == ["licence-2"]
    assert first["consumableResources"][1] == {
        "consumableResourceArn": f"{ARN}consumable-resource/disk",
        "consumableResourceName": "disk",
        "totalQuantity": 1,
        "inUseQuantity": 0,
        "resourceType": "REPLENISHABLE",
    }
    with refused("Filter NAME is not valid. Valid filters are CONSUMABLE_RESOURCE_NAME."):
        names(filters=[{"name": "NAME", "values": []}])
    batch.delete_consumable_resource(consumableResource=f"{ARN}consumable-resource/disk")
    assert names() == ["Licence-1", "licence-2"]
    with refused("disk does not exist"):
        batch.delete_consumable_resource(consumableResource="disk")
    with refused("disk does not exist"):
        batch.describe_consumable_resource(consumableResource="disk")


def test_jobs_take_them_when_they_are_placed_and_bring_them_back(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 8)
    create(batch, 2)
    lasting(aws, batch, 60, consumableResourceProperties=needs(("licence", 1)))
    jobs = [submit(batch, f"j{number}") for number in range(3)]
    assert amounts(batch) == (2, 0, 2)
    aws.clock.advance(seconds=60)
    assert [status(batch, each) for each in jobs] == ["RUNNING", "RUNNING", "RUNNABLE"]
    assert amounts(batch) == (2, 2, 0)
    aws.clock.advance(minutes=10)
    assert when(aws, jobs[2]) == when(aws, jobs[0], "SUCCEEDED") + 5
    assert amounts(batch) == (2, 0, 2)


def test_what_is_not_replenishable_is_gone(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 8)
    create(batch, 3, resourceType="NON_REPLENISHABLE")
    lasting(aws, batch, 60, consumableResourceProperties=needs(("licence", 2)))
    first, second = submit(batch), submit(batch)
    aws.clock.advance(seconds=60)
    assert amounts(batch) == (3, 2, 1)
    aws.clock.advance(hours=1)
    assert (status(batch, first), status(batch, second)) == ("SUCCEEDED", "RUNNABLE")
    assert amounts(batch) == (1, 0, 1)
    batch.update_consumable_resource(consumableResource="licence", operation="ADD", quantity=1)
    aws.clock.advance(seconds=5)
    assert status(batch, second) == "STARTING"


def test_all_or_nothing(aws: World, batch: Any) -> None:
    """The head takes none of one while it waits for the other; and holds up who is behind it."""
    on_tasks(aws, batch, 8)
    create(batch, 1, "a")
    create(batch, 0, "b")
    lasting(aws, batch, 60)
    submit(batch, "both", consumableResourcePropertiesOverride=needs(("a", 1), (f"{ARN}consumable-resource/b", 1)))
    submit(batch, "one", consumableResourcePropertiesOverride=needs(("a", 1)))
    aws.clock.advance(minutes=5)
    assert (started(aws), amounts(batch, "a"), amounts(batch, "b")) == ([], (1, 0, 1), (0, 0, 0))
    batch.update_consumable_resource(consumableResource="b", operation="SET", quantity=1)
    aws.clock.advance(seconds=5)
    assert (amounts(batch, "a"), amounts(batch, "b")) == ((1, 1, 0), (1, 1, 0))
    aws.clock.advance(minutes=5)
    assert started(aws) == ["both", "one"]


def test_each_attempt_and_each_child_takes_its_own(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 8)
    create(batch, 5, resourceType="NON_REPLENISHABLE")
    more = {"consumableResourceProperties": needs(("licence", 1)), "retryStrategy": {"attempts": 2}}
    lasting(aws, batch, 10, exit_code=1, **more)
    submit(batch, arrayProperties={"size": 2})
    aws.clock.advance(minutes=5)
    assert amounts(batch) == (1, 0, 1)


def test_fewer_than_are_in_use(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 8)
    create(batch, 2)
    lasting(aws, batch, 60, consumableResourceProperties=needs(("licence", 2)))
    submit(batch)
    aws.clock.advance(seconds=60)
    batch.update_consumable_resource(consumableResource="licence", operation="SET", quantity=1)
    assert amounts(batch) == (1, 2, 0)
    aws.clock.advance(minutes=5)
    assert amounts(batch) == (1, 0, 1)


def test_what_submit_refuses(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 8)
    create(batch)
    lasting(aws, batch, 60)
    with refused("Consumable resource none not found."):
        submit(batch, consumableResourcePropertiesOverride=needs(("none", 1)))
    with refused("The quantity of consumable resource licence must be at least 1."):
        submit(batch, consumableResourcePropertiesOverride=needs(("licence", 0)))
    assert batch.list_jobs_by_consumable_resource(consumableResource="licence")["jobs"] == []


def test_jobs_by_resource(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 1)
    create(batch, 9)
    definition = lasting(aws, batch, 60, consumableResourceProperties=needs(("licence", 2)))
    lasting(aws, batch, 60, "plain")
    running = submit(batch, "First")
    submit(batch, "plain", definition="plain")
    array = submit(batch, "second", arrayProperties={"size": 2})
    override = needs((LICENCE, 1), ("licence", 3))
    third = submit(batch, "third", consumableResourcePropertiesOverride=override)
    aws.clock.advance(seconds=60)

    def jobs(**params: Any) -> list[str]:
        found = batch.list_jobs_by_consumable_resource(consumableResource="licence", **params)["jobs"]
        return [each["jobArn"].split("/")[1] for each in found]

    assert jobs() == [third, f"{array}:1", f"{array}:0", running]
    assert jobs(filters=[{"name": "JOB_STATUS", "values": ["RUNNING", "FAILED"]}]) == [running]
    assert jobs(filters=[{"name": "JOB_NAME", "values": ["FIRST", "thi*"]}]) == [third, running]
    both = [{"name": "JOB_NAME", "values": ["*"]}, {"name": "JOB_STATUS", "values": ["RUNNING"]}]
    assert jobs(filters=both) == [running]
    amount = batch.list_jobs_by_consumable_resource(consumableResource="licence")["jobs"][0]["quantity"]
    assert amount == 4  # by name and by ARN it is the same one
    page = batch.list_jobs_by_consumable_resource(consumableResource="licence", maxResults=3)
    assert jobs(maxResults=3, nextToken=page["nextToken"]) == [running]
    (shown,) = batch.list_jobs_by_consumable_resource(
        consumableResource=LICENCE, filters=[{"name": "JOB_STATUS", "values": ["RUNNING"]}]
    )["jobs"]
    born = aws.wall_us // 1000 - aws.now_us // 1000
    assert shown == {
        "jobArn": f"{ARN}job/{running}",
        "jobQueueArn": f"{ARN}job-queue/queue",
        "jobName": "First",
        "jobDefinitionArn": definition,
        "jobStatus": "RUNNING",
        "quantity": 2,
        "createdAt": born + 15_000,
        "startedAt": born + int(when(aws, running, "RUNNING") * 1000),
        "consumableResourceProperties": needs(("licence", 2)),
    }
    with refused("Job status WAITING is not valid."):
        jobs(filters=[{"name": "JOB_STATUS", "values": ["WAITING"]}])
    with refused("Cannot delete, consumable resource licence is needed by jobs."):
        batch.delete_consumable_resource(consumableResource="licence")
    aws.clock.advance(hours=1)
    batch.delete_consumable_resource(consumableResource="licence")
