"""From a Publish call, or an entry of PublishBatch, to a notification."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.services.sns import errors, limits, message_attributes
from fakeaws.services.sns.notifications import Notification

if TYPE_CHECKING:
    from fakeaws.aws.service import Caller
    from fakeaws.services.sns.topics import Topic

_ID = re.compile(r"[!-~]{1,128}")
#: Line breaks and control characters.
_NOT_IN_SUBJECTS = re.compile("[\x00-\x1f\x7f]")


def notification_of(params: Mapping[str, Any], caller: Caller, topic: Topic | None, path: str = "") -> Notification:
    """What is to be delivered, without its id; raises AWS's refusals, all but those about its size.

    ``path`` leads to the entry in a batch, for the text of one error.
    """
    message: str = params["Message"]
    if not message:
        raise errors.invalid_parameter("Empty message")
    notification = Notification(caller, topic, message)
    given = params.get("MessageAttributes")
    if given:
        notification.attributes = message_attributes.checked(given, path)
    subject = params.get("Subject")
    if subject is not None:
        if not 0 < len(subject) <= limits.SUBJECT or _NOT_IN_SUBJECTS.search(subject):
            raise errors.invalid_parameter("Subject")
        notification.subject = subject
    structure = params.get("MessageStructure")
    if structure is not None:
        _take_apart(notification, structure)
    group_id = params.get("MessageGroupId")
    deduplication_id = params.get("MessageDeduplicationId")
    if topic is not None:
        _check_ids(topic, group_id, deduplication_id)
    notification.group_id = group_id
    notification.deduplication_id = deduplication_id
    return notification


def size_of(params: Mapping[str, Any]) -> int:
    """A message's size in bytes: its text, and names, types and values of its attributes."""
    message = params["Message"]
    size = len(message) if message.isascii() else len(message.encode("utf-8", "surrogatepass"))
    given = params.get("MessageAttributes")
    return size + message_attributes.size_of(given) if given else size


def _take_apart(notification: Notification, structure: str) -> None:
    if structure != "json":
        raise errors.invalid_parameter("MessageStructure")
    try:
        texts = json.loads(notification.message)
    except ValueError:
        texts = None
    if not isinstance(texts, dict):
        raise errors.invalid_parameter("Message Structure - JSON message body failed to parse")
    if not isinstance(texts.get("default"), str):
        raise errors.invalid_parameter("Message Structure - No default entry in JSON message body")
    notification.messages = {name: text for name, text in texts.items() if isinstance(text, str)}
    notification.message = texts["default"]


def _check_ids(topic: Topic, group_id: str | None, deduplication_id: str | None) -> None:
    if topic.fifo is None:
        if deduplication_id is not None:
            raise errors.invalid_parameter(
                "MessageDeduplicationId",
                "The request includes MessageDeduplicationId parameter that is not valid for this topic type",
            )
    elif group_id is None:
        raise errors.invalid_parameter("The MessageGroupId parameter is required for FIFO topics")
    elif deduplication_id is None and not topic.fifo.content_based:
        raise errors.invalid_parameter(
            "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided "
            "explicitly"
        )
    for name, value in (("MessageGroupId", group_id), ("MessageDeduplicationId", deduplication_id)):
        if value is not None and _ID.fullmatch(value) is None:
            raise errors.invalid_parameter(
                name, f"{name} can only include alphanumeric and punctuation characters. 1 to 128 in length"
            )
