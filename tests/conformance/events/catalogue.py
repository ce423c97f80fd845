"""EventBridge's errors: code and HTTP status; and those that no call here leads to."""

from __future__ import annotations

from tests.conformance.contract import Known

_ALL_400 = (
    "AccessDeniedException",
    "ConcurrentModificationException",
    "IllegalStatusException",
    "InvalidEventPatternException",
    "InvalidStateException",
    "LimitExceededException",
    "ManagedRuleException",
    "OperationDisabledException",
    "PolicyLengthExceededException",
    "ResourceAlreadyExistsException",
    "ResourceNotFoundException",
    "ThrottlingException",
)
CATALOGUE: dict[str, Known] = {
    **{name: Known(name, 400) for name in _ALL_400},
    "InternalException": Known("InternalException", 500),
    "ValidationException": Known("ValidationException", 400, modelled=False),
}

_PARTNERS = "there are no partner event sources: aws.faults.fail with the code"
_IDENTITIES = "identity policies are not judged: aws.faults.fail with the code"
_NO_PRIVATE_APIS = "there are no private APIs: aws.faults.fail with the code"

#: Modelled errors that no call here leads to.
UNASKED: dict[str, str] = {
    "InternalException": "AWS fails only when told to: aws.faults.fail with the code",
    "ConcurrentModificationException": "changes take effect at once: aws.faults.fail with the code",
    "ManagedRuleException": "no service of AWS makes rules here: aws.faults.fail with the code",
    "OperationDisabledException": _PARTNERS,
    "InvalidStateException": _PARTNERS,
    "StartReplay.InvalidEventPatternException": "replays have no patterns",
    "DescribeArchive.ResourceAlreadyExistsException": "a look makes nothing",
    "ListArchives.ResourceNotFoundException": "filters that find nothing give an empty list",
    "UpdateArchive.LimitExceededException": "an update makes nothing more",
    "ThrottlingException": "AWS throttles only when told to: aws.faults.throttle",
    "CreateConnection.AccessDeniedException": _IDENTITIES,
    "UpdateConnection.AccessDeniedException": _IDENTITIES,
    "CreateConnection.ResourceNotFoundException": _NO_PRIVATE_APIS,
    "UpdateConnection.LimitExceededException": "an update makes nothing more",
    "UpdateApiDestination.LimitExceededException": "an update makes nothing more",
    "CreateEventBus.ResourceNotFoundException": _PARTNERS,
}
