"""EventBridge Scheduler's errors: code and HTTP status; and those that no call here leads to."""

from __future__ import annotations

from tests.conformance.contract import Known

CATALOGUE: dict[str, Known] = {
    "ConflictException": Known("ConflictException", 409),
    "InternalServerException": Known("InternalServerException", 500),
    "ResourceNotFoundException": Known("ResourceNotFoundException", 404),
    "ServiceQuotaExceededException": Known("ServiceQuotaExceededException", 402),
    "ThrottlingException": Known("ThrottlingException", 429),
    "ValidationException": Known("ValidationException", 400),
}

_AT_ONCE = "changes take effect at once, so none is in the way of another: aws.faults.fail with the code"

#: Modelled errors that no call here leads to.
UNASKED: dict[str, str] = {
    "InternalServerException": "AWS fails only when told to: aws.faults.fail with the code",
    "ThrottlingException": "nothing is throttled unless told to: aws.faults.throttle",
    "TagResource.ConflictException": _AT_ONCE,
    "UntagResource.ConflictException": _AT_ONCE,
}
