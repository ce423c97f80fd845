"""Step Functions' errors: code and HTTP status; and those that no call here leads to."""

from __future__ import annotations

from tests.conformance.contract import Known

CATALOGUE: dict[str, Known] = {
    name: Known(name, 400)
    for name in (
        "ActivityAlreadyExists",
        "ActivityDoesNotExist",
        "ActivityLimitExceeded",
        "ActivityWorkerLimitExceeded",
        "ConflictException",
        "ExecutionAlreadyExists",
        "ExecutionDoesNotExist",
        "ExecutionLimitExceeded",
        "ExecutionNotRedrivable",
        "InvalidArn",
        "InvalidDefinition",
        "InvalidEncryptionConfiguration",
        "InvalidExecutionInput",
        "InvalidLoggingConfiguration",
        "InvalidName",
        "InvalidOutput",
        "InvalidToken",
        "InvalidTracingConfiguration",
        "KmsAccessDeniedException",
        "KmsInvalidStateException",
        "KmsThrottlingException",
        "MissingRequiredParameter",
        "ResourceNotFound",
        "ServiceQuotaExceededException",
        "StateMachineAlreadyExists",
        "StateMachineDeleting",
        "StateMachineDoesNotExist",
        "StateMachineLimitExceeded",
        "StateMachineTypeNotSupported",
        "TaskDoesNotExist",
        "TaskTimedOut",
        "TooManyTags",
        "ValidationException",
    )
}

_NO_KEYS = "nothing is encrypted here, so no key is asked for: aws.faults.fail with the code"

#: Modelled errors that no call of any operation here leads to.
UNASKED: dict[str, str] = {
    "InvalidTracingConfiguration": "all that the model allows is taken: aws.faults.fail with the code",
    "KmsAccessDeniedException": _NO_KEYS,
    "KmsInvalidStateException": _NO_KEYS,
    "KmsThrottlingException": _NO_KEYS,
}
