"""The authorization parameters of connections: whether they are complete, what of them is shown, what they add to requests."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from fakeaws.errors import NotSupportedError
from fakeaws.services.events import errors

Params: TypeAlias = Mapping[str, Any]

OAUTH = "OAUTH_CLIENT_CREDENTIALS"
#: The member of ``AuthParameters`` that each type of authorization needs, and what must be in it.
MEMBERS: Mapping[str, tuple[str, Sequence[str]]] = {
    "BASIC": ("BasicAuthParameters", ("Username", "Password")),
    "API_KEY": ("ApiKeyAuthParameters", ("ApiKeyName", "ApiKeyValue")),
    OAUTH: ("OAuthParameters", ("ClientParameters", "AuthorizationEndpoint", "HttpMethod")),
}
_INVOCATION = "InvocationHttpParameters"
_HTTP = ("HeaderParameters", "QueryStringParameters", "BodyParameters")


def checked(kind: str, given: Params) -> dict[str, Any]:
    """The parameters of a connection of that type; raises AWS's refusals."""
    if given.get("ConnectivityParameters"):
        raise NotSupportedError(
            "events: ConnectivityParameters are not supported by fakeaws (there are no private APIs)"
        )
    own, needed = MEMBERS[kind]
    others = [name for name, _ in MEMBERS.values() if name != own and given.get(name)]
    if others:
        raise errors.validation(f"Parameter(s) {', '.join(others)} not valid for authorization type {kind}.")
    values = given.get(own) or {}
    missing = [name for name in needed if not values.get(name)]
    client = values.get("ClientParameters") or {}
    if kind == OAUTH and not missing:
        missing = [f"ClientParameters.{name}" for name in ("ClientID", "ClientSecret") if not client.get(name)]
    if missing:
        names = ", ".join(f"{own}.{name}" for name in missing) if values else own
        raise errors.validation(f"Parameter(s) {names} must be specified for authorization type {kind}.")
    if kind == OAUTH:
        check_https("AuthorizationEndpoint", values["AuthorizationEndpoint"])
    return {name: given[name] for name in (own, _INVOCATION) if name in given}


def merged(kind: str, present: Params, given: Params) -> dict[str, Any]:
    """What an update makes of a connection's parameters: members that it leaves out stay, within those of the type."""
    own, _ = MEMBERS[kind]
    values = {**(present.get(own) or {}), **(given.get(own) or {})}
    if kind == OAUTH:
        clients = [(each.get(own) or {}).get("ClientParameters") or {} for each in (present, given)]
        values["ClientParameters"] = {**clients[0], **clients[1]}
    kept = {_INVOCATION: present[_INVOCATION]} if _INVOCATION in present else {}
    return {**kept, **given, own: values}


def shown(params: Params) -> dict[str, Any]:
    """As DescribeConnection tells them: without what is secret."""
    found: dict[str, Any] = {}
    if "BasicAuthParameters" in params:
        found["BasicAuthParameters"] = {"Username": params["BasicAuthParameters"]["Username"]}
    if "ApiKeyAuthParameters" in params:
        found["ApiKeyAuthParameters"] = {"ApiKeyName": params["ApiKeyAuthParameters"]["ApiKeyName"]}
    if "OAuthParameters" in params:
        given = params["OAuthParameters"]
        found["OAuthParameters"] = {
            "ClientParameters": {"ClientID": given["ClientParameters"]["ClientID"]},
            "AuthorizationEndpoint": given["AuthorizationEndpoint"],
            "HttpMethod": given["HttpMethod"],
        }
        if "OAuthHttpParameters" in given:
            found["OAuthParameters"]["OAuthHttpParameters"] = _http_shown(given["OAuthHttpParameters"])
    if _INVOCATION in params:
        found[_INVOCATION] = _http_shown(params[_INVOCATION])
    return found


def _http_shown(given: Params) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in _HTTP:
        if name in given:
            found[name] = [_item_shown(each) for each in given[name]]
    return found


def _item_shown(item: Params) -> dict[str, Any]:
    secret = bool(item.get("IsValueSecret"))
    return {
        **{name: item[name] for name in ("Key", "Value") if name in item and not (secret and name == "Value")},
        "IsValueSecret": secret,
    }


def http_values(given: Params | None, name: str) -> dict[str, str]:
    """Key → value of ``HeaderParameters``, ``QueryStringParameters`` or ``BodyParameters``."""
    return {each.get("Key", ""): each.get("Value", "") for each in (given or {}).get(name) or ()}


def headers(kind: str, params: Params) -> dict[str, str]:
    """The header that authorizes a request; none for OAuth, whose token comes from elsewhere."""
    if kind == "BASIC":
        given = params["BasicAuthParameters"]
        text = f"{given['Username']}:{given['Password']}"
        return {"Authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}
    if kind == "API_KEY":
        given = params["ApiKeyAuthParameters"]
        return {given["ApiKeyName"]: given["ApiKeyValue"]}
    return {}


def check_https(name: str, url: str) -> None:
    """Raise AWS's refusal of an endpoint that is no https URL."""
    scheme, separator, rest = url.partition("://")
    if scheme.lower() != "https" or not separator or not rest.split("/")[0]:
        raise errors.validation(f"Parameter {name} is not valid. Reason: The endpoint must be an HTTPS URL.")
