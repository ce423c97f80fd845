"""What is said of why a job is in its status."""

from __future__ import annotations

from typing import Any

from fakeaws import World
from tests.services.batch.scheduling_support import explained, lasting, on_tasks, policy, service
from tests.services.batch.support import container, definition, environment, queue, submit


def test_from_submission_to_its_end(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 4)
    lasting(aws, batch, 60)
    id = submit(batch)
    assert explained(aws, id) == "It is SUBMITTED, and accepted at +00:00:16."
    aws.clock.advance(seconds=1)
    assert explained(aws, id) == (
        "It is RUNNABLE and at the head of queue queue: compute environment machines has room for it; the scheduler "
        "looks again at +00:00:20."
    )
    aws.clock.advance(seconds=5)
    assert explained(aws, id) == (
        "It is STARTING in compute environment machines since +00:00:20 and runs from +00:00:50 on."
    )
    aws.clock.advance(seconds=60)
    assert explained(aws, id) == "It is RUNNING in compute environment machines."
    aws.clock.advance(seconds=60)
    assert explained(aws, id).startswith("It is SUCCEEDED: Essential container in task exited")


def test_a_timeout(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 4)
    lasting(aws, batch, 600)
    id = submit(batch, timeout={"attemptDurationSeconds": 100})
    aws.clock.advance(seconds=60)
    assert explained(aws, id) == ("It is RUNNING in compute environment machines; its attempt times out at +00:02:30.")
    aws.clock.advance(seconds=80)
    assert explained(aws, id) == (
        "It is RUNNING in compute environment machines and being stopped: Job attempt duration exceeded timeout."
    )


def test_dependencies(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 1)
    lasting(aws, batch, 600)
    first = [submit(batch, f"j{number}") for number in range(5)]
    id = submit(batch, dependsOn=[{"jobId": each} for each in first])
    aws.clock.advance(seconds=60)
    assert explained(aws, id) == (
        f"It is PENDING: it waits for j0 ({first[0]}), which is RUNNING, j1 ({first[1]}), which is RUNNABLE, "
        f"j2 ({first[2]}), which is RUNNABLE and 2 more."
    )


def test_an_array(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 1)
    lasting(aws, batch, 600)
    id = submit(batch, arrayProperties={"size": 3})
    aws.clock.advance(seconds=60)
    assert explained(aws, id) == ("It is an array of 3 jobs, and ends with the last of them: 2 RUNNABLE, 1 RUNNING.")


def test_behind_a_head_that_waits_for_room(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 4)
    lasting(aws, batch, 600)
    lasting(aws, batch, 600, "big", "4")
    submit(batch)
    big = submit(batch, "big", definition="big")
    small = [submit(batch, f"small-{number}") for number in range(2)]
    aws.clock.advance(seconds=60)
    why = "it needs 4 vCPUs, 8192 MiB, and compute environment machines has 3 of 4 vCPUs free and 1 in use."
    assert explained(aws, big) == f"It is RUNNABLE and at the head of queue queue: {why}"
    assert explained(aws, small[0]) == (
        f"It is RUNNABLE behind 1 other job in queue queue. At the head is big ({big}); it holds up the others: {why}"
    )
    assert explained(aws, small[1]).startswith("It is RUNNABLE behind 2 other jobs in queue queue.")


def test_every_environment_has_its_obstacle(aws: World, batch: Any) -> None:
    for name, size in (("small", 2), ("off", 16), ("bad", 16)):
        environment(batch, name, "FARGATE", max_vcpus=size)
    aws.clock.advance(seconds=10)
    queue(batch, environments=["small", "off", "bad"])
    lasting(aws, batch, 600, "big", "4")
    service(aws).environments["off"].state = "DISABLED"
    service(aws).environments["bad"].status = "INVALID"
    aws.clock.advance(seconds=5)
    id = submit(batch, definition="big")
    aws.clock.advance(seconds=60)
    assert explained(aws, id) == (
        "It is RUNNABLE and at the head of queue queue: it needs 4 vCPUs, 8192 MiB, and compute environment small has no "
        "more than 2 vCPUs (maxvCpus) and compute environment off is DISABLED and compute environment bad is INVALID."
    )


