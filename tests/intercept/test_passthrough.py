"""Services that are not ours: moto's answers, or a clear refusal."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from typing import Any

import boto3
import botocore.handlers
import moto
import pytest

from fakeaws import FakeAwsWarning, RealCallBlocked, ServiceNotMocked, World, mock_aws


def test_moto_answers_for_the_others(aws: World) -> None:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="lake")
    s3.put_object(Bucket="lake", Key="a", Body=b"one")
    assert s3.get_object(Bucket="lake", Key="a")["Body"].read() == b"one"
    table = boto3.client("dynamodb")
    assert table.list_tables()["TableNames"] == []


def test_each_request_reaches_moto_once(aws: World) -> None:
    """moto's own handler sits on clients that were made after its import: the call must not be done twice."""
    dynamodb = boto3.client("dynamodb")
    dynamodb.create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    for _ in range(3):
        dynamodb.update_item(
            TableName="t",
            Key={"id": {"S": "a"}},
            UpdateExpression="ADD n :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )
    assert dynamodb.get_item(TableName="t", Key={"id": {"S": "a"}})["Item"]["n"] == {"N": "3"}


def test_moto_starts_only_when_needed_and_ends_with_the_world() -> None:
    from moto.core.models import botocore_stubber

    with mock_aws():
        boto3.client("sqs").list_queues()
        assert not botocore_stubber.enabled
        boto3.client("s3").list_buckets()
        assert botocore_stubber.enabled
    assert not botocore_stubber.enabled
    with mock_aws():
        assert boto3.client("s3").list_buckets()["Buckets"] == []


def test_ours_stay_ours_under_moto() -> None:
    with moto.mock_aws(), mock_aws() as aws:
        sqs = boto3.client("sqs")
        sqs.meta.events.register("before-send", lambda **_: None)
        sqs.create_queue(QueueName="q")
        assert [record.kind for record in aws.timeline] == ["CreateQueue"]
        boto3.client("s3").create_bucket(Bucket="lake")
    with moto.mock_aws():
        assert "QueueUrls" not in boto3.client("sqs", region_name="us-east-1").list_queues()


def test_a_client_that_was_in_a_world_serves_a_plain_moto_test_later() -> None:
    client = boto3.session.Session().client(
        "sqs", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    with mock_aws():
        client.list_queues()
    with moto.mock_aws():
        client.create_queue(QueueName="at-moto")
        assert len(client.list_queues()["QueueUrls"]) == 1


def test_aiobotocore_reaches_moto_too(aws: World) -> None:
    async def main() -> bytes:
        from aiobotocore.session import get_session

        async with get_session().create_client("s3", region_name="us-east-1") as s3:
            await s3.create_bucket(Bucket="lake")
            await s3.put_object(Bucket="lake", Key="a", Body=b"one")
            answer = await s3.get_object(Bucket="lake", Key="a")
            async with answer["Body"] as stream:
                body: bytes = await stream.read()
                return body

    assert asyncio.run(main()) == b"one"


def test_without_moto_the_refusal_names_the_extra(aws: World, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *a: None if name == "moto" else find(name, *a))
    with pytest.raises(ServiceNotMocked, match=r"s3\.ListBuckets.*fakeaws\[moto\]"):
        boto3.client("s3").list_buckets()


@pytest.mark.fakeaws(passthrough="off")
def test_off_always_refuses(aws: World) -> None:
    with pytest.raises(ServiceNotMocked, match="passthrough is off"):
        boto3.client("s3").list_buckets()


def test_an_operation_that_we_lack_never_falls_through(aws: World) -> None:
    with pytest.raises(NotImplementedError, match=r"sts\.DecodeAuthorizationMessage"):
        boto3.client("sts").decode_authorization_message(EncodedMessage="m")


def notify(target: dict[str, Any]) -> Any:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="lake")
    s3.put_bucket_notification_configuration(Bucket="lake", NotificationConfiguration=target)
    return s3


@pytest.mark.fakeaws(policies="off")
def test_s3_notifications_reach_our_queues(aws: World) -> None:
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="arrivals")["QueueUrl"]
    arn = "arn:aws:sqs:us-east-1:123456789012:arrivals"
    s3 = notify({"QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]})
    s3.put_object(Bucket="lake", Key="new", Body=b"x")
    bodies = [m["Body"] for m in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]]
    assert any('"key": "new"' in body for body in bodies)


@pytest.mark.fakeaws(policies="off")
def test_s3_notifications_reach_our_topics(aws: World) -> None:
    sns, sqs = boto3.client("sns"), boto3.client("sqs")
    topic = sns.create_topic(Name="arrivals")["TopicArn"]
    sqs.create_queue(QueueName="q")
    sns.subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=aws.sqs.queue("q").arn, Attributes={"RawMessageDelivery": "true"}
    )
    s3 = notify({"TopicConfigurations": [{"TopicArn": topic, "Events": ["s3:ObjectCreated:*"]}]})
    s3.put_object(Bucket="lake", Key="new", Body=b"x")
    assert any('"key": "new"' in message.body for message in aws.sqs.queue("q").messages)


def test_a_notification_that_cannot_be_carried_is_a_warning(aws: World) -> None:
    arn = "arn:aws:sqs:us-east-1:123456789012:nowhere"
    with pytest.warns(FakeAwsWarning, match="queue nowhere"):
        s3 = notify({"QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]})
        s3.put_object(Bucket="lake", Key="new", Body=b"x")


def test_moto_is_not_imported_by_us() -> None:
    import subprocess

    code = (
        "import fakeaws, sys\n"
        "with fakeaws.mock_aws():\n"
        "    import boto3; boto3.client('sqs').list_queues()\n"
        "print('moto' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_what_moto_does_not_have_either_is_refused_by_name(aws: World) -> None:
    with pytest.raises(RealCallBlocked, match="neither fakeaws nor moto"):
        boto3.client("gamelift").list_fleets()


@pytest.mark.fakeaws(config={"iam": {"load_aws_managed_policies": True}})
def test_moto_gets_its_settings(aws: World) -> None:
    policies = boto3.client("iam").list_policies(Scope="AWS")["Policies"]
    assert "AdministratorAccess" in {policy["PolicyName"] for policy in policies} or len(policies) >= 100


def test_a_waiter_of_botocore_waits_in_virtual_time(aws: World) -> None:
    from botocore.exceptions import WaiterError

    s3 = boto3.client("s3")
    with pytest.raises(WaiterError):
        s3.get_waiter("bucket_exists").wait(Bucket="never", WaiterConfig={"Delay": 5, "MaxAttempts": 20})
    assert aws.clock.elapsed == timedelta(seconds=19 * 5)


def test_a_listener_from_before_the_first_call_of_a_client_that_moto_never_saw(
    aws: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stubber = moto.core.models.botocore_stubber
    handlers = [entry for entry in botocore.handlers.BUILTIN_HANDLERS if entry[1] is not stubber]
    monkeypatch.setattr(botocore.handlers, "BUILTIN_HANDLERS", handlers)
    client: Any = boto3.session.Session().client("sqs")
    heard: list[str] = []
    client.meta.events.register("before-send.sqs", lambda event_name, **_: heard.append(event_name))
    client.list_queues()
    assert heard == ["before-send.sqs.ListQueues"]
