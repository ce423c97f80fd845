"""Uploads to S3, which moto answers for, on their way through EventBridge to a queue and to a function."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from fakeaws import World

UPLOADS = {
    "source": ["aws.s3"],
    "detail-type": ["Object Created"],
    "detail": {"bucket": {"name": ["pictures"]}, "object": {"key": [{"prefix": "originals/"}]}},
}


@pytest.fixture
def s3(aws: World) -> Any:
    client = boto3.client("s3")
    client.create_bucket(Bucket="pictures")
    client.put_bucket_notification_configuration(
        Bucket="pictures", NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    return client


@pytest.fixture
def rule(aws: World, sqs: Any) -> str:
    """The rule "uploads" with the queue "index" as its first target."""
    events = boto3.client("events")
    arn: str = events.put_rule(Name="uploads", EventPattern=json.dumps(UPLOADS))["RuleArn"]
    sqs.create_queue(QueueName="index")
    aws.sqs.queue("index").grant_send(arn)
    events.put_targets(
        Rule="uploads",
        Targets=[{"Id": "index", "Arn": aws.sqs.queue("index").arn, "InputPath": "$.detail.object.key"}],
    )
    return arn


def make_thumbnails(event: dict[str, Any], context: Any) -> None:
    """The application's function: it reads the upload and writes something smaller beside it."""
    s3 = boto3.client("s3")
    bucket, key = event["detail"]["bucket"]["name"], event["detail"]["object"]["key"]
    picture = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    s3.put_object(Bucket=bucket, Key=key.replace("originals/", "thumbnails/"), Body=picture[:3])


def let_in(aws: World, rule: str, handler: Any) -> None:
    """The function "thumbnails" as the rule's second target."""
    aws.lambda_.register("thumbnails", handler)
    functions = boto3.client("lambda")
    functions.add_permission(
        FunctionName="thumbnails",
        StatementId="uploads",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn=rule,
    )
    arn = functions.get_function(FunctionName="thumbnails")["Configuration"]["FunctionArn"]
    boto3.client("events").put_targets(Rule="uploads", Targets=[{"Id": "thumbnails", "Arn": arn}])


def test_an_upload_is_indexed_and_made_smaller(aws: World, s3: Any, rule: str) -> None:
    let_in(aws, rule, make_thumbnails)
    s3.put_object(Bucket="pictures", Key="originals/cat.jpg", Body=b"picture")
    aws.clock.run_until_idle()
    assert s3.get_object(Bucket="pictures", Key="thumbnails/cat.jpg")["Body"].read() == b"pic"
    assert [message.body for message in aws.sqs.queue("index").messages] == ['"originals/cat.jpg"']
    heard = aws.timeline.select(kind="ServiceEvent")
    assert len(heard) == 2  # the thumbnail is an upload, too, and no rule wants it
    assert len(aws.timeline.select(kind="Match")) == 1
    assert aws.trace(heard[0]).fates == {"index": "visible", "thumbnails": "delivered"}


def test_a_function_whose_output_its_rule_wants_is_called_again_and_again(aws: World, s3: Any, rule: str) -> None:
    calls = iter(range(5))

    def rename(event: dict[str, Any], context: Any) -> None:
        if next(calls, None) is not None:
            key = event["detail"]["object"]["key"]
            boto3.client("s3").put_object(Bucket="pictures", Key=f"{key}+", Body=b"")

    let_in(aws, rule, rename)
    s3.put_object(Bucket="pictures", Key="originals/a", Body=b"")
    aws.clock.run_until_idle()
    keys = [message.body for message in aws.sqs.queue("index").messages]
    assert keys == [f'"originals/a{"+" * times}"' for times in range(6)]


def test_many_uploads_at_once(aws: World, s3: Any, rule: str) -> None:
    def upload(number: int) -> None:
        boto3.client("s3").put_object(Bucket="pictures", Key=f"originals/{number}", Body=b"x")

    uploads = [aws.spawn(upload, number) for number in range(5)]
    aws.clock.run_until_idle()
    assert all(actor.result() is None for actor in uploads)
    assert sorted(message.body for message in aws.sqs.queue("index").messages) == [
        f'"originals/{number}"' for number in range(5)
    ]
