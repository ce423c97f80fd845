"""What the tests of API destinations share: connections, an endpoint, a rule that leads to it."""

from __future__ import annotations

from typing import Any

from fakeaws import World
from fakeaws.endpoints import Response

from .ruling import ACCOUNT, aim, make_rule

URL = "https://shop.example.com/orders"
TOKENS = "https://login.example.com/token"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/target"

BASIC = {"BasicAuthParameters": {"Username": "user", "Password": "päss"}}
KEY = {"ApiKeyAuthParameters": {"ApiKeyName": "x-api-key", "ApiKeyValue": "secret"}}
OAUTH = {
    "OAuthParameters": {
        "ClientParameters": {"ClientID": "id", "ClientSecret": "se&cret"},
        "AuthorizationEndpoint": TOKENS,
        "HttpMethod": "POST",
    }
}
KINDS = {
    "BasicAuthParameters": "BASIC",
    "ApiKeyAuthParameters": "API_KEY",
    "OAuthParameters": "OAUTH_CLIENT_CREDENTIALS",
}


def connect(events: Any, params: Any = None, name: str = "shop", **more: Any) -> str:
    """A connection, with an API key by default; returns its ARN."""
    params = params or KEY
    kind = next(KINDS[member] for member in params if member in KINDS)
    arn: str = events.create_connection(Name=name, AuthorizationType=kind, AuthParameters=params, **more)[
        "ConnectionArn"
    ]
    return arn


def with_invocation(params: Any, **http: Any) -> Any:
    """Authorization parameters with what every request gets beside: ``HeaderParameters=[("Key", "Value")]``."""
    items = {name: [{"Key": key, "Value": value} for key, value in pairs] for name, pairs in http.items()}
    return {**params, "InvocationHttpParameters": items}


def destine(events: Any, params: Any = None, url: str = URL, method: str = "POST", **more: Any) -> str:
    """An API destination "shop" with a connection of its own; returns its ARN."""
    arn: str = events.create_api_destination(
        Name="shop", ConnectionArn=connect(events, params), InvocationEndpoint=url, HttpMethod=method, **more
    )["ApiDestinationArn"]
    return arn


def aim_at(events: Any, arn: str, **target: Any) -> str:
    """The rule "audit" with an API destination as its target; returns the rule's ARN."""
    rule = make_rule(events)
    aim(events, arn, RoleArn=ROLE, **target)
    return rule


class Shop:
    """An endpoint that answers what it is told to, in turn; the last answer again and again."""

    def __init__(self, aws: World, *answers: Any, url: str = URL) -> None:
        self.answers = list(answers) or [None]
        self.aws = aws
        self.endpoint = aws.endpoints.register(url, self.handle)

    def handle(self, request: Any) -> Any:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer(request) if callable(answer) else answer

    @property
    def requests(self) -> list[Any]:
        return self.endpoint.requests

    @property
    def seconds(self) -> list[float]:
        """When they came."""
        return [request.at.total_seconds() for request in self.requests]


class Login(Shop):
    """An authorization endpoint: tokens t1, t2, … that live for some seconds."""

    def __init__(self, aws: World, lifetime: Any = 3600) -> None:
        self.given = 0
        self.lifetime = lifetime
        super().__init__(aws, self.token, url=TOKENS)

    def token(self, request: Any) -> Any:
        import json

        self.given += 1
        return Response(200, {}, json.dumps({"access_token": f"t{self.given}", "expires_in": self.lifetime}))
