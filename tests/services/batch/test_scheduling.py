"""Who gets a place, and when: priorities, first in first out, environments in their order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fakeaws import World
from tests.services.batch.scheduling_support import lasting, on_tasks, service, started, when
from tests.services.batch.support import container, definition, described, environment, queue, status, submit


def test_one_job_after_another_where_only_one_fits(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 1)
    lasting(aws, batch, 60)
    first, second = submit(batch, "first"), submit(batch, "second")
    aws.clock.advance(minutes=5)
    begin = when(aws, first)
    assert begin == when(aws, first, "RUNNABLE") + 5 - 1  # the queue became VALID a second before: its cycle serves
    assert when(aws, first, "SUCCEEDED") == begin + 30 + 60
    assert when(aws, second) == when(aws, first, "SUCCEEDED") + 5


def test_a_head_that_finds_no_place_holds_up_smaller_ones(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 4)
    lasting(aws, batch, 60)
    lasting(aws, batch, 60, "big", "4")
    running, big, small = submit(batch, "running"), submit(batch, "big", definition="big"), submit(batch, "small")
    aws.clock.advance(seconds=80)
    assert [status(batch, each) for each in (running, big, small)] == ["RUNNING", "RUNNABLE", "RUNNABLE"]
    aws.clock.advance(minutes=10)
    assert when(aws, big) == when(aws, running, "SUCCEEDED") + 5
    assert when(aws, small) == when(aws, big, "SUCCEEDED") + 5


def test_cancelling_the_head_lets_the_next_one_go(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 4)
    lasting(aws, batch, 60)
    lasting(aws, batch, 60, "huge", "8")
    huge, small = submit(batch, "huge", definition="huge"), submit(batch, "small")
    aws.clock.advance(hours=1)
    assert [status(batch, each) for each in (huge, small)] == ["RUNNABLE", "RUNNABLE"]
    service(aws).life.fail(service(aws).jobs[huge], "not wanted")
    aws.clock.advance(seconds=5)
    assert status(batch, small) == "STARTING"


def test_array_children_go_by_their_index(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 1)
    lasting(aws, batch, 10)
    array, after = submit(batch, "array", arrayProperties={"size": 3}), submit(batch, "after")
    aws.clock.advance(minutes=10)
    times = [when(aws, f"{array}:{index}") for index in range(3)]
    assert times == sorted(times)
    assert started(aws) == ["array", "array", "array", "after"]
    assert when(aws, after) == when(aws, f"{array}:2", "SUCCEEDED") + 5


def test_the_next_environment_takes_what_the_first_cannot(aws: World, batch: Any) -> None:
    for name, size in (("first", 2), ("second", 1), ("third", 4)):
        environment(batch, name, "FARGATE", max_vcpus=size)
    aws.clock.advance(seconds=10)
    queue(batch, environments=["first", "second", "third"])
    lasting(aws, batch, 600)
    lasting(aws, batch, 600, "two", "2")
    aws.clock.advance(seconds=5)
    for name in ("work", "two", "work", "work"):
        submit(batch, name, definition=name)
    aws.clock.advance(seconds=10)
    places = [each.details["environment"] for each in aws.timeline if each.outcome == "STARTING"]
    # `two` does not fit beside the first, and never in the second.
    assert places == ["first", "third", "first", "second"]


def test_a_disabled_environment_gets_no_jobs(aws: World, batch: Any) -> None:
    environment(batch, "first", "FARGATE")
    environment(batch, "second", "FARGATE")
    aws.clock.advance(seconds=10)
    queue(batch, environments=["first", "second"])
    lasting(aws, batch, 600)
    aws.clock.advance(seconds=5)
    service(aws).environments["first"].state = "DISABLED"
    submit(batch)
    aws.clock.advance(seconds=10)
    assert [each.details["environment"] for each in aws.timeline if each.outcome == "STARTING"] == ["second"]


def test_the_higher_priority_is_served_first_and_the_lower_gets_the_rest(aws: World, batch: Any) -> None:
    environment(batch, kind="FARGATE", max_vcpus=4)
    aws.clock.advance(seconds=10)
    queue(batch, "low", priority=1)
    queue(batch, "high", priority=10)
    lasting(aws, batch, 60)
    aws.clock.advance(seconds=5)
    for number in range(4):
        submit(batch, f"low-{number}", queue="low")
    for number in range(3):
        submit(batch, f"high-{number}", queue="high")
    aws.clock.advance(seconds=6)
    assert started(aws) == ["high-0", "high-1", "high-2", "low-0"]
    aws.clock.advance(minutes=3)
    assert started(aws)[4:] == ["low-1", "low-2", "low-3"]


def test_a_blocked_high_priority_leaves_the_lower_one_alone(aws: World, batch: Any) -> None:
    environment(batch, kind="FARGATE", max_vcpus=2)
    aws.clock.advance(seconds=10)
    queue(batch, "low", priority=1)
    queue(batch, "high", priority=10)
    lasting(aws, batch, 60)
    lasting(aws, batch, 60, "huge", "4")
    aws.clock.advance(seconds=5)
    submit(batch, "huge", queue="high", definition="huge")
    small = submit(batch, "small", queue="low")
    aws.clock.advance(minutes=5)
    assert status(batch, small) == "SUCCEEDED"


def test_a_new_priority_holds_from_the_next_cycle_on(aws: World, batch: Any) -> None:
    environment(batch, kind="FARGATE", max_vcpus=1)
    aws.clock.advance(seconds=10)
    queue(batch, "one", priority=2)
    queue(batch, "two", priority=1)
    lasting(aws, batch, 60)
    aws.clock.advance(seconds=5)
    submit(batch, "running", queue="one")
    submit(batch, "one", queue="one")
    submit(batch, "two", queue="two")
    aws.clock.advance(seconds=30)
    batch.update_job_queue(jobQueue="two", priority=3)
    aws.clock.advance(minutes=10)
    assert started(aws) == ["running", "two", "one"]


def test_the_snapshot_shows_the_front_and_since_when(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 2)
    lasting(aws, batch, 60)
    lasting(aws, batch, 90, "longer")
    born = aws.wall_us - aws.now_us
    jobs = [submit(batch, "longer", definition="longer"), *(submit(batch, f"j{number}") for number in range(1, 4))]
    aws.clock.advance(seconds=2)
    late = submit(batch, "late")
    aws.clock.advance(seconds=20)

    def front() -> list[tuple[str, float]]:
        found = batch.get_job_queue_snapshot(jobQueue="queue")["frontOfQueue"]["jobs"]
        return [(each["jobArn"].split("/")[1], each["earliestTimeAtPosition"] / 1000 - born / 1e6) for each in found]

    placed = when(aws, jobs[0])
    assert placed == when(aws, jobs[1])
    assert front() == [(jobs[2], placed), (jobs[3], placed), (late, placed)]
    snapshot = batch.get_job_queue_snapshot(jobQueue="queue")
    assert snapshot["queueUtilization"]["totalCapacityUsage"] == [{"capacityUnit": "VCPU", "quantity": 2.0}]
    assert "fairshareUtilization" not in snapshot["queueUtilization"]
    # The last of three goes: nothing changes for those before it.
    service(aws).life.fail(service(aws).jobs[jobs[3]], "not wanted")
    assert front() == [(jobs[2], placed), (late, aws.now_us / 1e6)]
    aws.clock.advance(minutes=10)
    after = batch.get_job_queue_snapshot(jobQueue="queue")
    assert after["frontOfQueue"]["jobs"] == []
    assert after["queueUtilization"]["totalCapacityUsage"] == [{"capacityUnit": "VCPU", "quantity": 0.0}]


def test_a_job_that_comes_in_front_moves_the_others(aws: World, batch: Any) -> None:
    on_tasks(aws, batch, 1)
    lasting(aws, batch, 60)
    running = submit(batch, "running")
    dependent = submit(batch, "dependent", dependsOn=[{"jobId": running}])
    behind = [submit(batch, f"behind-{number}") for number in range(120)]
    aws.clock.advance(seconds=10)
    jobs = batch.get_job_queue_snapshot(jobQueue="queue")["frontOfQueue"]["jobs"]
    assert [each["jobArn"].split("/")[1] for each in jobs] == behind[:100]
    before = jobs[0]["earliestTimeAtPosition"]
    aws.clock.run_until(lambda: status(batch, running) == "SUCCEEDED", within=timedelta(minutes=5))
    first, second = batch.get_job_queue_snapshot(jobQueue="queue")["frontOfQueue"]["jobs"][:2]
    assert first["jobArn"].endswith(dependent)
    assert second["jobArn"].endswith(behind[0])
    assert second["earliestTimeAtPosition"] == first["earliestTimeAtPosition"] > before


def test_instances_are_launched_and_used_again(aws: World, batch: Any) -> None:
    environment(batch, max_vcpus=8)
    aws.clock.advance(seconds=10)
    queue(batch)
    aws.clock.advance(seconds=5)
    definition(batch, containerProperties=container("4", "2048"))
    first, second, third = (submit(batch) for _ in range(3))
    aws.clock.advance(minutes=10)
    launched = when(aws, first)
    assert launched == when(aws, second) == when(aws, first, "RUNNABLE") + 5 - 1 + 180
    assert when(aws, third) == when(aws, first, "SUCCEEDED") + 5
    assert described(batch, third)["status"] == "SUCCEEDED"
