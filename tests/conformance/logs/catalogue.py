"""CloudWatch Logs' errors: code and HTTP status; and those that no call here leads to."""

from __future__ import annotations

from tests.conformance.contract import Known

_ALL_400 = (
    "AccessDeniedException",
    "ConflictException",
    "DataAlreadyAcceptedException",
    "InternalStreamingException",
    "InvalidOperationException",
    "InvalidParameterException",
    "InvalidSequenceTokenException",
    "LimitExceededException",
    "MalformedQueryException",
    "OperationAbortedException",
    "ResourceAlreadyExistsException",
    "ResourceNotFoundException",
    "ServiceQuotaExceededException",
    "SessionStreamingException",
    "SessionTimeoutException",
    "ThrottlingException",
    "TooManyTagsException",
    "UnrecognizedClientException",
    "ValidationException",
)
CATALOGUE: dict[str, Known] = {
    **{name: Known(name, 400) for name in _ALL_400},
    "InternalServerException": Known("InternalServerException", 500),
    "ServiceUnavailableException": Known("ServiceUnavailableException", 500),
}

_ELSEWHERE = "only operations that fakeaws does not have lead to it"
_AT_ONCE = "changes take effect at once, so none is in the way of another: aws.faults.fail with the code"
_IGNORED = "sequence tokens are ignored, as AWS does"

#: Modelled errors that no call here leads to.
UNASKED: dict[str, str] = {
    "ServiceUnavailableException": "AWS fails only when told to: aws.faults.fail with the code",
    "UnrecognizedClientException": "every access key counts as known: aws.faults.fail with the code",
    "InvalidSequenceTokenException": _IGNORED,
    "DataAlreadyAcceptedException": _IGNORED,
    "AccessDeniedException": "users and roles of the account may do everything: aws.faults.fail with the code",
    "PutLogGroupDeletionProtection.InvalidOperationException": "every class of log groups can be protected",
    "ConflictException": _ELSEWHERE,
    "InternalServerException": _ELSEWHERE,
    "InternalStreamingException": _ELSEWHERE,
    "MalformedQueryException": _ELSEWHERE,
    "ServiceQuotaExceededException": _ELSEWHERE,
    "SessionStreamingException": _ELSEWHERE,
    "SessionTimeoutException": _ELSEWHERE,
    "ThrottlingException": _ELSEWHERE,
    **{
        f"{operation}.OperationAbortedException": _AT_ONCE
        for operation in (
            "CreateLogGroup",
            "DeleteLogGroup",
            "DeleteLogStream",
            "PutRetentionPolicy",
            "DeleteRetentionPolicy",
            "PutMetricFilter",
            "DeleteMetricFilter",
            "PutSubscriptionFilter",
            "DeleteSubscriptionFilter",
            "AssociateKmsKey",
            "DisassociateKmsKey",
            "PutLogGroupDeletionProtection",
        )
    },
}
