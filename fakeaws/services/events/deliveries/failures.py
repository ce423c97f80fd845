"""Why a target did not take an event, in the words of dead-letter queues, and whether it is tried again.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fakeaws.aws.errors import AwsError

_THROTTLES = ("Throttl", "TooManyRequests", "RequestLimitExceeded", "LimitExceeded")
_GONE = ("NonExistentQueue", "NotFound", "DoesNotExist", "QueueDoesNotExist")
_INVALID = ("Validation", "InvalidParameter", "InvalidMessage", "MissingParameter")


class Failure(NamedTuple):
    """``code`` is EventBridge's (``NO_PERMISSIONS``), ``message`` the target's; ``wait_us``: it asked for so long a pause."""

    code: str
    message: str
    retried: bool = False
    wait_us: int = 0

    @classmethod
    def of(cls, error: AwsError) -> Failure:
        """What an AWS service's refusal means for a delivery: its own faults and throttling are tried again."""
        code = error.code
        message = error.message or code
        if any(part in code for part in _THROTTLES) or error.status == 429:
            return cls("THROTTLING", message, True)
        if error.status >= 500:
            return cls("INTERNAL_ERROR", message, True)
        if error.status == 403 or "AccessDenied" in code or "Authoriz" in code:
            return cls("NO_PERMISSIONS", message)
        if error.status == 404 or any(part in code for part in _GONE):
            return cls("NO_RESOURCE", message)
        if any(part in code for part in _INVALID):
            return cls("INVALID_PARAMETER", message)
        return cls("SDK_CLIENT_ERROR", message)
