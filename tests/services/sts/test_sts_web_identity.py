"""AssumeRoleWithWebIdentity: tokens of identity providers, read but not verified."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from fakeaws import World, mock_aws

ROLE = "arn:aws:iam::210987654321:role/pods/Reader"
START = 1_767_571_200  # 2026-01-05T00:00:00Z


@pytest.fixture
def world() -> Iterator[World]:
    with mock_aws() as aws:
        yield aws


@pytest.fixture
def sts(world: World) -> Any:
    return boto3.client("sts", region_name="us-east-1", config=Config(signature_version=UNSIGNED))


def jwt(**claims: Any) -> str:
    usual = {"iss": "https://idp.example", "sub": "pod:reader", "aud": "sts.amazonaws.com", "exp": START + 600}
    parts = ({"alg": "RS256"}, {name: value for name, value in {**usual, **claims}.items() if value is not None})
    return ".".join([*(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts), "c2ln"])


def assume(sts: Any, token: str, **more: Any) -> Any:
    return sts.assume_role_with_web_identity(
        **{"RoleArn": ROLE, "RoleSessionName": "pod", "WebIdentityToken": token, **more}
    )


def refusal(sts: Any, token: str, **more: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        assume(sts, token, **more)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_a_token_opens_the_role_without_credentials(world: World, sts: Any) -> None:
    answer = assume(sts, jwt(), DurationSeconds=7200)
    shape = sts.meta.service_model.operation_model("AssumeRoleWithWebIdentity").output_shape
    assert set(answer) - {"ResponseMetadata"} <= set(shape.members)
    assert answer["AssumedRoleUser"]["Arn"] == "arn:aws:sts::210987654321:assumed-role/Reader/pod"
    assert answer["SubjectFromWebIdentityToken"] == "pod:reader"
    assert answer["Provider"] == "https://idp.example"
    assert answer["Audience"] == "sts.amazonaws.com"
    assert "SourceIdentity" not in answer
    assert "PackedPolicySize" not in answer
    assert answer["Credentials"]["Expiration"].timestamp() == START + 7200
    assert [r.resource for r in world.timeline.select(kind="AssumeRoleWithWebIdentity")] == ["Reader"]


def test_the_token_may_name_source_identity_and_tags(sts: Any) -> None:
    token = jwt(
        **{
            "https://aws.amazon.com/source_identity": "ann",
            "https://aws.amazon.com/tags": {"principal_tags": {"team": ["shop"]}, "transitive_tag_keys": ["team"]},
        }
    )
    answer = assume(sts, token)
    assert answer["SourceIdentity"] == "ann"
    assert answer["PackedPolicySize"] > 0


def test_an_expired_token(world: World, sts: Any) -> None:
    token = jwt()
    world.clock.advance(seconds=599)
    assume(sts, token)
    world.clock.advance(timedelta(seconds=1))
    code, message = refusal(sts, token)
    assert code == "ExpiredTokenException"
    assert message == (
        f"Token expired: current date/time {START + 600} must be before the expiration date/time{START + 600}"
    )


@pytest.mark.parametrize("claim", ["iss", "sub", "aud", "exp"])
def test_a_token_without_a_claim(sts: Any, claim: str) -> None:
    assert refusal(sts, jwt(**{claim: None})) == ("InvalidIdentityToken", f"Missing a required claim: {claim}")


@pytest.mark.parametrize("token", ["opaque", "a.b.c", "a.W10.c", "é.é.é"])
def test_what_is_no_token(sts: Any, token: str) -> None:
    code, message = refusal(sts, token)
    assert code == "InvalidIdentityToken"
    assert message.startswith("The ID Token provided is not a valid JWT.")


def test_an_access_token_of_a_known_provider(sts: Any) -> None:
    answer = assume(sts, "Atza|opaque", ProviderId="www.amazon.com")
    assert answer["Provider"] == "www.amazon.com"
    assert answer["SubjectFromWebIdentityToken"].startswith("amzn1.account.")
    assert "Audience" not in answer
    assert refusal(sts, "opaque", ProviderId="idp.example")[0] == "InvalidIdentityToken"


@pytest.mark.parametrize("arn", ["nothing-valid-in-here-at-all", "arn:aws:iam::210987654321:user/ann"])
def test_what_is_no_role(sts: Any, arn: str) -> None:
    assert refusal(sts, jwt(), RoleArn=arn) == ("ValidationError", "Request ARN is invalid")


def test_expired_credentials_do_not_matter_to_a_call_that_is_not_signed(world: World) -> None:
    session = world.boto3_session()
    credentials = session.client("sts").get_session_token(DurationSeconds=900)["Credentials"]
    mine = boto3.client(
        "sts",
        region_name="us-east-1",
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )
    world.clock.advance(seconds=900)
    assume(mine, jwt(exp=START + 5000))
    with pytest.raises(ClientError, match="ExpiredToken"):
        mine.get_caller_identity()
