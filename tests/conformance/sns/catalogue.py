"""SNS's errors: code, HTTP status, whether boto3 has a class for it; and those that no call here leads to."""

from __future__ import annotations

from tests.conformance.contract import Known

CATALOGUE: dict[str, Known] = {
    "AuthorizationErrorException": Known("AuthorizationError", 403),
    "BatchEntryIdsNotDistinctException": Known("BatchEntryIdsNotDistinct", 400),
    "BatchRequestTooLongException": Known("BatchRequestTooLong", 400),
    "ConcurrentAccessException": Known("ConcurrentAccess", 400),
    "EmptyBatchRequestException": Known("EmptyBatchRequest", 400),
    "EndpointDisabledException": Known("EndpointDisabled", 400),
    "FilterPolicyLimitExceededException": Known("FilterPolicyLimitExceeded", 403),
    "InternalErrorException": Known("InternalError", 500),
    "InvalidBatchEntryIdException": Known("InvalidBatchEntryId", 400),
    "InvalidParameterException": Known("InvalidParameter", 400),
    "InvalidParameterValueException": Known("ParameterValueInvalid", 400),
    "InvalidSecurityException": Known("InvalidSecurity", 403),
    "InvalidStateException": Known("InvalidState", 400),
    "KMSAccessDeniedException": Known("KMSAccessDenied", 400),
    "KMSDisabledException": Known("KMSDisabled", 400),
    "KMSInvalidStateException": Known("KMSInvalidState", 400),
    "KMSNotFoundException": Known("KMSNotFound", 400),
    "KMSOptInRequired": Known("KMSOptInRequired", 403),
    "KMSThrottlingException": Known("KMSThrottling", 400),
    "NotFoundException": Known("NotFound", 404),
    "OptedOutException": Known("OptedOut", 400),
    "PlatformApplicationDisabledException": Known("PlatformApplicationDisabled", 400),
    "ReplayLimitExceededException": Known("ReplayLimitExceeded", 403),
    "ResourceNotFoundException": Known("ResourceNotFound", 404),
    "StaleTagException": Known("StaleTag", 400),
    "SubscriptionLimitExceededException": Known("SubscriptionLimitExceeded", 403),
    "TagLimitExceededException": Known("TagLimitExceeded", 400),
    "TagPolicyException": Known("TagPolicy", 400),
    "ThrottledException": Known("Throttled", 429),
    "TooManyEntriesInBatchRequestException": Known("TooManyEntriesInBatchRequest", 400),
    "TopicLimitExceededException": Known("TopicLimitExceeded", 403),
    "UserErrorException": Known("UserError", 400),
    "ValidationException": Known("ValidationException", 400),
    "VerificationException": Known("VerificationException", 400),
    "ValidationError": Known("ValidationError", 400, modelled=False),
}
UNASKED: dict[str, str] = {}
