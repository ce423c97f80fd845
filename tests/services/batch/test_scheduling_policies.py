"""Scheduling policies: what they may say, who uses them."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.scheduling_support import policy
from tests.services.batch.support import ARN, environment, queue, refused


def fair(*identifiers: str, **more: Any) -> dict[str, Any]:
    return {"shareDistribution": [{"shareIdentifier": each} for each in identifiers], **more}


def test_create_and_describe(batch: Any) -> None:
    shares = [{"shareIdentifier": "a*", "weightFactor": 0.5}, {"shareIdentifier": "B1"}]
    given = {"shareDecaySeconds": 3600, "computeReservation": 50, "shareDistribution": shares}
    made = batch.create_scheduling_policy(name="fair", fairsharePolicy=given, tags={"team": "shop"})
    arn = f"{ARN}scheduling-policy/fair"
    assert (made["name"], made["arn"]) == ("fair", arn)
    (found,) = batch.describe_scheduling_policies(arns=[arn, f"{arn}-none", arn])["schedulingPolicies"]
    assert found == {"name": "fair", "arn": arn, "fairsharePolicy": given, "tags": {"team": "shop"}}


def test_nothing_said_is_a_fair_share_policy(batch: Any) -> None:
    arn = batch.create_scheduling_policy(name="fair")["arn"]
    (found,) = batch.describe_scheduling_policies(arns=[arn])["schedulingPolicies"]
    assert found["fairsharePolicy"] == {"shareDecaySeconds": 0, "computeReservation": 0, "shareDistribution": []}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (fair(shareDecaySeconds=604_801), "shareDecaySeconds must be between 0 and 604800."),
        (fair(shareDecaySeconds=-1), "shareDecaySeconds must be between 0 and 604800."),
        (fair(computeReservation=100), "computeReservation must be between 0 and 99."),
        (fair("a-b"), "shareIdentifier a-b is not valid."),
        (fair("*"), "shareIdentifier * is not valid."),
        (fair("a**"), "shareIdentifier a** is not valid."),
        (fair("a" * 256), f"shareIdentifier {'a' * 256} is not valid."),
        (fair("UserA1", "UserB", "UserA*"), "Share identifiers UserA* and UserA1 overlap."),
        (fair("User*", "UserA*"), "Share identifiers User* and UserA* overlap."),
        (fair("a", "a"), "Share identifiers a and a overlap."),
        (fair("a", "a*"), "Share identifiers a* and a overlap."),
        (fair("ab", "a1", "a*", "a2*"), "Share identifiers a* and a1 overlap."),
        (fair(*(f"u{number}" for number in range(501))), "shareDistribution must have at most 500 share identifiers."),
    ],
)
def test_what_is_refused(batch: Any, given: dict[str, Any], message: str) -> None:
    arn = policy(batch, "there")
    with refused(message):
        batch.create_scheduling_policy(name="new", fairsharePolicy=given)
    with refused(message):
        batch.update_scheduling_policy(arn=arn, fairsharePolicy=given)
    assert [each["arn"] for each in batch.list_scheduling_policies()["schedulingPolicies"]] == [arn]


@pytest.mark.parametrize("weight", [0.00009, 1000.0])
def test_weights(batch: Any, weight: float) -> None:
    policy(batch, "least", {"a": 0.0001})
    policy(batch, "most", {"a": 999.9999})
    with refused("weightFactor of a must be between 0.0001 and 999.9999."):
        policy(batch, "new", {"a": weight})


def test_identifiers_that_only_begin_alike_do_not_overlap(batch: Any) -> None:
    policy(batch, shares={"UserA": 1.0, "UserA1": 1.0, "UserB*": 1.0, "User": 1.0})


def test_names(batch: Any) -> None:
    policy(batch)
    with refused("Object already exists"):
        policy(batch)
    with refused("name a b is not valid. Up to 128 letters, numbers, hyphens and underscores are allowed."):
        policy(batch, "a b")


def test_one_kind_for_life(batch: Any) -> None:
    words = "A scheduling policy has either a fairsharePolicy or a quotaSharePolicy, and keeps its kind."
    quota = {"idleResourceAssignmentStrategy": "FIFO"}
    with refused(words):
        batch.create_scheduling_policy(name="both", fairsharePolicy=fair(), quotaSharePolicy=quota)
    with refused("idleResourceAssignmentStrategy LIFO is not valid."):
        batch.create_scheduling_policy(name="new", quotaSharePolicy={"idleResourceAssignmentStrategy": "LIFO"})
    shares, other = policy(batch), batch.create_scheduling_policy(name="quota", quotaSharePolicy=quota)["arn"]
    with refused(words):
        batch.update_scheduling_policy(arn=shares, quotaSharePolicy=quota)
    with refused(words):
        batch.update_scheduling_policy(arn=other, fairsharePolicy=fair())
    batch.update_scheduling_policy(arn=other, quotaSharePolicy=quota)
    (found,) = batch.describe_scheduling_policies(arns=[other])["schedulingPolicies"]
    assert found == {"name": "quota", "arn": other, "quotaSharePolicy": quota}


def test_update_puts_another_one_in_its_place(batch: Any) -> None:
    arn = policy(batch, shares={"a": 0.5}, shareDecaySeconds=3600)
    batch.update_scheduling_policy(arn=arn, fairsharePolicy=fair("b"))
    (found,) = batch.describe_scheduling_policies(arns=[arn])["schedulingPolicies"]
    assert found["fairsharePolicy"] == {"shareDecaySeconds": 0, "computeReservation": 0, **fair("b")}
    with refused(f"{arn}-2 does not exist"):
        batch.update_scheduling_policy(arn=f"{arn}-2", fairsharePolicy=fair())


def test_delete_and_list(aws: World, batch: Any) -> None:
    arns = [policy(batch, name) for name in ("c", "a", "b")]
    environment(batch)
    aws.clock.advance(seconds=10)
    queue(batch, schedulingPolicyArn=arns[0])
    first = batch.list_scheduling_policies(maxResults=2)
    assert [each["arn"] for each in first["schedulingPolicies"]] == [arns[1], arns[2]]
    second = batch.list_scheduling_policies(maxResults=2, nextToken=first["nextToken"])
    assert [each["arn"] for each in second["schedulingPolicies"]] == [arns[0]]
    with refused("Cannot delete, found existing JobQueue relationship"):
        batch.delete_scheduling_policy(arn=arns[0])
    batch.delete_scheduling_policy(arn=arns[1])
    with refused(f"{arns[1]} does not exist"):
        batch.delete_scheduling_policy(arn=arns[1])
    assert batch.describe_scheduling_policies(arns=[arns[1]])["schedulingPolicies"] == []
    with refused("Maximum number of scheduling policies supported is 100"):
        batch.describe_scheduling_policies(arns=arns * 34)
