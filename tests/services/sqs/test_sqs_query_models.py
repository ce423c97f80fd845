"""How a model from before November 2023 reaches botocore, and whether the one that the tests build is like it."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.serialize import create_serializer

from fakeaws import World
from tests.support.query_models import session_with

from .support import URL


@pytest.mark.parametrize("way", ["AWS_DATA_PATH", "search path", "api_version"])
def test_ways_to_an_older_model(query_models: str, way: str, monkeypatch: pytest.MonkeyPatch, aws: World) -> None:
    given: dict[str, Any] = {}
    if way == "AWS_DATA_PATH":
        monkeypatch.setenv("AWS_DATA_PATH", query_models)
        session = boto3.session.Session()
    else:
        session = boto3.session.Session(botocore_session=session_with(query_models))
        given = {"api_version": "2012-11-05"} if way == "api_version" else {}
    client = session.client("sqs", **given)
    assert client.meta.service_model.protocol == "query"
    with pytest.raises(ClientError, match="for this wsdl version"):
        client.get_queue_url(QueueName="nobody")


def test_a_resource(query_models: str, aws: World) -> None:
    sqs = boto3.session.Session(botocore_session=session_with(query_models)).resource("sqs")
    queue = sqs.create_queue(QueueName="orders")
    queue.send_message(MessageBody="x")
    (message,) = queue.receive_messages()
    message.delete()
    assert message.body == "x"
    assert aws.sqs.queue("orders").messages == []


#: Operation, parameters → the request's body as AWS documents it for the query API.
REQUESTS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "CreateQueue": (
        {"QueueName": "q", "Attributes": {"VisibilityTimeout": "40"}, "tags": {"a": "b"}},
        {
            "QueueName": "q",
            "Attribute.1.Name": "VisibilityTimeout",
            "Attribute.1.Value": "40",
            "Tag.1.Key": "a",
            "Tag.1.Value": "b",
        },
    ),
    "SendMessageBatch": (
        {
            "QueueUrl": URL + "q",
            "Entries": [
                {
                    "Id": "1",
                    "MessageBody": "m",
                    "MessageAttributes": {"n": {"DataType": "String", "StringValue": "v"}},
                    "MessageSystemAttributes": {"AWSTraceHeader": {"DataType": "String", "StringValue": "t"}},
                }
            ],
        },
        {
            "QueueUrl": URL + "q",
            "SendMessageBatchRequestEntry.1.Id": "1",
            "SendMessageBatchRequestEntry.1.MessageBody": "m",
            "SendMessageBatchRequestEntry.1.MessageAttribute.1.Name": "n",
            "SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType": "String",
            "SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue": "v",
            "SendMessageBatchRequestEntry.1.MessageSystemAttribute.1.Name": "AWSTraceHeader",
            "SendMessageBatchRequestEntry.1.MessageSystemAttribute.1.Value.DataType": "String",
            "SendMessageBatchRequestEntry.1.MessageSystemAttribute.1.Value.StringValue": "t",
        },
    ),
    "ReceiveMessage": (
        {"QueueUrl": URL + "q", "AttributeNames": ["All"], "MessageAttributeNames": ["a", "b"]},
        {
            "QueueUrl": URL + "q",
            "AttributeName.1": "All",
            "MessageAttributeName.1": "a",
            "MessageAttributeName.2": "b",
        },
    ),
    "AddPermission": (
        {"QueueUrl": URL + "q", "Label": "l", "AWSAccountIds": ["1"], "Actions": ["SendMessage"]},
        {"QueueUrl": URL + "q", "Label": "l", "AWSAccountId.1": "1", "ActionName.1": "SendMessage"},
    ),
    "UntagQueue": ({"QueueUrl": URL + "q", "TagKeys": ["a"]}, {"QueueUrl": URL + "q", "TagKey.1": "a"}),
}


@pytest.mark.parametrize("operation", REQUESTS)
def test_requests_have_the_documented_names(query_models: str, operation: str) -> None:
    given, expected = REQUESTS[operation]
    model = session_with(query_models).get_service_model("sqs").operation_model(operation)
    body = create_serializer("query").serialize_to_request(given, model)["body"]
    assert body == {"Action": operation, "Version": "2012-11-05", **expected}
