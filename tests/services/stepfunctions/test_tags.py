from __future__ import annotations

from typing import Any

import pytest

from .support import ARN, create, refused


@pytest.fixture(params=["machine", "activity"])
def arn(request: pytest.FixtureRequest, sfn: Any) -> str:
    """Of a resource with tags."""
    tags = [{"key": "team", "value": "shop"}, {"key": "bare", "value": ""}]
    if request.param == "machine":
        return create(sfn, tags=tags)
    made: str = sfn.create_activity(name="approve", tags=tags)["activityArn"]
    return made


def tags(sfn: Any, arn: str) -> dict[str, str]:
    return {each["key"]: each["value"] for each in sfn.list_tags_for_resource(resourceArn=arn)["tags"]}


def test_they_are_kept_overwritten_and_taken_away(sfn: Any, arn: str) -> None:
    assert tags(sfn, arn) == {"team": "shop", "bare": ""}
    sfn.tag_resource(resourceArn=arn, tags=[{"key": "team", "value": "web"}, {"key": "Team", "value": "x"}])
    assert tags(sfn, arn) == {"team": "web", "bare": "", "Team": "x"}
    sfn.tag_resource(resourceArn=arn, tags=[])
    sfn.untag_resource(resourceArn=arn, tagKeys=["bare", "unknown"])
    assert tags(sfn, arn) == {"team": "web", "Team": "x"}


def test_fifty_at_most(sfn: Any, arn: str) -> None:
    sfn.tag_resource(resourceArn=arn, tags=[{"key": f"k{number}", "value": ""} for number in range(48)])
    with refused("TooManyTags"):
        sfn.tag_resource(resourceArn=arn, tags=[{"key": "one", "value": "more"}])
    assert len(tags(sfn, arn)) == 50
    sfn.tag_resource(resourceArn=arn, tags=[{"key": "team", "value": "web"}])


def test_what_has_no_tags(sfn: Any) -> None:
    arn = create(sfn, publish=True)
    with refused("ResourceNotFound", f"Resource not found: '{arn}:1'"):
        sfn.tag_resource(resourceArn=f"{arn}:1", tags=[{"key": "a", "value": "b"}])
    execution = f"{ARN}execution:machine:run"
    with refused("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: execution'"):
        sfn.list_tags_for_resource(resourceArn=execution)


def test_they_go_with_their_resource(sfn: Any) -> None:
    arn = create(sfn, tags=[{"key": "a", "value": "b"}])
    sfn.delete_state_machine(stateMachineArn=arn)
    with refused("ResourceNotFound", f"Resource not found: '{arn}'"):
        sfn.list_tags_for_resource(resourceArn=arn)
    create(sfn)
    assert tags(sfn, arn) == {}
