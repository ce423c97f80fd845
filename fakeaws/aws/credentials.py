"""What AWS checks before any service sees a call: are the session's credentials still good?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.errors import AwsError

if TYPE_CHECKING:
    from fakeaws.aws.service import Call


def check_expiry(call: Call) -> None:
    """Raise AWS's error if the caller's session is over; calls that nobody signs are nobody's.

    Its name and status are the protocol's: ``ExpiredToken`` (403) in query, ``ExpiredTokenException`` elsewhere (400 in
    JSON, but 403 from SQS).
    """
    expires_us = call.caller.expires_us
    if expires_us is None or call.world.now_us < expires_us:
        return
    model = call.model
    if model is not None and model.auth_type == "none":
        return
    message = "The security token included in the request is expired"
    service_model = model.service_model if model is not None else None
    if service_model is None or service_model.resolved_protocol == "query":
        raise AwsError("ExpiredToken", message, status=403)
    bad_request = service_model.resolved_protocol == "json" and not service_model.is_query_compatible
    raise AwsError("ExpiredTokenException", message, status=400 if bad_request else 403)
