"""Which URL is whose."""

from __future__ import annotations

from copy import deepcopy

import pytest

from fakeaws import World
from fakeaws.endpoints import Request
from tests.endpoints.senders import URL, Sender


def ok(request: Request) -> None: ...


@pytest.mark.parametrize(
    ("registered", "asked", "answers"),
    [
        ("https://a.test/hook", "https://a.test/hook", True),
        ("https://a.test/hook", "https://A.TEST:443/hook?x=1", True),
        ("https://a.test/hook", "https://user:secret@a.test/hook", True),
        ("https://a.test/hook", "https://a.test/hook/orders", True),
        ("https://a.test/hook", "https://a.test/hooks", False),
        ("https://a.test/hook", "http://a.test/hook", False),
        ("https://a.test/hook", "https://a.test:8443/hook", False),
        ("https://a.test/hook", "https://b.test/hook", False),
        ("https://a.test", "https://a.test/anything", True),
        ("http://a.test:80/", "http://a.test/anything", True),
        ("https://a.test/hook?t=1", "https://a.test/hook?t=1", True),
        ("https://a.test/hook?t=1", "https://a.test/hook?t=2", False),
        ("https://a.test/hook?t=1", "https://a.test/hook/below?t=1", False),
    ],
)
def test_a_url_and_what_is_below_it(aws: World, registered: str, asked: str, answers: bool) -> None:
    endpoint = aws.endpoints.register(registered, ok)
    assert aws.endpoints.find(asked) is (endpoint if answers else None)


def test_the_most_specific_answers(aws: World) -> None:
    root = aws.endpoints.register("https://a.test/", ok)
    deep = aws.endpoints.register("https://a.test/x/y", ok)
    middle = aws.endpoints.register("https://a.test/x", ok)
    exact = aws.endpoints.register("https://a.test/x?t=1", ok)
    found = [aws.endpoints.find(f"https://a.test/{path}") for path in ("", "x", "x/y/z", "x?t=1", "x?t=2")]
    assert found == [root, middle, deep, exact, middle]


def test_the_same_url_again_replaces_the_application(aws: World) -> None:
    sender = Sender(aws)
    first = aws.endpoints.register(URL, lambda request: 201)
    assert sender.ask().response.status == 201  # type: ignore[union-attr]
    second = aws.endpoints.register(URL, lambda request: 202)
    assert sender.ask().response.status == 202  # type: ignore[union-attr]
    assert (len(first.requests), len(second.requests)) == (1, 1)


@pytest.mark.parametrize("url", ["shop.example.com/hook", "ftp://a.test/", "https:///hook", ""])
def test_what_is_no_url(aws: World, url: str) -> None:
    with pytest.raises(ValueError, match="an endpoint's URL is like"):
        aws.endpoints.register(url, ok)


@pytest.mark.parametrize("url", ["http://a.test:8080/", "https://127.0.0.1:8080/"])
def test_real_servers_are_on_loopback_without_tls(aws: World, url: str) -> None:
    with pytest.raises(ValueError, match=r"a real server answers at http://127\.0\.0\.1:PORT"):
        aws.endpoints.register(url, kind="loopback")


def test_nobody_there_is_a_refused_connection(aws: World) -> None:
    aws.endpoints.register("https://shop.example.com/hooks", ok)
    sender = Sender(aws)
    answer = sender.ask(url="https://me:secret@shop.example.com/hook?token=t")
    assert (answer.response, answer.problem) == (None, "connection refused")
    [record] = aws.timeline.select(service="http")
    assert (record.kind, record.resource, record.outcome) == ("POST", f"{URL}?token=t", "connection refused")
    assert "aws.sns.register_endpoint(url, app)" in record.details["reason"]
    assert "nearest registered one is https://shop.example.com/hooks" in record.details["reason"]
    assert "secret" not in aws.timeline.jsonl()


def test_a_loopback_url_must_be_registered_too(aws: World) -> None:
    Sender(aws).ask(url="http://127.0.0.1:9/hook")
    assert 'kind="loopback"' in aws.timeline[0].details["reason"]


def test_a_copied_world_keeps_its_endpoints(aws: World) -> None:
    endpoint = aws.endpoints.register(URL, ok)
    Sender(aws).ask()
    twin = deepcopy(aws)
    Sender(aws).ask()
    copied = twin.endpoints.find(URL)
    assert copied is not None
    assert copied is not endpoint
    assert copied.app is ok
    assert (len(endpoint.requests), len(copied.requests)) == (2, 1)
