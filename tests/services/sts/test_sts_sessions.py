"""STS through boto3: who one is, assumed roles, sessions, and their end in virtual time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator

from fakeaws import World, mock_aws
from fakeaws.aws.access_keys import account_of

ROLE = "arn:aws:iam::210987654321:role/teams/build/Deploy"
START = datetime(2026, 1, 5, tzinfo=timezone.utc)


@pytest.fixture
def world() -> Iterator[World]:
    with mock_aws() as aws:
        yield aws


@pytest.fixture
def sts(world: World) -> Any:
    return world.boto3_session().client("sts")


def client(name: str, credentials: dict[str, Any], region: str = "us-east-1") -> Any:
    return boto3.client(
        name,
        region_name=region,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )


def checked(client: Any, operation: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The answer without its metadata, once it fits the operation's output shape, member by member."""
    answer = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    shape = client.meta.service_model.operation_model(operation).output_shape
    assert set(answer) <= set(shape.members)
    report = ParamValidator().validate(answer, shape)
    assert not report.has_errors(), report.generate_report()
    return answer


def refusal(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, str, int]:
    response = caught.value.response
    return response["Error"]["Code"], response["Error"]["Message"], response["ResponseMetadata"]["HTTPStatusCode"]


# -- GetCallerIdentity, GetAccessKeyInfo -----------------------------------------------------------


def test_the_caller_is_a_user_of_the_default_account(sts: Any) -> None:
    identity = checked(sts, "GetCallerIdentity", sts.get_caller_identity())
    assert identity["Account"] == "123456789012"
    assert identity["Arn"] == "arn:aws:iam::123456789012:user/test"
    assert identity["UserId"].startswith("AIDA")
    assert len(identity["UserId"]) == 21


def test_in_china_the_caller_is_of_its_partition(world: World) -> None:
    identity = world.boto3_session(region="cn-north-1").client("sts").get_caller_identity()
    assert identity["Arn"] == "arn:aws-cn:iam::123456789012:user/test"


def test_an_access_key_tells_its_account(world: World, sts: Any) -> None:
    other = world.boto3_session(account="210987654321")
    key = other.get_credentials().access_key
    answer = checked(sts, "GetAccessKeyInfo", sts.get_access_key_info(AccessKeyId=key))
    assert answer == {"Account": "210987654321"}
    assert other.client("sts").get_caller_identity()["Account"] == "210987654321"


@pytest.mark.parametrize(
    ("key", "account"),
    [
        ("ASIAY34FZKBOKMUTVV7A", "609629065308"),  # published with its account
        ("AKIAIOSFODNN7EXAMPLE", "123456789012"),  # of the old form: holds none
    ],
)
def test_a_key_that_the_world_never_saw_is_decoded(sts: Any, key: str, account: str) -> None:
    assert sts.get_access_key_info(AccessKeyId=key)["Account"] == account


def test_what_is_no_access_key_is_refused(sts: Any) -> None:
    with pytest.raises(ClientError) as caught:
        sts.get_access_key_info(AccessKeyId="akia0189_akia0189_")
    assert refusal(caught) == ("ValidationError", "akia0189_akia0189_ is invalid", 400)


# -- AssumeRole ------------------------------------------------------------------------------------


def test_an_assumed_role(sts: Any) -> None:
    answer = checked(sts, "AssumeRole", sts.assume_role(RoleArn=ROLE, RoleSessionName="ci"))
    assert set(answer) == {"Credentials", "AssumedRoleUser"}
    credentials, user = answer["Credentials"], answer["AssumedRoleUser"]
    assert user["Arn"] == "arn:aws:sts::210987654321:assumed-role/Deploy/ci"
    role_id, _, session = user["AssumedRoleId"].partition(":")
    assert role_id.startswith("AROA")
    assert (len(role_id), session) == (21, "ci")
    assert credentials["AccessKeyId"].startswith("ASIA")
    assert account_of(credentials["AccessKeyId"]) == "210987654321"
    assert len(credentials["SecretAccessKey"]) == 40
    assert credentials["Expiration"] == START + timedelta(hours=1)
    assert client("sts", credentials).get_caller_identity()["UserId"] == user["AssumedRoleId"]


def test_a_role_keeps_its_id_and_every_session_has_its_own_key(sts: Any) -> None:
    one = sts.assume_role(RoleArn=ROLE, RoleSessionName="one")
    two = sts.assume_role(RoleArn=ROLE, RoleSessionName="two")
    assert one["AssumedRoleUser"]["AssumedRoleId"][:21] == two["AssumedRoleUser"]["AssumedRoleId"][:21]
    for name in ("AccessKeyId", "SecretAccessKey", "SessionToken"):
        assert one["Credentials"][name] != two["Credentials"][name]


