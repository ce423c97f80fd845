"""SQS's errors by name: what a test may plan, and what botocore's model of SQS does not tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fakeaws.aws.arns import partition_of
from fakeaws.aws.errors import AwsError

if TYPE_CHECKING:
    from fakeaws.aws.service import Call
    from fakeaws.services.sqs.operations import Sqs

#: Shape → ``Error.Code``, HTTP status. The last three are in no model: boto3 raises its ``ClientError`` for them.
ERROR_CODES: Mapping[str, tuple[str, int]] = {
    "BatchEntryIdsNotDistinct": ("AWS.SimpleQueueService.BatchEntryIdsNotDistinct", 400),
    "BatchRequestTooLong": ("AWS.SimpleQueueService.BatchRequestTooLong", 400),
    "EmptyBatchRequest": ("AWS.SimpleQueueService.EmptyBatchRequest", 400),
    "InvalidAddress": ("InvalidAddress", 404),
    "InvalidAttributeName": ("InvalidAttributeName", 400),
    "InvalidAttributeValue": ("InvalidAttributeValue", 400),
    "InvalidBatchEntryId": ("AWS.SimpleQueueService.InvalidBatchEntryId", 400),
    "InvalidIdFormat": ("InvalidIdFormat", 400),
    "InvalidMessageContents": ("InvalidMessageContents", 400),
    "InvalidSecurity": ("InvalidSecurity", 403),
    "KmsAccessDenied": ("KMS.AccessDeniedException", 400),
    "KmsDisabled": ("KMS.DisabledException", 400),
    "KmsInvalidKeyUsage": ("KMS.InvalidKeyUsageException", 400),
    "KmsInvalidState": ("KMS.InvalidStateException", 400),
    "KmsNotFound": ("KMS.NotFoundException", 400),
    "KmsOptInRequired": ("KMS.OptInRequired", 403),
    "KmsThrottled": ("KMS.ThrottlingException", 400),
    "MessageNotInflight": ("AWS.SimpleQueueService.MessageNotInflight", 400),
    "OverLimit": ("OverLimit", 403),
    "PurgeQueueInProgress": ("AWS.SimpleQueueService.PurgeQueueInProgress", 403),
    "QueueDeletedRecently": ("AWS.SimpleQueueService.QueueDeletedRecently", 400),
    "QueueDoesNotExist": ("AWS.SimpleQueueService.NonExistentQueue", 400),
    "QueueNameExists": ("QueueAlreadyExists", 400),
    "ReceiptHandleIsInvalid": ("ReceiptHandleIsInvalid", 404),
    "RequestThrottled": ("RequestThrottled", 403),
    "ResourceNotFoundException": ("ResourceNotFoundException", 404),
    "TooManyEntriesInBatchRequest": ("AWS.SimpleQueueService.TooManyEntriesInBatchRequest", 400),
    "UnsupportedOperation": ("AWS.SimpleQueueService.UnsupportedOperation", 400),
    "AccessDeniedException": ("AccessDenied", 403),
    "InvalidParameterValueException": ("InvalidParameterValue", 400),
    "MissingRequiredParameterException": ("MissingParameter", 400),
}

#: The key of a message about a queue that names none.
_SOME_KEY = "1234abcd-12ab-34cd-56ef-1234567890ab"


def message_of(service: Sqs, shape: str, call: Call) -> str | None:
    """AWS's words for an error that a test planned, where a call alone tells enough for them."""
    if shape == "KmsAccessDenied":
        return _key_denied(service, call)
    if shape in ("KmsThrottled", "RequestThrottled"):
        return "Rate exceeded"
    return None


def _key_denied(service: Sqs, call: Call) -> str:
    action = "kms:Decrypt" if call.operation == "ReceiveMessage" else "kms:GenerateDataKey"
    return (
        f"User: {call.caller.arn} is not authorized to perform: {action} on resource: {_key_arn(service, call)} because "
        f"no identity-based policy allows the {action} action (Service: AWSKMS; Status Code: 400; "
        f"Error Code: AccessDeniedException; Request ID: {call.request_id}; Proxy: null)"
    )


def _key_arn(service: Sqs, call: Call) -> str:
    key = ""
    url = call.params.get("QueueUrl")
    if url:
        try:
            key = service._find(url).settings.get("KmsMasterKeyId") or ""
        except AwsError:  # a queue that does not exist has no key
            key = ""
    if key.startswith("arn:"):
        return key
    name = key if key.startswith("alias/") else f"key/{key or _SOME_KEY}"
    return f"arn:{partition_of(service.region)}:kms:{service.region}:{service.account}:{name}"
