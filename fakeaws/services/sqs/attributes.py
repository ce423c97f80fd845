"""The attributes of a queue: one row for each, with its range, its default and who has it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fakeaws.services.sqs import errors, limits

_WHOLE_NUMBER = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True)
class Attribute:
    """What a queue attribute may be. Values are strings, as on the wire.

    Exactly one of ``whole`` (lowest and highest number), ``choices``, ``is_json`` and ``is_text`` says which.
    ``default`` is ``None`` for one that is absent until set.
    """

    name: str
    whole: tuple[int, int] | None = None
    choices: tuple[str, ...] = ()
    is_json: bool = False
    is_text: bool = False
    default: str | None = None
    fifo_only: bool = False
    #: Whether an empty value takes the attribute away.
    removable: bool = False

    def normal(self, value: str) -> str:
        """The value as the queue keeps it; raises AWS's error for one that is not allowed."""
        if self.whole is not None:
            if _WHOLE_NUMBER.fullmatch(value) is None or not self.whole[0] <= int(value) <= self.whole[1]:
                raise errors.invalid_attribute_value(self.name)
            return str(int(value))
        if self.choices:
            value = value.lower() if self.choices == _BOOLEAN else value
            if value not in self.choices:
                raise errors.invalid_attribute_value(self.name)
        return value

    def same(self, value: str, other: str) -> bool:
        """Whether two normal values mean the same."""
        if value == other or not self.is_json or not value or not other:
            return value == other
        try:
            return bool(_comparable(json.loads(value)) == _comparable(json.loads(other)))
        except ValueError:
            return False


def _comparable(document: Any) -> Any:
    if isinstance(document, dict) and "maxReceiveCount" in document:
        return {**document, "maxReceiveCount": str(document["maxReceiveCount"])}
    return document


_BOOLEAN = ("true", "false")

ATTRIBUTES: dict[str, Attribute] = {
    row.name: row
    for row in (
        Attribute("DelaySeconds", whole=(0, limits.DELAY_SECONDS), default="0"),
        Attribute("MaximumMessageSize", whole=(1_024, limits.MESSAGE_BYTES), default=str(limits.MESSAGE_BYTES)),
        Attribute("MessageRetentionPeriod", whole=limits.RETENTION_SECONDS, default="345600"),
        Attribute("ReceiveMessageWaitTimeSeconds", whole=(0, limits.WAIT_SECONDS), default="0"),
        Attribute("VisibilityTimeout", whole=(0, limits.VISIBILITY_SECONDS), default="30"),
        Attribute("Policy", is_json=True, removable=True),
        Attribute("RedrivePolicy", is_json=True, removable=True),
        Attribute("RedriveAllowPolicy", is_json=True, removable=True),
        Attribute("KmsMasterKeyId", is_text=True, removable=True),
        Attribute("KmsDataKeyReusePeriodSeconds", whole=(60, 86_400), default="300"),
        Attribute("SqsManagedSseEnabled", choices=_BOOLEAN, default="true"),
        Attribute("FifoQueue", choices=_BOOLEAN, fifo_only=True, default="true"),
        Attribute("ContentBasedDeduplication", choices=_BOOLEAN, fifo_only=True, default="false"),
        Attribute("DeduplicationScope", choices=("queue", "messageGroup"), fifo_only=True, default="queue"),
        Attribute(
            "FifoThroughputLimit",
            choices=("perQueue", "perMessageGroupId"),
            fifo_only=True,
            default="perQueue",
        ),
    )
}

#: Attributes that a queue computes: they can be read only.
COMPUTED = (
    "QueueArn",
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
    "CreatedTimestamp",
    "LastModifiedTimestamp",
)


class Settings:
    """The attributes of one queue as they were set, and the defaults behind them.

    ``ceiling`` is the world's largest message in bytes: highest value and default of ``MaximumMessageSize``.
    """

    __slots__ = ("_given", "ceiling", "fifo")

    def __init__(self, fifo: bool, ceiling: int) -> None:
        self.fifo = fifo
        self.ceiling = ceiling
        self._given: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """The value in force; ``None`` for one that is unset or that this queue type does not have."""
        row = ATTRIBUTES[name]
        if row.fifo_only and not self.fifo:
            return None
        value = self._given.get(name)
        if value is not None:
            return value
        if name == "MaximumMessageSize":
            return str(self.ceiling)
        return row.default

    def shown(self, name: str) -> str | None:
        """What GetQueueAttributes shows for it."""
        if name == "KmsDataKeyReusePeriodSeconds" and "KmsMasterKeyId" not in self._given:
            return None
        return self.get(name)

    def number(self, name: str) -> int:
        """The value of a numeric attribute."""
        return int(self.get(name) or 0)

    def change(self, values: Mapping[str, str]) -> None:
        """Take over values that `checked` returned."""
        for name, value in values.items():
            if value == "" and ATTRIBUTES[name].removable:
                self._given.pop(name, None)
            else:
                self._given[name] = value
        if values.get("KmsMasterKeyId"):
            self._given["SqsManagedSseEnabled"] = "false"

    def checked(self, values: Mapping[str, str]) -> dict[str, str]:
        """The given values in normal form; raises AWS's error for the first one that is not allowed.

        What needs other queues (the two redrive policies) or the policy language is checked elsewhere.
        """
        normal = {name: self._checked(name, value) for name, value in values.items()}
        encrypting = normal.get("KmsMasterKeyId", self._given.get("KmsMasterKeyId"))
        if normal.get("SqsManagedSseEnabled") == "true" and encrypting:
            raise errors.two_encryptions()
        limit = normal.get("FifoThroughputLimit", self._given.get("FifoThroughputLimit"))
        scope = normal.get("DeduplicationScope", self.get("DeduplicationScope"))
        if limit == "perMessageGroupId" and scope != "messageGroup":
            raise errors.invalid_attribute_value(
                "FifoThroughputLimit",
                "The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup.",
            )
        return normal

    def first_difference(self, values: Mapping[str, str]) -> str | None:
        """The first of the given normal values that differs from the value in force."""
        for name, value in values.items():
            if not ATTRIBUTES[name].same(value, self.get(name) or ""):
                return name
        return None

    def _checked(self, name: str, value: str) -> str:
        row = ATTRIBUTES.get(name)
        if row is None:
            raise errors.unknown_attribute(name)
        if row.fifo_only and not self.fifo:
            if name in ("DeduplicationScope", "FifoThroughputLimit"):
                raise errors.invalid_attribute_name(f"You can specify the {name} only when FifoQueue is set to true.")
            raise errors.unknown_attribute(name)
        normal = row.normal(value)
        if name == "FifoQueue" and normal == "false":
            raise errors.invalid_attribute_value("FifoQueue", "Modifying queue type is not supported.")
        if name == "MaximumMessageSize" and int(normal) > self.ceiling:
            raise errors.invalid_attribute_value(name)
        return normal
