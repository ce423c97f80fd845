"""S3 is moto's; what happens in its buckets arrives on our default event bus, as AWS has it."""

from __future__ import annotations

import json
import re
from typing import Any

import boto3
import moto.s3.models
import moto.s3.notifications
import pytest

from fakeaws import World, mock_aws
from fakeaws.errors import FakeAwsWarning
from fakeaws.intercept.moto_bridge import MotoBridge
from fakeaws.world import user_of

ETAG = "9dd4e461268c8034f5c8564e155c67a6"


def listen(aws: World, **session: Any) -> None:
    """A rule that brings S3's events to the queue "seen"."""
    events, sqs = boto3.client("events", **session), boto3.client("sqs", **session)
    sqs.create_queue(QueueName="seen")
    rule = events.put_rule(Name="seen", EventPattern=json.dumps({"source": ["aws.s3"]}))["RuleArn"]
    aws.sqs.queue("seen").grant_send(rule)
    events.put_targets(Rule="seen", Targets=[{"Id": "1", "Arn": aws.sqs.queue("seen").arn}])


def bucket(**versioning: Any) -> Any:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="lake")
    if versioning:
        s3.put_bucket_versioning(Bucket="lake", VersioningConfiguration=versioning)
    s3.put_bucket_notification_configuration(Bucket="lake", NotificationConfiguration={"EventBridgeConfiguration": {}})
    return s3


def seen(aws: World) -> list[Any]:
    return [json.loads(message.body) for message in aws.sqs.queue("seen").messages]


def types(aws: World) -> list[str]:
    return [event["detail-type"] for event in seen(aws)]


@pytest.mark.fakeaws(start="2026-01-05T08:00:00Z")
def test_an_upload(aws: World) -> None:
    listen(aws)
    bucket().put_object(Bucket="lake", Key="a b/ü", Body=b"x")
    [event] = seen(aws)
    detail = event.pop("detail")
    assert re.fullmatch("[0-9A-Z]{16}", detail.pop("request-id"))
    assert detail == {
        "version": "0",
        "bucket": {"name": "lake"},
        "object": {"key": "a b/ü", "size": 1, "etag": ETAG, "sequencer": "00695B6F8000000000"},
        "requester": "123456789012",
        "source-ip-address": "127.0.0.1",
        "reason": "PutObject",
    }
    assert re.fullmatch("[0-9a-f-]{36}", event.pop("id"))
    assert event == {
        "version": "0",
        "detail-type": "Object Created",
        "source": "aws.s3",
        "account": "123456789012",
        "time": "2026-01-05T08:00:00Z",
        "region": "us-east-1",
        "resources": ["arn:aws:s3:::lake"],
    }


def test_a_deletion(aws: World) -> None:
    listen(aws)
    s3 = bucket()
    s3.put_object(Bucket="lake", Key="a", Body=b"x")
    s3.delete_object(Bucket="lake", Key="a")
    created, deleted = seen(aws)
    assert deleted["detail-type"] == "Object Deleted"
    detail = deleted["detail"]
    assert sorted(detail["object"]) == ["key", "sequencer"]
    assert detail["object"]["sequencer"] > created["detail"]["object"]["sequencer"]
    assert (detail["reason"], detail["deletion-type"]) == ("DeleteObject", "Permanently Deleted")


def test_versions(aws: World) -> None:
    listen(aws)
    s3 = bucket(Status="Enabled")
    version = s3.put_object(Bucket="lake", Key="a", Body=b"x")["VersionId"]
    marker = s3.delete_object(Bucket="lake", Key="a")["VersionId"]
    created, deleted = seen(aws)
    assert created["detail"]["object"]["version-id"] == version
    assert deleted["detail"]["object"]["version-id"] == marker
    assert deleted["detail"]["deletion-type"] == "Delete Marker Created"


def test_what_else_happens_to_objects(aws: World) -> None:
    listen(aws)
    s3 = bucket()
    s3.put_object(Bucket="lake", Key="a", Body=b"x", Tagging="k=v", ACL="private")
    s3.copy_object(Bucket="lake", Key="b", CopySource="lake/a")
    upload = s3.create_multipart_upload(Bucket="lake", Key="c")["UploadId"]
    part = s3.upload_part(Bucket="lake", Key="c", UploadId=upload, PartNumber=1, Body=b"y")
    s3.complete_multipart_upload(
        Bucket="lake",
        Key="c",
        UploadId=upload,
        MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]},
    )
    assert [event["detail"]["reason"] for event in seen(aws)] == ["PutObject", "CopyObject", "CompleteMultipartUpload"]
    s3.put_object_tagging(Bucket="lake", Key="a", Tagging={"TagSet": [{"Key": "k", "Value": "w"}]})
    s3.delete_object_tagging(Bucket="lake", Key="a")
    s3.put_object_acl(Bucket="lake", Key="a", ACL="public-read")
    assert types(aws)[3:] == ["Object Tags Added", "Object Tags Deleted", "Object ACL Updated"]
    for event in seen(aws)[3:]:
        assert event["detail"]["object"] == {"key": "a", "etag": ETAG}
        assert "reason" not in event["detail"]


