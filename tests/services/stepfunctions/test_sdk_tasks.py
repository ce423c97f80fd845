"""``aws-sdk:*``: operations of every service, fakeaws's and moto's."""

from __future__ import annotations

import json
import re
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.services.stepfunctions.support import create, details, events, output, run, start

UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def task(resource: str, parameters: Any, **more: Any) -> dict[str, Any]:
    """A machine of one task."""
    state = {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:{resource}", "Parameters": parameters, "End": True}
    return {"StartAt": "Call", "States": {"Call": {**state, **more}}}


def make_table(name: str = "t") -> Any:
    client = boto3.client("dynamodb")
    client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return client


def test_dynamodb_items_keep_their_keys(aws: World, sfn: Any) -> None:
    client = make_table()
    item = {"id": {"S": "a"}, "lowerCase": {"BOOL": True}, "list": {"L": [{"N": "1"}, {"NULL": True}]}}
    assert output(run(sfn, task("dynamodb:putItem", {"TableName": "t", "Item": item}))) == {}
    assert client.get_item(TableName="t", Key={"id": {"S": "a"}})["Item"] == item
    found = run(sfn, task("dynamodb:query", QUERY), name="query")
    assert output(found) == {"Count": 1, "Items": [item], "ScannedCount": 1}


QUERY = {
    "TableName": "t",
    "KeyConditionExpression": "id = :id",
    "ExpressionAttributeValues": {":id": {"S": "a"}},
}


def test_the_history_has_the_call(aws: World, sfn: Any) -> None:
    make_table()
    described = run(sfn, task("dynamodb:putItem", {"TableName": "t", "Item": {"id": {"S.$": "$.id"}}}), {"id": "a"})
    assert described["status"] == "SUCCEEDED"
    history = events(sfn, described["executionArn"])
    assert [event["type"] for event in history] == [
        "ExecutionStarted",
        "TaskStateEntered",
        "TaskScheduled",
        "TaskStarted",
        "TaskSucceeded",
        "TaskStateExited",
        "ExecutionSucceeded",
    ]
    assert details(history[2]) == {
        "resourceType": "aws-sdk:dynamodb",
        "resource": "putItem",
        "region": "us-east-1",
        "parameters": '{"TableName":"t","Item":{"id":{"S":"a"}}}',
    }
    assert details(history[4]) == {
        "resourceType": "aws-sdk:dynamodb",
        "resource": "putItem",
        "output": "{}",
        "outputDetails": {"truncated": False},
    }
    [put] = aws.timeline.select(kind="PutItem")
    assert (put.service, put.resource, put.outcome) == ("dynamodb", "t", "ok")
    assert put.cause is not None
    assert put.cause.kind == "TaskScheduled"


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        ({"Dict": "Value"}, b'{"Dict":"Value"}'),
        (False, b"false"),
        ("text data", b'"text data"'),
        ([1, 2.5], b"[1,2.5]"),
    ],
)
def test_s3_bodies_are_json(aws: World, sfn: Any, body: Any, stored: bytes) -> None:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="lake")
    put = output(run(sfn, task("s3:putObject", {"Bucket": "lake", "Key": "a", "Body": body})))
    assert put["ETag"] == s3.head_object(Bucket="lake", Key="a")["ETag"]
    assert s3.get_object(Bucket="lake", Key="a")["Body"].read() == stored


def test_s3_bodies_are_texts_at_the_end(aws: World, sfn: Any) -> None:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="lake")
    s3.put_object(Bucket="lake", Key="a", Body="ä".encode(), ContentType="text/plain", Metadata={"camelCase": "v"})
    described = run(sfn, task("s3:getObject", {"Bucket": "lake", "Key": "a"}))
    found = output(described)
    assert list(found)[-1] == "Body"
    assert list(found)[:-1] == sorted(list(found)[:-1])
    assert found["Body"] == "ä"
    assert found["ContentLength"] == 2
    assert found["LastModified"] == "2026-01-05T00:00:00Z"
    assert found["Metadata"] == {"camelcase": "v"}
    assert not [name for name, value in found.items() if value is None]


