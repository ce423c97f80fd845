"""TestState: requests and responses of HTTP tasks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from fakeaws import World
from fakeaws.endpoints import Response
from tests.services.stepfunctions.testing import answer_to, mocked

AGENT = "User-Agent: Amazon|StepFunctions|HttpInvoke|us-east-1, Range: bytes=0-262144"


@pytest.fixture
def state(aws: World) -> dict[str, Any]:
    """A task whose connection adds to every part of the request."""
    aws.endpoints.register(
        "https://shop.example.com", lambda request: Response(200, {"Content-Type": "application/json"}, '{"n": 1}')
    )
    connection = boto3.client("events").create_connection(
        Name="c",
        AuthorizationType="API_KEY",
        AuthParameters={
            "ApiKeyAuthParameters": {"ApiKeyName": "X-Key", "ApiKeyValue": "secret"},
            "InvocationHttpParameters": {
                "QueryStringParameters": [{"Key": "q", "Value": "secret", "IsValueSecret": True}],
                "BodyParameters": [{"Key": "b", "Value": "secret", "IsValueSecret": True}],
            },
        },
    )
    parameters = {
        "ApiEndpoint": "https://shop.example.com/orders",
        "Method": "POST",
        "Authentication": {"ConnectionArn": connection["ConnectionArn"]},
        "Headers": {"X-Own": "1"},
        "QueryParameters": {"own": "1"},
        "RequestBody": {"own": 1},
    }
    return {"Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Parameters": parameters, "End": True}


def test_trace_shows_what_was_said(aws: World, sfn: Any, state: dict[str, Any]) -> None:
    found = answer_to(sfn, state, inspectionLevel="TRACE")["inspectionData"]
    assert found["request"] == {
        "protocol": "https",
        "method": "POST",
        "url": "https://shop.example.com/orders?own=1",
        "headers": f"[X-Own: 1, {AGENT}]",
        "body": '{"own":1}',
    }
    assert found["response"] == {
        "protocol": "https",
        "statusCode": "200",
        "statusMessage": "OK",
        "headers": "[Content-Type: application/json]",
        "body": '{"n": 1}',
    }
    assert "result" in found


def test_secrets_that_are_revealed(aws: World, sfn: Any, state: dict[str, Any]) -> None:
    found = answer_to(sfn, state, inspectionLevel="TRACE", revealSecrets=True)["inspectionData"]
    assert found["request"] == {
        "protocol": "https",
        "method": "POST",
        "url": "https://shop.example.com/orders?own=1&q=secret",
        "headers": f"[X-Own: 1, X-Key: secret, {AGENT}]",
        "body": '{"own":1,"b":"secret"}',
    }


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
def test_no_other_level_does(aws: World, sfn: Any, state: dict[str, Any], level: str) -> None:
    found = answer_to(sfn, state, inspectionLevel=level, revealSecrets=True).get("inspectionData", {})
    assert not found.keys() & {"request", "response"}


def test_a_mock_sends_nothing(aws: World, sfn: Any, state: dict[str, Any]) -> None:
    found = answer_to(sfn, state, inspectionLevel="TRACE", mock=mocked({}))["inspectionData"]
    assert not found.keys() & {"request", "response"}


def test_a_response_that_fails_the_task(aws: World, sfn: Any, state: dict[str, Any]) -> None:
    aws.endpoints.register("https://other.example.com", lambda request: Response(404, {}, "no"))
    state["Parameters"]["ApiEndpoint"] = "https://other.example.com/"
    answer = answer_to(sfn, state, inspectionLevel="TRACE")
    assert (answer["status"], answer["error"]) == ("FAILED", "States.Http.StatusCode.404")
    assert answer["inspectionData"]["response"]["statusMessage"] == "Not Found"


def test_no_response(aws: World, sfn: Any, state: dict[str, Any]) -> None:
    state["Parameters"]["ApiEndpoint"] = "https://nowhere.example.com/"
    found = answer_to(sfn, state, inspectionLevel="TRACE")["inspectionData"]
    assert "request" in found
    assert "response" not in found


def test_other_tasks_have_none(aws: World, sfn: Any) -> None:
    aws.lambda_.register("f", lambda event, context: event)
    task = {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "End": True}
    found = answer_to(sfn, task, inspectionLevel="TRACE")["inspectionData"]
    assert set(found) == {
        "input",
        "afterInputPath",
        "afterParameters",
        "result",
        "afterResultSelector",
        "afterResultPath",
    }
