"""Deliveries to API destinations: requests, authorization, rates, what is tried again."""

from __future__ import annotations

import base64
import datetime
import json
import time
from copy import deepcopy
from typing import Any

import pytest

from fakeaws import World
from fakeaws.endpoints import Response

from .ruling import ACCOUNT, QUEUE, aim, make_queue, make_rule, put
from .shops import BASIC, KEY, OAUTH, ROLE, TOKENS, URL, Login, Shop, aim_at, connect, destine, with_invocation
from .test_events_retries import dead_letters


def test_a_request(aws: World, events: Any) -> None:
    shop = Shop(aws)
    aim_at(events, destine(events))
    event_id = put(events, {"order": "ü"})
    aws.clock.run_until_idle()
    [request] = shop.requests
    assert (request.method, request.url) == ("POST", URL)
    assert request.json()["id"] == event_id
    assert request.json()["detail"] == {"order": "ü"}
    assert request.headers == {
        "x-api-key": "secret",
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Amazon/EventBridge/ApiDestinations",
        "Range": "bytes=0-1048575",
        "Accept-Encoding": "gzip,deflate",
        "Connection": "close",
        "Content-Length": str(len(request.body)),
        "Host": "shop.example.com",
    }
    assert aws.trace(event_id).fates == {"api-destination/shop": "delivered"}


def test_basic_authorization(aws: World, events: Any) -> None:
    shop = Shop(aws)
    aim_at(events, destine(events, BASIC))
    put(events)
    aws.clock.run_until_idle()
    assert shop.requests[0].headers["Authorization"] == f"Basic {base64.b64encode('user:päss'.encode()).decode()}"


def test_parameters_of_the_target_and_of_the_connection(aws: World, events: Any) -> None:
    shop = Shop(aws)
    params = with_invocation(
        KEY,
        HeaderParameters=[("both", "connection"), ("c", "1"), ("User-Agent", "me"), ("Content-Type", "text/x")],
        QueryStringParameters=[("q", "connection"), ("d", "a b&c")],
        BodyParameters=[("extra", "yes")],
    )
    target = {
        "HttpParameters": {
            "PathParameterValues": ["a/b", "$.detail.id", "left over"],
            "HeaderParameters": {"both": "target", "t": "$.source", "host": "elsewhere.test"},
            "QueryStringParameters": {"q": "target", "n": "$.detail.id", "gone": "$.detail.gone"},
        },
        "InputPath": "$.detail",
    }
    aim_at(events, destine(events, params, f"{URL}/*/items/*?fixed=1&q=url"), **target)
    put(events, {"id": 42})
    aws.clock.run_until_idle()
    [request] = shop.requests
    assert request.url == f"{URL}/a%2Fb/items/42?fixed=1&q=connection&n=42&gone=&d=a%20b%26c"
    assert (request.headers["both"], request.headers["c"], request.headers["t"]) == ("connection", "1", "shop")
    assert (request.headers["User-Agent"], request.headers["Host"], request.headers["Content-Type"]) == (
        "Amazon/EventBridge/ApiDestinations",
        "shop.example.com",
        "text/x",
    )
    assert request.json() == {"id": 42, "extra": "yes"}


def test_a_path_that_is_not_filled_in(aws: World, events: Any) -> None:
    shop = Shop(aws)
    aim_at(events, destine(events, url=f"{URL}/*/*"), HttpParameters={"PathParameterValues": ["1"]})
    put(events)
    aws.clock.run_until_idle()
    assert shop.requests[0].url == f"{URL}/1/*"


def test_a_get_has_no_body(aws: World, events: Any) -> None:
    shop = Shop(aws)
    aim_at(events, destine(events, method="GET"))
    put(events)
    aws.clock.run_until_idle()
    assert (shop.requests[0].method, shop.requests[0].body) == ("GET", b"")


def test_body_parameters_of_a_text(aws: World, events: Any) -> None:
    shop = Shop(aws)
    params = with_invocation(KEY, BodyParameters=[("extra", "yes")])
    aim_at(events, destine(events, params), Input='"a text"')
    put(events)
    aws.clock.run_until_idle()
    assert shop.requests[0].text == '"a text"'


