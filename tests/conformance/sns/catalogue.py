"""SNS's errors: code, HTTP status, whether boto3 has a class for it."""

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

_NO_KEYS = "nothing is encrypted here, so no key is asked for: aws.faults.fail with the code"
_AT_ONCE = "tags change at once: aws.faults.fail with the code"
_LIMIT = "takes many resources: tests/services/sns tries those limits that a test can reach"
_ARN_DECIDES = "the ARN or token alone decides, and an unknown one is no error here"

#: Modelled errors that no call here leads to.
UNASKED: dict[str, str] = {
    "InternalErrorException": "SNS does not fail by itself here: aws.faults.fail",
    "InvalidSecurityException": "every call counts as signed and sent over HTTPS: aws.faults.fail",
    "AuthorizationErrorException": "strangers are tried with some operations: all check alike",
    "KMSAccessDeniedException": _NO_KEYS,
    "KMSDisabledException": _NO_KEYS,
    "KMSInvalidStateException": _NO_KEYS,
    "KMSNotFoundException": _NO_KEYS,
    "KMSOptInRequired": _NO_KEYS,
    "KMSThrottlingException": _NO_KEYS,
    "ValidationException": "the front end's refusals have the code ValidationError",
    "StaleTagException": _AT_ONCE,
    "TagPolicyException": "there is no organization, so no tag policy: aws.faults.fail",
    "ConcurrentAccessException": _AT_ONCE,
    "VerificationException": "it has a member of its own: tests/services/sns/test_sns_sandbox.py",
    "ThrottledException": "there are no quotas: aws.faults.throttle",
    "TopicLimitExceededException": _LIMIT,
    "SubscriptionLimitExceededException": _LIMIT,
    "FilterPolicyLimitExceededException": _LIMIT,
    "ReplayLimitExceededException": "replays have no limit here: aws.faults.fail with the code",
    "ConfirmSubscription.NotFoundException": _ARN_DECIDES,
    "DeleteTopic.NotFoundException": _ARN_DECIDES,
    "Unsubscribe.NotFoundException": _ARN_DECIDES,
    "UntagResource.TagLimitExceededException": "taking tags away never makes too many",
    "PublishBatch.EndpointDisabledException": "batches go to topics alone",
    "PublishBatch.PlatformApplicationDisabledException": "batches go to topics alone",
    "GetSMSAttributes.InvalidParameterException": "names that are no attribute's are passed over",
    "ListSMSSandboxPhoneNumbers.ResourceNotFoundException": "there is nothing that could be missing",
}
