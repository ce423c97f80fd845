"""Links in AWS's messages, followed with the usual HTTP libraries: answered inside a world, without a socket."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import boto3
import pytest
import requests
import urllib3

from fakeaws import RealCallBlocked, World, mock_aws
from fakeaws.services.sns.signatures import certificate_url

CERTIFICATE = certificate_url("us-east-1")
CONFIRM = "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:us-east-1:123456789012:t&Token=x"

Fetch = Callable[[str], "tuple[int, bytes]"]


def with_urllib(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def with_http_client(url: str) -> tuple[int, bytes]:
    connection = http.client.HTTPSConnection("sns.us-east-1.amazonaws.com")
    connection.request("GET", url.partition(".com")[2])
    answer = connection.getresponse()
    return answer.status, answer.read()


def with_requests(url: str) -> tuple[int, bytes]:
    answer = requests.get(url)
    return answer.status_code, answer.content


def with_a_session_of_requests(url: str) -> tuple[int, bytes]:
    with requests.Session() as session:
        session.get(url)
        answer = session.get(url)
        return answer.status_code, answer.content


def with_urllib3(url: str) -> tuple[int, bytes]:
    answer = urllib3.PoolManager().request("GET", url)
    return answer.status, answer.data


def with_aiohttp(url: str) -> tuple[int, bytes]:
    import aiohttp

    async def fetch() -> tuple[int, bytes]:
        async with aiohttp.ClientSession() as session:
            async with session.get(url) as first:
                await first.read()
            async with session.get(url) as answer:
                return answer.status, await answer.read()

    return asyncio.run(fetch())


def with_httpx(url: str) -> tuple[int, bytes]:
    httpx = pytest.importorskip("httpx")
    answer = httpx.get(url)
    return answer.status_code, answer.content


def with_httpx_async(url: str) -> tuple[int, bytes]:
    httpx = pytest.importorskip("httpx")

    async def fetch() -> tuple[int, bytes]:
        async with httpx.AsyncClient() as client:
            answer = await client.get(url)
            return answer.status_code, answer.content

    return asyncio.run(fetch())


LIBRARIES: list[Fetch] = [
    with_urllib,
    with_http_client,
    with_requests,
    with_a_session_of_requests,
    with_urllib3,
    with_aiohttp,
    with_httpx,
    with_httpx_async,
]


@pytest.fixture
def no_socket(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    opened: list[Any] = []

    def connect(self: socket.socket, address: Any) -> None:
        opened.append(address)
        raise OSError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", connect)
    return opened


@pytest.mark.parametrize("fetch", LIBRARIES)
def test_a_page(aws: World, no_socket: list[Any], fetch: Fetch) -> None:
    status, body = fetch(CERTIFICATE)
    assert (status, body.splitlines()[0]) == (200, b"-----BEGIN CERTIFICATE-----")
    assert no_socket == []


@pytest.mark.parametrize("fetch", LIBRARIES)
def test_an_error_of_aws(aws: World, no_socket: list[Any], fetch: Fetch) -> None:
    status, body = fetch(CONFIRM)
    assert status == 400
    assert b"<Message>Invalid token</Message>" in body
    assert no_socket == []


@pytest.mark.parametrize("fetch", LIBRARIES)
def test_what_needs_a_signature_is_refused(fetch: Fetch, no_socket: list[Any]) -> None:
    with mock_aws():
        with pytest.raises(
            RealCallBlocked, match="of unsigned requests fakeaws answers ConfirmSubscription and Unsubscribe"
        ):
            fetch("https://sns.us-east-1.amazonaws.com/?Action=ListTopics")
    assert no_socket == []


@pytest.mark.parametrize("fetch", [with_urllib, with_requests, with_urllib3])
def test_other_hosts_of_aws_are_refused(fetch: Fetch, no_socket: list[Any]) -> None:
    for url in (
        "https://bucket.s3.amazonaws.com/key",
        "https://sqs.us-east-1.amazonaws.com/?Action=ListQueues",
        "https://sns.nowhere.amazonaws.com/",
    ):
        with mock_aws(), pytest.raises(RealCallBlocked, match="links in SNS's messages are answered for urllib"):
            fetch(url)
    assert no_socket == []


@pytest.mark.parametrize("fetch", LIBRARIES)
def test_outside_worlds_nothing_is_answered(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append(host)
        raise socket.gaierror("no such host")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(Exception, match=r".*"):
        fetch(CERTIFICATE)
    assert "sns.us-east-1.amazonaws.com" in [host.decode() if isinstance(host, bytes) else host for host in asked]


def test_post_and_head(aws: World) -> None:
    query = CONFIRM.partition("?")[2]
    posted = requests.post("https://sns.us-east-1.amazonaws.com/", data=query)
    assert posted.status_code == 400
    assert "Invalid token" in posted.text
    head = requests.head(CERTIFICATE)
    assert (head.status_code, head.content) == (200, b"")


def test_plain_http_too(aws: World) -> None:
    assert requests.get(CERTIFICATE.replace("https", "http")).ok


def test_through_a_proxy_that_the_environment_names(
    aws: World, no_socket: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.com:3128")
    monkeypatch.setattr(urllib.request, "_opener", None)  # urllib keeps the proxies that it finds at its first request
    for fetch in (with_urllib, with_requests, with_urllib3):
        assert fetch(CERTIFICATE)[0] == 200
    assert no_socket == []


def test_from_an_actor_and_from_a_thread_outside_the_world(aws: World) -> None:
    assert aws.spawn(with_requests, CERTIFICATE, name="verifier").result()[0] == 200
    assert aws.timeline[-1].actor == "verifier"
    with mock_aws(time="real") as real:
        found: list[int] = []
        thread = threading.Thread(target=lambda: found.append(with_requests(CERTIFICATE)[0]), name="worker")
        thread.start()
        thread.join()
        assert found == [200]
        assert real.timeline[-1].actor == "worker"


def test_moto_does_not_answer_for_our_services(aws: World) -> None:
    boto3.client("s3").create_bucket(Bucket="bucket")
    assert with_requests(CERTIFICATE)[0] == 200
    assert b"Invalid token" in with_requests(CONFIRM)[1]
    assert [bucket["Name"] for bucket in boto3.client("s3").list_buckets()["Buckets"]] == ["bucket"]