@pytest.mark.parametrize("status", [401, 407, 409, 429, 500, 503])
def test_what_is_tried_again(aws: World, events: Any, status: int) -> None:
    shop = Shop(aws, status, 200)
    aim_at(events, destine(events))
    put(events)
    aws.clock.run_until_idle()
    assert [request.outcome for request in shop.requests] == [str(status), "200"]


@pytest.mark.parametrize("status", [302, 400, 403, 404])
def test_what_goes_to_the_dead_letter_queue_at_once(aws: World, events: Any, sqs: Any, status: int) -> None:
    shop = Shop(aws, status)
    rule = aim_at(events, destine(events), DeadLetterConfig={"Arn": QUEUE + "dead"})
    make_queue(aws, sqs, "dead", rule)
    event_id = put(events)
    aws.clock.run_until_idle()
    assert len(shop.requests) == 1
    [(body, attributes)] = dead_letters(aws, sqs)
    assert json.loads(body)["id"] == event_id
    assert attributes["ERROR_CODE"] == ("String", "SDK_CLIENT_ERROR")
    assert attributes["ERROR_MESSAGE"][1].endswith(f"The endpoint answered with the status {status}.")
    assert "EXHAUSTED_RETRY_CONDITION" not in attributes


@pytest.mark.parametrize(
    ("wait", "seconds"),
    [("30", 30), ("Mon, 05 Jan 2026 00:00:40 GMT", 40), ("Mon, 05 Jan 2026 00:00:40", 40)],
)
@pytest.mark.fakeaws(start="2026-01-05T00:00:00Z")
def test_retry_after(aws: World, events: Any, wait: str, seconds: int) -> None:
    shop = Shop(aws, Response(429, {"Retry-After": wait}), 200)
    aim_at(events, destine(events))
    put(events)
    aws.clock.run_until_idle()
    assert shop.seconds == [0, seconds]


@pytest.mark.parametrize("wait", ["0.1", "soon", "1e400"])
def test_a_retry_after_that_is_shorter_than_the_own_pause_or_none(aws: World, events: Any, wait: str) -> None:
    shop = Shop(aws, Response(503, {"Retry-After": wait}), 200)
    aim_at(events, destine(events))
    put(events)
    aws.clock.run_until_idle()
    assert 0.5 <= shop.seconds[1] <= 1


def test_a_negative_retry_after_ends_it(aws: World, events: Any) -> None:
    shop = Shop(aws, Response(503, {"Retry-After": "-1"}), 200)
    aim_at(events, destine(events))
    event_id = put(events)
    aws.clock.run_until_idle()
    assert len(shop.requests) == 1
    assert list(aws.trace(event_id).fates.values()) == ["refused"]


def test_five_seconds(aws: World, events: Any, sqs: Any) -> None:
    shop = Shop(aws, lambda request: time.sleep(4.9), lambda request: time.sleep(5.1))
    arn = destine(events)
    rule = aim_at(events, arn, DeadLetterConfig={"Arn": QUEUE + "dead"}, RetryPolicy={"MaximumRetryAttempts": 0})
    make_queue(aws, sqs, "dead", rule)
    put(events)
    put(events)
    aws.clock.run_until_idle()
    assert sorted(request.outcome for request in shop.requests) == ["200", "timed out"]
    [(_, attributes)] = dead_letters(aws, sqs)
    assert attributes["ERROR_MESSAGE"][1] == (
        "Unable to invoke ApiDestination endpoint: Timeout calling endpoint for API Destination: socket closed."
    )


def test_nobody_there(aws: World, events: Any, sqs: Any) -> None:
    retries = {"MaximumRetryAttempts": 1, "MaximumEventAgeInSeconds": 60}
    rule = aim_at(events, destine(events), DeadLetterConfig={"Arn": QUEUE + "dead"}, RetryPolicy=retries)
    make_queue(aws, sqs, "dead", rule)
    put(events)
    aws.clock.run_until_idle()
    [(_, attributes)] = dead_letters(aws, sqs)
    assert attributes["ERROR_MESSAGE"][1] == (
        "Unable to invoke ApiDestination endpoint: API destination endpoint cannot be reached."
    )
    assert attributes["RETRY_ATTEMPTS"] == ("Number", "1")
    assert "aws.endpoints.register(url, app)" in aws.timeline.select(service="http")[0].details["reason"]


