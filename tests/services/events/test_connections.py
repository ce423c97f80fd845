"""Connections: their states, what of them is shown, updates; and what becomes of API destinations that use them."""

from __future__ import annotations

import re
import time
from typing import Any

import boto3.session
import pytest

from fakeaws import World
from fakeaws.errors import NotSupportedError

from .ruling import ACCOUNT, refused
from .shops import BASIC, KEY, OAUTH, URL, Login, connect, destine, with_invocation

UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def state(events: Any, name: str = "shop") -> tuple[str, str | None]:
    found = events.describe_connection(Name=name)
    return found["ConnectionState"], found.get("StateReason")


def test_a_connection_is_authorized_at_once(aws: World, events: Any) -> None:
    made = events.create_connection(Name="shop", AuthorizationType="BASIC", AuthParameters=BASIC)
    assert re.fullmatch(f"arn:aws:events:us-east-1:{ACCOUNT}:connection/shop/{UUID}", made["ConnectionArn"])
    assert made["ConnectionState"] == "AUTHORIZED"
    assert made["CreationTime"] == made["LastModifiedTime"] == aws.clock.now
    assert "LastAuthorizedTime" not in made
    found = events.describe_connection(Name="shop")
    secret = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:events!connection/shop/{UUID}-[A-Za-z0-9]{{6}}"
    assert re.fullmatch(secret, found["SecretArn"])
    assert found["AuthParameters"] == {"BasicAuthParameters": {"Username": "user"}}


def test_no_secret_is_told(aws: World, events: Any) -> None:
    items = [{"Key": "k", "Value": "hidden-1", "IsValueSecret": True}, {"Key": "o", "Value": "open"}]
    http = {"HeaderParameters": items, "QueryStringParameters": items, "BodyParameters": items}
    params = {
        "OAuthParameters": {**OAUTH["OAuthParameters"], "OAuthHttpParameters": http},
        "InvocationHttpParameters": http,
    }
    connect(events, params)
    connect(events, KEY, "key")
    shown = str([events.describe_connection(Name=name) for name in ("shop", "key")])
    assert not re.search("hidden-1|se&cret|'secret'", shown)
    told = events.describe_connection(Name="shop")["AuthParameters"]["InvocationHttpParameters"]["BodyParameters"]
    assert told == [{"Key": "k", "IsValueSecret": True}, {"Key": "o", "Value": "open", "IsValueSecret": False}]


def test_oauth_takes_the_time_of_its_endpoint(aws: World, events: Any) -> None:
    login = Login(aws)
    login.answers = [lambda request: (time.sleep(3), login.token(request))[1]]
    made = events.create_connection(Name="shop", AuthorizationType="OAUTH_CLIENT_CREDENTIALS", AuthParameters=OAUTH)
    assert made["ConnectionState"] == "AUTHORIZING"
    aws.clock.advance(seconds=2)
    assert state(events) == ("AUTHORIZING", None)
    arn = made["ConnectionArn"]
    destination = events.create_api_destination(
        Name="shop", ConnectionArn=arn, InvocationEndpoint=URL, HttpMethod="POST"
    )
    assert destination["ApiDestinationState"] == "INACTIVE"
    aws.clock.advance(seconds=2)
    assert state(events) == ("AUTHORIZED", None)
    assert events.describe_api_destination(Name="shop")["ApiDestinationState"] == "ACTIVE"
    authorized = events.describe_connection(Name="shop")["LastAuthorizedTime"]
    assert (authorized - made["CreationTime"]).total_seconds() == 3


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (400, "the authorization endpoint answered 400"),
        ("no JSON", "the authorization endpoint's answer has no access_token"),
        ('{"access_token": ""}', "the authorization endpoint's answer has no access_token"),
        ("[]", "the authorization endpoint's answer has no access_token"),
        (lambda request: time.sleep(6), "the authorization endpoint gave no answer: timed out"),
        (None, "the authorization endpoint's answer has no access_token"),
    ],
)
def test_oauth_that_fails(aws: World, events: Any, answer: Any, why: str) -> None:
    login = Login(aws)
    login.answers = [answer]
    connect(events, OAUTH)
    aws.clock.run_until_idle()
    assert state(events) == ("DEAUTHORIZED", f"Failed to authorize the connection: {why}")
    login.answers = [login.token]
    events.update_connection(Name="shop", AuthParameters={"OAuthParameters": {"HttpMethod": "PUT"}})
    aws.clock.run_until_idle()
    assert state(events) == ("AUTHORIZED", None)
    assert [request.method for request in login.requests] == ["POST", "PUT"]


def test_an_update_leaves_what_it_does_not_name(aws: World, events: Any) -> None:
    params = with_invocation(BASIC, HeaderParameters=[("h", "1")])
    connect(events, params, Description="first", KmsKeyIdentifier="alias/a")
    aws.clock.advance(seconds=5)
    answer = events.update_connection(Name="shop", AuthParameters={"BasicAuthParameters": {"Username": "other"}})
    assert (answer["LastModifiedTime"] - answer["CreationTime"]).total_seconds() == 5
    assert answer["LastAuthorizedTime"] == answer["LastModifiedTime"]
    found = events.describe_connection(Name="shop")
    assert (found["Description"], found["KmsKeyIdentifier"]) == ("first", "alias/a")
    assert found["AuthParameters"]["BasicAuthParameters"] == {"Username": "other"}
    assert found["AuthParameters"]["InvocationHttpParameters"]["HeaderParameters"][0]["Value"] == "1"


