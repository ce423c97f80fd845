"""STS's conformance."""

from __future__ import annotations

import base64
import json
from typing import Any

from tests.conformance.contract import AskService, Contract, Known, Refusal, Scenario, Stage

_ROLE = "arn:aws:iam::210987654321:role/teams/Deploy"
_START = 1_767_571_200  # 2026-01-05T00:00:00Z
_ALLOW = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
_TAGS = [{"Key": "team", "Value": "shop"}]
_SIZED = {"MinimumSessionTokenSize": 2048}
_USUAL = {"RoleArn": _ROLE, "RoleSessionName": "ci"}


def _token(**claims: Any) -> str:
    usual = {"iss": "https://idp.example", "sub": "pod:reader", "aud": "sts.amazonaws.com", "exp": _START + 600}
    parts = ({"alg": "RS256"}, {name: value for name, value in {**usual, **claims}.items() if value is not None})
    return ".".join([*(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts), "c2ln"])


async def _get_caller_identity(ask: AskService) -> None:
    await ask("GetCallerIdentity")


async def _get_access_key_info(ask: AskService) -> None:
    await ask("GetAccessKeyInfo", AccessKeyId="AKIAIOSFODNN7EXAMPLE")


async def _get_session_token(ask: AskService) -> None:
    await ask("GetSessionToken")
    await ask("GetSessionToken", DurationSeconds=900, **_SIZED)


async def _get_federation_token(ask: AskService) -> None:
    await ask("GetFederationToken", Name="ann")
    await ask("GetFederationToken", Name="ann", Policy=_ALLOW, Tags=_TAGS, **_SIZED)


async def _assume_role(ask: AskService) -> None:
    await ask("AssumeRole", **_USUAL)
    await ask("AssumeRole", **_USUAL, Policy=_ALLOW, Tags=_TAGS, SourceIdentity="ann", **_SIZED)


async def _assume_role_with_web_identity(ask: AskService) -> None:
    operation = "AssumeRoleWithWebIdentity"
    await ask(operation, **_USUAL, WebIdentityToken=_token())
    claims = {"https://aws.amazon.com/source_identity": "ann"}
    await ask(operation, **_USUAL, WebIdentityToken=_token(**claims), Policy=_ALLOW, **_SIZED)
    await ask(operation, **_USUAL, WebIdentityToken="Atza|opaque", ProviderId="www.amazon.com")


_SCENARIOS: dict[str, Scenario] = {
    "AssumeRole": _assume_role,
    "AssumeRoleWithWebIdentity": _assume_role_with_web_identity,
    "GetAccessKeyInfo": _get_access_key_info,
    "GetCallerIdentity": _get_caller_identity,
    "GetFederationToken": _get_federation_token,
    "GetSessionToken": _get_session_token,
}

_CATALOGUE = {
    "ExpiredTokenException": Known("ExpiredTokenException", 400),
    "ExpiredTradeInTokenException": Known("ExpiredTradeInTokenException", 400),
    "IDPCommunicationErrorException": Known("IDPCommunicationError", 400),
    "IDPRejectedClaimException": Known("IDPRejectedClaim", 403),
    "InvalidAuthorizationMessageException": Known("InvalidAuthorizationMessageException", 400),
    "InvalidIdentityTokenException": Known("InvalidIdentityToken", 400),
    "JWTPayloadSizeExceededException": Known("JWTPayloadSizeExceededException", 400),
    "MalformedPolicyDocumentException": Known("MalformedPolicyDocument", 400),
    "OutboundWebIdentityFederationDisabledException": Known("OutboundWebIdentityFederationDisabledException", 403),
    "PackedPolicyTooLargeException": Known("PackedPolicyTooLarge", 400),
    "RegionDisabledException": Known("RegionDisabledException", 403),
    "SessionDurationEscalationException": Known("SessionDurationEscalationException", 403),
    "ValidationError": Known("ValidationError", 400, modelled=False),
    "AccessDenied": Known("AccessDenied", 403, modelled=False),
    "InvalidParameterValue": Known("InvalidParameterValue", 400, modelled=False),
}

_NO_PROVIDER = "no identity provider is asked: aws.faults.fail with the code"
_UNASKED = {
    "RegionDisabledException": "no region is switched off: aws.faults.fail with the code",
    "IDPCommunicationErrorException": _NO_PROVIDER,
    "IDPRejectedClaimException": _NO_PROVIDER,
    "AssumeRole.ExpiredTokenException": "who calls with expired credentials is told ExpiredToken by any operation",
    "ExpiredTradeInTokenException": "of an operation that is not there",
    "InvalidAuthorizationMessageException": "of an operation that is not there",
    "JWTPayloadSizeExceededException": "of an operation that is not there",
    "OutboundWebIdentityFederationDisabledException": "of an operation that is not there",
    "SessionDurationEscalationException": "of an operation that is not there",
}


