from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from fakeaws import World, mock_aws

from .support import ROLE, client, create, refused

START = datetime(2026, 1, 5, tzinfo=timezone.utc)


def routes(arn: str, *weights: int) -> list[dict[str, Any]]:
    """Version 1 with the first weight, version 2 with the second."""
    return [{"stateMachineVersionArn": f"{arn}:{number}", "weight": weight} for number, weight in enumerate(weights, 1)]


def machine(sfn: Any) -> str:
    """With two versions."""
    arn = create(sfn, publish=True)
    sfn.update_state_machine(stateMachineArn=arn, roleArn=f"{ROLE}-2", publish=True)
    return arn


def alias(sfn: Any, arn: str, *weights: int, name: str = "live", **more: Any) -> str:
    made = sfn.create_state_machine_alias(name=name, routingConfiguration=routes(arn, *weights), **more)
    found: str = made["stateMachineAliasArn"]
    return found


def described(sfn: Any, arn: str) -> dict[str, Any]:
    answer: dict[str, Any] = sfn.describe_state_machine_alias(stateMachineAliasArn=arn)
    del answer["ResponseMetadata"]
    return answer


def listed(sfn: Any, arn: str) -> list[str]:
    aliases = sfn.list_state_machine_aliases(stateMachineArn=arn)["stateMachineAliases"]
    return [each["stateMachineAliasArn"].rsplit(":", 1)[1] for each in aliases]


def test_from_its_creation_to_its_end(aws: World, sfn: Any) -> None:
    arn = machine(sfn)
    live = alias(sfn, arn, 90, 10)
    assert live == f"{arn}:live"
    expected = {
        "stateMachineAliasArn": live,
        "name": "live",
        "routingConfiguration": routes(arn, 90, 10),
        "creationDate": START,
        "updateDate": START,
    }
    assert described(sfn, live) == expected
    aws.clock.advance(1)
    updated = sfn.update_state_machine_alias(stateMachineAliasArn=live, description="all orders")
    assert updated["updateDate"] == START + timedelta(seconds=1)
    expected |= {"description": "all orders", "updateDate": updated["updateDate"]}
    assert described(sfn, live) == expected
    sfn.update_state_machine_alias(stateMachineAliasArn=live, routingConfiguration=routes(arn, 100))
    assert described(sfn, live) == {**expected, "routingConfiguration": routes(arn, 100)}
    sfn.delete_state_machine_alias(stateMachineAliasArn=live)
    sfn.delete_state_machine_alias(stateMachineAliasArn=live)
    assert listed(sfn, arn) == []


def test_the_same_again_is_the_same_alias(aws: World, sfn: Any) -> None:
    arn = machine(sfn)
    alias(sfn, arn, 90, 10, description="first")
    aws.clock.advance(60)
    again = sfn.create_state_machine_alias(name="live", routingConfiguration=routes(arn, 90, 10)[::-1])
    assert again["creationDate"] == START
    assert described(sfn, f"{arn}:live")["description"] == "first"


@pytest.mark.parametrize("name", ["a", "1a", "1.0", "_", "v-1", "a" * 80])
def test_names(sfn: Any, name: str) -> None:
    arn = machine(sfn)
    assert alias(sfn, arn, 100, name=name) == f"{arn}:{name}"


def test_they_are_listed_by_name_and_by_version(sfn: Any) -> None:
    arn = machine(sfn)
    alias(sfn, arn, 100, name="c")
    alias(sfn, arn, 50, 50, name="a")
    sfn.create_state_machine_alias(name="b", routingConfiguration=routes(arn, 0, 100)[1:])
    assert listed(sfn, arn) == ["a", "b", "c"]
    assert listed(sfn, f"{arn}:1") == ["a", "c"]
    assert listed(sfn, f"{arn}:2") == ["a", "b"]
    first = sfn.list_state_machine_aliases(stateMachineArn=arn, maxResults=2)
    rest = sfn.list_state_machine_aliases(stateMachineArn=arn, nextToken=first["nextToken"])
    assert [each["stateMachineAliasArn"] for each in rest["stateMachineAliases"]] == [f"{arn}:c"]
    with refused("InvalidToken", "Invalid Token: 'Invalid token'"):
        sfn.list_state_machine_aliases(stateMachineArn=f"{arn}:1", nextToken=first["nextToken"])


def drawn(aws: World, arn: str, times: int) -> list[int]:
    """The versions that so many starts by that ARN would get."""
    service: Any = aws.router.service("stepfunctions", aws.account, aws.region)
    return [service.resolve(arn).version.number for _ in range(times)]


def test_versions_are_drawn_by_weight(aws: World, sfn: Any) -> None:
    arn = machine(sfn)
    counts = Counter(drawn(aws, alias(sfn, arn, 90, 10), 1000))
    assert 870 <= counts[1] <= 930
    assert counts[1] + counts[2] == 1000


def test_a_weight_of_nothing_and_of_all(aws: World, sfn: Any) -> None:
    arn = machine(sfn)
    assert set(drawn(aws, alias(sfn, arn, 0, 100, name="second"), 50)) == {2}
    assert set(drawn(aws, alias(sfn, arn, 100, 0, name="first"), 50)) == {1}


def test_the_seed_says_which() -> None:
    def draws(seed: str) -> list[int]:
        with mock_aws(seed=seed) as aws:
            sfn = client()
            return drawn(aws, alias(sfn, machine(sfn), 50, 50), 64)

    assert draws("a") == draws("a") != draws("b")


def test_what_an_arn_stands_for(aws: World, sfn: Any) -> None:
    arn = machine(sfn)
    live = alias(sfn, arn, 100)
    service: Any = aws.router.service("stepfunctions", aws.account, aws.region)
    machine_, revision, version, none = service.resolve(arn)
    assert (machine_.arn, revision.role_arn, version, none) == (arn, f"{ROLE}-2", None, None)
    _, revision, version, none = service.resolve(f"{arn}:1")
    assert (revision.role_arn, version.arn, none) == (ROLE, f"{arn}:1", None)
    _, revision, version, found = service.resolve(live)
    assert (revision.role_arn, version.arn, found.arn) == (ROLE, f"{arn}:1", live)
    sfn.delete_state_machine_alias(stateMachineAliasArn=live)
    for gone in (live, f"{arn}:3", f"{arn}:01", f"{arn}x"):
        with pytest.raises(Exception, match=f"State Machine Does Not Exist: '{gone}'"):
            service.resolve(gone)
