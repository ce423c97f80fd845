"""Creating, describing, updating, listing and deleting functions."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import boto3
import moto  # noqa: F401 - it is loaded before a world begins
import pytest
from botocore.exceptions import ClientError

from fakeaws import NotSupportedError, World, mock_aws

from .making import ACCOUNT, ROLE, arn_of, create, zip_of


@pytest.fixture
def client(aws: World) -> Any:
    return boto3.client("lambda")


def test_what_create_function_answers(client: Any) -> None:
    answer = create(client)
    metadata = answer.pop("ResponseMetadata")
    assert metadata["HTTPStatusCode"] == 201
    assert len(answer.pop("RevisionId")) == 36
    assert answer.pop("RuntimeVersionConfig")["RuntimeVersionArn"].startswith("arn:aws:lambda:us-east-1::runtime:")
    assert answer.pop("LastModified").endswith("+0000")
    content = zip_of()
    assert answer == {
        "FunctionName": "orders",
        "FunctionArn": arn_of("orders"),
        "Runtime": "python3.13",
        "Role": ROLE,
        "Handler": "index.handler",
        "CodeSize": len(content),
        "CodeSha256": base64.b64encode(hashlib.sha256(content).digest()).decode(),
        "Description": "",
        "Timeout": 3,
        "MemorySize": 128,
        "Version": "$LATEST",
        "TracingConfig": {"Mode": "PassThrough"},
        "State": "Pending",
        "StateReason": "The function is being created.",
        "StateReasonCode": "Creating",
        "PackageType": "Zip",
        "Architectures": ["x86_64"],
        "EphemeralStorage": {"Size": 512},
        "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
        "LoggingConfig": {"LogFormat": "Text", "LogGroup": "/aws/lambda/orders"},
    }


def test_it_is_active_at_once(client: Any) -> None:
    create(client)
    shown = client.get_function_configuration(FunctionName="orders")
    assert (shown["State"], shown["LastUpdateStatus"]) == ("Active", "Successful")
    assert "StateReason" not in shown


def test_a_published_one_is_told_of_by_its_unqualified_arn(client: Any) -> None:
    answer = create(client, Publish=True)
    assert (answer["FunctionArn"], answer["Version"]) == (arn_of("orders"), "1")


@pytest.mark.parametrize(
    "named",
    [
        "orders",
        f"{ACCOUNT}:function:orders",
        f"{ACCOUNT}:orders",
        "function:orders",
        arn_of("orders"),
        "orders:$LATEST",
    ],
)
def test_every_form_of_a_name(client: Any, named: str) -> None:
    create(client)
    assert client.get_function(FunctionName=named)["Configuration"]["FunctionName"] == "orders"


def test_get_function_leaves_out_what_is_not_there(client: Any) -> None:
    create(client)
    answer = client.get_function(FunctionName="orders")
    assert set(answer) == {"Configuration", "Code", "ResponseMetadata"}
    assert answer["Code"]["RepositoryType"] == "S3"
    create(client, "tagged", Tags={"team": "shop"})
    assert client.get_function(FunctionName="tagged")["Tags"] == {"team": "shop"}


def test_an_update_replaces_maps_and_keeps_what_is_not_named(client: Any) -> None:
    create(client, Environment={"Variables": {"AA": "1", "BB": "2"}}, Description="old", Timeout=7)
    answer = client.update_function_configuration(FunctionName="orders", Environment={"Variables": {"CC": "3"}})
    assert answer["Environment"] == {"Variables": {"CC": "3"}}
    assert (answer["Description"], answer["Timeout"], answer["LastUpdateStatus"]) == ("old", 7, "InProgress")
    shown = client.get_function_configuration(FunctionName="orders")
    assert (shown["Environment"], shown["LastUpdateStatus"]) == ({"Variables": {"CC": "3"}}, "Successful")


def test_empty_values_clear(client: Any) -> None:
    queue = f"arn:aws:sqs:us-east-1:{ACCOUNT}:dead"
    layer = client.publish_layer_version(LayerName="tools", Content={"ZipFile": zip_of()})["LayerVersionArn"]
    create(client, DeadLetterConfig={"TargetArn": queue}, Layers=[layer])
    cleared = client.update_function_configuration(
        FunctionName="orders", DeadLetterConfig={"TargetArn": ""}, Layers=[], Environment={"Variables": {}}
    )
    assert "DeadLetterConfig" not in cleared
    assert "Layers" not in cleared
    assert cleared["Environment"] == {"Variables": {}}


def test_new_code_has_a_new_digest(client: Any) -> None:
    before = create(client)["CodeSha256"]
    changed = client.update_function_code(FunctionName="orders", ZipFile=zip_of("x = 1"), Publish=True)
    assert changed["CodeSha256"] != before
    assert (changed["Version"], changed["FunctionArn"]) == ("1", arn_of("orders:1"))


def test_a_dry_run_changes_nothing(client: Any) -> None:
    before = create(client)["CodeSha256"]
    tried = client.update_function_code(FunctionName="orders", ZipFile=zip_of("x = 1"), DryRun=True)
    assert tried["CodeSha256"] != before
    assert client.get_function_configuration(FunctionName="orders")["CodeSha256"] == before


def test_each_change_has_a_revision_and_an_old_one_is_refused(client: Any) -> None:
    create(client)
    first = client.get_function_configuration(FunctionName="orders")["RevisionId"]
    client.update_function_configuration(FunctionName="orders", Timeout=5, RevisionId=first)
    with pytest.raises(client.exceptions.PreconditionFailedException):
        client.update_function_configuration(FunctionName="orders", Timeout=6, RevisionId=first)
    assert client.get_function_configuration(FunctionName="orders")["Timeout"] == 5


def test_pages_of_functions_in_the_order_of_their_names(client: Any) -> None:
    for number in range(60):
        create(client, f"f{number:02}")
    first = client.list_functions(MaxItems=1000)
    assert len(first["Functions"]) == 50
    entry = first["Functions"][0]
    assert not {"State", "LastUpdateStatus", "RuntimeVersionConfig"} & set(entry)
    found = list(client.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 7}))
    names = [function["FunctionName"] for page in found for function in page["Functions"]]
    assert names == [f"f{number:02}" for number in range(60)]


def test_listing_all_versions(client: Any) -> None:
    create(client, "b", Publish=True)
    create(client, "a")
    found = client.list_functions(FunctionVersion="ALL")["Functions"]
    assert [each["FunctionArn"] for each in found] == [arn_of("a:$LATEST"), arn_of("b:$LATEST"), arn_of("b:1")]


def test_a_deleted_one_is_gone_with_all_that_was_its_own(client: Any) -> None:
    create(client, Publish=True)
    client.create_alias(FunctionName="orders", Name="live", FunctionVersion="1")
    client.add_permission(FunctionName="orders", StatementId="s", Action="lambda:*", Principal="sns.amazonaws.com")
    assert client.delete_function(FunctionName="orders")["ResponseMetadata"]["HTTPStatusCode"] in (200, 204)
    with pytest.raises(client.exceptions.ResourceNotFoundException) as caught:
        client.get_function(FunctionName="orders")
    assert caught.value.response["Message"] == f"Function not found: {arn_of('orders')}"
    create(client)
    assert client.list_aliases(FunctionName="orders")["Aliases"] == []
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_policy(FunctionName="orders")


@pytest.mark.parametrize("first", ["register", "create"])
def test_a_callable_stands_for_the_code_and_create_function_for_the_configuration(
    aws: World, client: Any, first: str
) -> None:
    def handler(event: Any, context: Any) -> Any:
        return [context.memory_limit_in_mb, context.get_remaining_time_in_millis()]

    steps = [
        lambda: aws.lambda_.register("orders", handler, timeout=60, memory=512),
        lambda: create(client, Runtime="nodejs22.x", MemorySize=256, Timeout=9),
    ]
    for step in steps if first == "register" else reversed(steps):
        step()
    answer = client.invoke(FunctionName="orders")
    assert json.load(answer["Payload"]) == ["256", 9000]
    assert client.get_function_configuration(FunctionName="orders")["Runtime"] == "nodejs22.x"


def test_a_callable_goes_on_standing_for_new_code(aws: World, client: Any) -> None:
    aws.lambda_.register("orders", lambda event, context: "registered")
    create(client)
    client.update_function_code(FunctionName="orders", ZipFile=zip_of("def handler(e, c): return 'zip'"))
    client.update_function_configuration(FunctionName="orders", Timeout=5)
    assert json.load(client.invoke(FunctionName="orders")["Payload"]) == "registered"
    client.delete_function(FunctionName="orders")
    create(client)
    assert json.load(client.invoke(FunctionName="orders")["Payload"]) == "registered"


def test_a_registered_function_is_one_like_others(aws: World, client: Any) -> None:
    aws.lambda_.register("orders", lambda event, context: None, timeout=5, concurrency=3)
    answer = client.get_function(FunctionName="orders")
    assert answer["Configuration"]["Timeout"] == 5
    assert answer["Concurrency"] == {"ReservedConcurrentExecutions": 3}
    assert [each["FunctionName"] for each in client.list_functions()["Functions"]] == ["orders"]


def test_a_callable_for_a_function_elsewhere(aws: World) -> None:
    aws.lambda_.register("arn:aws:lambda:eu-west-1:111111111111:function:far", lambda event, context: "far")
    far = aws.boto3_session(account="111111111111", region="eu-west-1").client("lambda")
    assert json.load(far.invoke(FunctionName="far")["Payload"]) == "far"


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"Runtime": "nodejs22.x"}, "its runtime is nodejs22.x"),
        ({"Runtime": None, "Handler": None, "PackageType": "Image", "Code": {"ImageUri": "a/b:1"}}, "the image a/b:1"),
    ],
)
def test_what_cannot_run_here_says_how_it_could(params: dict[str, Any], why: str) -> None:
    with pytest.raises(NotSupportedError) as caught, mock_aws():
        client = boto3.client("lambda")
        kept = {name: value for name, value in params.items() if value is not None}
        needed = {"Runtime": "x", "Handler": "index.handler", "Role": ROLE, "Code": {"ZipFile": zip_of()}}
        client.create_function(
            FunctionName="orders", **{**{name: needed[name] for name in needed if params.get(name, 1)}, **kept}
        )
        client.invoke(FunctionName="orders")
    assert why in str(caught.value)
    assert "function orders cannot run" in str(caught.value)
    assert "aws.lambda_.register(name, handler)" in str(caught.value)


def test_another_runtime_is_another_code(client: Any) -> None:
    create(client, Runtime="nodejs22.x")
    client.update_function_configuration(FunctionName="orders", Runtime="python3.13")
    assert json.load(client.invoke(FunctionName="orders", Payload="7")["Payload"]) == 7


def test_code_in_s3(client: Any) -> None:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="code")
    s3.put_object(Bucket="code", Key="a.zip", Body=zip_of("def handler(event, context): return 'from s3'"))
    made = create(client, Code={"S3Bucket": "code", "S3Key": "a.zip"})
    assert made["CodeSha256"] != create(client, "other")["CodeSha256"]
    assert json.load(client.invoke(FunctionName="orders")["Payload"]) == "from s3"


@pytest.mark.parametrize(
    ("bucket", "key", "said"),
    [
        ("nothing", "a.zip", "NoSuchBucket. S3 Error Message: The specified bucket does not exist"),
        ("code", "nothing", "NoSuchKey. S3 Error Message: The specified key does not exist."),
    ],
)
def test_code_that_is_not_in_s3(client: Any, bucket: str, key: str, said: str) -> None:
    boto3.client("s3").create_bucket(Bucket="code")
    with pytest.raises(client.exceptions.InvalidParameterValueException) as caught:
        create(client, Code={"S3Bucket": bucket, "S3Key": key})
    assert caught.value.response["message"] == f"Error occurred while GetObject. S3 Error Code: {said}"


def test_code_in_s3_where_there_is_no_s3() -> None:
    with pytest.raises(NotSupportedError, match="ZipFile"), mock_aws(passthrough="off"):
        create(boto3.client("lambda"), Code={"S3Bucket": "bucket", "S3Key": "key"})


def test_a_zip_with_a_layer_runs(client: Any) -> None:
    tools = zip_of("def greeting(name): return f'hello {name}'", "python/tools.py")
    layer = client.publish_layer_version(LayerName="tools", Content={"ZipFile": tools})["LayerVersionArn"]
    source = "import tools, os\ndef handler(event, context): return tools.greeting(event) + os.environ['MARK']"
    create(client, Code={"ZipFile": zip_of(source)}, Layers=[layer], Environment={"Variables": {"MARK": "!"}})
    assert json.load(client.invoke(FunctionName="orders", Payload='"you"')["Payload"]) == "hello you!"
    client.update_function_configuration(FunctionName="orders", Environment={"Variables": {"MARK": "?"}})
    assert json.load(client.invoke(FunctionName="orders", Payload='"you"')["Payload"]) == "hello you?"
    client.update_function_code(FunctionName="orders", ZipFile=zip_of("def handler(event, context): return 'new'"))
    assert json.load(client.invoke(FunctionName="orders", Payload='"you"')["Payload"]) == "new"


def test_the_same_seed_gives_the_same_ids() -> None:
    def made() -> list[str]:
        with mock_aws(seed=7):
            client = boto3.client("lambda")
            return [create(client, name)["RevisionId"] for name in ("a", "b")]

    assert made() == made()


def test_the_timeline_tells_what_was_done(aws: World, client: Any) -> None:
    create(client)
    with pytest.raises(ClientError):
        create(client)
    client.delete_function(FunctionName="orders")
    told = [(each.kind, each.resource, each.outcome) for each in aws.timeline if each.service == "lambda"]
    assert told == [
        ("CreateFunction", "orders", "ok"),
        ("CreateFunction", "orders", "ResourceConflictException"),
        ("DeleteFunction", "orders", "ok"),
    ]
