"""SQS's errors, as the table of error shapes lists them: old code, HTTP status, whether boto3 has a class for it."""

from __future__ import annotations

from tests.conformance.contract import Known

CATALOGUE: dict[str, Known] = {
    "QueueDoesNotExist": Known("AWS.SimpleQueueService.NonExistentQueue", 400),
    "QueueNameExists": Known("QueueAlreadyExists", 400),
    "QueueDeletedRecently": Known("AWS.SimpleQueueService.QueueDeletedRecently", 400),
    "PurgeQueueInProgress": Known("AWS.SimpleQueueService.PurgeQueueInProgress", 403),
    "EmptyBatchRequest": Known("AWS.SimpleQueueService.EmptyBatchRequest", 400),
    "TooManyEntriesInBatchRequest": Known("AWS.SimpleQueueService.TooManyEntriesInBatchRequest", 400),
    "BatchEntryIdsNotDistinct": Known("AWS.SimpleQueueService.BatchEntryIdsNotDistinct", 400),
    "InvalidBatchEntryId": Known("AWS.SimpleQueueService.InvalidBatchEntryId", 400),
    "BatchRequestTooLong": Known("AWS.SimpleQueueService.BatchRequestTooLong", 400),
    "MessageNotInflight": Known("AWS.SimpleQueueService.MessageNotInflight", 400),
    "UnsupportedOperation": Known("AWS.SimpleQueueService.UnsupportedOperation", 400),
    "InvalidAttributeName": Known("InvalidAttributeName", 400),
    "InvalidAttributeValue": Known("InvalidAttributeValue", 400),
    "InvalidMessageContents": Known("InvalidMessageContents", 400),
    "ReceiptHandleIsInvalid": Known("ReceiptHandleIsInvalid", 404),
    "OverLimit": Known("OverLimit", 403),
    "RequestThrottled": Known("RequestThrottled", 403),
    "InvalidAddress": Known("InvalidAddress", 404),
    "InvalidSecurity": Known("InvalidSecurity", 403),
    "ResourceNotFoundException": Known("ResourceNotFoundException", 404),
    "KmsAccessDenied": Known("KMS.AccessDeniedException", 400),
    "KmsDisabled": Known("KMS.DisabledException", 400),
    "KmsInvalidState": Known("KMS.InvalidStateException", 400),
    "KmsNotFound": Known("KMS.NotFoundException", 400),
    "KmsThrottled": Known("KMS.ThrottlingException", 400),
    "KmsInvalidKeyUsage": Known("KMS.InvalidKeyUsageException", 400),
    "KmsOptInRequired": Known("KMS.OptInRequired", 403),
    "InvalidIdFormat": Known("InvalidIdFormat", 400),
    "InvalidParameterValueException": Known("InvalidParameterValue", 400, modelled=False),
    "MissingRequiredParameterException": Known("MissingParameter", 400, modelled=False),
    "AccessDeniedException": Known("AccessDenied", 403, modelled=False),
}

_NO_KEYS = "nothing is encrypted here, so no key is asked for: aws.faults.fail with the code"

#: Modelled errors that no call here leads to.
UNASKED: dict[str, str] = {
    "RequestThrottled": "there are no quotas unless asked for: aws.faults.throttle",
    "InvalidSecurity": "every call counts as signed and sent over HTTPS: aws.faults.fail",
    "KmsAccessDenied": _NO_KEYS,
    "KmsDisabled": _NO_KEYS,
    "KmsInvalidState": _NO_KEYS,
    "KmsNotFound": _NO_KEYS,
    "KmsThrottled": _NO_KEYS,
    "KmsInvalidKeyUsage": _NO_KEYS,
    "KmsOptInRequired": _NO_KEYS,
    "InvalidIdFormat": "deprecated: a bad handle is ReceiptHandleIsInvalid",
    "MessageNotInflight": "AWS answers InvalidParameterValue instead",
    "UnsupportedOperation": "only list values in message attributes are known to lead there",
    "CreateQueue.InvalidAddress": "the call names no queue URL",
    "GetQueueUrl.InvalidAddress": "the call names no queue URL",
    "ListQueues.InvalidAddress": "the call names no queue URL",
    "CancelMessageMoveTask.InvalidAddress": "the call names no queue URL",
    "ListMessageMoveTasks.InvalidAddress": "the call names no queue URL",
    "StartMessageMoveTask.InvalidAddress": "the call names no queue URL",
}
