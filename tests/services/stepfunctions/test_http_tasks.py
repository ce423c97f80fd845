"""``http:invoke`` and ``apigateway:invoke`` to registered endpoints."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import boto3
import pytest

from fakeaws import World
from fakeaws.endpoints import Request, Response
from tests.services.stepfunctions.support import create, details, events, output, run, start

URL = "https://shop.example.com/orders"


def task(parameters: Any, resource: str = "http:invoke", **more: Any) -> dict[str, Any]:
    state = {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", "Parameters": parameters, "End": True}
    return {"StartAt": "Call", "States": {"Call": {**state, **more}}}


def finished(aws: World, sfn: Any, definition: dict[str, Any], input: Any = None, name: str = "machine") -> Any:
    arn = start(sfn, create(sfn, definition, name=name), input)
    aws.clock.run_until_idle()
    return sfn.describe_execution(executionArn=arn)


def connect(kind: str = "BASIC", **more: Any) -> str:
    given = {
        "BASIC": {"BasicAuthParameters": {"Username": "ann", "Password": "secret"}},
        "API_KEY": {"ApiKeyAuthParameters": {"ApiKeyName": "X-Key", "ApiKeyValue": "k"}},
        "OAUTH_CLIENT_CREDENTIALS": {
            "OAuthParameters": {
                "ClientParameters": {"ClientID": "id", "ClientSecret": "s"},
                "AuthorizationEndpoint": "https://login.example.com/token",
                "HttpMethod": "POST",
            }
        },
    }[kind]
    made = boto3.client("events").create_connection(Name="c", AuthorizationType=kind, AuthParameters={**given, **more})
    arn: str = made["ConnectionArn"]
    return arn


def test_a_request_and_its_response(aws: World, sfn: Any) -> None:
    shop = aws.endpoints.register(
        "https://shop.example.com",
        lambda request: Response(201, [("Content-Type", "application/json"), ("X-A", "1"), ("x-a", "2")], '{"n": 1.0}'),
    )
    parameters = {
        "ApiEndpoint": URL + "?a=0&z=1",
        "Method": "POST",
        "Authentication": {"ConnectionArn": connect()},
        "Headers": {"X-Order.$": "$.id", "X-Number": 7},
        "QueryParameters": {"a": "b c", "many": ["x", "y"], "n": 3},
        "RequestBody": {"order.$": "$.id", "umlaut": "ä"},
    }
    described = finished(aws, sfn, task(parameters), {"id": "42"})
    assert output(described) == {
        "Headers": {"Content-Type": ["application/json"], "X-A": ["1", "2"]},
        "ResponseBody": {"n": 1.0},
        "StatusCode": 201,
        "StatusText": "Created",
    }
    [received] = shop.requests
    request = received.request
    assert (request.method, request.url) == ("POST", URL + "?z=1&a=b%20c&many=x&many=y&n=3")
    assert request.body == '{"umlaut":"ä","order":"42"}'.encode()
    basic = base64.b64encode(b"ann:secret").decode()
    assert dict(request.headers) == {
        "X-Order": "42",
        "X-Number": "7",
        "Authorization": f"Basic {basic}",
        "Content-Type": "application/json",
        "User-Agent": "Amazon|StepFunctions|HttpInvoke|us-east-1",
        "Range": "bytes=0-262144",
        "Accept-Encoding": "gzip,deflate",
        "Connection": "close",
        "Content-Length": "28",
        "Host": "shop.example.com",
    }
    history = events(sfn, described["executionArn"])
    assert details(history[2])["resourceType"] == "http"
    assert details(history[2])["resource"] == "invoke"
    assert "secret" not in json.dumps(history, default=str)
    assert "Basic" not in aws.timeline.text()


def test_the_connections_own_parameters_go_first(aws: World, sfn: Any) -> None:
    shop = aws.endpoints.register("https://shop.example.com", lambda request: None)
    own = {
        "HeaderParameters": [{"Key": "x-tenant", "Value": "t"}],
        "QueryStringParameters": [{"Key": "q", "Value": "theirs"}],
        "BodyParameters": [{"Key": "b", "Value": "theirs"}],
    }
    parameters = {
        "ApiEndpoint": URL,
        "Method": "POST",
        "InvocationConfig": {"ConnectionArn": connect("API_KEY", InvocationHttpParameters=own)},
        "Headers": {"X-Tenant": "mine", "X-Key": "mine"},
        "QueryParameters": {"q": "mine", "p": "mine"},
        "RequestBody": {"a": "mine", "b": "mine"},
    }
    assert output(finished(aws, sfn, task(parameters)))["ResponseBody"] == {}
    request = shop.requests[0].request
    assert (request.headers["X-Tenant"], request.headers["X-Key"]) == ("t", "k")
    assert dict(request.query) == {"q": "theirs", "p": "mine"}
    assert request.json() == {"a": "mine", "b": "theirs"}


def test_oauth_tokens(aws: World, sfn: Any) -> None:
    """Fetched when needed, kept, and replaced once an endpoint refuses them."""
    given = iter("abcd")
    aws.endpoints.register(
        "https://login.example.com",
        lambda request: (200, json.dumps({"access_token": next(given), "expires_in": 3600})),
    )
    refused = {"Bearer a"}
    shop = aws.endpoints.register(
        "https://shop.example.com", lambda request: 401 if request.headers["Authorization"] in refused else 200
    )
    arn = connect("OAUTH_CLIENT_CREDENTIALS")
    aws.clock.run_until_idle()
    retry = [{"ErrorEquals": ["States.Http.StatusCode.401"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    machine = create(
        sfn, task({"ApiEndpoint": URL, "Method": "GET", "Authentication": {"ConnectionArn": arn}}, Retry=retry)
    )
    for pause in (0, 60, 7200):
        aws.clock.advance(seconds=pause)
        run_arn = start(sfn, machine)
        aws.clock.run_until_idle()
        assert sfn.describe_execution(executionArn=run_arn)["status"] == "SUCCEEDED"
    used = [received.request.headers["Authorization"] for received in shop.requests]
    assert used == ["Bearer a", "Bearer b", "Bearer b", "Bearer c"]


def test_a_token_that_cannot_be_fetched(aws: World, sfn: Any) -> None:
    answers = iter([(200, '{"access_token": "a", "expires_in": 61}'), 500])
    aws.endpoints.register("https://login.example.com", lambda request: next(answers))
    arn = connect("OAUTH_CLIENT_CREDENTIALS")
    aws.clock.advance(minutes=5)
    parameters = {"ApiEndpoint": URL, "Method": "GET", "Authentication": {"ConnectionArn": arn}}
    described = finished(aws, sfn, task(parameters))
    assert described["error"] == "EventBridge.IllegalStatusException"
    assert "the authorization endpoint answered 500" in described["cause"]


def test_connections_that_cannot_be_used(aws: World, sfn: Any) -> None:
    arn = connect()
    boto3.client("events").deauthorize_connection(Name="c")
    aws.clock.advance(seconds=1)
    parameters = {"ApiEndpoint": URL, "Method": "GET", "Authentication": {"ConnectionArn": arn}}
    described = finished(aws, sfn, task(parameters))
    assert (described["error"], described["cause"]) == (
        "EventBridge.IllegalStatusException",
        "The connection is DEAUTHORIZED.",
    )
    parameters["Authentication"] = {"ConnectionArn": arn.replace("connection/c", "connection/d")}
    other = finished(aws, sfn, task(parameters), name="other")
    assert other["error"] == "EventBridge.ResourceNotFoundException"


def get(**more: Any) -> dict[str, Any]:
    return {"ApiEndpoint": URL, "Method": "GET", **more}


@pytest.mark.parametrize(
    ("answer", "body"),
    [("plain", "plain"), ("[1, 2]", [1, 2]), ("", {}), ((200, b"\xff"), "\ufffd"), ((204, ""), {})],
)
def test_bodies(aws: World, sfn: Any, answer: Any, body: Any) -> None:
    aws.endpoints.register("https://shop.example.com", lambda request: answer)
    assert output(finished(aws, sfn, task(get())))["ResponseBody"] == body


@pytest.mark.parametrize("status", [302, 404, 503])
def test_statuses_that_fail(aws: World, sfn: Any, status: int) -> None:
    aws.endpoints.register("https://shop.example.com", lambda request: (status, '{"why": "so"}'))
    described = finished(aws, sfn, task(get()))
    assert (described["error"], described["cause"]) == (f"States.Http.StatusCode.{status}", '{"why": "so"}')
    assert "TaskFailed" in [event["type"] for event in events(sfn, described["executionArn"])]


def test_a_slow_endpoint(aws: World, sfn: Any) -> None:
    pauses = iter([61, 59])
    aws.endpoints.register("https://shop.example.com", lambda request: time.sleep(next(pauses)))
    retry = [{"ErrorEquals": ["States.Http.Socket"], "IntervalSeconds": 1}]
    described = finished(aws, sfn, task(get(), Retry=retry))
    assert described["status"] == "SUCCEEDED"
    history = events(sfn, described["executionArn"])
    [failed] = [event for event in history if event["type"] == "TaskFailed"]
    assert details(failed)["error"] == "States.Http.Socket"
    assert (failed["timestamp"] - history[0]["timestamp"]).total_seconds() == 60
    assert (history[-1]["timestamp"] - failed["timestamp"]).total_seconds() == 60


def test_nobody_there(aws: World, sfn: Any) -> None:
    described = finished(aws, sfn, task(get()))
    assert described["error"] == "States.Http.Socket"
    assert "shop.example.com" in described["cause"]
    [refused] = aws.timeline.select(service="http")
    assert "aws.endpoints.register" in refused.details["reason"]


def test_a_large_response(aws: World, sfn: Any) -> None:
    aws.endpoints.register("https://shop.example.com", lambda request: "x" * 262_144)
    described = finished(aws, sfn, task(get()))
    assert described["error"] == "States.DataLimitExceeded"
    assert described["cause"].startswith("The state/task 'http' returned a result")


BODY = {"a": 1, "list": ["x y", {"k": "v"}], "o": {"p": None, "q": True}}


@pytest.mark.parametrize(
    ("arrays", "sent"),
    [
        (None, "list[0]=x y&list[1][k]=v"),
        ("INDICES", "list[0]=x y&list[1][k]=v"),
        ("REPEAT", "list=x y&list[k]=v"),
        ("BRACKETS", "list[]=x y&list[][k]=v"),
        ("COMMAS", 'list=x y,{"k":"v"}'),
        ("NONE", 'list=["x y",{"k":"v"}]'),
    ],
)
def test_forms(aws: World, sfn: Any, arrays: str | None, sent: str) -> None:
    from urllib.parse import unquote_plus

    shop = aws.endpoints.register("https://shop.example.com", lambda request: None)
    options = {} if arrays is None else {"RequestEncodingOptions": {"ArrayFormat": arrays}}
    transform = {"RequestBodyEncoding": "URL_ENCODED", **options}
    described = finished(aws, sfn, task({**get(RequestBody=BODY, Transform=transform), "Method": "POST"}))
    assert described["status"] == "SUCCEEDED"
    request = shop.requests[0].request
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "%5B" in request.text
    assert unquote_plus(request.text) == f"a=1&{sent}&o[p]=&o[q]=true"


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"Method": "GET"}, "The field 'ApiEndpoint' is required but was missing"),
        (get(Method="FETCH"), "The value for the field 'Method' must be one of"),
        (get(Headers={"Host": "other"}), "The header 'Host' is not supported"),
        (get(ApiEndpoint="shop"), "The value of the field 'ApiEndpoint' has an invalid format"),
        (get(Authentication={"Arn": "x"}), "The field 'ConnectionArn' is required but was missing"),
        (get(Transform={"RequestBodyEncoding": "ROT13"}), "The value for the field 'RequestBodyEncoding' must be"),
        (get(Body={}), "The field 'Body' is not supported"),
    ],
)
def test_parameters_that_make_no_request(aws: World, sfn: Any, parameters: Any, words: str) -> None:
    described = run(sfn, task(parameters))
    assert described["error"] == "States.Runtime"
    assert words in described["cause"]
    types = [event["type"] for event in events(sfn, described["executionArn"])]
    assert types == ["ExecutionStarted", "TaskStateEntered", "ExecutionFailed"]


# -- API Gateway ---------------------------------------------------------------------------------------------------------

HOST = "abc.execute-api.us-east-1.amazonaws.com"


def api(**more: Any) -> dict[str, Any]:
    return {"ApiEndpoint": HOST, "Method": "POST", "Stage": "prod", "Path": "/orders/7", **more}


def test_an_api(aws: World, sfn: Any) -> None:
    def answer(request: Request) -> Response:
        return Response(200, {"Content-Type": "application/json"}, json.dumps({"got": request.json()}))

    endpoint = aws.endpoints.register(f"https://{HOST}/prod", answer)
    parameters = api(
        Headers={"X-A": ["1", "2"]},
        QueryParameters={"q": ["a b", "c"]},
        RequestBody={"n": 1, "none": None},
        AuthType="IAM_ROLE",
    )
    described = finished(aws, sfn, task(parameters, "apigateway:invoke"))
    assert output(described) == {
        "Headers": {"Content-Type": ["application/json"]},
        "ResponseBody": {"got": {"n": 1}},
        "StatusCode": 200,
        "StatusText": "OK",
    }
    request = endpoint.requests[0].request
    assert request.url == f"https://{HOST}/prod/orders/7?q=a%20b&q=c"
    assert request.headers["X-A"] == "1,2"


@pytest.mark.parametrize("status", [400, 404, 500])
def test_refusals_of_an_api(aws: World, sfn: Any, status: int) -> None:
    aws.endpoints.register(f"https://{HOST}", lambda request: (status, '{"message":"no"}'))
    described = finished(aws, sfn, task(api(), "apigateway:invoke"))
    assert (described["error"], described["cause"]) == (f"ApiGateway.{status}", '{"message":"no"}')


def test_an_api_that_takes_too_long(aws: World, sfn: Any) -> None:
    aws.endpoints.register(f"https://{HOST}", lambda request: time.sleep(30))
    described = finished(aws, sfn, task(api(), "apigateway:invoke"))
    assert (described["error"], described["cause"]) == ("ApiGateway.504", '{"message": "Endpoint request timed out"}')


def test_an_api_that_is_not_there(aws: World, sfn: Any) -> None:
    described = finished(aws, sfn, task(api(), "apigateway:invoke"))
    assert (described["error"], described["cause"]) == (
        "ApiGateway.SdkClientException",
        f"Unable to execute HTTP request: {HOST}: Name or service not known",
    )


def test_an_api_gets_the_token(aws: World, sfn: Any) -> None:
    endpoint = aws.endpoints.register(f"https://{HOST}", lambda request: None)
    parameters = api(Headers={"TaskToken.$": "States.Array($$.Task.Token)"})
    arn = start(sfn, create(sfn, task(parameters, "apigateway:invoke.waitForTaskToken")))
    aws.clock.advance(seconds=1)
    assert endpoint.requests[0].request.headers["TaskToken"].startswith("AQCE")
    assert sfn.describe_execution(executionArn=arn)["status"] == "RUNNING"
    [submitted] = [event for event in events(sfn, arn) if event["type"] == "TaskSubmitted"]
    assert json.loads(details(submitted)["output"])["StatusCode"] == 200


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        (api(Headers={"X-A": "plain"}), "[The value of the field 'Headers' has an invalid format]"),
        (api(QueryParameters={"q": 1}), "[The value of the field 'QueryParameters' has an invalid format]"),
        (api(Headers={"X-Amz-Date": ["x"]}), "The header 'X-Amz-Date' is not supported"),
        (api(ApiEndpoint=f"https://{HOST}"), "The value of the field 'ApiEndpoint' has an invalid format"),
        (api(AuthType="BASIC"), "The value for the field 'AuthType' must be one of"),
    ],
)
def test_parameters_that_no_api_gets(aws: World, sfn: Any, parameters: Any, words: str) -> None:
    described = run(sfn, task(parameters, "apigateway:invoke"))
    assert described["error"] == "States.Runtime"
    assert "could not be used to start the Task: [" in described["cause"]
    assert words in described["cause"]
