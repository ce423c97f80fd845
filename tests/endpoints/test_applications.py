"""Applications of every kind answer requests."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from fakeaws import FakeAwsError, World, mock_aws
from fakeaws.endpoints import Request, Response
from tests.endpoints.senders import URL, Sender


@pytest.mark.parametrize(
    ("returned", "status", "body"),
    [
        (None, 200, b""),
        (503, 503, b""),
        ("grüß", 200, "grüß".encode()),
        (b"\xff", 200, b"\xff"),
        ((404, "gone"), 404, b"gone"),
        (Response(201, {"X-Id": "7"}, "made"), 201, b"made"),
    ],
)
def test_what_a_function_may_return(aws: World, returned: object, status: int, body: bytes) -> None:
    aws.endpoints.register(URL, lambda request: returned)
    response = Sender(aws).ask().response
    assert response is not None
    assert (response.status, response.body) == (status, body)


def test_a_function_that_returns_something_else_fails_the_test() -> None:
    with (
        pytest.raises(FakeAwsError, match=r"shop\.example\.com/hook was ended by TypeError.*got dict"),
        mock_aws() as aws,
    ):
        aws.endpoints.register(URL, lambda request: {"status": 200})
        response = Sender(aws).ask().response
        assert response is not None
        assert response.status == 500


def test_what_a_request_tells(aws: World) -> None:
    seen: list[Request] = []
    endpoint = aws.endpoints.register(URL, seen.append)
    Sender(aws).ask(url=URL + "/a%20b?x=1&y=", body=b'{"a": 1}', method="PUT", Content_Type="application/json")
    [request] = seen
    assert (request.method, request.url, request.path) == ("PUT", URL + "/a%20b?x=1&y=", "/hook/a b")
    assert request.query == {"x": "1", "y": ""}
    assert request.headers["content-type"] == "application/json"
    assert "CONTENT-TYPE" in request.headers
    assert request.headers.get("accept") is None
    assert (request.body, request.json()) == (b'{"a": 1}', {"a": 1})
    [received] = endpoint.requests
    assert (received.json(), received.outcome, received.path) == ({"a": 1}, "200", "/hook/a b")


def test_an_async_function(aws: World) -> None:
    async def handle(request: Request) -> int:
        await asyncio.sleep(2)
        return 202

    aws.endpoints.register(URL, handle)
    sender = Sender(aws)
    sender.ask()
    assert sender.seen == [(202, 2.0)]


def test_wsgi(aws: World) -> None:
    environs: list[dict[str, Any]] = []
    done: list[str] = []

    class Body:
        def __iter__(self) -> Iterator[bytes]:
            yield b"one "
            yield b"two"
            done.append("sent")

        def close(self) -> None:
            done.append("closed")

    def app(environ: dict[str, Any], start_response: Any) -> Body:
        environs.append(environ)
        start_response("201 Created", [("X-Request", environ["wsgi.input"].read().decode())])
        return Body()

    aws.endpoints.register(URL, app)
    response = Sender(aws).ask(url=URL + "/ü?x=%20", body=b"ping", Content_Type="text/plain", X_Amz="a").response
    assert response is not None
    assert (response.status, response.headers["x-request"], response.body) == (201, "ping", b"one two")
    assert done == ["sent", "closed"]
    environ = environs[0]
    wanted = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/hook/ü".encode().decode("latin-1"),
        "QUERY_STRING": "x=%20",
        "CONTENT_TYPE": "text/plain",
        "CONTENT_LENGTH": "4",
        "HTTP_X_AMZ": "a",
        "SERVER_NAME": "shop.example.com",
        "SERVER_PORT": "443",
        "wsgi.url_scheme": "https",
    }
    assert {name: environ[name] for name in wanted} == wanted


def test_a_wsgi_application_passes_the_validator(aws: World) -> None:
    from wsgiref.validate import validator

    def app(environ: Any, start_response: Any) -> list[bytes]:
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"ok"]

    endpoint = aws.endpoints.register(URL, validator(app), kind="wsgi")
    Sender(aws).ask(body=b"x", Content_Type="text/plain")
    assert (endpoint.requests[0].traceback, endpoint.requests[0].outcome) == (None, "200")


def test_werkzeug(aws: World) -> None:
    werkzeug = pytest.importorskip("werkzeug.wrappers")

    @werkzeug.Request.application
    def app(request: Any) -> Any:
        return werkzeug.Response(f"{request.get_json(force=True)['n']} {request.headers['X-A']}", 202)

    aws.endpoints.register(URL, app, kind="wsgi")
    response = Sender(aws).ask(body=b'{"n": 7}', X_A="b").response
    assert response is not None
    assert (response.status, response.body) == (202, b"7 b")


def test_asgi(aws: World) -> None:
    scopes: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        scopes.append(scope)
        message = await receive()
        await asyncio.sleep(3)
        await send({"type": "http.response.start", "status": 202, "headers": [(b"x-a", b"b")]})
        await send({"type": "http.response.body", "body": message["body"], "more_body": True})
        await send({"type": "http.response.body", "body": b"!"})
        scopes.append(await receive())

    aws.endpoints.register(URL, app)
    sender = Sender(aws)
    response = sender.ask(url=URL + "/%C3%BC?x=1", body=b"ping", X_Amz="a").response
    assert response is not None
    assert (response.status, response.headers["X-A"], response.body) == (202, "b", b"ping!")
    assert sender.seen == [(202, 3.0)]
    scope, last = scopes
    assert last == {"type": "http.disconnect"}
    wanted = {
        "type": "http",
        "method": "POST",
        "scheme": "https",
        "path": "/hook/ü",
        "raw_path": b"/hook/%C3%BC",
        "query_string": b"x=1",
        "headers": [(b"x-amz", b"a")],
        "server": ("shop.example.com", 443),
    }
    assert {name: scope[name] for name in wanted} == wanted


def test_what_asgi_does_after_its_response_does_not_delay_it(aws: World) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body"})
        await asyncio.sleep(60)
        boto3.client("sqs").create_queue(QueueName="later")
        raise ValueError("after all")

    endpoint = aws.endpoints.register(URL, app)
    sender = Sender(aws)
    sender.ask()
    assert sender.seen == [(200, 0.0)]
    assert aws.clock.elapsed.total_seconds() == 60
    assert aws.sqs.queue("later").messages == []
    [record] = aws.timeline.select(outcome="failed after its response")
    assert record.details["error"] == "ValueError: after all"
    assert endpoint.requests[0].outcome == "200"


@pytest.mark.parametrize("kind", ["callable", "wsgi", "asgi"])
def test_an_exception_is_a_500(aws: World, kind: Any) -> None:
    def app(*args: Any) -> Any:
        raise LookupError("no such order")

    async def asgi(scope: Any, receive: Any, send: Any) -> None:
        app()

    endpoint = aws.endpoints.register(URL, asgi if kind == "asgi" else app, kind=kind)
    answer = Sender(aws).ask()
    assert answer.response is not None
    assert answer.response.status == 500
    [received] = endpoint.requests
    assert isinstance(received.error, LookupError)
    assert "no such order" in (received.traceback or "")
    record = aws.timeline.record(answer.record)
    assert record.outcome == "500"
    assert record.details["error"] == "LookupError: no such order"
    assert record.details["at"].startswith("test_applications.py:")
    assert record.cause is not None
    assert (record.cause.outcome, record.cause.kind) == ("sent", "POST")


def never_started(environ: Any, start_response: Any) -> list[bytes]:
    return [b"body"]


async def never_answers(scope: Any, receive: Any, send: Any) -> None:
    await receive()


async def body_first(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.body", "body": b"x"})


@pytest.mark.parametrize("app", [never_started, never_answers, body_first])
def test_a_broken_protocol_is_a_500(aws: World, app: Any) -> None:
    endpoint = aws.endpoints.register(URL, app)
    response = Sender(aws).ask().response
    assert response is not None
    assert response.status == 500
    assert endpoint.requests[0].error is not None


def test_the_application_makes_calls_of_its_own(aws: World) -> None:
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="inbox")["QueueUrl"]

    def forward(request: Request) -> int:
        sqs.send_message(QueueUrl=url, MessageBody=request.text)
        return 202

    aws.endpoints.register(URL, forward, name="forwarder")
    Sender(aws).ask(body=b"hello")
    assert [message.body for message in aws.sqs.queue("inbox").messages] == ["hello"]
    assert [record.actor for record in aws.timeline.select(kind="SendMessage")] == ["forwarder"]
