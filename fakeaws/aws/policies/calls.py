"""What a resource's policy is asked about a call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fakeaws.aws.policies.requests import Principal, Request

if TYPE_CHECKING:
    from fakeaws.aws.service import Call
    from fakeaws.world import World


def keys_of_every_call(world: World) -> dict[str, object]:
    """The condition keys that AWS fills in whoever asks for whatever."""
    return {
        "aws:SecureTransport": True,
        "aws:CurrentTime": world.clock.now,
        "aws:EpochTime": world.wall_us // 1_000_000,
    }


def request_of(call: Call, action: str, resource: str, keys: Mapping[str, object] | None = None) -> Request:
    """The question whether the caller may do ``action`` with ``resource``; ``keys`` are further condition keys.

    A service asks with the account and the resource that it acts for.
    """
    caller = call.caller
    context = {**keys_of_every_call(call.world), **(keys or {})}
    if caller.service is None:
        principal = Principal.anonymous() if caller.is_anonymous else Principal.of_arn(caller.arn)
        return Request(principal, action, resource, context)
    context["aws:SourceAccount"] = caller.account
    if caller.source_arn is not None:
        context["aws:SourceArn"] = caller.source_arn
    return Request(Principal.of_service(caller.service), action, resource, context)