def test_the_role_acts_in_its_own_account(world: World, sts: Any) -> None:
    credentials = sts.assume_role(RoleArn=ROLE, RoleSessionName="ci")["Credentials"]
    url = client("sqs", credentials).create_queue(QueueName="orders")["QueueUrl"]
    assert url.endswith("/210987654321/orders")


def test_the_same_seed_gives_the_same_credentials() -> None:
    def run() -> dict[str, Any]:
        with mock_aws(seed=5) as aws:
            answer = aws.boto3_session().client("sts").assume_role(RoleArn=ROLE, RoleSessionName="ci")
            return {**answer["Credentials"], **answer["AssumedRoleUser"]}

    assert run() == run()


def test_expired_credentials_are_refused_from_the_second_that_was_announced(world: World, sts: Any) -> None:
    world.clock.advance(milliseconds=400)
    credentials = sts.assume_role(RoleArn=ROLE, RoleSessionName="ci", DurationSeconds=900)["Credentials"]
    assert credentials["Expiration"] == START + timedelta(seconds=900)
    mine, queues = client("sts", credentials), client("sqs", credentials)
    world.clock.advance_to(credentials["Expiration"] - timedelta(milliseconds=1))
    queues.create_queue(QueueName="orders")
    world.clock.advance(milliseconds=1)
    for call, code in ((mine.get_caller_identity, "ExpiredToken"), (queues.list_queues, "ExpiredTokenException")):
        with pytest.raises(ClientError) as caught:
            call()
        assert refusal(caught) == (code, "The security token included in the request is expired", 403)
        assert world.timeline[-1].outcome == code
    assert sts.get_caller_identity()["Account"] == "123456789012"


@pytest.mark.parametrize(
    ("arn", "code", "message"),
    [
        ("nothing-valid-in-here-at-all", "ValidationError", "nothing-valid-in-here-at-all is invalid"),
        ("arn:aws:iam:210987654321:role/Deploy", "ValidationError", "arn:aws:iam:210987654321:role/Deploy is invalid"),
        (
            "arn:aws:iam::210987654321:user/ann",
            "AccessDenied",
            "User: arn:aws:iam::123456789012:user/test is not authorized to perform: sts:AssumeRole "
            "on resource: arn:aws:iam::210987654321:user/ann",
        ),
        (
            "arn:aws:iam::21098765432:role/Deploy",
            "AccessDenied",
            "User: arn:aws:iam::123456789012:user/test is not authorized to perform: sts:AssumeRole "
            "on resource: arn:aws:iam::21098765432:role/Deploy",
        ),
    ],
)
def test_what_is_no_role(sts: Any, arn: str, code: str, message: str) -> None:
    with pytest.raises(ClientError) as caught:
        sts.assume_role(RoleArn=arn, RoleSessionName="ci")
    assert refusal(caught) == (code, message, 403 if code == "AccessDenied" else 400)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            {"DurationSeconds": 899},
            "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or "
            "equal to 900",
        ),
        (
            {"DurationSeconds": 43_201},
            "Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or "
            "equal to 43200",
        ),
        (
            {"RoleSessionName": "Session1:2"},
            "Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular "
            r"expression pattern: [\w+=,.@-]*",
        ),
        (
            {"RoleSessionName": "s" * 65},
            f"Value '{'s' * 65}' at 'roleSessionName' failed to satisfy constraint: Member must have length less than "
            "or equal to 64",
        ),
    ],
)
def test_limits_of_the_model(world: World, wrong: dict[str, Any], message: str) -> None:
    # Left to itself botocore refuses what is below a minimum before it asks AWS.
    sts = world.boto3_session().client("sts", config=Config(parameter_validation=False))
    with pytest.raises(ClientError) as caught:
        sts.assume_role(**{"RoleArn": ROLE, "RoleSessionName": "ci", **wrong})
    error = caught.value.response["Error"]
    assert (error["Code"], error["Message"]) == ("ValidationError", f"1 validation error detected: {message}")


def test_a_chained_role_lasts_an_hour_at_most(sts: Any) -> None:
    first = sts.assume_role(RoleArn=ROLE, RoleSessionName="one", DurationSeconds=43_200)["Credentials"]
    assert first["Expiration"] == START + timedelta(hours=12)
    chained = client("sts", first)
    with pytest.raises(ClientError) as caught:
        chained.assume_role(RoleArn=ROLE, RoleSessionName="two", DurationSeconds=3601)
    assert refusal(caught) == (
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        400,
    )
    chained.assume_role(RoleArn=ROLE, RoleSessionName="two", DurationSeconds=3600)


