"""How managed compute environments grow and shrink: what DescribeComputeEnvironments shows of it over time."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World, mock_aws
from tests.services.batch.support import definition, described, environment, queue, requirements, status, submit


def desired(batch: Any, name: str = "machines") -> int:
    (found,) = batch.describe_compute_environments(computeEnvironments=[name])["computeEnvironments"]
    vcpus: int = found["computeResources"]["desiredvCpus"]
    return vcpus


def working(aws: World, batch: Any, kind: str = "EC2", **more: Any) -> None:
    """An environment, a queue over it, and the definition ``work`` whose jobs take ten minutes on one vCPU."""
    environment(batch, kind=kind, **more)
    aws.clock.advance(seconds=15)
    queue(batch)
    definition(batch)
    aws.batch.register(job_definition="work", takes=600)
    aws.clock.advance(seconds=10)


def submit_many(batch: Any, count: int, vcpus: str = "1", memory: str = "1024") -> list[str]:
    more: dict[str, Any] = {"containerOverrides": {"resourceRequirements": requirements(vcpus, memory)}}
    return [submit(batch, f"job{number}", **more) for number in range(count)]


def test_instances_come_for_jobs_and_go_when_they_have_been_idle(aws: World, batch: Any) -> None:
    working(aws, batch)
    assert desired(batch) == 0
    jobs = submit_many(batch, 6)
    aws.clock.advance(seconds=10)
    assert desired(batch) == 8
    assert [status(batch, each) for each in jobs] == ["RUNNABLE"] * 6
    aws.clock.advance(seconds=190)
    assert [status(batch, each) for each in jobs] == ["RUNNING"] * 6
    aws.clock.advance(seconds=600)
    assert [status(batch, each) for each in jobs] == ["SUCCEEDED"] * 6
    assert desired(batch) == 8
    aws.clock.advance(seconds=590)
    assert desired(batch) == 8
    aws.clock.advance(seconds=20)
    assert desired(batch) == 0


def test_an_instance_that_is_there_takes_jobs_at_once(aws: World, batch: Any) -> None:
    working(aws, batch)
    submit_many(batch, 1)
    aws.clock.advance(seconds=200)
    (second,) = submit_many(batch, 1)
    aws.clock.advance(seconds=20)
    assert status(batch, second) == "RUNNING"
    assert desired(batch) == 4


def test_the_least_is_there_from_the_start_and_stays(aws: World, batch: Any) -> None:
    working(aws, batch, minvCpus=8)
    assert desired(batch) == 8
    aws.clock.advance(seconds=180)
    jobs = submit_many(batch, 12)
    aws.clock.advance(seconds=17)
    assert [status(batch, each) for each in jobs] == ["RUNNING"] * 8 + ["RUNNABLE"] * 4
    assert desired(batch) == 12
    aws.clock.advance(hours=2)
    assert desired(batch) == 8


def test_an_instance_larger_than_the_least_is_kept_whole(aws: World, batch: Any) -> None:
    working(aws, batch, minvCpus=2, instanceTypes=["m5.2xlarge"])
    aws.clock.advance(hours=2)
    assert desired(batch) == 8


def test_what_is_desired_at_first_goes_when_nobody_wants_it(aws: World, batch: Any) -> None:
    working(aws, batch, minvCpus=4, desiredvCpus=12)
    assert desired(batch) == 12
    aws.clock.advance(seconds=180 + 580)
    assert desired(batch) == 12
    aws.clock.advance(seconds=20)
    assert desired(batch) == 4


def test_a_delay_of_scaling_in_is_for_instances_that_have_had_jobs(aws: World, batch: Any) -> None:
    working(aws, batch, desiredvCpus=8, scalingPolicy={"minScaleDownDelayMinutes": 60})
    aws.clock.advance(seconds=200)
    submit_many(batch, 1)
    aws.clock.advance(seconds=700)
    assert desired(batch) == 4
    aws.clock.advance(minutes=58)
    assert desired(batch) == 4
    aws.clock.advance(minutes=2)
    assert desired(batch) == 0


@pytest.mark.parametrize(
    ("kind", "strategy", "more", "vcpus"),
    [
        ("EC2", "BEST_FIT", {}, 8),
        ("EC2", "BEST_FIT_PROGRESSIVE", {}, 16),
        ("SPOT", "BEST_FIT", {"spotIamFleetRole": "arn:aws:iam::123456789012:role/fleet"}, 16),
        ("SPOT", "SPOT_CAPACITY_OPTIMIZED", {}, 16),
    ],
)
def test_all_but_best_fit_on_demand_exceed_the_most_by_one_instance(
    aws: World, batch: Any, kind: str, strategy: str, more: dict[str, str], vcpus: int
) -> None:
    working(aws, batch, kind, max_vcpus=10, allocationStrategy=strategy, instanceTypes=["m5.2xlarge"], **more)
    jobs = submit_many(batch, 40)
    aws.clock.advance(seconds=250)
    assert desired(batch) == vcpus
    assert [status(batch, each) for each in jobs].count("RUNNING") == vcpus


def test_the_smallest_type_that_a_job_fits_on_is_launched(aws: World, batch: Any) -> None:
    working(aws, batch, max_vcpus=256, instanceTypes=["optimal"])
    submit_many(batch, 1)
    aws.clock.advance(seconds=10)
    assert desired(batch) == 2
    submit_many(batch, 1, "2", "30000")
    aws.clock.advance(seconds=10)
    assert desired(batch) == 2 + 4


def test_an_ordered_strategy_keeps_to_the_order_of_types(aws: World, batch: Any) -> None:
    strategy = "BEST_FIT_PROGRESSIVE_ORDERED"
    working(aws, batch, allocationStrategy=strategy, instanceTypes=["m5.2xlarge", "m5.large"])
    submit_many(batch, 1)
    aws.clock.advance(seconds=10)
    assert desired(batch) == 8


def test_instances_with_gpus_are_for_jobs_that_want_them(aws: World, batch: Any) -> None:
    working(aws, batch, max_vcpus=64, instanceTypes=["g5.xlarge", "m5.2xlarge"])
    submit_many(batch, 1)
    aws.clock.advance(seconds=10)
    assert desired(batch) == 8
    more: dict[str, Any] = {"containerOverrides": {"resourceRequirements": requirements("1", "1024", "1")}}
    job = submit(batch, "rendering", **more)
    aws.clock.advance(seconds=10)
    assert desired(batch) == 8 + 4
    aws.clock.advance(seconds=200)
    assert status(batch, job) == "RUNNING"


def test_a_disabled_environment_finishes_its_jobs_and_shrinks(aws: World, batch: Any) -> None:
    working(aws, batch, minvCpus=4)
    first = submit_many(batch, 8)
    aws.clock.advance(seconds=250)
    assert desired(batch) == 8
    batch.update_compute_environment(computeEnvironment="machines", state="DISABLED")
    second = submit_many(batch, 1)
    aws.clock.advance(seconds=100)
    assert [status(batch, each) for each in first] == ["RUNNING"] * 8
    aws.clock.advance(seconds=1200)
    assert [status(batch, each) for each in first] == ["SUCCEEDED"] * 8
    assert status(batch, second[0]) == "RUNNABLE"
    assert desired(batch) == 4


def test_types_that_ec2_has_not_got(aws: World, batch: Any) -> None:
    unobtainable = {"machines": ["m5.xlarge"]}
    with mock_aws(config={"batch": {"unobtainable": unobtainable}}) as world:
        working(world, batch, instanceTypes=["m5.xlarge", "m5.2xlarge"])
        submit_many(batch, 1)
        world.clock.advance(seconds=10)
        assert desired(batch) == 8
    with mock_aws(config={"batch": {"unobtainable": unobtainable}}) as world:
        working(world, batch, allocationStrategy="BEST_FIT", instanceTypes=["m5.xlarge", "m5.2xlarge"])
        (job,) = submit_many(batch, 1)
        world.clock.advance(seconds=10)
        assert desired(batch) == 0
        assert described(batch, job)["statusReason"] == (
            "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill the capacity requested for instance type "
            "[m5.xlarge]"
        )


def test_ec2_runs_out_and_has_them_again(aws: World, batch: Any) -> None:
    working(aws, batch, allocationStrategy="BEST_FIT", minvCpus=4)
    aws.clock.advance(seconds=200)
    aws.batch.run_out_of("machines", "m5.xlarge")
    jobs = submit_many(batch, 5)
    aws.clock.advance(minutes=5)
    assert desired(batch) == 4
    assert [status(batch, each) for each in jobs] == ["RUNNING"] * 4 + ["RUNNABLE"]
    aws.batch.run_out_of("machines")
    aws.clock.advance(seconds=5)
    assert desired(batch) == 8
    aws.clock.advance(seconds=200)
    assert status(batch, jobs[4]) == "RUNNING"


def test_the_least_comes_when_ec2_has_it_again(aws: World, batch: Any) -> None:
    with mock_aws(config={"batch": {"unobtainable": {"machines": ["m5.xlarge"]}}}) as world:
        environment(batch, minvCpus=4)
        world.clock.advance(minutes=5)
        world.batch.run_out_of("machines")
        queue(batch)
        definition(batch)
        world.clock.advance(minutes=5)
        job = submit(batch)
        world.clock.advance(seconds=17)
        assert status(batch, job) == "SUCCEEDED"


def test_what_ec2_cannot_run_out_of(aws: World, batch: Any) -> None:
    environment(batch)
    environment(batch, "tasks", "FARGATE")
    with pytest.raises(LookupError, match=r"no compute environment 'machine'; did you mean 'machines'"):
        aws.batch.run_out_of("machine")
    with pytest.raises(ValueError, match="'tasks' has no instances of its own"):
        aws.batch.run_out_of("tasks", "m5.xlarge")
    with pytest.raises(ValueError, match=r"does not launch instances of type 'c5\.large'"):
        aws.batch.run_out_of("machines", "c5.large")


@pytest.mark.parametrize(
    ("name", "vcpus", "memory"),
    [
        ("c4.8xlarge", 36, 61_440),
        ("c5.9xlarge", 36, 73_728),
        ("c5n.large", 2, 5_376),
        ("m4.10xlarge", 40, 163_840),
        ("r4.large", 2, 15_616),
        ("c6g.medium", 1, 2_048),
        ("i3.16xlarge", 64, 499_712),
        ("m5.metal", 96, 393_216),
        ("m7i.metal-24xl", 96, 393_216),
        ("x2iedn.32xlarge", 128, 4_194_304),
    ],
)
def test_instance_types_have_ec2s_sizes(aws: World, batch: Any, name: str, vcpus: int, memory: int) -> None:
    """A job that needs all of it, the system's own share left out, is placed; one that needs a MiB more is not."""
    working(aws, batch, max_vcpus=200, instanceTypes=[name])
    fits, _ = [submit_many(batch, 1, str(vcpus), str(memory - 256 + more))[0] for more in (0, 1)]
    aws.clock.advance(seconds=250)
    assert status(batch, fits) == "RUNNING"
    assert desired(batch) == vcpus


def test_managed_instances_go_as_their_provider_says(aws: World, batch: Any) -> None:
    provider = {
        "infrastructureRoleArn": "arn:aws:iam::123456789012:role/infrastructure",
        "instanceLaunchTemplate": {
            "ec2InstanceProfileArn": "arn:aws:iam::123456789012:instance-profile/managed",
            "networkConfiguration": {"subnets": ["subnet-1"], "securityGroups": ["sg-1"]},
            "instanceRequirements": {"allowedInstanceTypes": ["m7i.*large"]},
        },
        "infrastructureOptimization": {"scaleInAfter": 60},
    }
    resources = {"type": "ECS_MANAGED_INSTANCES", "maxvCpus": 8, "managedInstancesProvider": provider}
    batch.create_compute_environment(computeEnvironmentName="managed", type="MANAGED", computeResources=resources)
    aws.clock.advance(seconds=20)
    (found,) = batch.describe_compute_environments(computeEnvironments=["managed"])["computeEnvironments"]
    assert (found["status"], found["computeResources"]) == ("VALID", resources)
