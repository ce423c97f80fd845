"""Resource policies: what they say, and whom they let in."""

from __future__ import annotations

import json
import warnings
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from fakeaws import MissingPolicyWarning, World, mock_aws
from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Caller

from .making import ACCOUNT, arn_of

TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:orders"
OTHER = "111111111111"


@pytest.fixture
def client(aws: World) -> Any:
    aws.lambda_.register("orders", lambda event, context: "done")
    return boto3.client("lambda")


def add(client: Any, sid: str = "s", principal: str = "sns.amazonaws.com", **params: Any) -> Any:
    params = {"FunctionName": "orders", "Action": "lambda:InvokeFunction", **params}
    return json.loads(client.add_permission(StatementId=sid, Principal=principal, **params)["Statement"])


def invoke_as(aws: World, service: str, source: str, name: str = "orders", account: str = ACCOUNT) -> Any:
    caller = Caller(account, service, service, service=service, source_arn=source)
    return aws.call("lambda", "Invoke", {"FunctionName": name}, caller=caller)


@pytest.mark.parametrize(
    ("principal", "shown"),
    [
        ("sns.amazonaws.com", {"Service": "sns.amazonaws.com"}),
        (OTHER, {"AWS": f"arn:aws:iam::{OTHER}:root"}),
        ("*", "*"),
        (f"arn:aws:iam::{OTHER}:role/r", {"AWS": f"arn:aws:iam::{OTHER}:role/r"}),
    ],
)
def test_principals(client: Any, principal: str, shown: Any) -> None:
    assert add(client, principal=principal) == {
        "Sid": "s",
        "Effect": "Allow",
        "Principal": shown,
        "Action": "lambda:InvokeFunction",
        "Resource": arn_of("orders"),
    }


def test_conditions(client: Any) -> None:
    statement = add(client, SourceArn=TOPIC, SourceAccount=ACCOUNT, PrincipalOrgID="o-abcdefghij")
    assert statement["Condition"] == {
        "StringEquals": {"AWS:SourceAccount": ACCOUNT, "aws:PrincipalOrgID": "o-abcdefghij"},
        "ArnLike": {"AWS:SourceArn": TOPIC},
    }


def test_the_policy_as_a_whole(client: Any) -> None:
    first, second = add(client, "a"), add(client, "b", "s3.amazonaws.com")
    answer = client.get_policy(FunctionName="orders")
    assert answer["Policy"].startswith('{"Version":"2012-10-17","Id":"default","Statement":[{"Sid":"a"')
    assert json.loads(answer["Policy"])["Statement"] == [first, second]
    for sid in ("a", "b"):
        client.remove_permission(FunctionName="orders", StatementId=sid)
    with pytest.raises(client.exceptions.ResourceNotFoundException) as caught:
        client.get_policy(FunctionName="orders")
    assert caught.value.response["Message"] == "The resource you requested does not exist."


def test_each_qualifier_has_its_own(client: Any) -> None:
    client.publish_version(FunctionName="orders")
    assert add(client, Qualifier="1")["Resource"] == arn_of("orders:1")
    assert client.get_policy(FunctionName="orders", Qualifier="1")["RevisionId"]
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_policy(FunctionName="orders")


def test_whole_policies_can_be_put(client: Any) -> None:
    policy = {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Deny", "Principal": "*", "Action": "lambda:*", "Resource": "*"},
    }
    put = client.put_resource_policy(ResourceArn=arn_of("orders"), Policy=json.dumps(policy))
    assert client.get_resource_policy(ResourceArn=arn_of("orders"))["Policy"] == put["Policy"]
    with pytest.raises(ClientError) as caught:
        client.invoke(FunctionName="orders")
    assert "with an explicit deny in a resource-based policy" in str(caught.value)
    client.delete_resource_policy(ResourceArn=arn_of("orders"), RevisionId=put["RevisionId"])
    client.invoke(FunctionName="orders")


# -- who is let in -------------------------------------------------------------------------------------------------------


def test_a_service_that_the_policy_names(aws: World, client: Any) -> None:
    add(client, SourceArn=TOPIC)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert invoke_as(aws, "sns.amazonaws.com", TOPIC)["StatusCode"] == 200
    with pytest.raises(AwsError) as caught:
        invoke_as(aws, "sns.amazonaws.com", TOPIC + "-other")
    assert caught.value.code == "AccessDeniedException"
    with pytest.raises(AwsError):
        invoke_as(aws, "events.amazonaws.com", TOPIC)


def test_without_a_policy_a_service_is_let_in_with_one_warning(aws: World, client: Any) -> None:
    with pytest.warns(MissingPolicyWarning) as caught:
        invoke_as(aws, "sns.amazonaws.com", TOPIC)
        invoke_as(aws, "sns.amazonaws.com", TOPIC)
    [warning] = caught
    assert f"Principal='sns.amazonaws.com', SourceArn='{TOPIC}'" in str(warning.message)
    assert "add_permission(FunctionName='orders'" in str(warning.message)


def test_enforced_policies_refuse_it() -> None:
    with mock_aws(policies="enforced") as aws:
        aws.lambda_.register("orders", lambda event, context: "done")
        with pytest.raises(AwsError) as caught:
            invoke_as(aws, "sns.amazonaws.com", TOPIC)
        assert caught.value.status == 403
        assert "no resource-based policy allows the lambda:InvokeFunction action" in caught.value.message


def test_policies_off_let_everybody_in() -> None:
    with mock_aws(policies="off") as aws, warnings.catch_warnings():
        warnings.simplefilter("error")
        aws.lambda_.register("orders", lambda event, context: "done")
        invoke_as(aws, "sns.amazonaws.com", TOPIC)
        theirs = aws.boto3_session(account=OTHER).client("lambda")
        assert theirs.invoke(FunctionName=arn_of("orders"))["StatusCode"] == 200


def test_another_account_needs_the_policy(aws: World, client: Any) -> None:
    theirs = aws.boto3_session(account=OTHER).client("lambda")
    with pytest.raises(ClientError) as caught:
        theirs.invoke(FunctionName=arn_of("orders"))
    assert caught.value.response["Error"]["Code"] == "AccessDeniedException"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    add(client, principal=OTHER)
    assert json.load(theirs.invoke(FunctionName=arn_of("orders"))["Payload"]) == "done"


def test_a_policy_of_the_function_says_nothing_of_its_alias(aws: World, client: Any) -> None:
    client.publish_version(FunctionName="orders")
    client.create_alias(FunctionName="orders", Name="live", FunctionVersion="1")
    add(client, principal=OTHER)
    theirs = aws.boto3_session(account=OTHER).client("lambda")
    with pytest.raises(ClientError):
        theirs.invoke(FunctionName=arn_of("orders:live"))
    add(client, principal=OTHER, Qualifier="live")
    assert theirs.invoke(FunctionName=arn_of("orders:live"))["StatusCode"] == 200