def test_an_update_of_the_description_does_not_authorize_again(aws: World, events: Any) -> None:
    login = Login(aws)
    connect(events, OAUTH)
    aws.clock.advance(seconds=5)
    events.update_connection(Name="shop", Description="new", KmsKeyIdentifier="")
    aws.clock.run_until_idle()
    assert len(login.requests) == 1
    found = events.describe_connection(Name="shop")
    assert found["LastModifiedTime"] > found["LastAuthorizedTime"]
    assert "KmsKeyIdentifier" not in found


def test_an_update_to_another_type(aws: World, events: Any) -> None:
    connect(events, BASIC)
    with refused(
        "ValidationException", "Parameter(s) ApiKeyAuthParameters must be specified for authorization type API_KEY."
    ):
        events.update_connection(Name="shop", AuthorizationType="API_KEY")
    assert events.describe_connection(Name="shop")["AuthorizationType"] == "BASIC"
    events.update_connection(Name="shop", AuthorizationType="API_KEY", AuthParameters=KEY)
    found = events.describe_connection(Name="shop")
    assert found["AuthParameters"] == {"ApiKeyAuthParameters": {"ApiKeyName": "x-api-key"}}


def test_an_update_while_a_token_is_on_its_way(aws: World, events: Any) -> None:
    login = Login(aws)
    login.answers = [lambda request: (time.sleep(2), 400)[1], lambda request: (time.sleep(3), login.token(request))[1]]
    connect(events, OAUTH)
    aws.clock.advance(seconds=1)
    events.update_connection(Name="shop", AuthParameters={"OAuthParameters": {"HttpMethod": "PUT"}})
    aws.clock.run_until_idle()
    assert state(events) == ("AUTHORIZED", None)


def test_deauthorizing(aws: World, events: Any) -> None:
    arn = destine(events)
    assert events.deauthorize_connection(Name="shop")["ConnectionState"] == "DEAUTHORIZING"
    assert state(events) == ("DEAUTHORIZED", None)
    found = events.describe_connection(Name="shop")
    assert not {"AuthParameters", "SecretArn"} & set(found)
    [listed] = events.list_api_destinations()["ApiDestinations"]
    assert (listed["ApiDestinationArn"], listed["ApiDestinationState"]) == (arn, "INACTIVE")
    with refused(
        "ValidationException", "Parameter(s) ApiKeyAuthParameters must be specified for authorization type API_KEY."
    ):
        events.update_connection(Name="shop", AuthorizationType="API_KEY", AuthParameters={})


def test_deauthorizing_while_a_token_is_on_its_way(aws: World, events: Any) -> None:
    login = Login(aws)
    login.answers = [lambda request: (time.sleep(2), login.token(request))[1]]
    connect(events, OAUTH)
    aws.clock.advance(seconds=1)
    events.deauthorize_connection(Name="shop")
    aws.clock.run_until_idle()
    assert state(events) == ("DEAUTHORIZED", None)


def test_deleting(aws: World, events: Any) -> None:
    destine(events)
    answer = events.delete_connection(Name="shop")
    assert answer["ConnectionState"] == "DELETING"
    assert "LastAuthorizedTime" in answer
    with refused(
        "ResourceNotFoundException", "Failed to describe the connection(s). Connection 'shop' does not exist."
    ):
        events.describe_connection(Name="shop")
    assert events.describe_api_destination(Name="shop")["ApiDestinationState"] == "INACTIVE"
    connect(events)  # of the same name, and another one
    assert events.describe_api_destination(Name="shop")["ApiDestinationState"] == "INACTIVE"


def test_listing(aws: World, events: Any) -> None:
    for name in ("b", "a1", "a2"):
        connect(events, name=name)
    events.deauthorize_connection(Name="a2")
    assert [each["Name"] for each in events.list_connections()["Connections"]] == ["a1", "a2", "b"]
    assert [each["Name"] for each in events.list_connections(NamePrefix="a")["Connections"]] == ["a1", "a2"]
    [only] = events.list_connections(ConnectionState="DEAUTHORIZED")["Connections"]
    assert only["Name"] == "a2"


def test_destinations_of_a_connection(aws: World, events: Any) -> None:
    arns = [connect(events, name=name) for name in ("a", "b")]
    for name, arn in zip(("one", "two"), arns):
        events.create_api_destination(Name=name, ConnectionArn=arn, InvocationEndpoint=URL, HttpMethod="POST")
    [only] = events.list_api_destinations(ConnectionArn=arns[1])["ApiDestinations"]
    assert (only["Name"], only["InvocationRateLimitPerSecond"]) == ("two", 300)


def test_private_apis_are_refused_by_name(aws: World, events: Any) -> None:
    private = {"ResourceParameters": {"ResourceConfigurationArn": ""}}
    with pytest.raises(NotSupportedError, match="InvocationConnectivityParameters"):
        connect(events, InvocationConnectivityParameters=private)
    with pytest.raises(NotSupportedError, match="ConnectivityParameters"):
        events.create_connection(
            Name="shop", AuthorizationType="BASIC", AuthParameters={**BASIC, "ConnectivityParameters": private}
        )


def test_connections_of_regions_are_their_own(aws: World, events: Any) -> None:
    connect(events)
    elsewhere: Any = boto3.session.Session().client("events", region_name="eu-west-1")
    assert elsewhere.list_connections()["Connections"] == []


def test_a_new_connection_of_the_same_name_is_another_one(aws: World, events: Any) -> None:
    first = connect(events)
    events.delete_connection(Name="shop")
    assert connect(events) != first
