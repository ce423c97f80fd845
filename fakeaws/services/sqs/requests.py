"""From an API call's parameters to what a queue understands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from fakeaws.aws.digests import body_md5
from fakeaws.aws.errors import AwsError
from fakeaws.services.sqs import errors, limits
from fakeaws.services.sqs.fifo import FifoQueue
from fakeaws.services.sqs.message_attributes import ILLEGAL, checked_attributes, checked_trace_header, size_of
from fakeaws.services.sqs.messages import FifoMessage, Message, TenantMessage
from fakeaws.services.sqs.queues import Queue

#: Group, deduplication and attempt ids: ASCII letters, digits and punctuation.
_is_id = re.compile(r"[!-~]{1,128}").fullmatch
_ID_REASON = "{} can only include alphanumeric and punctuation characters. 1 to 128 in length."


class ReceiveRequest:
    """One ReceiveMessage call."""

    __slots__ = (
        "attempt_id",
        "attribute_names",
        "count",
        "queues_visibility",
        "system_names",
        "visibility_us",
        "wait_us",
    )

    def __init__(self, params: Mapping[str, Any], queue: Queue) -> None:
        count = params.get("MaxNumberOfMessages", 1)
        if not 1 <= count <= limits.RECEIVE_MESSAGES:
            raise errors.invalid_value(count, "MaxNumberOfMessages", "Must be between 1 and 10, if provided.")
        self.count: int = count
        wait = params.get("WaitTimeSeconds")
        if wait is None:
            self.wait_us = queue.wait_us
        elif 0 <= wait <= limits.WAIT_SECONDS:
            self.wait_us = wait * limits.SECOND
        else:
            raise errors.invalid_value(wait, "WaitTimeSeconds", "Must be >= 0 and <= 20, if provided.")
        visibility = params.get("VisibilityTimeout")
        self.queues_visibility = visibility is None
        if visibility is None:
            self.visibility_us = queue.visibility_us
        elif 0 <= visibility <= limits.VISIBILITY_SECONDS:
            self.visibility_us = visibility * limits.SECOND
        else:
            raise errors.invalid_value(visibility, "VisibilityTimeout", "Must be >= 0 and <= 43200, if provided.")
        self.attribute_names: tuple[str, ...] = tuple(params.get("MessageAttributeNames") or ())
        self.system_names: tuple[str, ...] = (
            *(params.get("MessageSystemAttributeNames") or ()),
            *(params.get("AttributeNames") or ()),
        )
        attempt: str | None = params.get("ReceiveRequestAttemptId")
        if attempt is not None:
            if not queue.fifo:
                raise errors.not_for_this_queue_type(attempt, "ReceiveRequestAttemptId")
            if _is_id(attempt) is None:
                raise _bad_id(attempt, "ReceiveRequestAttemptId")
        self.attempt_id = attempt


def message_of(
    params: Mapping[str, Any], queue: Queue, trace_header: str | None, *, entry: bool = False
) -> tuple[Message, int]:
    """The message that a SendMessage call or an entry of SendMessageBatch is about, and its delay in microseconds.

    ``trace_header`` is the HTTP request's; the message's own wins.
    """
    body: str | None = params.get("MessageBody")
    if not body:
        raise errors.missing_parameter("MessageBody")
    if not body.isprintable():
        illegal = ILLEGAL.search(body)
        if illegal is not None:
            raise errors.illegal_character(illegal[0])
    size = len(body) if body.isascii() else len(body.encode())
    given = params.get("MessageAttributes")
    attributes = checked_attributes(given) if given else None
    if attributes:
        size += size_of(attributes)
    if size > queue.maximum_bytes:
        raise errors.message_too_long(queue.maximum_bytes, entry=entry)
    system = params.get("MessageSystemAttributes")
    if system:
        trace_header = checked_trace_header(system) or trace_header
    delay: int | None = params.get("DelaySeconds")
    delay_us = queue.delay_us if delay is None else _delay(delay, queue)
    group_id: str | None = params.get("MessageGroupId")
    if group_id is not None and _is_id(group_id) is None:
        raise _bad_id(group_id, "MessageGroupId")
    md5 = body_md5(body)
    if queue.fifo:
        assert isinstance(queue, FifoQueue)
        message = FifoMessage(body, md5, attributes, trace_header, group_id)
        message.size = size
        message.deduplication_id = _deduplication_id(params, queue, entry)
        return message, delay_us
    if "MessageDeduplicationId" in params:
        raise errors.invalid_parameter(
            "The request include parameter that is not valid for this queue type"
            if entry
            else "The request include parameter MessageDeduplicationId which is not valid for this queue type"
        )
    kind = Message if group_id is None else TenantMessage
    made = kind(body, md5, attributes, trace_header, group_id)
    made.size = size
    return made, delay_us


def batch_size(entries: list[Mapping[str, Any]]) -> int:
    """The size of all messages of a batch together, allowed or not."""
    size = 0
    for entry in entries:
        body: str = entry.get("MessageBody") or ""
        size += len(body) if body.isascii() else len(body.encode("utf-8", "surrogatepass"))
        attributes = entry.get("MessageAttributes")
        if attributes:
            size += size_of(attributes)
    return size


def check_fifo_batch(entries: list[Mapping[str, Any]], queue: FifoQueue) -> None:
    """What fails a whole batch to a FIFO queue, not just its entry."""
    for entry in entries:
        if "MessageGroupId" not in entry:
            raise errors.invalid_parameter("The request must contain the parameter MessageGroupId.")
        if "MessageDeduplicationId" not in entry and not queue.content_based:
            raise errors.no_deduplication_id()


def visibility_of(params: Mapping[str, Any], *, entry: bool = False) -> int:
    """The new visibility timeout of a ChangeMessageVisibility call or an entry of its batch, in seconds."""
    seconds: int | None = params.get("VisibilityTimeout")
    if seconds is None:
        raise errors.missing_parameter("VisibilityTimeout")
    if not 0 <= seconds <= limits.VISIBILITY_SECONDS:
        reason = (
            "VisibilityTimeout must be an integer between 0 and 43200." if entry else "Must be between 0 and 43200."
        )
        raise errors.invalid_value(seconds, "VisibilityTimeout", reason)
    return seconds


def handle_of(params: Mapping[str, Any]) -> str:
    """The receipt handle of a call."""
    handle: str | None = params.get("ReceiptHandle")
    if not handle:
        raise errors.missing_parameter("ReceiptHandle")
    return handle


def _delay(seconds: int, queue: Queue) -> int:
    if not 0 <= seconds <= limits.DELAY_SECONDS:
        raise errors.invalid_value(seconds, "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.")
    if not queue.fifo:
        return seconds * limits.SECOND
    if seconds:
        raise errors.not_for_this_queue_type(seconds, "DelaySeconds")
    return queue.delay_us


def _deduplication_id(params: Mapping[str, Any], queue: FifoQueue, entry: bool) -> str:
    if "MessageGroupId" not in params:
        raise errors.missing_parameter("MessageGroupId")
    given: str | None = params.get("MessageDeduplicationId")
    if given is not None:
        if _is_id(given) is None:
            raise _bad_id(given, "MessageDeduplicationId")
        return given
    if not queue.content_based:
        raise errors.no_deduplication_id()
    return sha256(params["MessageBody"].encode()).hexdigest()


def _bad_id(value: str, parameter: str) -> AwsError:
    return errors.invalid_value(value, parameter, _ID_REASON.format(parameter))
