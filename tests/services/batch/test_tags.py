"""Tags of everything that Batch has."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.batch import test_service_jobs as training
from tests.services.batch.support import ARN, definition, furnished, refused, submit

RESOURCES = (
    "compute-environment/machines",
    "job-queue/queue",
    "job-definition/work:1",
    "job",
    "scheduling-policy/fair",
    "consumable-resource/licenses",
    "service-environment/training",
    "service-job",
)


@pytest.fixture
def resources(aws: World, batch: Any) -> dict[str, str]:
    """One of each kind: its ARN."""
    furnished(aws, batch)
    definition(batch)
    batch.create_scheduling_policy(name="fair", fairsharePolicy={})
    batch.create_consumable_resource(consumableResourceName="licenses", totalQuantity=3)
    training.environment(aws, batch)
    training.queue(aws, batch)
    job = submit(batch)
    service_job = training.submit(batch)
    found = {name: ARN + name for name in RESOURCES}
    return {**found, "job": f"{ARN}job/{job}", "service-job": f"{ARN}service-job/{service_job}"}


@pytest.mark.parametrize("name", RESOURCES)
def test_tagged_and_untagged(batch: Any, resources: dict[str, str], name: str) -> None:
    arn = resources[name]

    def tags() -> Any:
        return batch.list_tags_for_resource(resourceArn=arn)["tags"]

    assert tags() == {}
    batch.tag_resource(resourceArn=arn, tags={"team": "a", "cost": "1"})
    batch.tag_resource(resourceArn=arn, tags={"team": "b"})
    assert tags() == {"team": "b", "cost": "1"}
    batch.untag_resource(resourceArn=arn, tagKeys=["cost", "none"])
    assert tags() == {"team": "b"}
    others = [other for other in resources.values() if other != arn]
    assert all(batch.list_tags_for_resource(resourceArn=other)["tags"] == {} for other in others)


def test_the_descriptions_show_them(batch: Any, resources: dict[str, str]) -> None:
    for arn in resources.values():
        batch.tag_resource(resourceArn=arn, tags={"team": "a"})
    shown = [
        batch.describe_compute_environments()["computeEnvironments"][0],
        batch.describe_job_queues(jobQueues=["queue"])["jobQueues"][0],
        batch.describe_job_definitions()["jobDefinitions"][0],
        batch.describe_jobs(jobs=[resources["job"].rpartition("/")[2]])["jobs"][0],
        batch.describe_scheduling_policies(arns=[ARN + "scheduling-policy/fair"])["schedulingPolicies"][0],
        batch.describe_consumable_resource(consumableResource="licenses"),
        batch.describe_service_environments()["serviceEnvironments"][0],
        batch.describe_service_job(jobId=resources["service-job"].rpartition("/")[2]),
    ]
    assert [each["tags"] for each in shown] == [{"team": "a"}] * len(RESOURCES)


@pytest.mark.parametrize(
    "arn",
    [
        f"{ARN}job-queue/none",
        f"{ARN}job-definition/work:9",
        f"{ARN}job-definition/work",
        f"{ARN}nothing/queue",
        ARN.replace("us-east-1", "eu-west-1") + "job-queue/queue",
        "queue",
    ],
)
def test_what_is_not_there(batch: Any, resources: dict[str, str], arn: str) -> None:
    with refused(f"{arn} does not exist"):
        batch.tag_resource(resourceArn=arn, tags={"team": "a"})


def test_children_of_arrays_have_none(batch: Any, resources: dict[str, str]) -> None:
    child = f"{ARN}job/{submit(batch, arrayProperties={'size': 2})}:0"
    with refused(f"{child} does not exist"):
        batch.list_tags_for_resource(resourceArn=child)


def test_limits(batch: Any, resources: dict[str, str]) -> None:
    arn = resources["job"]
    batch.tag_resource(resourceArn=arn, tags={f"k{number}": "" for number in range(50)})
    with refused("The number of tags must be at most 50."):
        batch.tag_resource(resourceArn=arn, tags={"one": "more"})
    with refused("Tag key aws:x is reserved: it begins with aws:"):
        batch.tag_resource(resourceArn=arn, tags={"aws:x": ""})
    assert len(batch.list_tags_for_resource(resourceArn=arn)["tags"]) == 50