def test_members_are_named_as_in_javas_sdk(aws: World, sfn: Any) -> None:
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    sent = output(run(sfn, task("sqs:sendMessage", {"QueueUrl": url, "MessageBody": {"a": [1]}})))
    assert list(sent) == ["Md5OfMessageBody", "MessageId"]
    assert aws.sqs.queue("q").messages[0].body == '{"a":[1]}'
    made = run(sfn, task("rds:createDBInstance", INSTANCE), name="rds")
    assert output(made)["DbInstance"]["DbInstanceIdentifier"] == "db"


INSTANCE = {"DbInstanceIdentifier": "db", "DbInstanceClass": "db.t3.micro", "Engine": "postgres"}


def test_lower_camel_members_are_written_with_a_capital(aws: World, sfn: Any) -> None:
    ecs = boto3.client("ecs")
    ecs.create_cluster(clusterName="c")
    found = output(run(sfn, task("ecs:describeClusters", {"Clusters": ["c", "none"]})))
    assert found["Clusters"][0]["ClusterName"] == "c"
    assert found["Failures"][0]["Reason"] == "MISSING"


def test_fakeawss_own_services(aws: World, sfn: Any) -> None:
    aws.lambda_.register("double", lambda event, context: event["n"] * 2)
    invoked = output(run(sfn, task("lambda:invoke", {"FunctionName": "double", "Payload": {"n": 4}})))
    assert (invoked["Payload"], invoked["StatusCode"]) == ("8", 200)
    child = create(sfn, {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}, name="child")
    started = output(run(sfn, task("sfn:startExecution", {"StateMachineArn": child, "Input": {"a": 1}}), name="parent"))
    assert sfn.describe_execution(executionArn=started["ExecutionArn"])["input"] == '{"a":1}'
    assert started["StartDate"] == "2026-01-05T00:00:00Z"
    logs = run(sfn, task("cloudwatchlogs:createLogGroup", {"LogGroupName": "made"}), name="logs")
    assert output(logs) == {}
    assert boto3.client("logs").describe_log_groups(logGroupNamePrefix="made")["logGroups"]


def test_a_call_that_takes_time(aws: World, sfn: Any) -> None:
    """A long poll: the task goes on when the message comes."""
    url = boto3.client("sqs").create_queue(QueueName="q")["QueueUrl"]
    arn = start(sfn, create(sfn, task("sqs:receiveMessage", {"QueueUrl": url, "WaitTimeSeconds": 20})))
    aws.clock.advance(seconds=5)
    assert sfn.describe_execution(executionArn=arn)["status"] == "RUNNING"
    boto3.client("sqs").send_message(QueueUrl=url, MessageBody="hello")
    assert output(sfn.describe_execution(executionArn=arn))["Messages"][0]["Body"] == "hello"


def test_callbacks(aws: World, sfn: Any) -> None:
    client = make_table()
    item = {"id": {"S": "a"}, "token": {"S.$": "$$.Task.Token"}}
    arn = start(sfn, create(sfn, task("dynamodb:putItem.waitForTaskToken", {"TableName": "t", "Item": item})))
    aws.clock.advance(seconds=1)
    token = client.get_item(TableName="t", Key={"id": {"S": "a"}})["Item"]["token"]["S"]
    [submitted] = [event for event in events(sfn, arn) if event["type"] == "TaskSubmitted"]
    assert details(submitted)["resource"] == "putItem.waitForTaskToken"
    assert details(submitted)["output"] == "{}"
    assert sfn.describe_execution(executionArn=arn)["status"] == "RUNNING"
    assert token.startswith("AQCE")


def failed(sfn: Any, definition: dict[str, Any], name: str = "machine") -> tuple[str, str]:
    """Error and cause, with ids replaced."""
    described = run(sfn, definition, name=name)
    assert described["status"] == "FAILED", described
    cause = re.sub(UUID, "<id>", described["cause"])
    cause = re.sub(r"Request ID: [0-9A-F]{16}\b", "Request ID: <id>", cause)
    return described["error"], re.sub(r"Extended Request ID: [\w+/=]{76}\)", "Extended Request ID: <id>)", cause)


