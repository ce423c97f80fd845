"""Lambda's errors: HTTP status, whether boto3 has a class for it; and those that no call of any family leads to."""

from __future__ import annotations

from tests.conformance.contract import Known

_BY_STATUS = {
    400: (
        "AliasLimitExceededException",
        "CallbackTimeoutException",
        "CapacityProviderLimitExceededException",
        "CodeStorageExceededException",
        "CodeVerificationFailedException",
        "FunctionVersionsPerCapacityProviderLimitExceededException",
        "InvalidCodeSignatureException",
        "InvalidParameterValueException",
        "InvalidRequestContentException",
        "ModeNotSupportedException",
        "NoPublishedVersionException",
        "PolicyLengthExceededException",
        "PublicPolicyException",
        "RecursiveInvocationException",
        "ResourceInUseException",
        "SnapStartException",
    ),
    402: ("ServiceQuotaExceededException",),
    403: ("EFSMountFailureException", "S3FilesMountFailureException"),
    404: (
        "CodeSigningConfigNotFoundException",
        "ProvisionedConcurrencyConfigNotFoundException",
        "ResourceNotFoundException",
    ),
    408: (
        "EFSMountConnectivityException",
        "EFSMountTimeoutException",
        "S3FilesMountConnectivityException",
        "S3FilesMountTimeoutException",
        "SnapStartTimeoutException",
    ),
    409: (
        "CodeArtifactUserDeletedException",
        "CodeArtifactUserFailedException",
        "CodeArtifactUserPendingException",
        "DurableExecutionAlreadyStartedException",
        "ResourceConflictException",
        "SnapStartNotReadyException",
        "SnapStartRegenerationFailureException",
    ),
    410: ("EFSIOException",),
    412: ("PreconditionFailedException",),
    413: ("RequestTooLargeException", "SerializedRequestEntityTooLargeException"),
    415: ("UnsupportedMediaTypeException",),
    429: ("TooManyRequestsException",),
    500: ("ServiceException",),
    502: (
        "EC2AccessDeniedException",
        "EC2ThrottledException",
        "EC2UnexpectedException",
        "ENILimitReachedException",
        "ENINotReadyException",
        "InvalidRuntimeException",
        "InvalidSecurityGroupIDException",
        "InvalidSubnetIDException",
        "InvalidZipFileException",
        "KMSAccessDeniedException",
        "KMSDisabledException",
        "KMSInvalidStateException",
        "KMSNotFoundException",
        "ResourceNotReadyException",
        "SubnetIPAddressLimitReachedException",
    ),
}

CATALOGUE: dict[str, Known] = {
    **{name: Known(name, status) for status, names in _BY_STATUS.items() for name in names},
    "AccessDeniedException": Known("AccessDeniedException", 403, modelled=False),
    "RequestEntityTooLargeException": Known("RequestEntityTooLargeException", 413, modelled=False),
    "ValidationException": Known("ValidationException", 400, modelled=False),
}

_TO_TRY = ": aws.faults.fail with the code"
_NO_SIGNING = f"there is no code signing{_TO_TRY}"
_NO_CAPACITY = f"there are no managed instances{_TO_TRY}"
_NO_DURABLE = f"there are no durable executions{_TO_TRY}"
_NO_NETWORK = f"functions have no network of their own{_TO_TRY}"
_NO_FILES = f"there are no file systems{_TO_TRY}"
_NO_KEYS = f"nothing is encrypted here, so no key is asked for{_TO_TRY}"
_NO_SNAPSHOTS = f"there are no snapshots to start from{_TO_TRY}"

#: Modelled errors that no call here leads to.
UNASKED: dict[str, str] = {
    "ServiceException": f"AWS fails only when told to{_TO_TRY}",
    "TooManyRequestsException": "of request quotas there are none: aws.faults.throttle",
    "RequestTooLargeException": "on the wire it is called RequestEntityTooLargeException",
    "SerializedRequestEntityTooLargeException": f"requests are not serialized again{_TO_TRY}",
    "UnsupportedMediaTypeException": "boto3 sends no other media type",
    "AliasLimitExceededException": f"how many aliases are too many is not known{_TO_TRY}",
    "CodeStorageExceededException": f"75 GB of code do not fit into a test{_TO_TRY}",
    "PublicPolicyException": f"public access is not blocked{_TO_TRY}",
    "InvalidCodeSignatureException": _NO_SIGNING,
    "CodeVerificationFailedException": _NO_SIGNING,
    "CodeSigningConfigNotFoundException": _NO_SIGNING,
    "FunctionVersionsPerCapacityProviderLimitExceededException": _NO_CAPACITY,
    "CapacityProviderLimitExceededException": _NO_CAPACITY,
    "ModeNotSupportedException": _NO_CAPACITY,
    "NoPublishedVersionException": _NO_CAPACITY,
    "ServiceQuotaExceededException": _NO_CAPACITY,
    "CallbackTimeoutException": _NO_DURABLE,
    "DurableExecutionAlreadyStartedException": _NO_DURABLE,
    "CodeArtifactUserDeletedException": f"code is there at once{_TO_TRY}",
    "CodeArtifactUserFailedException": f"code is there at once{_TO_TRY}",
    "CodeArtifactUserPendingException": f"code is there at once{_TO_TRY}",
    "ResourceNotReadyException": f"functions do not become inactive{_TO_TRY}",
    "InvalidRuntimeException": "a runtime that cannot run here is a NotSupportedError",
    "InvalidZipFileException": "a bad zip is refused when it is uploaded",
    **dict.fromkeys(
        (
            "EC2AccessDeniedException",
            "EC2ThrottledException",
            "EC2UnexpectedException",
            "ENILimitReachedException",
            "ENINotReadyException",
            "InvalidSecurityGroupIDException",
            "InvalidSubnetIDException",
            "SubnetIPAddressLimitReachedException",
        ),
        _NO_NETWORK,
    ),
    **dict.fromkeys(
        (
            "EFSIOException",
            "EFSMountConnectivityException",
            "EFSMountFailureException",
            "EFSMountTimeoutException",
            "S3FilesMountConnectivityException",
            "S3FilesMountFailureException",
            "S3FilesMountTimeoutException",
        ),
        _NO_FILES,
    ),
    **dict.fromkeys(
        ("KMSAccessDeniedException", "KMSDisabledException", "KMSInvalidStateException", "KMSNotFoundException"),
        _NO_KEYS,
    ),
    **dict.fromkeys(
        (
            "SnapStartException",
            "SnapStartNotReadyException",
            "SnapStartRegenerationFailureException",
            "SnapStartTimeoutException",
        ),
        _NO_SNAPSHOTS,
    ),
}
