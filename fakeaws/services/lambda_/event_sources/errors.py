"""Refusals of event source mappings, in AWS's words."""

from __future__ import annotations

from fakeaws.aws.errors import AwsError


def invalid(text: str) -> AwsError:
    """``InvalidParameterValueException``."""
    return AwsError("InvalidParameterValueException", text, 400, fields={"Type": "User"})


def unrecognized_source() -> AwsError:
    return invalid("Unrecognized event source.")


def no_function() -> AwsError:
    return invalid("Function does not exist")


def unsupported(parameter: str) -> AwsError:
    """A setting that is for other kinds of sources."""
    return invalid(f"Unsupported {parameter} parameter for given event source mapping type.")


def no_queue() -> AwsError:
    return invalid(
        "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. "
        "SQS Error Message: The specified queue does not exist."
    )


def queue_refuses() -> AwsError:
    return invalid("The function execution role does not have permissions to call ReceiveMessage on SQS")


def queue_fails(error: AwsError) -> AwsError:
    """SQS answered with another error than those two."""
    return invalid(
        f"Error occurred while ReceiveMessage. SQS Error Code: {error.code}. SQS Error Message: {error.message}"
    )


def visibility_too_short(visibility: int, timeout: int) -> AwsError:
    return invalid(f"Queue visibility timeout: {visibility} seconds is less than Function timeout: {timeout} seconds")


def window_needed() -> AwsError:
    return invalid("Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10")


def no_window_for_fifo() -> AwsError:
    return invalid("Batching window is not supported for FIFO queues")


def fifo_batch_too_large() -> AwsError:
    return invalid("Maximum batch size must be between 1 and 10 inclusive")


def bad_filter() -> AwsError:
    return invalid("Invalid filter pattern definition.")


def too_many_filters(most: int) -> AwsError:
    return invalid(f"The number of filters must be less than or equal to {most}.")


def pollers_out_of_range(name: str, low: int, high: int) -> AwsError:
    return invalid(f"{name} must be between {low} and {high} for SQS event sources.")


def pollers_upside_down() -> AwsError:
    return invalid("MinimumPollers must be less than or equal to MaximumPollers.")


def pollers_and_concurrency() -> AwsError:
    return invalid("ProvisionedPollerConfig and ScalingConfig cannot be used together.")


def bad_marker() -> AwsError:
    return invalid("Invalid Marker.")


def exists(queue_arn: str, function: str, uuid: str) -> AwsError:
    text = (
        f'An event source mapping with SQS arn (" {queue_arn} ") and function (" {function} ") already exists. '
        f"Please update or delete the existing mapping with UUID {uuid}"
    )
    return AwsError("ResourceConflictException", text, 409, fields={"Type": "User"})


def not_found() -> AwsError:
    text = "The resource you requested does not exist."
    return AwsError("ResourceNotFoundException", text, 404, fields={"Type": "User", "Message": text})


def no_such_arn(arn: str) -> AwsError:
    """Of the operations on tags."""
    text = f"Event source mapping not found: {arn}"
    return AwsError("ResourceNotFoundException", text, 404, fields={"Type": "User", "Message": text})


class TagErrors:
    """Tags that are refused."""

    def too_many(self, count: int) -> AwsError:
        return invalid("Number of tags exceeds resource tag limit.")

    def bad_key(self, key: str) -> AwsError:
        return invalid("An error occurred and the request cannot be processed.")

    def bad_value(self, key: str, value: str) -> AwsError:
        return self.bad_key(key)

    def reserved(self, key: str) -> AwsError:
        return invalid(f"Tag key {key} is invalid: aws: prefixed tag key names are not allowed for external use.")


TAG_ERRORS = TagErrors()


def in_use(verb: str) -> AwsError:
    """``verb``: update, delete."""
    text = f"Cannot {verb} the event source mapping because it is in use."
    return AwsError("ResourceInUseException", text, 400, fields={"Type": "User", "Message": text})
