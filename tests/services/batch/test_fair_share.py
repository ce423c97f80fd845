"""Fair share: who is next, what is kept for others, who may submit."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from fakeaws import World
from fakeaws.services.batch.queues.usage import Usage
from tests.services.batch.scheduling_support import lasting, on_tasks, policy, service, started, when
from tests.services.batch.support import queue, refused, status, submit

MINUTE = 60_000_000


def fair_queue(aws: World, batch: Any, max_vcpus: int, shares: dict[str, float] | None = None, **more: Any) -> None:
    on_tasks(aws, batch, max_vcpus, schedulingPolicyArn=policy(batch, shares=shares, **more))


def share(batch: Any, name: str, count: int, **more: Any) -> list[str]:
    """So many jobs of a share, which have its name."""
    return [submit(batch, name, shareIdentifier=name, **more) for _ in range(count)]


def test_shares_take_turns_however_many_jobs_one_has(aws: World, batch: Any) -> None:
    fair_queue(aws, batch, 1)
    lasting(aws, batch, 60)
    share(batch, "many", 10)
    share(batch, "few", 3)
    aws.clock.advance(minutes=40)
    assert started(aws)[:6] == ["many", "few"] * 3
    assert started(aws)[6:] == ["many"] * 7


def test_what_is_free_at_once_is_divided(aws: World, batch: Any) -> None:
    fair_queue(aws, batch, 10, {"heavy": 0.25, "light": 1.0})
    lasting(aws, batch, 3600)
    share(batch, "light", 40)
    share(batch, "heavy", 40)
    aws.clock.advance(minutes=30)
    assert Counter(started(aws)) == {"heavy": 8, "light": 2}
    aws.clock.advance(hours=2)
    assert Counter(started(aws)[:30]) == {"heavy": 24, "light": 6}


def test_a_new_share_comes_before_one_that_has_used_much(aws: World, batch: Any) -> None:
    fair_queue(aws, batch, 2)
    lasting(aws, batch, 120)
    share(batch, "old", 6)
    aws.clock.advance(minutes=2)
    share(batch, "new", 2)
    aws.clock.advance(minutes=20)
    assert started(aws) == ["old"] * 2 + ["new"] * 2 + ["old"] * 4


@pytest.mark.parametrize(("decay", "first"), [(0, "before"), (86_400, "other")])
def test_usage_is_forgotten_after_the_window(aws: World, batch: Any, decay: int, first: str) -> None:
    fair_queue(aws, batch, 1, shareDecaySeconds=decay)
    lasting(aws, batch, 300)
    share(batch, "before", 1)
    aws.clock.advance(minutes=30)
    lasting(aws, batch, 60, "blocker")
    running = share(batch, "third", 1, definition="blocker")
    aws.clock.advance(seconds=30)
    share(batch, "before", 1)
    share(batch, "other", 1)
    aws.clock.advance(minutes=30)
    assert status(batch, running[0]) == "SUCCEEDED"
    assert started(aws)[2:] == [first, "other" if first == "before" else "before"]


def test_priority_acts_inside_a_share_only(aws: World, batch: Any) -> None:
    fair_queue(aws, batch, 1)
    lasting(aws, batch, 60)
    lasting(aws, batch, 60, "urgent", schedulingPriority=50)
    submit(batch, "blocker", shareIdentifier="c")
    aws.clock.advance(seconds=20)
    submit(batch, "a-0", shareIdentifier="a")
    submit(batch, "b-0", shareIdentifier="b")
    submit(batch, "b-9999", shareIdentifier="b", schedulingPriorityOverride=9999)
    submit(batch, "b-50", shareIdentifier="b", definition="urgent")
    submit(batch, "b-50-later", shareIdentifier="b", definition="urgent")
    submit(batch, "b-1", shareIdentifier="b", definition="urgent", schedulingPriorityOverride=1)
    aws.clock.advance(seconds=2)
    snapshot = batch.get_job_queue_snapshot(jobQueue="queue")
    names = [service(aws).jobs[each["jobArn"].split("/")[1]].name for each in snapshot["frontOfQueue"]["jobs"]]
    assert names == ["a-0", "b-9999", "b-50", "b-50-later", "b-1", "b-0"]
    aws.clock.advance(hours=1)
    # The snapshot is what would be placed if there were room for all; of `a` nothing is left after its first.
    assert started(aws) == ["blocker", *names]


def test_a_prefix_stands_for_many_shares(aws: World, batch: Any) -> None:
    """Its weight is multiplied by how many of them are active: together they get what one share would."""
    fair_queue(aws, batch, 12, {"team*": 1.0, "solo": 1.0})
    lasting(aws, batch, 3600)
    for name in ("team1", "team2", "team3"):
        share(batch, name, 20)
    share(batch, "solo", 20)
    aws.clock.advance(minutes=10)
    assert Counter(started(aws)) == {"solo": 6, "team1": 2, "team2": 2, "team3": 2}


def test_a_new_weight_holds_at_once(aws: World, batch: Any) -> None:
    fair_queue(aws, batch, 10)
    lasting(aws, batch, 3600)
    service_policy = batch.list_scheduling_policies()["schedulingPolicies"][0]["arn"]
    share(batch, "a", 40)
    share(batch, "b", 40)
    aws.clock.advance(minutes=30)
    assert Counter(started(aws)) == {"a": 5, "b": 5}
    shares = [{"shareIdentifier": "a", "weightFactor": 0.1}]
    batch.update_scheduling_policy(arn=service_policy, fairsharePolicy={"shareDistribution": shares})
    aws.clock.advance(hours=1)
    assert Counter(started(aws)[10:]) == {"a": 10}


@pytest.mark.parametrize(("shares", "usable"), [(["a"], 8), (["a", "b"], 12), (["a", "b", "c"], 14)])
def test_compute_is_kept_for_shares_that_are_not_active(aws: World, batch: Any, shares: list[str], usable: int) -> None:
    fair_queue(aws, batch, 16, computeReservation=50)
    lasting(aws, batch, 3600)
    for name in shares:
        share(batch, name, 20)
    aws.clock.advance(minutes=10)
    snapshot = batch.get_job_queue_snapshot(jobQueue="queue")["queueUtilization"]
    assert snapshot["totalCapacityUsage"] == [{"capacityUnit": "VCPU", "quantity": usable}]
    assert snapshot["fairshareUtilization"]["activeShareCount"] == len(shares)


def test_what_is_kept_is_there_for_a_new_share(aws: World, batch: Any) -> None:
    fair_queue(aws, batch, 16, computeReservation=50)
    lasting(aws, batch, 3600)
    share(batch, "a", 20)
    aws.clock.advance(minutes=10)
    assert Counter(started(aws)) == {"a": 8}
    share(batch, "b", 3)
    aws.clock.advance(seconds=10)
    assert Counter(started(aws)) == {"a": 9, "b": 3}


def test_the_snapshot_shows_the_shares_that_use_most(aws: World, batch: Any) -> None:
    fair_queue(aws, batch, 32)
    lasting(aws, batch, 3600, "two", "2")
    lasting(aws, batch, 3600)
    for number in range(22):
        share(batch, f"s{number}", 1)
    share(batch, "big", 3, definition="two")
    aws.clock.advance(seconds=10)
    found = batch.get_job_queue_snapshot(jobQueue="queue")["queueUtilization"]["fairshareUtilization"]
    assert found["activeShareCount"] == 23
    top = found["topCapacityUtilization"]
    assert len(top) == 20
    assert top[0] == {"shareIdentifier": "big", "capacityUsage": [{"capacityUnit": "VCPU", "quantity": 6.0}]}


def test_who_may_submit(aws: World, batch: Any) -> None:
    fair_queue(aws, batch, 4)
    queue(batch, "plain")
    aws.clock.advance(seconds=5)
    lasting(aws, batch, 60)
    words = (
        "Job with shareIdentifier or schedulingPriority can onlybe submitted to job queue with fair share scheduling "
        "policy."
    )
    for given in ({"shareIdentifier": "a"}, {"schedulingPriorityOverride": 1}):
        with refused(words):
            submit(batch, queue="plain", **given)
    with refused("shareIdentifier is required for a job queue with fair share scheduling policy."):
        submit(batch)
    for bad in ("a-b", "a*", "", "a" * 256):
        with refused(f"shareIdentifier {bad} is not valid."):
            submit(batch, shareIdentifier=bad)
    for priority in (-1, 10_000):
        with refused("schedulingPriority must be between 0 and 9999."):
            submit(batch, shareIdentifier="a", schedulingPriorityOverride=priority)


def test_the_501st_active_share_is_refused(aws: World, batch: Any) -> None:
    fair_queue(aws, batch, 256)
    lasting(aws, batch, 60)
    for number in range(500):
        submit(batch, shareIdentifier=f"s{number}")
    arn = batch.describe_job_queues()["jobQueues"][0]["jobQueueArn"]
    words = f"Job queue {arn} has the maximum number of active share identifiers (500)."
    with refused(words):
        submit(batch, shareIdentifier="new")
    submit(batch, shareIdentifier="s7")
    # All have ended; they are active for ten minutes more.
    aws.clock.advance(minutes=8)
    assert not service(aws).under_way()
    with refused(words):
        submit(batch, shareIdentifier="new")
    aws.clock.advance(minutes=10)
    submit(batch, shareIdentifier="new")


def test_a_retried_job_waits_in_its_share_again(aws: World, batch: Any) -> None:
    fair_queue(aws, batch, 1)
    lasting(aws, batch, 60, exit_code=1, retryStrategy={"attempts": 2})
    (id,) = share(batch, "a", 1)
    share(batch, "b", 1)
    aws.clock.advance(minutes=10)
    assert started(aws) == ["a", "b", "a", "b"]
    assert when(aws, id, "FAILED")
    utilization = batch.get_job_queue_snapshot(jobQueue="queue")["queueUtilization"]
    assert utilization["fairshareUtilization"] == {"activeShareCount": 0, "topCapacityUtilization": []}


def test_usage_decays_linearly() -> None:
    usage = Usage()
    usage.change(1000, 0)
    usage.change(-1000, MINUTE)
    window = 10 * MINUTE
    # One vCPU for a minute; half a minute old on average.
    assert usage.at(MINUTE, window) == 1000 * MINUTE * 0.95
    assert usage.at(6 * MINUTE, window) == 1000 * MINUTE * 0.45
    # Half of the minute is out of the window, the rest is nearly so.
    assert usage.at(10 * MINUTE + MINUTE // 2, window) == 1000 * MINUTE // 2 * 0.025
    assert usage.remains(11 * MINUTE - 1, window)
    assert usage.at(11 * MINUTE, window) == 0
    assert not usage.remains(11 * MINUTE, window)


def test_usage_of_what_still_runs() -> None:
    usage = Usage()
    usage.change(2000, 5 * MINUTE)
    assert usage.at(5 * MINUTE, 10 * MINUTE) == 0
    assert usage.at(500 * MINUTE, 10 * MINUTE) == 2000 * 5 * MINUTE
    usage.change(-2000, 500 * MINUTE)
    assert usage.rate == 0
    assert usage.at(505 * MINUTE, 10 * MINUTE) == 2000 * 5 * MINUTE * 0.25


def test_two_shares_do_not_pass_places_to_each_other(aws: World, batch: Any) -> None:
    """While one runs for longer than the window, what the others have used is forgotten."""
    fair_queue(aws, batch, 1)
    lasting(aws, batch, 1200)
    share(batch, "a", 3)
    share(batch, "b", 3)
    share(batch, "c", 1)
    aws.clock.advance(hours=5)
    assert started(aws) == ["a", "b", "c", "a", "b", "a", "b"]
