"""Calls that our services make to services that are moto's."""

from __future__ import annotations

from typing import Any

import boto3
import moto
import pytest
from moto.core.models import botocore_stubber

from fakeaws import ServiceNotMocked, World, mock_aws
from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Caller, Result
from fakeaws.world import user_of

OTHER = "111122223333"


def make_table(client: Any, name: str = "t") -> None:
    client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )


def call(aws: World, service: str, operation: str, caller: Caller | None = None, **params: Any) -> Result:
    return aws.call(service, operation, params, caller=caller or user_of(aws.account))


def asked(aws: World, service: str, operation: str, **params: Any) -> list[Result | AwsError]:
    heard: list[Result | AwsError] = []
    aws.ask(service, operation, params, caller=user_of(aws.account), then=heard.append)
    return heard


def test_the_answer_is_what_a_client_sees(aws: World) -> None:
    client = boto3.client("dynamodb")
    make_table(client)
    assert call(aws, "dynamodb", "PutItem", TableName="t", Item={"id": {"S": "a"}, "n": {"N": "1"}}) == {}
    assert client.get_item(TableName="t", Key={"id": {"S": "a"}})["Item"]["n"] == {"N": "1"}
    assert asked(aws, "dynamodb", "GetItem", TableName="t", Key={"id": {"S": "a"}}) == [
        {"Item": {"id": {"S": "a"}, "n": {"N": "1"}}}
    ]


def test_every_protocol(aws: World) -> None:
    """json, rest-xml with a stream, query, ec2, rest-json."""
    call(aws, "s3", "CreateBucket", Bucket="lake")
    call(aws, "s3", "PutObject", Bucket="lake", Key="a b/ü", Body=b"one")
    found = call(aws, "s3", "GetObject", Bucket="lake", Key="a b/ü")
    assert (found["Body"].read(), found["ContentLength"]) == (b"one", 3)
    made = call(aws, "iam", "CreateUser", UserName="ann")
    assert made["User"]["Arn"] == "arn:aws:iam::123456789012:user/ann"
    assert call(aws, "ec2", "DescribeRegions", RegionNames=["eu-west-1"])["Regions"][0]["RegionName"] == "eu-west-1"
    assert call(aws, "efs", "CreateFileSystem", CreationToken="one")["CreationToken"] == "one"


def test_refusals_are_the_services(aws: World) -> None:
    call(aws, "s3", "CreateBucket", Bucket="lake")
    with pytest.raises(AwsError) as refused:
        call(aws, "s3", "GetObject", Bucket="lake", Key="none")
    error = refused.value
    assert (error.code, error.message, error.status) == ("NoSuchKey", "The specified key does not exist.", 404)
    [answer] = asked(aws, "dynamodb", "GetItem", TableName="none", Key={"id": {"S": "a"}})
    assert isinstance(answer, AwsError)
    assert (answer.code, answer.message, answer.status) == (
        "ResourceNotFoundException",
        "Requested resource not found",
        400,
    )


def test_members_of_a_refusal_are_kept(aws: World) -> None:
    make_table(boto3.client("dynamodb"))
    call(aws, "dynamodb", "PutItem", TableName="t", Item={"id": {"S": "a"}})
    [answer] = asked(
        aws,
        "dynamodb",
        "PutItem",
        TableName="t",
        Item={"id": {"S": "a"}},
        ConditionExpression="attribute_not_exists(id)",
        ReturnValuesOnConditionCheckFailure="ALL_OLD",
    )
    assert isinstance(answer, AwsError)
    assert answer.code == "ConditionalCheckFailedException"
    assert answer.fields["Item"] == {"id": {"S": "a"}}


def test_parameters_that_botocore_refuses(aws: World) -> None:
    [answer] = asked(aws, "dynamodb", "GetItem", TableName="t", Kee={})
    assert isinstance(answer, AwsError)
    assert answer.code == "ValidationException"
    assert 'Unknown parameter in input: "Kee"' in answer.message


def test_the_callers_account_and_the_region(aws: World) -> None:
    make_table(boto3.client("dynamodb"), "here")
    make_table(aws.boto3_session(account=OTHER).client("dynamodb"), "theirs")
    make_table(boto3.client("dynamodb", region_name="eu-west-1"), "there")
    assert call(aws, "dynamodb", "ListTables")["TableNames"] == ["here"]
    assert call(aws, "dynamodb", "ListTables", user_of(OTHER))["TableNames"] == ["theirs"]
    answer = aws.call("dynamodb", "ListTables", {}, caller=user_of(aws.account), region="eu-west-1")
    assert answer["TableNames"] == ["there"]


