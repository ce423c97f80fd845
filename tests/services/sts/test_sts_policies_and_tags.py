"""Session policies and session tags: what STS takes along and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from fakeaws import World, mock_aws

ROLE = "arn:aws:iam::123456789012:role/Deploy"
ALLOW = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})


@pytest.fixture
def world() -> Iterator[World]:
    with mock_aws() as aws:
        yield aws


@pytest.fixture
def sts(world: World) -> Any:
    return world.boto3_session().client("sts")


def assume(sts: Any, **more: Any) -> Any:
    return sts.assume_role(RoleArn=ROLE, RoleSessionName="ci", **more)


def chained(answer: Any) -> Any:
    credentials = answer["Credentials"]
    return boto3.client(
        "sts",
        region_name="us-east-1",
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )


def tags(**values: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in values.items()]


@pytest.mark.parametrize(
    "given",
    [
        {"Policy": ALLOW},
        {"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}]},
        {"Tags": tags(team="shop")},
    ],
)
def test_the_packed_size_is_told_only_of_something(sts: Any, given: dict[str, Any]) -> None:
    assert 0 < assume(sts, **given)["PackedPolicySize"] < 50
    assert "PackedPolicySize" not in assume(sts)


def test_more_fills_more(sts: Any) -> None:
    small = assume(sts, Policy=ALLOW)["PackedPolicySize"]
    large = assume(sts, Policy=ALLOW, Tags=tags(team="shop", stage="production"))["PackedPolicySize"]
    assert small < large


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ("{no json", "This policy contains invalid Json"),
        ('{"Version": "2012-10-17"}', "Missing required field Statement"),
    ],
)
def test_what_is_no_policy(sts: Any, policy: str, message: str) -> None:
    with pytest.raises(sts.exceptions.MalformedPolicyDocumentException) as caught:
        assume(sts, Policy=policy)
    assert caught.value.response["Error"]["Code"] == "MalformedPolicyDocument"
    assert caught.value.response["Error"]["Message"] == message


def test_a_policy_beyond_the_plaintext_allowed(sts: Any) -> None:
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": [f"arn:aws:s3:::bucket-{n}" for n in range(80)]}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    assert len(policy) > 2048
    with pytest.raises(sts.exceptions.PackedPolicyTooLargeException, match=r"Packed policy consumes 1..% of allotted"):
        assume(sts, Policy=policy)


def test_tags_that_do_not_fit(sts: Any) -> None:
    nine = [{"Key": f"T{number}", "Value": "a" * 250} for number in range(1, 10)]
    with pytest.raises(sts.exceptions.PackedPolicyTooLargeException) as caught:
        assume(sts, Tags=nine)
    error = caught.value.response["Error"]
    # What AWS answered to this very request.
    assert (error["Code"], error["Message"]) == (
        "PackedPolicyTooLarge",
        "Packed size of session tags consumes 498% of allotted space.",
    )


def test_eleven_policy_arns(sts: Any) -> None:
    arns = [{"arn": f"arn:aws:iam::aws:policy/Policy{number}"} for number in range(11)]
    with pytest.raises(ClientError, match=r"at 'policyArns' failed .* length less than or equal to 10"):
        assume(sts, PolicyArns=arns)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"Tags": tags(Team="a", team="b")},
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        ),
        (
            {"Tags": tags(team="a"), "TransitiveTagKeys": ["stage"]},
            "The specified transitive tag key must be included in the requested tags.",
        ),
    ],
)
def test_tags_that_contradict_themselves(sts: Any, given: dict[str, Any], message: str) -> None:
    with pytest.raises(ClientError) as caught:
        assume(sts, **given)
    error = caught.value.response["Error"]
    assert (error["Code"], error["Message"]) == ("InvalidParameterValue", message)


def test_transitive_tags_pass_on_and_cannot_be_replaced(sts: Any) -> None:
    first = chained(assume(sts, Tags=tags(Team="shop", stage="test"), TransitiveTagKeys=["Team"]))
    for key in ("Team", "team"):
        with pytest.raises(ClientError) as caught:
            assume(first, Tags=tags(**{key: "other"}))
        error = caught.value.response["Error"]
        assert (error["Code"], error["Message"]) == (
            "InvalidParameterValue",
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from "
            "the calling session.",
        )
    second = assume(first, Tags=tags(stage="production"))
    assert "PackedPolicySize" in second
    with pytest.raises(ClientError, match="conflicts"):
        assume(chained(second), Tags=tags(Team="other"))
    assume(chained(second), Tags=tags(stage="again"))


def test_a_federated_user_takes_policies_and_tags(sts: Any) -> None:
    answer = sts.get_federation_token(Name="ann", Policy=ALLOW, Tags=tags(team="shop"))
    assert answer["PackedPolicySize"] > 0
