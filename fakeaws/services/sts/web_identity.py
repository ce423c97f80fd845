"""The tokens of identity providers. Their signatures are not checked: no provider is asked."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from fakeaws.aws.errors import AwsError

#: The providers whose OAuth 2.0 access tokens AWS takes; they come with ``ProviderId``.
_OAUTH_PROVIDERS = ("www.amazon.com", "graph.facebook.com")
_REQUIRED_CLAIMS = ("iss", "sub", "aud", "exp")
_SOURCE_IDENTITY = "https://aws.amazon.com/source_identity"
_TAGS = "https://aws.amazon.com/tags"


@dataclass(frozen=True)
class WebIdentity:
    """Who a token says that its bearer is. ``tags`` has the form of the request parameters of ``AssumeRole``."""

    provider: str
    subject: str
    audience: str | None
    source_identity: str | None
    tags: dict[str, Any]


def read_token(token: str, provider_id: str | None, now: int) -> WebIdentity:
    """Read an OpenID Connect ID token (a JWT), or an opaque access token of ``provider_id``.

    ``now`` is in seconds since 1970. Raises ``InvalidIdentityToken`` and, after the token's ``exp``,
    ``ExpiredTokenException``.
    """
    if provider_id is not None:
        if provider_id not in _OAUTH_PROVIDERS:
            raise AwsError("InvalidIdentityToken", f"No OpenIDConnect provider found in your account for {provider_id}")
        subject = hashlib.sha256(f"{provider_id}/{token}".encode()).hexdigest()[:28].upper()
        return WebIdentity(provider_id, f"amzn1.account.{subject}", None, None, {})
    claims = _claims(token)
    for name in _REQUIRED_CLAIMS:
        if name not in claims:
            raise AwsError("InvalidIdentityToken", f"Missing a required claim: {name}")
    expiry = int(claims["exp"])
    if now >= expiry:
        raise AwsError(
            "ExpiredTokenException",
            f"Token expired: current date/time {now} must be before the expiration date/time{expiry}",
        )
    audience = claims["aud"]
    return WebIdentity(
        provider=str(claims["iss"]),
        subject=str(claims["sub"]),
        audience=str(audience[0] if isinstance(audience, list) and audience else audience),
        source_identity=claims.get(_SOURCE_IDENTITY),
        tags=_tags(claims.get(_TAGS)),
    )


def _claims(token: str) -> dict[str, Any]:
    """The middle part of a JWT."""
    parts = token.split(".")
    if len(parts) == 3:
        try:
            claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        except ValueError:
            claims = None
        if isinstance(claims, dict):
            return claims
    raise AwsError(
        "InvalidIdentityToken",
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    )


def _tags(claim: Any) -> dict[str, Any]:
    if not isinstance(claim, dict):
        return {}
    principal = claim.get("principal_tags", {})
    tags = [
        {"Key": key, "Value": values[0] if isinstance(values, list) else values} for key, values in principal.items()
    ]
    return {"Tags": tags, "TransitiveTagKeys": claim.get("transitive_tag_keys", [])}
