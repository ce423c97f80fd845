"""Function URLs: their configuration, requests inside the world, and the application for test clients."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import time
import urllib.error
import urllib.request
import warnings
from typing import Any

import aiohttp
import boto3
import httpx
import pytest
import requests

from fakeaws import MissingPolicyWarning, World

from .making import arn_of


@pytest.fixture
def client(aws: World) -> Any:
    return boto3.client("lambda")


def echo(event: Any, context: Any) -> Any:
    return event


def public(client: Any, name: str = "web", **params: Any) -> str:
    """The URL of a function that everybody may call."""
    url: str = client.create_function_url_config(FunctionName=name, AuthType="NONE", **params)["FunctionUrl"]
    client.add_permission(
        FunctionName=name,
        StatementId="public",
        Action="lambda:InvokeFunctionUrl",
        Principal="*",
        FunctionUrlAuthType="NONE",
    )
    return url


# -- configuration -------------------------------------------------------------------------------------------------------


def test_a_configuration(aws: World, client: Any) -> None:
    aws.lambda_.register("web", echo)
    made = client.create_function_url_config(FunctionName="web", AuthType="AWS_IAM", Cors={"AllowOrigins": ["*"]})
    host = made["FunctionUrl"].removeprefix("https://").removesuffix("/")
    assert host.endswith(".lambda-url.us-east-1.on.aws")
    assert (made["FunctionArn"], made["AuthType"], made["InvokeMode"]) == (arn_of("web"), "AWS_IAM", "BUFFERED")
    assert "LastModifiedTime" not in made
    aws.clock.advance(seconds=60)
    changed = client.update_function_url_config(FunctionName="web", AuthType="NONE")
    assert (changed["AuthType"], changed["Cors"]) == ("NONE", {"AllowOrigins": ["*"]})
    assert changed["LastModifiedTime"] > changed["CreationTime"] == made["CreationTime"]
    assert client.get_function_url_config(FunctionName="web")["FunctionUrl"] == made["FunctionUrl"]
    client.delete_function_url_config(FunctionName="web")
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_function_url_config(FunctionName="web")


def test_one_for_each_alias(aws: World, client: Any) -> None:
    aws.lambda_.register("web", lambda event, context: context.invoked_function_arn)
    client.publish_version(FunctionName="web")
    client.create_alias(FunctionName="web", Name="live", FunctionVersion="1")
    client.create_function_url_config(FunctionName="web", AuthType="NONE")
    url = client.create_function_url_config(FunctionName="web", Qualifier="live", AuthType="NONE")["FunctionUrl"]
    found = client.list_function_url_configs(FunctionName="web")["FunctionUrlConfigs"]
    assert [each["FunctionArn"] for each in found] == [arn_of("web"), arn_of("web:live")]
    with pytest.warns(MissingPolicyWarning, match="Qualifier='live'"):
        assert requests.get(url).text == arn_of("web:live")
    client.delete_alias(FunctionName="web", Name="live")
    assert requests.get(url).status_code == 403


# -- requests in the world -----------------------------------------------------------------------------------------------


def test_the_event(aws: World, client: Any) -> None:
    aws.lambda_.register("web", echo)
    url = public(client)
    event = requests.post(
        url + "a%20path?q=1&q=2&empty=",
        data=json.dumps({"n": 1}),
        headers={"Content-Type": "application/json", "X-Two": "a", "User-Agent": "me"},
        cookies={"a": "1", "b": "2"},
    ).json()
    host = url[8:-1]
    context = event.pop("requestContext")
    assert len(context.pop("requestId")) == 36
    assert context == {
        "accountId": "anonymous",
        "apiId": host.split(".")[0],
        "domainName": host,
        "domainPrefix": host.split(".")[0],
        "http": {
            "method": "POST",
            "path": "/a path",
            "protocol": "HTTP/1.1",
            "sourceIp": "127.0.0.1",
            "userAgent": "me",
        },
        "routeKey": "$default",
        "stage": "$default",
        "time": "05/Jan/2026:00:00:00 +0000",
        "timeEpoch": 1767571200000,
    }
    headers = event.pop("headers")
    assert (headers["x-two"], headers["host"], "cookie" in headers) == ("a", host, False)
    assert event == {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/a path",
        "rawQueryString": "q=1&q=2&empty=",
        "cookies": ["a=1", "b=2"],
        "queryStringParameters": {"q": "1,2", "empty": ""},
        "body": '{"n": 1}',
        "isBase64Encoded": False,
    }


def test_a_body_that_is_no_text(aws: World, client: Any) -> None:
    aws.lambda_.register("web", lambda event, context: [event["isBase64Encoded"], event["body"]])
    answer = requests.post(public(client), data=b"\x00\xff", headers={"Content-Type": "application/octet-stream"})
    assert answer.json() == [True, base64.b64encode(b"\x00\xff").decode()]


@pytest.mark.parametrize(
    ("returned", "status", "content_type", "body"),
    [
        ({"a": 1}, 200, "application/json", b'{"a":1}'),
        ("text", 200, "application/json", b"text"),
        (None, 200, "application/json", b"null"),
        ({"statusCode": 404, "body": "no"}, 404, "application/json", b"no"),
        ({"statusCode": 201, "headers": {"Content-Type": "text/html"}, "body": "<p>"}, 201, "text/html", b"<p>"),
        ({"statusCode": 200, "isBase64Encoded": True, "body": "AP8="}, 200, "application/json", b"\x00\xff"),
    ],
)
def test_the_response(aws: World, client: Any, returned: Any, status: int, content_type: str, body: bytes) -> None:
    aws.lambda_.register("web", lambda event, context: returned)
    answer = requests.get(public(client))
    assert (answer.status_code, answer.headers["content-type"], answer.content) == (status, content_type, body)


def test_cookies_of_the_response(aws: World, client: Any) -> None:
    aws.lambda_.register("web", lambda event, context: {"statusCode": 200, "cookies": ["a=1; Path=/", "b=2"]})
    url = public(client)
    assert dict(requests.get(url).cookies) == {"a": "1", "b": "2"}
    assert httpx.get(url).headers.get_list("set-cookie") == ["a=1; Path=/", "b=2"]


def test_a_function_that_fails_is_a_502(aws: World, client: Any) -> None:
    @aws.lambda_.register("web")
    def web(event: Any, context: Any) -> None:
        raise ValueError("no")

    answer = requests.get(public(client))
    assert (answer.status_code, answer.text) == (502, "Internal Server Error")
    assert [each.outcome for each in aws.lambda_.function("web").invocations] == ["failed"]


def test_time_passes_while_the_function_works(aws: World, client: Any) -> None:
    @aws.lambda_.register("web", timeout=20)
    def web(event: Any, context: Any) -> str:
        time.sleep(10)
        return "done"

    url = public(client)
    assert urllib.request.urlopen(url).read() == b"done"
    assert httpx.get(url).text == "done"
    assert aws.clock.elapsed.total_seconds() == 20


@pytest.mark.parametrize("library", ["httpx", "aiohttp"])
def test_requests_of_an_event_loop_wait_side_by_side(aws: World, client: Any, library: str) -> None:
    @aws.lambda_.register("web", timeout=20)
    def web(event: Any, context: Any) -> Any:
        time.sleep(5)
        return {"statusCode": 200, "cookies": ["a=1", "b=2"], "body": event["rawPath"]}

    url = public(client)

    async def with_httpx() -> list[tuple[str, list[str]]]:
        async with httpx.AsyncClient() as http:
            found = await asyncio.gather(http.get(url + "a"), http.get(url + "b"))
        return [(each.text, each.headers.get_list("set-cookie")) for each in found]

    async def with_aiohttp() -> list[tuple[str, list[str]]]:
        async with aiohttp.ClientSession() as http:

            async def get(path: str) -> tuple[str, list[str]]:
                async with http.get(url + path) as answer:
                    return await answer.text(), answer.headers.getall("set-cookie")

            return list(await asyncio.gather(get("a"), get("b")))

    got = asyncio.run(with_httpx() if library == "httpx" else with_aiohttp())
    assert got == [("/a", ["a=1", "b=2"]), ("/b", ["a=1", "b=2"])]
    assert aws.clock.elapsed.total_seconds() == 5


def test_iam_urls_need_a_signature(aws: World, client: Any) -> None:
    aws.lambda_.register("web", lambda event, context: event["requestContext"]["authorizer"]["iam"]["accountId"])
    url = client.create_function_url_config(FunctionName="web", AuthType="AWS_IAM")["FunctionUrl"]
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(url)
    assert (caught.value.code, json.load(caught.value)) == (403, {"Message": "Forbidden"})
    assert aws.lambda_.function("web").invocations == []
    signed = "AWS4-HMAC-SHA256 Credential=test/20260105/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0"
    assert requests.get(url, headers={"Authorization": signed}).text == "123456789012"
    deny = {"Effect": "Deny", "Principal": "*", "Action": "lambda:InvokeFunctionUrl", "Resource": arn_of("web")}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [deny]})
    client.put_resource_policy(ResourceArn=arn_of("web"), Policy=policy)
    assert requests.get(url, headers={"Authorization": signed}).status_code == 403


def test_a_public_url_without_a_policy_is_let_in_with_a_warning(aws: World, client: Any) -> None:
    aws.lambda_.register("web", lambda event, context: "in")
    url = client.create_function_url_config(FunctionName="web", AuthType="NONE")["FunctionUrl"]
    with pytest.warns(MissingPolicyWarning, match="InvokeFunctionUrl"):
        assert requests.get(url).text == "in"
    client.add_permission(
        FunctionName="web", StatementId="s", Action="lambda:InvokeFunction", Principal="sns.amazonaws.com"
    )
    assert requests.get(url).status_code == 403


def test_cors(aws: World, client: Any) -> None:
    aws.lambda_.register("web", lambda event, context: "in")
    url = public(client, Cors={"AllowOrigins": ["https://a.example"], "AllowMethods": ["PUT"], "MaxAge": 5})
    asked = {"Origin": "https://a.example", "Access-Control-Request-Method": "PUT"}
    preflight = requests.options(url, headers=asked)
    assert preflight.headers["access-control-allow-methods"] == "PUT"
    assert preflight.headers["access-control-max-age"] == "5"
    assert aws.lambda_.function("web").invocations == []
    answer = requests.put(url, headers={"Origin": "https://a.example"})
    assert answer.headers["access-control-allow-origin"] == "https://a.example"
    assert "access-control-allow-origin" not in requests.put(url, headers={"Origin": "https://b.example"}).headers


def test_a_url_of_nobody(aws: World, client: Any) -> None:
    aws.lambda_.register("web", echo)
    assert requests.get("https://abc.lambda-url.us-east-1.on.aws/").status_code == 403


# -- the application -----------------------------------------------------------------------------------------------------


def test_as_an_asgi_application(aws: World, client: Any) -> None:
    @aws.lambda_.register("web", timeout=20)
    def web(event: Any, context: Any) -> Any:
        time.sleep(5)
        return {"statusCode": 202, "cookies": ["a=1"], "body": event["rawPath"] + "?" + event["rawQueryString"]}

    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=aws.lambda_.function("web").url_app)
        async with httpx.AsyncClient(transport=transport, base_url="http://web.test") as http:
            return list(await asyncio.gather(http.get("/a?b=1"), http.get("/c")))

    first, second = asyncio.run(ask())
    assert (first.status_code, first.text, second.text) == (202, "/a?b=1", "/c?")
    assert first.headers["set-cookie"] == "a=1"
    assert aws.clock.elapsed.total_seconds() == 5


def test_as_a_wsgi_application(aws: World) -> None:
    aws.lambda_.register("web", lambda event, context: [event["requestContext"]["http"]["method"], event["body"]])
    transport = httpx.WSGITransport(app=aws.lambda_.function("web").url_app.wsgi)
    with httpx.Client(transport=transport, base_url="http://web.test") as http:
        answer = http.post("/", content="größe", headers={"Content-Type": "text/plain"})
    assert answer.json() == ["POST", "größe"]


def test_the_application_obeys_the_configuration(aws: World, client: Any) -> None:
    aws.lambda_.register("web", echo)
    client.create_function_url_config(FunctionName="web", AuthType="AWS_IAM")
    started: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "wsgi.input": io.BytesIO()}
    body = aws.lambda_.function("web").url_app.wsgi(environ, lambda status, headers: started.append(status))
    assert (started, list(body)) == (["403 Forbidden"], [b'{"Message": "Forbidden"}'])


def test_the_application_of_a_function_without_a_url_is_open_to_all(aws: World) -> None:
    aws.lambda_.register("web", lambda event, context: "in")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        transport = httpx.WSGITransport(app=aws.lambda_.function("web").url_app.wsgi)
        assert httpx.Client(transport=transport).get("http://web.test/").text == "in"