def test_a_rate(aws: World, events: Any) -> None:
    shop = Shop(aws)
    aim_at(events, destine(events, InvocationRateLimitPerSecond=2))
    for _ in range(5):
        put(events)
    aws.clock.run_until_idle()
    assert shop.seconds == [0, 0, 1, 1, 2]
    aws.clock.advance(seconds=0.5)
    put(events)
    aws.clock.run_until_idle()
    assert shop.seconds[-1] == 2.5


def test_a_rate_that_is_raised(aws: World, events: Any) -> None:
    shop = Shop(aws)
    aim_at(events, destine(events, InvocationRateLimitPerSecond=1))
    put(events)
    events.update_api_destination(Name="shop", InvocationRateLimitPerSecond=3)
    for _ in range(3):
        put(events)
    aws.clock.run_until_idle()
    assert shop.seconds == [0, 0, 0, 1]


def test_a_rate_that_leaves_no_room_in_time(aws: World, events: Any, sqs: Any) -> None:
    shop = Shop(aws)
    rule = aim_at(
        events,
        destine(events, InvocationRateLimitPerSecond=1),
        DeadLetterConfig={"Arn": QUEUE + "dead"},
        RetryPolicy={"MaximumEventAgeInSeconds": 60},
    )
    make_queue(aws, sqs, "dead", rule)
    for _ in range(63):
        put(events)
    aws.clock.run_until_idle()
    assert len(shop.requests) == 61
    letters = dead_letters(aws, sqs)
    assert {attributes["EXHAUSTED_RETRY_CONDITION"][1] for _, attributes in letters} == {"MaximumEventAgeInSeconds"}
    assert {attributes["ERROR_CODE"][1] for _, attributes in letters} == {"THROTTLING"}
    assert len(letters) == 2


def test_a_token_for_many_requests(aws: World, events: Any) -> None:
    login, shop = Login(aws), Shop(aws)
    aim_at(events, destine(events, OAUTH))
    aws.clock.run_until_idle()
    for _ in range(3):
        put(events)
    aws.clock.run_until_idle()
    assert [request.headers["Authorization"] for request in shop.requests] == ["Bearer t1"] * 3
    [asked] = login.requests
    assert (asked.method, asked.url) == ("POST", TOKENS)
    assert asked.text == "grant_type=client_credentials&client_id=id&client_secret=se%26cret"
    assert asked.headers["Content-Type"].startswith("application/x-www-form-urlencoded")
    assert asked.headers["User-Agent"] == "Amazon/EventBridge/ApiDestinations"


def test_a_token_that_expires(aws: World, events: Any) -> None:
    Login(aws, lifetime=600)
    shop = Shop(aws)
    aim_at(events, destine(events, OAUTH))
    aws.clock.run_until_idle()
    for seconds in (530, 20, 530):
        aws.clock.advance(seconds=seconds)
        put(events)
        put(events)
    aws.clock.run_until_idle()
    tokens = [request.headers["Authorization"] for request in shop.requests]
    assert tokens == ["Bearer t1", "Bearer t1", "Bearer t2", "Bearer t2", "Bearer t2", "Bearer t2"]


@pytest.mark.parametrize("lifetime", [None, "long", 30])
def test_a_token_with_an_odd_lifetime(aws: World, events: Any, lifetime: Any) -> None:
    login, shop = Login(aws, lifetime=lifetime), Shop(aws)
    aim_at(events, destine(events, OAUTH))
    for _ in range(2):
        put(events)
        aws.clock.advance(days=1)
    assert len(shop.requests) == 2
    assert login.given == (3 if lifetime == 30 else 1)


@pytest.mark.parametrize("status", [401, 407])
def test_a_token_that_is_refused_is_replaced(aws: World, events: Any, status: int) -> None:
    Login(aws)
    shop = Shop(aws, lambda request: status if request.headers["Authorization"] == "Bearer t1" else 200)
    aim_at(events, destine(events, OAUTH))
    put(events)
    aws.clock.run_until_idle()
    assert [request.outcome for request in shop.requests] == [str(status), "200"]
    assert shop.requests[1].headers["Authorization"] == "Bearer t2"


