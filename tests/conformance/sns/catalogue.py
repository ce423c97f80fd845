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

_NO_KEYS = "nothing is encrypted here, so no key is asked for: aws.faults.fail with the code"
_NO_WAIT = "changes take effect at once: aws.faults.fail with the code"
_OF_THE_ACCOUNT = "it is about the caller's own account, whose users and roles may do everything: aws.faults.fail"
_AT_SUBSCRIBE = "the limit is looked at when somebody subscribes"

#: Modelled errors that no call here leads to.
UNASKED: dict[str, str] = {
    "InternalErrorException": "AWS fails only when told to: aws.faults.fail with the code",
    "ThrottledException": "there are no request quotas: aws.faults.fail with the code, or aws.faults.throttle",
    "InvalidSecurityException": "every call counts as signed and sent over HTTPS: aws.faults.fail with the code",
    "KMSAccessDeniedException": _NO_KEYS,
    "KMSDisabledException": _NO_KEYS,
    "KMSInvalidStateException": _NO_KEYS,
    "KMSNotFoundException": _NO_KEYS,
    "KMSOptInRequired": _NO_KEYS,
    "KMSThrottlingException": _NO_KEYS,
    "StaleTagException": _NO_WAIT,
    "ConcurrentAccessException": _NO_WAIT,
    "TagPolicyException": "there are no organizations, so no tag policies: aws.faults.fail with the code",
    "ReplayLimitExceededException": "how many replays are too many is not known: aws.faults.fail with the code",
    "ValidationException": "AWS's front end calls it ValidationError",
    "ConfirmSubscription.AuthorizationErrorException": "whoever has the token may confirm",
    "ConfirmSubscription.NotFoundException": "the token decides, whatever topic is named",
    "ConfirmSubscription.SubscriptionLimitExceededException": _AT_SUBSCRIBE,
    "ConfirmSubscription.FilterPolicyLimitExceededException": _AT_SUBSCRIBE,
    "DeleteTopic.NotFoundException": "a topic that is not there can be deleted",
    "Unsubscribe.NotFoundException": "a subscription that is not there can be ended",
    "GetSMSAttributes.InvalidParameterException": "names that are not set are left out",
    "ListSMSSandboxPhoneNumbers.ResourceNotFoundException": "it names no resource",
    "PublishBatch.EndpointDisabledException": "batches go to topics only",
    "PublishBatch.PlatformApplicationDisabledException": "batches go to topics only",
    "UntagResource.TagLimitExceededException": "it makes no tags",
    **{
        f"{operation}.AuthorizationErrorException": _OF_THE_ACCOUNT
        for operation in (
            "CheckIfPhoneNumberIsOptedOut",
            "CreatePlatformApplication",
            "CreatePlatformEndpoint",
            "CreateSMSSandboxPhoneNumber",
            "CreateTopic",
            "DeleteEndpoint",
            "DeletePlatformApplication",
            "DeleteSMSSandboxPhoneNumber",
            "GetEndpointAttributes",
            "GetPlatformApplicationAttributes",
            "GetSMSAttributes",
            "GetSMSSandboxAccountStatus",
            "ListEndpointsByPlatformApplication",
            "ListOriginationNumbers",
            "ListPhoneNumbersOptedOut",
            "ListPlatformApplications",
            "ListSMSSandboxPhoneNumbers",
            "ListSubscriptions",
            "ListTopics",
            "OptInPhoneNumber",
            "SetEndpointAttributes",
            "SetPlatformApplicationAttributes",
            "SetSMSAttributes",
            "VerifySMSSandboxPhoneNumber",
        )
    },
}
