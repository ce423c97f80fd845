"""AWS's refusals, with its codes and words: one function for each.

SQS once spoke the query protocol, so an error has two names: the shape's (``QueryErrorCode``, by which botocore picks
the exception class) and the old code (``Code``). Clients with a model from before November 2023 get the old code alone.
"""

from __future__ import annotations

from fakeaws.aws.errors import AwsError
from fakeaws.services.sqs import limits


def _prefixed(shape: str, message: str, status: int = 400) -> AwsError:
    return AwsError(f"AWS.SimpleQueueService.{shape}", message, status, query_code=shape)


def _plain(shape: str, message: str, status: int = 400) -> AwsError:
    return AwsError(shape, message, status, query_code=shape)


# -- queues --------------------------------------------------------------------------------------------------


def queue_does_not_exist() -> AwsError:
    return AwsError(
        "AWS.SimpleQueueService.NonExistentQueue",
        "The specified queue does not exist.",
        query_code="QueueDoesNotExist",
        query_message="The specified queue does not exist for this wsdl version.",
    )


def queue_exists(attribute: str) -> AwsError:
    message = f"A queue already exists with the same name and a different value for attribute {attribute}"
    return AwsError("QueueAlreadyExists", message, query_code="QueueNameExists")


def queue_deleted_recently() -> AwsError:
    return _prefixed(
        "QueueDeletedRecently",
        "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
    )


def invalid_address(address: str) -> AwsError:
    return _plain("InvalidAddress", f"The address {address} is not valid for this endpoint.", 404)


def purge_in_progress(queue: str) -> AwsError:
    return _prefixed(
        "PurgeQueueInProgress", f"Only one PurgeQueue operation on {queue} is allowed every 60 seconds.", 403
    )


def access_denied(arn: str, action: str, resource: str, why: str) -> AwsError:
    """``why`` completes the sentence: "because no resource-based policy allows …"."""
    message = f"User: {arn} is not authorized to perform: sqs:{action.lower()} on resource: {resource} {why}"
    return AwsError("AccessDenied", message, 403, query_code="AccessDeniedException")


# -- parameters ----------------------------------------------------------------------------------------------


def missing_parameter(name: str) -> AwsError:
    message = f"The request must contain the parameter {name}."
    return AwsError("MissingParameter", message, query_code="MissingRequiredParameterException")


def invalid_parameter(message: str) -> AwsError:
    return AwsError("InvalidParameterValue", message, query_code="InvalidParameterValueException")


def invalid_value(value: object, parameter: str, reason: str) -> AwsError:
    """`invalid_parameter` in AWS's usual sentence."""
    return invalid_parameter(f"Value {value} for parameter {parameter} is invalid. Reason: {reason}")


def request_throttled() -> AwsError:
    return AwsError("RequestThrottled", "Rate exceeded", 403, query_code="RequestThrottled", retried=True)


def over_limit(message: str) -> AwsError:
    return _plain("OverLimit", message, 403)


# -- queue attributes ----------------------------------------------------------------------------------------


def unknown_attribute(name: str) -> AwsError:
    return invalid_attribute_name(f"Unknown Attribute {name}.")


def invalid_attribute_name(message: str) -> AwsError:
    return _plain("InvalidAttributeName", message)


def invalid_attribute_value(name: str, reason: str = "") -> AwsError:
    tail = f" Reason: {reason}" if reason else ""
    return _plain("InvalidAttributeValue", f"Invalid value for the parameter {name}.{tail}")


def two_encryptions() -> AwsError:
    return invalid_attribute_name(
        "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE."
    )


# -- sending -------------------------------------------------------------------------------------------------

ALLOWED_CHARACTERS = "#x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF]"


def illegal_character(character: str) -> AwsError:
    return _plain(
        "InvalidMessageContents",
        f"Invalid binary character '#x{ord(character):X}' was found in the message body, "
        f"the set of allowed characters is {ALLOWED_CHARACTERS}.",
    )


def message_too_long(maximum: int, *, entry: bool) -> AwsError:
    what = "cannot be validated" if entry else "are invalid"
    return invalid_parameter(f"One or more parameters {what}. Reason: Message must be shorter than {maximum} bytes.")


def not_for_this_queue_type(value: object, parameter: str) -> AwsError:
    return invalid_value(value, parameter, "The request include parameter that is not valid for this queue type.")


def no_deduplication_id() -> AwsError:
    return invalid_parameter(
        "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
    )


# -- batches -------------------------------------------------------------------------------------------------


def empty_batch(entry: str) -> AwsError:
    return _prefixed("EmptyBatchRequest", f"There should be at least one {entry} in the request.")


def too_many_entries(count: int) -> AwsError:
    return _prefixed(
        "TooManyEntriesInBatchRequest",
        f"Maximum number of entries per request are {limits.BATCH_ENTRIES}. You have sent {count}.",
    )


def invalid_batch_id() -> AwsError:
    return _prefixed(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. "
        "It can be at most 80 letters long.",
    )


def batch_ids_not_distinct(id: str) -> AwsError:
    return _prefixed("BatchEntryIdsNotDistinct", f"Id {id} repeated.")


def batch_too_long(size: int, maximum: int) -> AwsError:
    return _prefixed(
        "BatchRequestTooLong",
        f"Batch requests cannot be longer than {maximum} bytes. You have sent {size} bytes.",
    )


# -- receipt handles -----------------------------------------------------------------------------------------


def handle_is_invalid(handle: str) -> AwsError:
    return _plain("ReceiptHandleIsInvalid", f'The input receipt handle "{handle}" is not a valid receipt handle.', 404)


def handle_has_expired(handle: str) -> AwsError:
    return invalid_value(handle, "ReceiptHandle", "The receipt handle has expired.")


def no_visibility_to_change(handle: str) -> AwsError:
    return invalid_value(
        handle,
        "ReceiptHandle",
        "Message does not exist or is not available for visibility timeout change.",
    )


def visibility_beyond_limit(seconds: int) -> AwsError:
    return invalid_value(
        seconds,
        "VisibilityTimeout",
        f"Total VisibilityTimeout for the message is beyond the limit [{limits.VISIBILITY_SECONDS} seconds]",
    )


def too_many_in_flight() -> AwsError:
    return over_limit("The maximum number of in flight messages is reached.")


# -- message move tasks --------------------------------------------------------------------------------------


def invalid_arn(parameter: str) -> AwsError:
    return invalid_parameter(
        f"You must use this format to specify the {parameter}: "
        "arn:<partition>:<service>:<region>:<account-id>:<resource-id>"
    )


def no_such_resource(parameter: str) -> AwsError:
    return _not_found(f"The resource that you specified for the {parameter} parameter doesn't exist.")


def no_such_task() -> AwsError:
    return _not_found("Task does not exist.")


def number_out_of_range(parameter: str, highest: int) -> AwsError:
    return invalid_parameter(
        f"Value for parameter {parameter} is invalid. Reason: You must enter a number that's between 1 and {highest}."
    )


def _not_found(message: str) -> AwsError:
    return _plain("ResourceNotFoundException", message, 404)


def unsupported_operation(message: str) -> AwsError:
    return _prefixed("UnsupportedOperation", message)