def test_instances(aws: World, batch: Any) -> None:
    environment(batch, max_vcpus=8)
    aws.clock.advance(seconds=10)
    queue(batch)
    definition(batch, containerProperties=container("3", "2048"))
    definition(batch, "fat", containerProperties=container("1", "99999"))
    aws.clock.advance(seconds=5)
    jobs = [submit(batch) for _ in range(3)]
    aws.clock.advance(seconds=10)
    instance = service(aws).jobs[jobs[0]].placement.instance.id
    assert explained(aws, jobs[0]) == (
        f"It is RUNNABLE and has a place in compute environment machines on instance {instance} (m5.xlarge), which is "
        "being launched: it starts at +00:03:20."
    )
    assert explained(aws, jobs[2]) == (
        "It is RUNNABLE and at the head of queue queue: it needs 3 vCPUs, 2048 MiB, and compute environment machines has "
        "2 of 8 vCPUs free and 6 in use, on 2 instances of which none has room for it."
    )
    aws.clock.advance(minutes=10)
    fat = submit(batch, definition="fat")
    aws.clock.advance(seconds=10)
    assert explained(aws, fat).endswith(
        "it needs 1 vCPU, 99999 MiB, and compute environment machines has no instance type that it fits on."
    )
    capacity = service(aws).environments["machines"].capacity
    capacity.unobtainable = ("m5.xlarge",)
    for instance in list(capacity.instances):
        capacity.lose(instance)
    service(aws).life.fail(service(aws).jobs[fat], "not wanted")
    id = submit(batch)
    aws.clock.advance(seconds=10)
    assert explained(aws, id).endswith("compute environment machines gets no instances of type m5.xlarge at present.")


def test_consumable_resources(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 4)
    batch.create_consumable_resource(consumableResourceName="licence", totalQuantity=1)
    lasting(aws, batch, 600)
    needs = {"consumableResourceList": [{"consumableResource": "licence", "quantity": 2}]}
    id = submit(batch, consumableResourcePropertiesOverride=needs)
    aws.clock.advance(seconds=60)
    assert explained(aws, id) == (
        "It is RUNNABLE and at the head of queue queue: it waits for 2 of consumable resource licence, of which 1 is "
        "available."
    )


def test_shares(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 1, schedulingPolicyArn=policy(batch))
    lasting(aws, batch, 600)
    submit(batch, shareIdentifier="a")
    behind = submit(batch, shareIdentifier="a")
    aws.clock.advance(seconds=10)
    head = submit(batch, "head", shareIdentifier="b")
    aws.clock.advance(seconds=10)
    why = "it needs 1 vCPU, 2048 MiB, and compute environment machines has 0 of 1 vCPUs free and 1 in use."
    assert explained(aws, head) == (
        f"It is RUNNABLE and at the head of queue queue of share b, which has used least: {why}"
    )
    assert explained(aws, behind) == (
        f"It is RUNNABLE behind 1 other job in queue queue. At the head is head ({head}) of share b, which has used "
        f"least; it holds up the others: {why}"
    )


def test_what_is_reserved(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 4, schedulingPolicyArn=policy(batch, computeReservation=50))
    lasting(aws, batch, 600)
    ids = [submit(batch, shareIdentifier="a") for _ in range(3)]
    aws.clock.advance(seconds=10)
    assert explained(aws, ids[2]).endswith(
        "compute environment machines uses 2 of the 2 vCPUs that computeReservation leaves to the active shares."
    )


def test_a_queue_that_is_not_served(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 4)
    lasting(aws, batch, 600)
    queue(batch, "young")
    id = submit(batch, queue="young")
    aws.clock.advance(seconds=2)
    assert explained(aws, id) == "It is RUNNABLE, but its queue young is CREATING."


def test_nodes(aws: World, batch: Any) -> None:
    environment(batch, max_vcpus=8)
    aws.clock.advance(seconds=10)
    queue(batch)
    ranges = [{"targetNodes": "0:", "container": container("2", "2048")}]
    properties = {"numNodes": 2, "mainNode": 0, "nodeRangeProperties": ranges}
    definition(batch, type="multinode", containerProperties=None, nodeProperties=properties)
    definition(batch, "single", containerProperties=container("4", "2048"))
    aws.batch.register(job_definition="single", takes=3600)
    aws.clock.advance(seconds=5)
    submit(batch, definition="single")
    aws.clock.advance(seconds=10)
    id = submit(batch)
    aws.clock.advance(seconds=10)
    assert explained(aws, id).startswith(
        "It is RUNNABLE and at the head of queue queue: it needs 4 vCPUs, 4096 MiB on an instance for each of its 2 nodes, "
        "and compute environment machines has 4 of 8 vCPUs free and 4 in use"
    )
