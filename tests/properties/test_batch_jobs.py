"""Whatever the jobs: capacity is kept, dependencies are waited for, all ends, no share starves; as the timeline tells it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import boto3.session
from hypothesis import event, given

from fakeaws import World, mock_aws
from tests.properties.batch_draws import Plan, Work, crowds, plans
from tests.properties.scale import scaled

BATCH: Any = boto3.session.Session(region_name="us-east-1").client("batch")
ROLE = "arn:aws:iam::123456789012:role/r"
LICENCES = 3
HOLDING = ("STARTING", "RUNNING")
ENDED = ("SUCCEEDED", "FAILED")


def run(seed: int, plan: Plan) -> tuple[World, list[str]]:
    """The world long after, and the ids of its jobs."""
    with mock_aws(seed=seed, passthrough="off") as aws:
        _furnish(aws, plan)
        ids: list[str] = []
        for number, work in enumerate(plan.works):
            aws.clock.advance(seconds=work.after)
            ids.append(BATCH.submit_job(**_params(plan, number, work, ids))["jobId"])
        aws.clock.advance(days=5)
        assert not [phrase for phrase in aws.under_way() if "batch" in phrase]
        return aws, ids


@scaled(80)
@given(plans())
def test_capacity_is_kept_and_dependencies_are_waited_for(plan: Plan) -> None:
    aws, ids = run(7, plan)
    event(f"{len(plan.machines)} environments, {len(plan.lines)} queues")
    _check_capacity(aws, plan, ids)
    _check_dependencies(aws, plan, ids)
    _check_ends(aws, plan, ids)


@scaled(40)
@given(crowds())
def test_no_share_starves(plan: Plan) -> None:
    aws, ids = run(7, plan)
    _check_capacity(aws, plan, ids)
    _check_shares(aws, plan, ids)


@scaled(10)
@given(plans())
def test_one_seed_gives_one_timeline(plan: Plan) -> None:
    (one, _), (other, _) = run(11, plan), run(11, plan)
    assert str(one.timeline) == str(other.timeline)


def _furnish(aws: World, plan: Plan) -> None:
    for number, machines in enumerate(plan.machines):
        resources: dict[str, Any] = {
            "type": machines.kind,
            "maxvCpus": machines.size,
            "subnets": ["subnet-1"],
            "securityGroupIds": ["sg-1"],
        }
        if machines.kind == "EC2":
            strategy = "BEST_FIT_PROGRESSIVE" if machines.overshoots else "BEST_FIT"
            profile = "arn:aws:iam::123456789012:instance-profile/ecs"
            resources |= {"minvCpus": 0, "instanceTypes": ["m5.xlarge"], "instanceRole": profile}
            resources["allocationStrategy"] = strategy
        BATCH.create_compute_environment(
            computeEnvironmentName=f"e{number}", type="MANAGED", computeResources=resources
        )
    BATCH.create_consumable_resource(consumableResourceName="licence", totalQuantity=LICENCES)
    aws.clock.advance(seconds=10)
    for number, line in enumerate(plan.lines):
        params: dict[str, Any] = {"jobQueueName": f"q{number}", "priority": line.priority}
        params["computeEnvironmentOrder"] = [
            {"order": place, "computeEnvironment": f"e{each}"} for place, each in enumerate(line.environments)
        ]
        if line.fair:
            fair = {
                "computeReservation": line.reservation,
                "shareDistribution": [{"shareIdentifier": "a", "weightFactor": 0.25}],
            }
            params["schedulingPolicyArn"] = BATCH.create_scheduling_policy(name=f"p{number}", fairsharePolicy=fair)[
                "arn"
            ]
        BATCH.create_job_queue(**params)
    aws.clock.advance(seconds=5)
    for number, work in enumerate(plan.works):
        container = {
            "image": "busybox",
            "resourceRequirements": [
                {"type": "VCPU", "value": str(work.vcpus)},
                {"type": "MEMORY", "value": str(work.vcpus * 2048)},
            ],
        }
        capability = "EC2"
        if plan.machines[0].kind == "FARGATE":
            capability, container["executionRoleArn"] = "FARGATE", ROLE
        BATCH.register_job_definition(
            jobDefinitionName=f"d{number}",
            type="container",
            platformCapabilities=[capability],
            containerProperties=container,
        )
        aws.batch.register(job_definition=f"d{number}", takes=work.seconds, exit_code=work.exit_code)


def _params(plan: Plan, number: int, work: Work, ids: list[str]) -> dict[str, Any]:
    params: dict[str, Any] = {
        "jobName": f"j{number}",
        "jobQueue": f"q{work.line}",
        "jobDefinition": f"d{number}",
        "dependsOn": [
            {"jobId": ids[each], **({"type": "N_TO_N"} if plan.is_paired(work, each) else {})}
            for each in work.waits_for
        ],
        "retryStrategy": {"attempts": work.attempts},
    }
    if plan.lines[work.line].fair:
        params |= {"shareIdentifier": work.share, "schedulingPriorityOverride": work.priority}
    if work.size is not None:
        params["arrayProperties"] = {"size": work.size}
        params["dependsOn"] += [{"type": "SEQUENTIAL"}] if work.sequential else []
    if work.licences:
        wanted = [{"consumableResource": "licence", "quantity": work.licences}]
        params["consumableResourcePropertiesOverride"] = {"consumableResourceList": wanted}
    if work.timeout is not None:
        params["timeout"] = {"attemptDurationSeconds": work.timeout}
    return params


def _changes(aws: World, plan: Plan, ids: list[str]) -> list[tuple[float, str, Work, str, str | None]]:
    """All changes of status: when, id, submission, status, environment."""
    works = dict(zip(ids, plan.works, strict=True))
    found = []
    for each in aws.timeline:
        if each.kind == "JobStateChange":
            assert each.message_id is not None
            work = works[each.message_id.partition(":")[0]]
            where = each.details.get("environment")
            found.append((each.at.total_seconds(), each.message_id, work, each.outcome, where))
    return found


def _check_capacity(aws: World, plan: Plan, ids: list[str]) -> None:
    """Added up from the changes: at no instant more is in use than there is, of vCPUs and of licences."""
    places: dict[str, int] = {}
    used: dict[int, int] = defaultdict(int)
    licences = 0
    for _, id, work, status, where in _changes(aws, plan, ids):
        if status == "STARTING":
            assert where is not None
            assert id not in places
            places[id] = place = int(where[1:])
            assert place in plan.lines[work.line].environments
            used[place] += work.vcpus
            licences += work.licences
            assert used[place] <= plan.machines[place].limit
            assert licences <= LICENCES
        elif status not in HOLDING and id in places:
            used[places.pop(id)] -= work.vcpus
            licences -= work.licences
    assert not places


def _check_dependencies(aws: World, plan: Plan, ids: list[str]) -> None:
    """None starts before all that it waits for have succeeded; and with one that fails, it never does."""
    status: dict[str, str] = {}
    for _, id, work, became, _ in _changes(aws, plan, ids):
        status[id] = became
        if became not in ("RUNNABLE", *HOLDING):
            continue
        index = id.partition(":")[2]
        before = [f"{ids[each]}:{index}" if plan.is_paired(work, each) else ids[each] for each in work.waits_for]
        if work.size is not None and work.sequential and index != "0":
            before.append(f"{id.partition(':')[0]}:{int(index) - 1}")
        assert [status[each] for each in before] == ["SUCCEEDED"] * len(before)


def _check_ends(aws: World, plan: Plan, ids: list[str]) -> None:
    """Each ends once, and as what it runs says."""
    ends: dict[str, list[str]] = defaultdict(list)
    starts: dict[str, int] = defaultdict(int)
    for _, id, _, status, _ in _changes(aws, plan, ids):
        starts[id] += status == "STARTING"
        if status in ENDED:
            ends[id].append(status)
    for id, work in zip(ids, plan.works, strict=True):
        leaves = [id] if work.size is None else [f"{id}:{index}" for index in range(work.size)]
        after_failure = any(ends[ids[each]] == ["FAILED"] for each in work.waits_for)
        times_out = work.timeout is not None and work.seconds > work.timeout
        fails = after_failure or work.exit_code != 0 or times_out
        for each in {id, *leaves}:
            assert ends[each] == ["FAILED" if fails else "SUCCEEDED"]
        # A time-out is not tried again; and what has ended within the grace after it ends as timed out.
        attempts = 0 if after_failure else work.attempts if work.exit_code and not times_out else 1
        later = 0 if fails and work.sequential else attempts
        assert [starts[each] for each in leaves] == [attempts, *[later] * (len(leaves) - 1)]


def _check_shares(aws: World, plan: Plan, ids: list[str]) -> None:
    """While a share that has had nothing waits, another gets one place at most: then it has used more."""
    changes = _changes(aws, plan, ids)
    for share in sorted({work.share for work in plan.works}):
        waits_since = next(at for at, _, work, status, _ in changes if work.share == share and status == "RUNNABLE")
        given: dict[str, int] = defaultdict(int)
        for at, _, work, status, _ in changes:
            if status != "STARTING":
                continue
            if work.share == share:
                break
            given[work.share] += at > waits_since
        assert all(count <= 1 for count in given.values()), (share, given)