def test_the_timeline_has_the_call_with_its_cause(aws: World) -> None:
    cause = aws.timeline.add("test", "Begin", "", "ok")
    aws.call("s3", "CreateBucket", {"Bucket": "lake"}, caller=user_of(aws.account), cause=cause)
    asked(aws, "s3", "DeleteBucket", Bucket="none")
    _, made, refused = aws.timeline
    assert made.cause is not None
    assert (made.service, made.kind, made.resource, made.outcome, made.cause.number) == (
        "s3",
        "CreateBucket",
        "lake",
        "ok",
        cause,
    )
    assert (refused.kind, refused.resource, refused.outcome) == ("DeleteBucket", "none", "NoSuchBucket")


def test_a_notification_of_what_a_service_wrote(aws: World) -> None:
    """moto's deliveries to our services happen as for a client's calls."""
    call(aws, "s3", "CreateBucket", Bucket="lake")
    boto3.client("sqs").create_queue(QueueName="q")
    call(
        aws,
        "s3",
        "PutBucketNotificationConfiguration",
        Bucket="lake",
        NotificationConfiguration={"EventBridgeConfiguration": {}},
    )
    events = boto3.client("events")
    events.put_rule(Name="r", EventPattern='{"source": ["aws.s3"]}')
    events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:q"}])
    with pytest.warns(match="queue"):
        call(aws, "s3", "PutObject", Bucket="lake", Key="a", Body=b"one")
        aws.clock.run_until_idle()
    assert any('"reason":"PutObject"' in message.body for message in aws.sqs.queue("q").messages)


def test_within_motos_own_mock() -> None:
    with moto.mock_aws(), mock_aws() as aws:
        call(aws, "s3", "CreateBucket", Bucket="lake")
        assert [bucket["Name"] for bucket in boto3.client("s3").list_buckets()["Buckets"]] == ["lake"]
    assert not botocore_stubber.enabled


def test_worlds_share_nothing_through_the_clients() -> None:
    for _ in range(2):
        with mock_aws() as aws:
            assert call(aws, "s3", "ListBuckets")["Buckets"] == []
            call(aws, "s3", "CreateBucket", Bucket="lake")


def test_an_application_that_wraps_botocore_hears_nothing(aws: World, monkeypatch: pytest.MonkeyPatch) -> None:
    import wrapt
    from botocore.client import BaseClient

    heard = []

    def around(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        heard.append(args[0])
        return wrapped(*args, **kwargs)

    monkeypatch.setattr(BaseClient, "_make_api_call", wrapt.FunctionWrapper(BaseClient._make_api_call, around))
    call(aws, "s3", "ListBuckets")
    assert heard == []
    boto3.client("s3").list_buckets()
    assert heard == ["ListBuckets"]


@pytest.mark.parametrize(
    ("service", "operation", "words"),
    [
        ("nosuch", "DoIt", "botocore knows no service 'nosuch'"),
        ("s3", "DoIt", "s3.DoIt: the installed botocore knows no such operation"),
        ("dynamodb", "ListImports", "dynamodb.ListImports: moto does not have it"),
        ("chime", "ListBots", "chime.ListBots: neither fakeaws nor moto has it"),
    ],
)
def test_what_nobody_has(aws: World, service: str, operation: str, words: str) -> None:
    params = {"AccountId": "a"} if service == "chime" else {}
    with pytest.raises(ServiceNotMocked, match=words):
        call(aws, service, operation, **params)


@pytest.mark.fakeaws(passthrough="off")
def test_off_refuses(aws: World) -> None:
    with pytest.raises(ServiceNotMocked, match=r"s3\.ListBuckets.*passthrough is off"):
        call(aws, "s3", "ListBuckets")


def test_without_moto(aws: World, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *a: None if name == "moto" else find(name, *a))
    with pytest.raises(ServiceNotMocked, match=r"s3\.ListBuckets.*fakeaws\[moto\]"):
        call(aws, "s3", "ListBuckets")