def test_the_source_identity_stays_along_the_chain(sts: Any) -> None:
    answer = checked(sts, "AssumeRole", sts.assume_role(RoleArn=ROLE, RoleSessionName="one", SourceIdentity="ann"))
    assert answer["SourceIdentity"] == "ann"
    chained = client("sts", answer["Credentials"])
    assert chained.assume_role(RoleArn=ROLE, RoleSessionName="two")["SourceIdentity"] == "ann"
    with pytest.raises(ClientError) as caught:
        chained.assume_role(RoleArn=ROLE, RoleSessionName="two", SourceIdentity="bob")
    assert refusal(caught) == (
        "AccessDenied",
        "User: arn:aws:sts::210987654321:assumed-role/Deploy/one is not authorized to perform: sts:SetSourceIdentity "
        f"on resource: {ROLE}",
        403,
    )


def test_the_size_of_the_token_can_be_asked_for(sts: Any) -> None:
    answer = sts.assume_role(RoleArn=ROLE, RoleSessionName="ci", MinimumSessionTokenSize=4096)
    checked(sts, "AssumeRole", answer)
    assert len(answer["Credentials"]["SessionToken"]) == answer["SessionTokenSize"] == 4096
    assert answer["SessionTokenUtilization"] == 100
    small = sts.assume_role(RoleArn=ROLE, RoleSessionName="ci", MinimumSessionTokenSize=0)
    assert len(small["Credentials"]["SessionToken"]) == small["SessionTokenSize"] == 1000


# -- GetSessionToken, GetFederationToken -----------------------------------------------------------


def test_a_session_of_ones_own_is_still_oneself_for_twelve_hours(sts: Any) -> None:
    answer = checked(sts, "GetSessionToken", sts.get_session_token())
    assert set(answer) == {"Credentials"}
    assert answer["Credentials"]["Expiration"] == START + timedelta(hours=12)
    mine = client("sts", answer["Credentials"])
    for name in ("Arn", "UserId", "Account"):
        assert mine.get_caller_identity()[name] == sts.get_caller_identity()[name]
    assert sts.get_session_token(DurationSeconds=129_600)["Credentials"]["Expiration"] == START + timedelta(hours=36)


def test_a_session_gets_no_further_session(sts: Any) -> None:
    mine = client("sts", sts.get_session_token()["Credentials"])
    for operation, call in (
        ("GetSessionToken", mine.get_session_token),
        ("GetFederationToken", lambda: mine.get_federation_token(Name="ann")),
    ):
        with pytest.raises(ClientError) as caught:
            call()
        assert refusal(caught) == ("AccessDenied", f"Cannot call {operation} with session credentials", 403)
    with pytest.raises(ClientError, match="role chaining"):
        mine.assume_role(RoleArn=ROLE, RoleSessionName="ci", DurationSeconds=7200)


def test_a_federated_user(sts: Any) -> None:
    answer = checked(sts, "GetFederationToken", sts.get_federation_token(Name="ann"))
    assert answer["FederatedUser"] == {
        "FederatedUserId": "123456789012:ann",
        "Arn": "arn:aws:sts::123456789012:federated-user/ann",
    }
    assert answer["PackedPolicySize"] == 0
    mine = client("sts", answer["Credentials"])
    assert mine.get_caller_identity()["Arn"] == "arn:aws:sts::123456789012:federated-user/ann"
    with pytest.raises(ClientError) as caught:
        mine.assume_role(RoleArn=ROLE, RoleSessionName="ci")
    assert refusal(caught)[0] == "AccessDenied"


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("assume_root", {"TargetPrincipal": "210987654321", "TaskPolicyArn": {"arn": "arn:aws:iam::aws:policy/x"}}),
        ("decode_authorization_message", {"EncodedMessage": "abc"}),
        ("get_web_identity_token", {"Audience": ["me"], "SigningAlgorithm": "RS256"}),
        ("get_delegated_access_token", {"TradeInToken": "abc"}),
        (
            "assume_role_with_saml",
            {"RoleArn": ROLE, "PrincipalArn": "arn:aws:iam::210987654321:saml-provider/x", "SAMLAssertion": "abcd"},
        ),
    ],
)
def test_the_rest_is_refused_with_its_reason(sts: Any, operation: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(NotImplementedError, match=r"sts\.\w+ is not supported by fakeaws \(\w"):
        getattr(sts, operation)(**parameters)


def test_every_operation_is_there_or_refused(sts: Any) -> None:
    from botocore import xform_name

    from fakeaws.services.sts.operations import Sts

    for operation in sts.meta.service_model.operation_names:
        assert hasattr(Sts, xform_name(operation)) != (operation in Sts.refused), operation
