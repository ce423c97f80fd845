"""A published message, as it goes to every subscriber."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.aws.service import Caller
    from fakeaws.services.sns.topics import Topic

#: In boto3's shape: ``{"DataType": …, "StringValue" | "BinaryValue": …}`` by name.
Attributes = Mapping[str, Mapping[str, Any]]


class Notification:
    """One accepted Publish or entry of PublishBatch: the same for all subscribers, in all retries.

    ``topic`` is ``None`` for what was published to a phone number or an app's endpoint. ``messages`` holds the
    protocols' own texts of a ``MessageStructure`` of ``json``; ``caller`` is SNS on behalf of the topic.
    """

    __slots__ = (
        "attributes",
        "caller",
        "cause",
        "deduplication_id",
        "envelope",
        "group_id",
        "id",
        "message",
        "messages",
        "published_ms",
        "record",
        "replayed",
        "sequence_number",
        "signed_envelope",
        "subject",
        "topic",
        "trace_header",
    )

    def __init__(self, caller: Caller, topic: Topic | None, message: str) -> None:
        #: Drawn when it is accepted.
        self.id = ""
        self.caller = caller
        self.topic = topic
        self.message = message
        self.messages: Mapping[str, str] | None = None
        self.subject: str | None = None
        self.attributes: Attributes | None = None
        self.group_id: str | None = None
        self.deduplication_id: str | None = None
        self.sequence_number: str | None = None
        self.trace_header: str | None = None
        #: Milliseconds since 1970.
        self.published_ms = 0
        #: The timeline's number of the publish.
        self.record = 0
        #: The record that causes its deliveries: the publish, or the replay that brings it again.
        self.cause = 0
        self.replayed = False
        #: The message of the newest envelope, and what it had around the subscriber's URL.
        self.envelope: tuple[str, str, str] | None = None
        #: The same for web endpoints, which get a real signature.
        self.signed_envelope: tuple[str, str, str] | None = None

    @property
    def timestamp(self) -> str:
        """When it was published: ``2012-05-02T00:54:06.655Z``."""
        return timestamp(self.published_ms)

    def message_for(self, protocol: str) -> str:
        """The text for a protocol: its own, or the default."""
        return self.message if self.messages is None else self.messages.get(protocol, self.message)


def timestamp(epoch_ms: int) -> str:
    """An instant as SNS writes it: UTC with three decimals."""
    return f"{_second(epoch_ms // 1000)}.{epoch_ms % 1000:03d}Z"


@lru_cache(maxsize=64)
def _second(epoch_s: int) -> str:
    return f"{from_us(epoch_s * 1_000_000):%Y-%m-%dT%H:%M:%S}"
