"""Refusals of connections and API destinations."""

from __future__ import annotations

from typing import Any

from fakeaws.services.events import limits
from tests.conformance.contract import Refusal, Stage
from tests.conformance.events import furniture as f
from tests.conformance.events.furniture_of_connections import BASIC, ENDPOINT
from tests.conformance.events.rows import LIMIT, NOT_FOUND, VALIDATION, broken

_EXISTS = "ResourceAlreadyExistsException"
_TOO_MANY = "The requested resource exceeds the maximum number allowed."
_NO_CONNECTION = "Failed to describe the connection(s). Connection 'gone' does not exist."
_NO_DESTINATION = "Failed to describe the api-destination(s). An api-destination 'gone' does not exist."
_GONE = f.EVENTS + "connection/shop/00000000-0000-0000-0000-000000000000"
_NAME = "Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+"
_ARN = (
    "Member must satisfy regular expression pattern: ^arn:aws([a-z]|\\-)*:events:([a-z]|\\d|\\-)*:([0-9]{12})?:connection"
    "\\/[\\.\\-_A-Za-z0-9]+\\/[\\-A-Za-z0-9]+$"
)
_KEY = {"ApiKeyAuthParameters": {"ApiKeyName": "x", "ApiKeyValue": "y"}}
_CLIENT = {"ClientID": "id", "ClientSecret": "secret"}
_OAUTH = {"ClientParameters": _CLIENT, "AuthorizationEndpoint": "https://login.example.com/", "HttpMethod": "POST"}

#: For each operation, a call that would succeed on the stage.
_USUAL: dict[str, dict[str, Any]] = {
    "CreateApiDestination": {
        "Name": "new",
        "ConnectionArn": "<connection>",
        "InvocationEndpoint": ENDPOINT,
        "HttpMethod": "POST",
    },
    "CreateConnection": {"Name": "new", "AuthorizationType": "BASIC", "AuthParameters": BASIC},
    "DeauthorizeConnection": {"Name": "shop"},
    "DeleteApiDestination": {"Name": "shop"},
    "DeleteConnection": {"Name": "shop"},
    "DescribeApiDestination": {"Name": "shop"},
    "DescribeConnection": {"Name": "shop"},
    "ListApiDestinations": {},
    "ListConnections": {},
    "UpdateApiDestination": {"Name": "shop"},
    "UpdateConnection": {"Name": "shop"},
}


def _row(id: str, operation: str, shape: str, message: str, given: Any = None, **changed: Any) -> Refusal:
    return Refusal(id, operation, {**_USUAL[operation], **changed}, shape, message, given=given)


def _full(on: Stage) -> None:
    """There are as many connections and API destinations as there may be."""
    on.monkeypatch.setattr(limits, "CONNECTIONS", 1)
    on.monkeypatch.setattr(limits, "API_DESTINATIONS", 1)


def _needed(names: str, kind: str) -> str:
    return f"Parameter(s) {names} must be specified for authorization type {kind}."


def _https(name: str) -> str:
    return f"Parameter {name} is not valid. Reason: The endpoint must be an HTTPS URL."


TABLE: tuple[Refusal, ...] = (
    *(
        _row("no connection", operation, NOT_FOUND, _NO_CONNECTION, Name="gone")
        for operation in ("DeauthorizeConnection", "DeleteConnection", "DescribeConnection", "UpdateConnection")
    ),
    *(
        _row("no destination", operation, NOT_FOUND, _NO_DESTINATION, Name="gone")
        for operation in ("DeleteApiDestination", "DescribeApiDestination", "UpdateApiDestination")
    ),
    *(
        _row("bad token", operation, VALIDATION, "Parameter NextToken is not valid.", NextToken="x")
        for operation in ("ListApiDestinations", "ListConnections")
    ),
    *(
        _row("blank", operation, VALIDATION, broken("name", "a b", _NAME), Name="a b")
        for operation in ("CreateApiDestination", "CreateConnection")
    ),
    # -- connections
    _row("it is there", "CreateConnection", _EXISTS, "Connection shop already exists.", Name="shop"),
    _row("too many", "CreateConnection", LIMIT, _TOO_MANY, _full),
    _row(
        "unknown type",
        "CreateConnection",
        VALIDATION,
        broken(
            "authorizationType",
            "NONE",
            "Member must satisfy enum value set: [BASIC, OAUTH_CLIENT_CREDENTIALS, API_KEY]",
        ),
        AuthorizationType="NONE",
    ),
    _row(
        "nothing for the type",
        "CreateConnection",
        VALIDATION,
        _needed("ApiKeyAuthParameters", "API_KEY"),
        AuthorizationType="API_KEY",
        AuthParameters={},
    ),
    _row(
        "another type's parameters",
        "CreateConnection",
        VALIDATION,
        "Parameter(s) ApiKeyAuthParameters not valid for authorization type BASIC.",
        AuthParameters={**BASIC, **_KEY},
    ),
    _row(
        "no https",
        "CreateConnection",
        VALIDATION,
        _https("AuthorizationEndpoint"),
        AuthorizationType="OAUTH_CLIENT_CREDENTIALS",
        AuthParameters={"OAuthParameters": {**_OAUTH, "AuthorizationEndpoint": "http://login.example.com/"}},
    ),
    _row(
        "another type without its parameters",
        "UpdateConnection",
        VALIDATION,
        _needed("OAuthParameters.AuthorizationEndpoint, OAuthParameters.HttpMethod", "OAUTH_CLIENT_CREDENTIALS"),
        AuthorizationType="OAUTH_CLIENT_CREDENTIALS",
        AuthParameters={"OAuthParameters": {"ClientParameters": _CLIENT}},
    ),
    _row(
        "half a client",
        "UpdateConnection",
        VALIDATION,
        _needed("OAuthParameters.ClientParameters.ClientSecret", "OAUTH_CLIENT_CREDENTIALS"),
        AuthorizationType="OAUTH_CLIENT_CREDENTIALS",
        AuthParameters={"OAuthParameters": {**_OAUTH, "ClientParameters": {"ClientID": "id"}}},
    ),
    # -- API destinations
    _row("it is there", "CreateApiDestination", _EXISTS, "An api-destination 'shop' already exists.", Name="shop"),
    _row("too many", "CreateApiDestination", LIMIT, _TOO_MANY, _full),
    *(
        row
        for operation in ("CreateApiDestination", "UpdateApiDestination")
        for row in (
            _row("no connection", operation, NOT_FOUND, f"Connection '{_GONE}' does not exist.", ConnectionArn=_GONE),
            _row("no ARN", operation, VALIDATION, broken("connectionArn", "shop", _ARN), ConnectionArn="shop"),
            _row(
                "no https",
                operation,
                VALIDATION,
                _https("InvocationEndpoint"),
                InvocationEndpoint="http://shop.example.com/",
            ),
            _row("no URL", operation, VALIDATION, _https("InvocationEndpoint"), InvocationEndpoint="https:///orders"),
        )
    ),
)