def test_refusals_that_are_modelled(aws: World, sfn: Any) -> None:
    assert failed(sfn, task("dynamodb:putItem", {"TableName": "none", "Item": {"id": {"S": "a"}}})) == (
        "DynamoDb.ResourceNotFoundException",
        "Requested resource not found (Service: DynamoDb, Status Code: 400, Request ID: <id>)",
    )
    assert failed(sfn, task("s3:listObjectsV2", {"Bucket": "none"}), "s3") == (
        "S3.NoSuchBucketException",
        "The specified bucket does not exist (Service: S3, Status Code: 404, Request ID: <id>, "
        "Extended Request ID: <id>)",
    )
    none = "arn:aws:states:us-east-1:123456789012:execution:m:none"
    assert failed(sfn, task("sfn:describeExecution", {"ExecutionArn": none}), "sfn") == (
        "Sfn.ExecutionDoesNotExistException",
        f"Execution Does Not Exist: '{none}' (Service: Sfn, Status Code: 400, Request ID: <id>)",
    )


def test_refusals_that_are_not_modelled(aws: World, sfn: Any) -> None:
    make_table()
    error, cause = failed(sfn, task("dynamodb:putItem", {"TableName": "t", "Item": {"other": {"S": "a"}}}))
    assert error == "DynamoDb.DynamoDbException"
    assert cause.endswith("(Service: DynamoDb, Status Code: 400, Request ID: <id>)")
    boto3.client("s3").create_bucket(Bucket="lake")
    error, cause = failed(sfn, task("s3:headObject", {"Bucket": "lake", "Key": "none"}), "s3")
    assert error == "S3.S3Exception"


def test_refusals_are_caught_by_their_names(aws: World, sfn: Any) -> None:
    catch = [{"ErrorEquals": ["DynamoDb.ResourceNotFoundException"], "Next": "Made"}]
    definition = task("dynamodb:getItem", {"TableName": "none", "Key": {"id": {"S": "a"}}}, Catch=catch)
    definition["States"]["Made"] = {"Type": "Pass", "End": True}
    assert output(run(sfn, definition))["Error"] == "DynamoDb.ResourceNotFoundException"


def test_parameters_that_the_operation_does_not_have(aws: World, sfn: Any) -> None:
    described = run(sfn, task("dynamodb:getItem", {"tableName": "t", "Key": {}}, Catch=ALL))
    assert described["error"] == "States.Runtime"
    assert "could not be used to start the Task: [The field 'tableName' is not supported" in described["cause"]


ALL = [{"ErrorEquals": ["States.ALL"], "Next": "Call"}]


@pytest.mark.parametrize("resource", ["nosuch:doIt", "dynamodb:doIt", "chime:listBots", "dynamodb:listImports"])
def test_what_nobody_answers_is_never_caught(aws: World, sfn: Any, resource: str) -> None:
    parameters = {"AccountId": "a"} if resource == "chime:listBots" else {}
    described = run(sfn, task(resource, parameters, Catch=ALL))
    assert described["status"] == "FAILED"
    assert described["error"] == "States.Runtime"
    assert "aws.stepfunctions.mock_task(" in described["cause"]


@pytest.mark.fakeaws(passthrough="off")
def test_without_moto(aws: World, sfn: Any) -> None:
    described = run(sfn, task("s3:listBuckets", {}))
    assert described["error"] == "States.Runtime"
    assert "passthrough is off" in described["cause"]


def test_another_account(aws: World, sfn: Any) -> None:
    """The role of the task's credentials says whose table it is."""
    make_table("mine")
    other = aws.boto3_session(account="111122223333").client("dynamodb")
    other.create_table(
        TableName="theirs",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    credentials = {"RoleArn": "arn:aws:iam::111122223333:role/reader"}
    found = run(sfn, task("dynamodb:listTables", {}, Credentials=credentials))
    assert output(found) == {"TableNames": ["theirs"]}
    assert json.loads(found["input"]) == {}
