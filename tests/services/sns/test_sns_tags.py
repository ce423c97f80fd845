"""TagResource, UntagResource, ListTagsForResource."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World

from .subscribers import ARN, OTHER, invalid, make_topic, refused


def tag(key: str, value: str = "") -> dict[str, str]:
    return {"Key": key, "Value": value}


def tags(sns: Any, arn: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = sns.list_tags_for_resource(ResourceArn=arn)["Tags"]
    return found


def test_tags_are_merged_by_key(sns: Any) -> None:
    arn = sns.create_topic(Name="orders", Tags=[tag("a", "1"), tag("b", "2")])["TopicArn"]
    sns.tag_resource(ResourceArn=arn, Tags=[tag("b"), tag("A", "3")])
    assert tags(sns, arn) == [tag("a", "1"), tag("b"), tag("A", "3")]


def test_keys_that_are_not_there_are_passed_over(sns: Any) -> None:
    arn = sns.create_topic(Name="orders", Tags=[tag("a", "1"), tag("b", "2")])["TopicArn"]
    sns.untag_resource(ResourceArn=arn, TagKeys=["b", "none"])
    assert tags(sns, arn) == [tag("a", "1")]
    sns.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert tags(sns, arn) == []


def test_the_tags_count_when_the_topic_is_created_again(sns: Any) -> None:
    arn = make_topic(sns)
    sns.tag_resource(ResourceArn=arn, Tags=[tag("a", "1")])
    assert sns.create_topic(Name="orders", Tags=[tag("a", "1")])["TopicArn"] == arn
    with invalid("Tags Reason: Topic already exists with different tags"):
        sns.create_topic(Name="orders", Tags=[tag("a", "2")])


def test_a_new_topic_of_the_same_name_has_none(sns: Any) -> None:
    arn = sns.create_topic(Name="orders", Tags=[tag("a", "1")])["TopicArn"]
    sns.delete_topic(TopicArn=arn)
    make_topic(sns)
    assert tags(sns, arn) == []


def test_a_key_twice_in_a_request(sns: Any) -> None:
    arn = make_topic(sns)
    with invalid("Duplicated keys are not allowed."):
        sns.tag_resource(ResourceArn=arn, Tags=[tag("a", "1"), tag("a", "2")])
    assert tags(sns, arn) == []


def test_fifty_tags(sns: Any) -> None:
    fifty = [tag(f"k{number}") for number in range(50)]
    arn = sns.create_topic(Name="orders", Tags=fifty)["TopicArn"]
    sns.tag_resource(ResourceArn=arn, Tags=[tag("k0", "again")])
    too_many = refused("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded")
    with too_many:
        sns.tag_resource(ResourceArn=arn, Tags=[tag("k1", "changed"), tag("one more")])
    assert tags(sns, arn)[:2] == [tag("k0", "again"), tag("k1")]
    with refused("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded"):
        sns.create_topic(Name="other", Tags=[*fifty, tag("one more")])
    assert len(sns.list_topics()["Topics"]) == 1


def test_lengths(sns: Any) -> None:
    arn = make_topic(sns)
    sns.tag_resource(ResourceArn=arn, Tags=[tag("k" * 128, "v" * 256)])
    long_key, long_value = "k" * 129, "v" * 257
    text = "1 validation error detected: Value '{}' at '{}' failed to satisfy constraint: Member must have length less than"
    with refused("ValidationError", text.format(long_key, "tags.1.member.key") + " or equal to 128"):
        sns.tag_resource(ResourceArn=arn, Tags=[tag(long_key)])
    with refused("ValidationError", text.format(long_value, "tags.1.member.value") + " or equal to 256"):
        sns.create_topic(Name="other", Tags=[tag("k", long_value)])


def test_keys_of_aws(sns: Any) -> None:
    arn = make_topic(sns)
    with invalid("Tags Reason: aws: prefixed tag key names are not allowed for external use"):
        sns.tag_resource(ResourceArn=arn, Tags=[tag("AWS:a")])


@pytest.mark.parametrize("operation", ["tag_resource", "untag_resource", "list_tags_for_resource"])
def test_what_does_not_exist(sns: Any, operation: str) -> None:
    more: dict[str, Any] = {
        "tag_resource": {"Tags": [tag("a")]},
        "untag_resource": {"TagKeys": ["a"]},
        "list_tags_for_resource": {},
    }[operation]
    with refused("ResourceNotFound", "Resource does not exist", 404):
        getattr(sns, operation)(ResourceArn=f"{ARN}none", **more)
    with invalid("ResourceArn Reason: An ARN must have at least 6 elements, not 1"):
        getattr(sns, operation)(ResourceArn="none", **more)


def test_strangers(aws: World, sns: Any) -> None:
    arn = make_topic(sns)
    stranger: Any = aws.boto3_session(account=OTHER).client("sns")
    with pytest.raises(stranger.exceptions.AuthorizationErrorException):
        stranger.tag_resource(ResourceArn=arn, Tags=[tag("a")])
    assert tags(sns, arn) == []