def test_an_authorization_endpoint_that_fails_for_a_while(aws: World, events: Any) -> None:
    login = Login(aws)
    shop = Shop(aws, 401, 200)
    aim_at(events, destine(events, OAUTH))
    aws.clock.run_until_idle()
    login.answers = [500, "no JSON", Response(200, {}, "{}"), login.token]
    put(events)
    aws.clock.run_until_idle()
    assert [request.headers["Authorization"] for request in shop.requests] == ["Bearer t1", "Bearer t2"]
    messages = [record.details.get("message", "") for record in aws.timeline.select(kind="Deliver")]
    assert any("the authorization endpoint answered 500" in message for message in messages)
    assert any("has no access_token" in message for message in messages)


def test_oauth_parameters(aws: World, events: Any) -> None:
    login = Login(aws)
    items = {
        "HeaderParameters": [{"Key": "h", "Value": "1"}],
        "QueryStringParameters": [{"Key": "q", "Value": "2"}],
        "BodyParameters": [{"Key": "scope", "Value": "a b"}, {"Key": "grant_type", "Value": "password"}],
    }
    params = {"OAuthParameters": {**OAUTH["OAuthParameters"], "OAuthHttpParameters": items}}
    connect(events, params)
    gets = {"OAuthParameters": {**params["OAuthParameters"], "HttpMethod": "GET"}}
    connect(events, gets, "gets")
    aws.clock.run_until_idle()
    posted, got = login.requests
    form = "grant_type=password&client_id=id&client_secret=se%26cret&scope=a+b"
    assert (posted.url, posted.text, posted.headers["h"]) == (f"{TOKENS}?q=2", form, "1")
    assert (got.method, got.body) == ("GET", b"")
    assert got.query == {
        "grant_type": "password",
        "client_id": "id",
        "client_secret": "se&cret",
        "scope": "a b",
        "q": "2",
    }


def test_a_connection_that_is_not_authorized(aws: World, events: Any) -> None:
    shop = Shop(aws)
    aim_at(events, destine(events))
    events.deauthorize_connection(Name="shop")
    put(events)
    aws.clock.advance(seconds=10)
    assert shop.requests == []
    events.update_connection(Name="shop", AuthorizationType="BASIC", AuthParameters=BASIC)
    aws.clock.run_until_idle()
    assert len(shop.requests) == 1
    assert shop.requests[0].headers["Authorization"].startswith("Basic")


def test_a_destination_that_is_gone_or_another_one(aws: World, events: Any) -> None:
    shop = Shop(aws)
    arn = destine(events)
    aim_at(events, arn)
    events.delete_api_destination(Name="shop")
    assert list(aws.trace(put(events)).fates.values()) == ["refused"]
    connection = events.describe_connection(Name="shop")["ConnectionArn"]
    events.create_api_destination(Name="shop", ConnectionArn=connection, InvocationEndpoint=URL, HttpMethod="POST")
    put(events)
    aws.clock.run_until_idle()
    assert shop.requests == []
    assert {record.details["code"] for record in aws.timeline.select(kind="Deliver")} == {"NO_RESOURCE"}


def test_a_destination_of_another_region_is_not_there(aws: World, events: Any) -> None:
    arn = destine(events).replace("us-east-1", "eu-west-1")
    rule = make_rule(events)
    aim(events, arn, RoleArn=ROLE)
    assert rule
    assert list(aws.trace(put(events)).fates.values()) == ["refused"]


def test_a_copied_world_delivers_for_itself(aws: World, events: Any) -> None:
    Login(aws)
    shop = Shop(aws)
    aim_at(events, destine(events, OAUTH, InvocationRateLimitPerSecond=1))
    aws.clock.run_until_idle()
    for _ in range(3):
        put(events)
    twin = deepcopy(aws)
    aws.clock.run_until_idle()
    assert shop.seconds == [0, 1, 2]
    destination = twin.router.service("events", ACCOUNT, "us-east-1").api_destinations["shop"]  # type: ignore[attr-defined]
    assert destination.service.world is twin
    assert destination.connection.tokens.latest == "Bearer t1"
    # The third event waits for its fan-out still.
    assert destination.next_turn_us() == 2_000_000


def test_a_redelivery_shows_in_virtual_time_what_a_day_brings(aws: World, events: Any) -> None:
    shop = Shop(aws, 503)
    aim_at(events, destine(events))
    event_id = put(events)
    aws.clock.advance(days=2)
    assert datetime.timedelta(days=0.7) < shop.requests[-1].at <= datetime.timedelta(days=1)
    assert list(aws.trace(event_id).fates.values()) == ["refused"]
