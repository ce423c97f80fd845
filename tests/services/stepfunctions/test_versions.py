from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

from fakeaws import World

from .support import DONE, ROLE, WAITING, create, refused

START = datetime(2026, 1, 5, tzinfo=timezone.utc)


def publish(sfn: Any, arn: str, **more: Any) -> str:
    version: str = sfn.publish_state_machine_version(stateMachineArn=arn, **more)["stateMachineVersionArn"]
    return version


def change(sfn: Any, arn: str, number: int) -> None:
    sfn.update_state_machine(stateMachineArn=arn, roleArn=f"{ROLE}-{number}")


def listed(sfn: Any, arn: str) -> list[int]:
    versions = sfn.list_state_machine_versions(stateMachineArn=arn)["stateMachineVersions"]
    return [int(each["stateMachineVersionArn"].rsplit(":", 1)[1]) for each in versions]


def test_an_unchanged_revision_has_one_version(aws: World, sfn: Any) -> None:
    arn = create(sfn)
    first = sfn.publish_state_machine_version(stateMachineArn=arn, description="first")
    aws.clock.advance(60)
    again = sfn.publish_state_machine_version(stateMachineArn=arn, description="ignored")
    assert (again["stateMachineVersionArn"], again["creationDate"]) == (f"{arn}:1", START)
    assert first["stateMachineVersionArn"] == f"{arn}:1"
    assert sfn.describe_state_machine(stateMachineArn=f"{arn}:1")["description"] == "first"
    change(sfn, arn, 2)
    second = sfn.publish_state_machine_version(stateMachineArn=arn)
    assert (second["stateMachineVersionArn"], second["creationDate"]) == (f"{arn}:2", START + timedelta(seconds=60))
    assert "description" not in sfn.describe_state_machine(stateMachineArn=f"{arn}:2")


def test_a_version_stays_as_it_was(sfn: Any) -> None:
    arn = create(sfn, DONE, publish=True)
    sfn.update_state_machine(stateMachineArn=arn, definition=json.dumps(WAITING))
    assert json.loads(sfn.describe_state_machine(stateMachineArn=f"{arn}:1")["definition"]) == DONE
    assert json.loads(sfn.describe_state_machine(stateMachineArn=arn)["definition"]) == WAITING


def test_going_back_is_another_version(sfn: Any) -> None:
    arn = create(sfn, publish=True)
    change(sfn, arn, 2)
    sfn.update_state_machine(stateMachineArn=arn, roleArn=ROLE)
    assert publish(sfn, arn) == f"{arn}:2"


def test_numbers_are_never_used_again(sfn: Any) -> None:
    arn = create(sfn, publish=True)
    sfn.delete_state_machine_version(stateMachineVersionArn=f"{arn}:1")
    sfn.delete_state_machine_version(stateMachineVersionArn=f"{arn}:1")
    assert listed(sfn, arn) == []
    assert publish(sfn, arn) == f"{arn}:2"
    change(sfn, arn, 2)
    assert publish(sfn, arn) == f"{arn}:3"
    sfn.delete_state_machine_version(stateMachineVersionArn=f"{arn}:2")
    assert listed(sfn, arn) == [3]


def test_the_newest_comes_first(sfn: Any) -> None:
    arn = create(sfn)
    for number in range(12):
        change(sfn, arn, number)
        publish(sfn, arn)
    assert listed(sfn, arn) == list(range(12, 0, -1))
    page = sfn.list_state_machine_versions(stateMachineArn=arn, maxResults=10)
    sfn.delete_state_machine_version(stateMachineVersionArn=f"{arn}:3")
    rest = sfn.list_state_machine_versions(stateMachineArn=arn, nextToken=page["nextToken"])
    assert [each["stateMachineVersionArn"] for each in rest["stateMachineVersions"]] == [f"{arn}:2", f"{arn}:1"]
    other = create(sfn, name="other")
    with refused("InvalidToken"):
        sfn.list_state_machine_versions(stateMachineArn=other, nextToken=page["nextToken"])


def test_only_the_expected_revision(sfn: Any) -> None:
    arn = create(sfn)
    assert publish(sfn, arn, revisionId="INITIAL") == f"{arn}:1"
    revision = sfn.update_state_machine(stateMachineArn=arn, roleArn=f"{ROLE}-2")["revisionId"]
    message = (
        "Failed to publish the State Machine version for revision INITIAL. "
        f"The current State Machine revision is {revision}."
    )
    with refused("ConflictException", message):
        publish(sfn, arn, revisionId="INITIAL")
    assert publish(sfn, arn, revisionId=revision) == f"{arn}:2"


def test_a_version_behind_an_alias_stays(sfn: Any) -> None:
    arn = create(sfn, publish=True)
    routes = [{"stateMachineVersionArn": f"{arn}:1", "weight": 100}]
    alias = sfn.create_state_machine_alias(name="live", routingConfiguration=routes)["stateMachineAliasArn"]
    with refused("ConflictException"):
        sfn.delete_state_machine_version(stateMachineVersionArn=f"{arn}:1")
    sfn.delete_state_machine_alias(stateMachineAliasArn=alias)
    sfn.delete_state_machine_version(stateMachineVersionArn=f"{arn}:1")
    assert listed(sfn, arn) == []