def test_an_archive_is_restored(aws: World) -> None:
    listen(aws)
    s3 = bucket()
    s3.put_object(Bucket="lake", Key="a", Body=b"x", StorageClass="GLACIER")
    s3.restore_object(Bucket="lake", Key="a", RestoreRequest={"Days": 1})
    initiated = seen(aws)[1]
    assert initiated["detail-type"] == "Object Restore Initiated"
    assert initiated["detail"]["object"] == {"key": "a", "size": 1, "etag": ETAG}
    assert initiated["detail"]["source-storage-class"] == "GLACIER"
    s3.head_object(Bucket="lake", Key="a")
    s3.head_object(Bucket="lake", Key="a")
    completed = [event for event in seen(aws) if event["detail-type"] == "Object Restore Completed"]
    assert completed, types(aws)
    detail = completed[0]["detail"]
    assert detail["requester"] == "s3.amazonaws.com"
    assert "source-ip-address" not in detail
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", detail["restore-expiry-time"])


@pytest.mark.fakeaws(policies="off")
def test_tags_that_come_with_an_upload_are_no_event_for_queues_either(aws: World) -> None:
    sqs, s3 = boto3.client("sqs"), boto3.client("s3")
    sqs.create_queue(QueueName="tags")
    s3.create_bucket(Bucket="lake")
    arn = aws.sqs.queue("tags").arn
    s3.put_bucket_notification_configuration(
        Bucket="lake",
        NotificationConfiguration={"QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectTagging:*"]}]},
    )
    before = len(aws.sqs.queue("tags").messages)
    s3.put_object(Bucket="lake", Key="a", Body=b"x")
    assert len(aws.sqs.queue("tags").messages) == before
    s3.put_object_tagging(Bucket="lake", Key="a", Tagging={"TagSet": [{"Key": "k", "Value": "w"}]})
    assert len(aws.sqs.queue("tags").messages) == before + 1


def test_buckets_that_do_not_tell_eventbridge(aws: World) -> None:
    listen(aws)
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="quiet")
    s3.put_bucket_versioning(Bucket="quiet", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="quiet", Key="a", Body=b"x")
    s3.delete_object(Bucket="quiet", Key="a")
    assert seen(aws) == []


def test_without_a_bus_in_use_nothing_is_made_up(aws: World) -> None:
    s3 = bucket(Status="Enabled")
    s3.put_object(Bucket="lake", Key="a", Body=b"x")
    s3.delete_object(Bucket="lake", Key="a")
    assert [record.service for record in aws.timeline.select(service="events")] == []


def test_the_buckets_region(aws: World) -> None:
    listen(aws)
    s3 = boto3.client("s3", region_name="eu-west-1")
    s3.create_bucket(Bucket="there", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_bucket_notification_configuration(Bucket="there", NotificationConfiguration={"EventBridgeConfiguration": {}})
    s3.put_object(Bucket="there", Key="a", Body=b"x")
    assert seen(aws) == []
    boto3.client("events", region_name="eu-west-1").list_rules()
    s3.put_object(Bucket="there", Key="a", Body=b"x")
    [record] = aws.timeline.select(kind="ServiceEvent")
    assert "eu-west-1" in record.resource


def test_an_event_that_is_not_known_is_a_warning(aws: World) -> None:
    listen(aws)
    bucket()
    [backend] = [
        each for partitions in moto.s3.models.s3_backends.values() for each in partitions.values() if each.buckets
    ]
    name = moto.s3.notifications.S3NotificationEvent.REDUCED_REDUNDANCY_LOST_OBJECT_EVENT
    with pytest.warns(FakeAwsWarning, match=r"arn:aws:s3:::lake could not be carried to the default event bus: .*Lost"):
        moto.s3.notifications.send_event("123456789012", name, backend.buckets["lake"], None)


def test_an_inner_world_hears_alone(aws: World) -> None:
    listen(aws)
    bucket()
    with mock_aws() as inner:
        listen(inner)
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="inner")
        s3.put_bucket_versioning(Bucket="inner", VersioningConfiguration={"Status": "Enabled"})
        s3.put_bucket_notification_configuration(
            Bucket="inner", NotificationConfiguration={"EventBridgeConfiguration": {}}
        )
        s3.put_object(Bucket="inner", Key="a", Body=b"x")
        s3.delete_object(Bucket="inner", Key="a")
        assert types(inner) == ["Object Created", "Object Deleted"]
    assert seen(aws) == []


def test_what_was_replaced_is_put_back() -> None:
    before = moto.s3.notifications.send_event, moto.s3.models.S3Backend._set_delete_marker
    with mock_aws() as aws:
        boto3.client("s3").list_buckets()
        assert isinstance(aws.moto, MotoBridge)
        assert moto.s3.notifications.send_event is not before[0]
    assert (moto.s3.notifications.send_event, moto.s3.models.S3Backend._set_delete_marker) == before


def test_what_a_service_writes(aws: World) -> None:
    listen(aws)
    bucket()
    aws.call("s3", "PutObject", {"Bucket": "lake", "Key": "a", "Body": b"x"}, caller=user_of(aws.account))
    assert types(aws) == ["Object Created"]