def _role(id: str, shape: str, message: str, **changed: Any) -> Refusal:
    return Refusal(id, "AssumeRole", {**_USUAL, **changed}, shape, message)


def _web(id: str, shape: str, message: str, token: str, **changed: Any) -> Refusal:
    params = {**_USUAL, "WebIdentityToken": token, **changed}
    return Refusal(id, "AssumeRoleWithWebIdentity", params, shape, message)


def _user(id: str, shape: str, message: str, **changed: Any) -> Refusal:
    return Refusal(id, "GetFederationToken", {"Name": "ann", **changed}, shape, message)


_NO_POLICY = ("MalformedPolicyDocumentException", "This policy contains invalid Json")
_NO_JWT = "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
_BIG_TAGS = [{"Key": f"T{number}", "Value": "a" * 250} for number in range(1, 10)]
_TOO_LARGE = ("PackedPolicyTooLargeException", "Packed size of session tags consumes 498% of allotted space.")
_BIG_CLAIM = {"https://aws.amazon.com/tags": {"principal_tags": {tag["Key"]: [tag["Value"]] for tag in _BIG_TAGS}}}
_ANN = "arn:aws:iam::210987654321:user/ann"

_REFUSALS = (
    _role(
        "no ARN", "ValidationError", "nothing-valid-in-here-at-all is invalid", RoleArn="nothing-valid-in-here-at-all"
    ),
    _role(
        "no role",
        "AccessDenied",
        f"User: arn:aws:iam::123456789012:user/test is not authorized to perform: sts:AssumeRole on resource: {_ANN}",
        RoleArn=_ANN,
    ),
    _role("no policy", *_NO_POLICY, Policy="{no json"),
    _role("large tags", *_TOO_LARGE, Tags=_BIG_TAGS),
    _role(
        "tags alike",
        "InvalidParameterValue",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        Tags=[{"Key": "Team", "Value": "a"}, {"Key": "team", "Value": "a"}],
    ),
    _role(
        "transitive key without its tag",
        "InvalidParameterValue",
        "The specified transitive tag key must be included in the requested tags.",
        Tags=_TAGS,
        TransitiveTagKeys=["stage"],
    ),
    _web("no role", "ValidationError", "Request ARN is invalid", _token(), RoleArn=_ANN),
    _web("no token", "InvalidIdentityTokenException", _NO_JWT, "opaque"),
    _web("no subject", "InvalidIdentityTokenException", "Missing a required claim: sub", _token(sub=None)),
    _web(
        "unknown provider",
        "InvalidIdentityTokenException",
        "No OpenIDConnect provider found in your account for idp.example",
        "opaque",
        ProviderId="idp.example",
    ),
    _web(
        "expired token",
        "ExpiredTokenException",
        f"Token expired: current date/time {_START + 1} must be before the expiration date/time{_START}",
        _token(exp=_START),
    ),
    _web("no policy", *_NO_POLICY, _token(), Policy="{no json"),
    _web("large tags", *_TOO_LARGE, _token(**_BIG_CLAIM)),
    Refusal(
        "no key",
        "GetAccessKeyInfo",
        {"AccessKeyId": "akia0189_akia0189_"},
        "ValidationError",
        "akia0189_akia0189_ is invalid",
    ),
    _user("no policy", *_NO_POLICY, Policy="{no json"),
    _user("large tags", *_TOO_LARGE, Tags=_BIG_TAGS),
)


def _furnish(on: Stage) -> None:
    on.ask("AssumeRole", **_USUAL)


def _snapshot(on: Stage) -> Any:
    return on.ask("GetCallerIdentity"), [key for key in on.aws.access_keys if key.startswith("ASIA")]


def _probe(on: Stage) -> Any:
    return on.ask("AssumeRole", **_USUAL), on.ask("GetSessionToken")


CONTRACT = Contract(
    service="sts",
    scenarios=_SCENARIOS,
    never_shown={},
    catalogue=_CATALOGUE,
    refusals=_REFUSALS,
    unasked=_UNASKED,
    furnish=_furnish,
    snapshot=_snapshot,
    probe=_probe,
    empties=True,
)
