"""Parameters and results of service integrations, by the models of the operations."""

from __future__ import annotations

import io
from datetime import datetime, timezone
from typing import Any

import pytest

from fakeaws.router import operation_model
from fakeaws.services.stepfunctions.integrations.shapes import (
    as_in_api,
    as_in_sdk,
    envelope,
    milliseconds,
    request,
    result,
)
from fakeaws.services.stepfunctions.language.errors import StateError

START = datetime(2026, 1, 5, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("member", "in_sdk"),
    [
        ("DBInstanceIdentifier", "DbInstanceIdentifier"),
        ("KMSKeyId", "KmsKeyId"),
        ("ETag", "ETag"),
        ("MD5OfMessageBody", "Md5OfMessageBody"),
        ("stateMachineArn", "StateMachineArn"),
        ("SSEKMSKeyId", "SsekmsKeyId"),
        ("ACL", "Acl"),
        ("Bucket", "Bucket"),
        ("x", "X"),
    ],
)
def test_names_in_the_sdk(member: str, in_sdk: str) -> None:
    assert as_in_sdk(member) == in_sdk


def test_names_of_optimized_integrations_have_a_capital_first() -> None:
    assert [as_in_api(name) for name in ("MD5OfMessageBody", "awsvpcConfiguration")] == [
        "MD5OfMessageBody",
        "AwsvpcConfiguration",
    ]


def asked(service: str, operation: str, parameters: Any, naming: Any = as_in_api, **more: Any) -> dict[str, Any]:
    return request(operation_model(service, operation), parameters, naming, **more)


def test_structures_are_renamed_at_any_depth_and_maps_keep_their_keys() -> None:
    parameters = {
        "JobName": "j",
        "JobQueue": "q",
        "JobDefinition": "d",
        "Parameters": {"Some_Key": "v"},
        "ContainerOverrides": {"Environment": [{"Name": "N", "Value": "V"}]},
    }
    assert asked("batch", "SubmitJob", parameters) == {
        "jobName": "j",
        "jobQueue": "q",
        "jobDefinition": "d",
        "parameters": {"Some_Key": "v"},
        "containerOverrides": {"environment": [{"name": "N", "value": "V"}]},
    }


def test_typed_values_of_dynamodb_keep_their_names() -> None:
    item = {"id": {"S": "1"}, "on": {"BOOL": True}, "no": {"NULL": True}, "tags": {"SS": ["a"]}}
    assert asked("dynamodb", "PutItem", {"TableName": "t", "Item": item}, as_in_sdk)["Item"] == item


@pytest.mark.parametrize("value", [{"a": [1, "x"]}, [1], 5, True])
def test_json_for_a_text_becomes_compact_json(value: Any) -> None:
    written = {"dict": '{"a":[1,"x"]}', "list": "[1]", "int": "5", "bool": "true"}[type(value).__name__]
    assert asked("sqs", "SendMessage", {"QueueUrl": "u", "MessageBody": value})["MessageBody"] == written


def test_blobs_times_and_numbers() -> None:
    body = asked("s3", "PutObject", {"Bucket": "b", "Key": "k", "Body": "text"}, as_in_sdk)["Body"]
    data = asked("kms", "Encrypt", {"KeyId": "k", "Plaintext": "text"}, as_in_sdk)["Plaintext"]
    assert (body, data) == (b'"text"', b"text")
    entries = [{"Source": "s", "Time": "2026-01-05T00:00:00Z"}]
    assert asked("events", "PutEvents", {"Entries": entries})["Entries"][0]["Time"] == START
    message = {"QueueUrl": "u", "MessageBody": "b", "DelaySeconds": "5"}
    assert asked("sqs", "SendMessage", message)["DelaySeconds"] == 5


def test_null_is_no_value() -> None:
    assert asked("stepfunctions", "StartExecution", {"StateMachineArn": "a", "Input": None}) == {"stateMachineArn": "a"}


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ({"FunctionName": "f", "Nope": 1}, "The field 'Nope' is not supported by Step Functions"),
        ({"functionName": "f", "FunctionName": "f"}, "The field 'functionName' is not supported by Step Functions"),
        ({"FunctionName": 5}, "The value for the field 'FunctionName' must be a STRING"),
        ({}, "The field 'FunctionName' is required but was missing"),
    ],
)
def test_what_no_call_can_be_made_of(parameters: Any, problem: str) -> None:
    with pytest.raises(StateError) as caught:
        asked("lambda", "Invoke", parameters)
    assert caught.value.name == "States.Runtime"
    assert caught.value.cause.startswith("The Parameters '{")
    assert caught.value.cause.endswith(f"}}' could not be used to start the Task: [{problem}]")


def test_the_values_of_a_map_are_no_json() -> None:
    parameters = {"JobName": "j", "JobQueue": "q", "JobDefinition": "d", "Parameters": {"frame_id": 5}}
    with pytest.raises(StateError, match=r"\[The value for the field 'frame_id' must be a STRING\]"):
        asked("batch", "SubmitJob", parameters)


def test_unknown_members_may_be_dropped() -> None:
    given = {"QueueUrl": "u", "MessageBody": "b", "Nope": {"x": 1}}
    assert asked("sqs", "SendMessage", given, drop_unknown=True) == {"QueueUrl": "u", "MessageBody": "b"}


def test_results_are_in_alphabetical_order_and_a_body_comes_last() -> None:
    answer = {
        "ETag": '"x"',
        "Body": io.BytesIO("é".encode()),
        "ContentLength": 2,
        "LastModified": START,
        "Metadata": {"b": "1", "a": "2"},
        "VersionId": None,
    }
    shown = result(operation_model("s3", "GetObject"), answer, as_in_sdk)
    assert list(shown.items()) == [
        ("ContentLength", 2),
        ("ETag", '"x"'),
        ("LastModified", "2026-01-05T00:00:00Z"),
        ("Metadata", {"b": "1", "a": "2"}),
        ("Body", "é"),
    ]
    assert result(operation_model("dynamodb", "PutItem"), {}, as_in_sdk) == {}


def test_times_of_results() -> None:
    model = operation_model("stepfunctions", "StartExecution")
    answer = {"executionArn": "a", "startDate": START.replace(microsecond=250_000)}
    assert result(model, answer, as_in_api)["StartDate"] == "2026-01-05T00:00:00.250Z"
    assert result(model, answer, as_in_api, milliseconds)["StartDate"] == 1767571200250


def test_the_envelope_of_dynamodb() -> None:
    model = operation_model("dynamodb", "PutItem")
    whole = envelope(model, {}, {}, request_id="r", wall_us=1_767_571_200_000_000)
    headers = whole["SdkHttpMetadata"]["AllHttpHeaders"]
    assert list(headers) == [
        "Server",
        "Connection",
        "x-amzn-RequestId",
        "x-amz-crc32",
        "Content-Length",
        "Date",
        "Content-Type",
    ]
    # What every empty answer of DynamoDB has.
    assert (headers["x-amz-crc32"], headers["Content-Length"]) == (["2745614147"], ["2"])
