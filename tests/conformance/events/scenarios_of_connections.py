"""For each operation on connections and API destinations: calls that show all that it can answer."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import AskService, Scenario
from tests.conformance.events.furniture import EVENTS

_NO_PRIVATE_APIS = "there are no private APIs"
_PRIVATE = (
    "",
    ".ResourceParameters",
    ".ResourceParameters.ResourceConfigurationArn",
    ".ResourceParameters.ResourceAssociationArn",
)

#: Members that an answer never has.
NEVER_SHOWN: dict[str, dict[str, str]] = {
    "DescribeConnection": {
        place + member: _NO_PRIVATE_APIS
        for place in ("InvocationConnectivityParameters", "AuthParameters.ConnectivityParameters")
        for member in _PRIVATE
    }
}

_BASIC = {"BasicAuthParameters": {"Username": "user", "Password": "größe"}}
_KEY = {"ApiKeyAuthParameters": {"ApiKeyName": "x-key", "ApiKeyValue": "secret"}}
_HTTP = {
    name: [{"Key": "open", "Value": "1"}, {"Key": "shut", "Value": "2", "IsValueSecret": True}]
    for name in ("HeaderParameters", "QueryStringParameters", "BodyParameters")
}
_OAUTH = {
    "OAuthParameters": {
        "ClientParameters": {"ClientID": "id", "ClientSecret": "secret"},
        "AuthorizationEndpoint": "https://login.example.com/token",
        "HttpMethod": "POST",
        "OAuthHttpParameters": _HTTP,
    },
    "InvocationHttpParameters": _HTTP,
}


async def _connect(ask: AskService, name: str = "shop", kind: str = "BASIC", auth: Any = None, **more: Any) -> str:
    params = {"Name": name, "AuthorizationType": kind, "AuthParameters": auth or _BASIC, **more}
    arn: str = (await ask("CreateConnection", **params))["ConnectionArn"]
    return arn


async def _three(ask: AskService) -> None:
    """One of each type; nobody answers for the authorization endpoint of the third."""
    await _connect(ask, Description="größe", KmsKeyIdentifier="alias/events")
    await _connect(ask, "key", "API_KEY", _KEY)
    await _connect(ask, "oauth", "OAUTH_CLIENT_CREDENTIALS", _OAUTH)


async def create_connection(ask: AskService) -> None:
    await _three(ask)


async def update_connection(ask: AskService) -> None:
    await _three(ask)
    await ask.wait(1)
    await ask("UpdateConnection", Name="shop", Description="new")
    await ask("UpdateConnection", Name="shop", AuthorizationType="API_KEY", AuthParameters=_KEY)
    await ask("DescribeConnection", Name="shop")


async def describe_connection(ask: AskService) -> None:
    await _three(ask)
    await ask.wait(1)
    for name in ("shop", "key", "oauth"):
        await ask("DescribeConnection", Name=name)


async def list_connections(ask: AskService) -> None:
    await ask("ListConnections")
    await _three(ask)
    await ask.wait(1)
    page = await ask("ListConnections", Limit=2)
    await ask("ListConnections", Limit=2, NextToken=page["NextToken"])
    await ask("ListConnections", NamePrefix="sh")
    await ask("ListConnections", ConnectionState="DEAUTHORIZED")


async def deauthorize_connection(ask: AskService) -> None:
    await _connect(ask)
    await ask("DeauthorizeConnection", Name="shop")
    await ask.wait(1)
    await ask("DescribeConnection", Name="shop")


async def delete_connection(ask: AskService) -> None:
    await _connect(ask)
    await ask("DeleteConnection", Name="shop")
    await ask.wait(1)
    await ask("ListConnections")


async def _destine(ask: AskService, name: str = "shop", **more: Any) -> None:
    connection = await _connect(ask, name)
    params = {"ConnectionArn": connection, "InvocationEndpoint": "https://shop.example.com/*", "HttpMethod": "POST"}
    await ask("CreateApiDestination", Name=name, **{**params, **more})


async def create_api_destination(ask: AskService) -> None:
    await _destine(ask)
    await _destine(ask, "slow", Description="größe", InvocationRateLimitPerSecond=1)


async def update_api_destination(ask: AskService) -> None:
    await _destine(ask)
    await ask("UpdateApiDestination", Name="shop", HttpMethod="PUT", Description="new", InvocationRateLimitPerSecond=2)
    await ask("DescribeApiDestination", Name="shop")


async def describe_api_destination(ask: AskService) -> None:
    await create_api_destination(ask)
    await ask("DeauthorizeConnection", Name="shop")
    for name in ("shop", "slow"):
        await ask("DescribeApiDestination", Name=name)


async def list_api_destinations(ask: AskService) -> None:
    await ask("ListApiDestinations")
    await create_api_destination(ask)
    page = await ask("ListApiDestinations", Limit=1)
    await ask("ListApiDestinations", Limit=1, NextToken=page["NextToken"])
    await ask("ListApiDestinations", NamePrefix="sl")
    await ask("ListApiDestinations", ConnectionArn=EVENTS + "connection/gone/1")


async def delete_api_destination(ask: AskService) -> None:
    await _destine(ask)
    await ask("DeleteApiDestination", Name="shop")


_ALL = (
    create_api_destination,
    create_connection,
    deauthorize_connection,
    delete_api_destination,
    delete_connection,
    describe_api_destination,
    describe_connection,
    list_api_destinations,
    list_connections,
    update_api_destination,
    update_connection,
)

SCENARIOS: dict[str, Scenario] = {
    "".join(word.title() for word in scenario.__name__.split("_")): scenario for scenario in _ALL
}
