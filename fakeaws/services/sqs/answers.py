"""From messages and queues to API answers; empty lists and maps are left out, as AWS does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fakeaws.aws.digests import attributes_md5
from fakeaws.aws.service import Result
from fakeaws.services.sqs import receipts
from fakeaws.services.sqs.attributes import ATTRIBUTES, COMPUTED
from fakeaws.services.sqs.errors import unknown_attribute
from fakeaws.services.sqs.message_attributes import chosen
from fakeaws.services.sqs.messages import FifoMessage, Message

if TYPE_CHECKING:
    from fakeaws.services.sqs.queues import Queue
    from fakeaws.services.sqs.requests import ReceiveRequest


def sent(message: Message, params: Mapping[str, Any], entry_id: str | None = None) -> Result:
    """The answer for a message that was sent with these parameters, alone or as the entry of a batch."""
    answer: Result
    if entry_id is None:
        answer = {"MD5OfMessageBody": message.md5, "MessageId": message.id}
    else:
        answer = {"Id": entry_id, "MD5OfMessageBody": message.md5, "MessageId": message.id}
    if message.attributes:
        answer["MD5OfMessageAttributes"] = attributes_md5(message.attributes)
    if message.trace_header is not None and params.get("MessageSystemAttributes"):  # else it is the HTTP request's
        header = {"AWSTraceHeader": {"DataType": "String", "StringValue": message.trace_header}}
        answer["MD5OfMessageSystemAttributes"] = attributes_md5(header)
    if isinstance(message, FifoMessage):
        answer["SequenceNumber"] = message.sequence_number
    return answer


def received(queue: Queue, messages: Sequence[Message], request: ReceiveRequest) -> Result:
    """The answer with messages as they were just handed out."""
    encode, mark = receipts.encode, queue.mark
    more = request.system_names or request.attribute_names
    answers: list[dict[str, Any]] = []
    for message in messages:
        answer = {
            "MessageId": message.id,
            "ReceiptHandle": encode(mark, message.id, message.receives),
            "MD5OfBody": message.md5,
            "Body": message.body,
        }
        if more:
            _add_wanted(answer, message, request)
        answers.append(answer)
    return {"Messages": answers}


def _add_wanted(answer: dict[str, Any], message: Message, request: ReceiveRequest) -> None:
    """Add the attributes that a receive asks for."""
    if request.system_names:
        names: Iterable[str] = _SYSTEM if "All" in request.system_names else request.system_names
        system = {}
        for name in names:
            value = _SYSTEM[name](message) if name in _SYSTEM else None
            if value is not None:
                system[name] = value
        if system:
            answer["Attributes"] = system
    if request.attribute_names and message.attributes:
        attributes = chosen(message.attributes, request.attribute_names)
        if attributes:
            answer["MD5OfMessageAttributes"] = attributes_md5(attributes)
            answer["MessageAttributes"] = attributes


def _fifo(name: str) -> Callable[[Message], str | None]:
    return lambda message: getattr(message, name, None)


_SYSTEM: dict[str, Callable[[Message], str | None]] = {
    "SenderId": lambda message: message.sender,
    "SentTimestamp": lambda message: str(message.sent_ms),
    "ApproximateReceiveCount": lambda message: str(message.receives),
    "ApproximateFirstReceiveTimestamp": lambda message: str(message.first_received_ms),
    "SequenceNumber": _fifo("sequence_number"),
    "MessageDeduplicationId": _fifo("deduplication_id"),
    "MessageGroupId": lambda message: message.group_id,
    "AWSTraceHeader": lambda message: message.trace_header,
    "DeadLetterQueueSourceArn": lambda message: message.source_arn,
}


def queue_attributes(queue: Queue, names: Sequence[str]) -> dict[str, str]:
    """The attributes of these names (``All``: every one) that the queue has."""
    for name in names:
        if name != "All" and name not in ATTRIBUTES and name not in _COMPUTED:
            raise unknown_attribute(name)
    wanted = (*COMPUTED, *ATTRIBUTES) if "All" in names else names
    found: dict[str, str] = {}
    for name in wanted:
        value = _COMPUTED[name](queue) if name in _COMPUTED else queue.settings.shown(name)
        if value is not None:
            found[name] = value
    return found


_COMPUTED: dict[str, Callable[[Queue], str]] = {
    "QueueArn": lambda queue: queue.arn,
    "ApproximateNumberOfMessages": lambda queue: str(queue.visible),
    "ApproximateNumberOfMessagesNotVisible": lambda queue: str(queue.in_flight),
    "ApproximateNumberOfMessagesDelayed": lambda queue: str(queue.delayed),
    "CreatedTimestamp": lambda queue: str(queue.created_s),
    "LastModifiedTimestamp": lambda queue: str(queue.modified_s),
}
