"""``dynamodb:getItem`` and the like: moto's tables, the optimized integration's results and errors."""

from __future__ import annotations

import re
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.services.stepfunctions.support import events, output, run
from tests.services.stepfunctions.test_sdk_tasks import make_table

UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
KEY = {"id": {"S": "a"}}


def task(action: str, parameters: Any, **more: Any) -> dict[str, Any]:
    state = {"Type": "Task", "Resource": f"arn:aws:states:::dynamodb:{action}", "Parameters": parameters, "End": True}
    return {"StartAt": "Call", "States": {"Call": {**state, **more}}}


def test_items_with_the_sdks_metadata(aws: World, sfn: Any) -> None:
    client = make_table()
    put = output(run(sfn, task("putItem", {"TableName": "t", "Item": {**KEY, "n": {"N": "1"}}})))
    assert list(put) == ["SdkHttpMetadata", "SdkResponseMetadata"]
    assert put["SdkHttpMetadata"]["HttpStatusCode"] == 200
    headers = put["SdkHttpMetadata"]["HttpHeaders"]
    assert list(headers) == [
        "Connection",
        "Content-Length",
        "Content-Type",
        "Date",
        "Server",
        "x-amz-crc32",
        "x-amzn-RequestId",
    ]
    assert (headers["Content-Length"], headers["x-amz-crc32"]) == ("2", "2745614147")
    assert headers["Date"] == "Mon, 05 Jan 2026 00:00:00 GMT"
    assert put["SdkResponseMetadata"] == {"RequestId": headers["x-amzn-RequestId"]}
    assert sorted(put["SdkHttpMetadata"]["AllHttpHeaders"]) == sorted(headers)
    got = output(run(sfn, task("getItem", {"TableName": "t", "Key": KEY}), name="get"))
    assert list(got) == ["Item", "SdkHttpMetadata", "SdkResponseMetadata"]
    assert got["Item"] == {"id": {"S": "a"}, "n": {"N": "1"}}
    update = {
        "TableName": "t",
        "Key": KEY,
        "UpdateExpression": "SET n = n + :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
        "ReturnValues": "UPDATED_NEW",
    }
    assert output(run(sfn, task("updateItem", update), name="update"))["Attributes"] == {"n": {"N": "2"}}
    run(sfn, task("deleteItem", {"TableName": "t", "Key": KEY}), name="delete")
    assert "Item" not in client.get_item(TableName="t", Key=KEY)


def test_an_item_that_is_not_there(aws: World, sfn: Any) -> None:
    make_table()
    got = output(run(sfn, task("getItem", {"TableName": "t", "Key": KEY})))
    assert list(got) == ["SdkHttpMetadata", "SdkResponseMetadata"]


def failure(sfn: Any, definition: dict[str, Any]) -> tuple[str, str]:
    described = run(sfn, definition)
    return described["error"], UUID.sub("<id>", described["cause"])


def test_refusals(aws: World, sfn: Any) -> None:
    assert failure(sfn, task("getItem", {"TableName": "none", "Key": KEY})) == (
        "DynamoDB.ResourceNotFoundException",
        "Requested resource not found (Service: AmazonDynamoDBv2; Status Code: 400; "
        "Error Code: ResourceNotFoundException; Request ID: <id>; Proxy: null)",
    )


def test_a_condition_that_does_not_hold(aws: World, sfn: Any) -> None:
    make_table().put_item(TableName="t", Item=KEY)
    put = {"TableName": "t", "Item": KEY, "ConditionExpression": "attribute_not_exists(id)"}
    assert failure(sfn, task("putItem", put)) == (
        "DynamoDB.ConditionalCheckFailedException",
        "The conditional request failed (Service: AmazonDynamoDBv2; Status Code: 400; "
        "Error Code: ConditionalCheckFailedException; Request ID: <id>; Proxy: null)",
    )


def test_a_refusal_that_is_not_modelled(aws: World, sfn: Any) -> None:
    make_table()
    error, cause = failure(sfn, task("putItem", {"TableName": "t", "Item": {"other": {"S": "a"}}}))
    assert error == "DynamoDB.AmazonDynamoDBException"
    assert "; Status Code: 400; Error Code: ValidationException; Request ID: <id>; Proxy: null)" in cause


def test_a_lock_that_is_retried_until_it_is_free(aws: World, sfn: Any) -> None:
    client = make_table()
    client.put_item(TableName="t", Item=KEY)
    put = {"TableName": "t", "Item": KEY, "ConditionExpression": "attribute_not_exists(id)"}
    retry = [{"ErrorEquals": ["DynamoDB.ConditionalCheckFailedException"], "IntervalSeconds": 10, "BackoffRate": 1}]
    described = run(sfn, task("putItem", put, Retry=retry))
    assert described["status"] == "RUNNING"
    aws.clock.advance(seconds=15)
    client.delete_item(TableName="t", Key=KEY)
    aws.clock.advance(seconds=5)
    described = sfn.describe_execution(executionArn=described["executionArn"])
    assert described["status"] == "SUCCEEDED"
    history = events(sfn, described["executionArn"])
    assert (history[-1]["timestamp"] - history[0]["timestamp"]).total_seconds() == 20


@pytest.mark.parametrize("action", ["query", "batchGetItem"])
def test_only_four_operations(aws: World, sfn: Any, action: str) -> None:
    with pytest.raises(sfn.exceptions.InvalidDefinition, match="is not recognized"):
        run(sfn, task(action, {"TableName": "t"}))
    assert boto3.client("dynamodb").list_tables()["TableNames"] == []
