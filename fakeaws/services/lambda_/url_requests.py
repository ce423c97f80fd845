"""From an HTTP request to the event of a function URL, and from what the function returns to the response."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Caller
from fakeaws.endpoints.messages import Headers, Request, Response
from fakeaws.services.lambda_ import access

if TYPE_CHECKING:
    from fakeaws.services.lambda_.urls import FunctionUrl

_TEXTS = ("text/", "application/json", "application/javascript", "application/xml", "application/x-www-form-urlencoded")

FORBIDDEN = Response(403, {"content-type": "application/json"}, json.dumps({"Message": "Forbidden"}))
_FAILED = Response(502, {"content-type": "application/json"}, "Internal Server Error")


def refusal(url: FunctionUrl, request: Request, caller: Caller) -> Response | None:
    """What AWS answers to a request that it does not let in; ``None`` where it does."""
    function = url.function
    world = function.service.world
    if url.open or world.policies == "off":
        return None
    if url.auth_type == "AWS_IAM" and caller.is_anonymous:
        return FORBIDDEN
    policy = function.policies.get(url.qualifier)
    call = Call(world, "lambda", "InvokeFunctionUrl", {}, region=function.service.region, caller=caller, request_id="")
    if policy is None and caller.is_anonymous and world.policies == "attached":
        access.warn_of_url(function, url.qualifier, url.arn)
        return None
    try:
        access.check(call, function, url.qualifier, url.arn, "InvokeFunctionUrl", url.auth_type)
    except AwsError:
        return FORBIDDEN
    return None


def preflight(url: FunctionUrl, request: Request) -> Response | None:
    """The answer to a CORS preflight, which the function does not see."""
    if url.cors is None or request.method != "OPTIONS" or "access-control-request-method" not in request.headers:
        return None
    return Response(200, list(cors_headers(url, request).items()), b"")


def cors_headers(url: FunctionUrl, request: Request) -> dict[str, str]:
    """What the URL's CORS settings add to a response to that origin."""
    cors = url.cors or {}
    origin = request.headers.get("origin")
    allowed = cors.get("AllowOrigins") or ()
    if origin is None or not ("*" in allowed or origin in allowed):
        return {}
    headers = {"access-control-allow-origin": "*" if "*" in allowed else origin}
    for name, member in (
        ("access-control-allow-headers", "AllowHeaders"),
        ("access-control-allow-methods", "AllowMethods"),
        ("access-control-expose-headers", "ExposeHeaders"),
    ):
        if cors.get(member):
            headers[name] = ",".join(cors[member])
    if cors.get("MaxAge") is not None:
        headers["access-control-max-age"] = str(cors["MaxAge"])
    if cors.get("AllowCredentials"):
        headers["access-control-allow-credentials"] = "true"
    return headers


def event_of(url: FunctionUrl, request: Request, caller: Caller, request_id: str) -> dict[str, Any]:
    """The event in payload format 2.0."""
    service = url.function.service
    parts = urlsplit(request.url)
    headers: dict[str, str] = {}
    for name, value in request.headers.pairs:
        lower = name.lower()
        if lower != "cookie":
            headers[lower] = f"{headers[lower]},{value}" if lower in headers else value
    headers["host"] = url.host
    headers.setdefault("x-forwarded-proto", "https")
    headers.setdefault("x-forwarded-port", "443")
    headers.setdefault("x-forwarded-for", "127.0.0.1")
    cookies = [part.strip() for value in _all(request.headers, "cookie") for part in value.split(";") if part.strip()]
    query: dict[str, str] = {}
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        query[name] = f"{query[name]},{value}" if name in query else value
    moment = datetime.fromtimestamp(service.world.wall_us / 1_000_000, timezone.utc)
    path = unquote(parts.path) or "/"
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": parts.query,
        **({"cookies": cookies} if cookies else {}),
        "headers": headers,
        **({"queryStringParameters": query} if query else {}),
        "requestContext": {
            "accountId": "anonymous" if caller.is_anonymous else caller.account,
            "apiId": url.id,
            **({} if caller.is_anonymous else {"authorizer": {"iam": _identity(caller)}}),
            "domainName": url.host,
            "domainPrefix": url.id,
            "http": {
                "method": request.method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": request.headers.get("user-agent", ""),
            },
            "requestId": request_id,
            "routeKey": "$default",
            "stage": "$default",
            "time": f"{moment:%d/%b/%Y:%H:%M:%S} +0000",
            "timeEpoch": service.world.wall_us // 1000,
        },
    }
    is_text = headers.get("content-type", "").startswith(_TEXTS)
    if request.body:
        event["body"] = request.text if is_text else base64.b64encode(request.body).decode()
    event["isBase64Encoded"] = bool(request.body) and not is_text
    return event


def response_of(answer: Mapping[str, Any], more: Mapping[str, str]) -> Response:
    """The response for an answer of Invoke; ``more`` are headers that the URL adds.

    Without a ``statusCode`` whatever was returned is the body, as JSON; a text as it is.
    """
    if answer.get("FunctionError"):
        return Response(_FAILED.status, [*_FAILED.headers.pairs, *more.items()], _FAILED.body)
    payload = answer["Payload"]
    value = json.loads(payload.read() if hasattr(payload, "read") else payload)
    if not isinstance(value, dict) or "statusCode" not in value:
        body = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        return Response(200, [("content-type", "application/json"), *more.items()], body)
    headers = {str(name).lower(): str(each) for name, each in (value.get("headers") or {}).items()}
    headers.setdefault("content-type", "application/json")
    headers.update(more)
    cookies = [("set-cookie", str(cookie)) for cookie in value.get("cookies") or ()]
    content = value.get("body")
    if content is None:
        body_bytes = b""
    elif value.get("isBase64Encoded"):
        body_bytes = base64.b64decode(content)
    else:
        text = content if isinstance(content, str) else json.dumps(content, separators=(",", ":"), ensure_ascii=False)
        body_bytes = text.encode()
    try:
        status = int(value["statusCode"])
    except (TypeError, ValueError):
        return _FAILED
    return Response(status, [*headers.items(), *cookies], body_bytes)


def _identity(caller: Caller) -> dict[str, Any]:
    return {
        "accessKey": caller.access_key,
        "accountId": caller.account,
        "callerId": caller.user_id,
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": caller.arn,
        "userId": caller.user_id,
    }


def _all(headers: Headers, name: str) -> list[str]:
    return [value for each, value in headers.pairs if each.lower() == name]
