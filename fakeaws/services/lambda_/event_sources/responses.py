"""What a function with ``ReportBatchItemFailures`` answers, and which of its messages that leaves in the queue.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, NamedTuple

KEY = "batchItemFailures"
IDENTIFIER = "itemIdentifier"


class Reading(NamedTuple):
    """``failed``: the messages that failed, ``None`` for all of them; then ``why`` tells, and ``identifier`` is the one
    that was wrong, if one was."""

    failed: frozenset[str] | None
    why: str = ""
    identifier: Any = None


NOTHING_FAILED = Reading(frozenset())


def read(answer: bytes, message_ids: Collection[str]) -> Reading:
    """What the answer says of the batch of these messages."""
    try:
        value = json.loads(answer) if answer else None
    except ValueError:
        return Reading(None, "the answer is no JSON")
    if value is None:
        return NOTHING_FAILED
    if not isinstance(value, dict):
        return Reading(None, f"the answer is no object but {_kind(value)}")
    failures = value.get(KEY)
    if failures is None:
        return NOTHING_FAILED
    if not isinstance(failures, list):
        return Reading(None, f"{KEY} is no list but {_kind(failures)}")
    failed = set()
    for failure in failures:
        if not isinstance(failure, dict) or IDENTIFIER not in failure:
            return Reading(None, f"a failure has no {IDENTIFIER}", failure)
        identifier = failure[IDENTIFIER]
        if identifier is None or identifier == "":
            return Reading(None, f"an {IDENTIFIER} is empty", identifier)
        if not isinstance(identifier, str) or identifier not in message_ids:
            return Reading(None, f"an {IDENTIFIER} is no message of the batch", identifier)
        failed.add(identifier)
    return Reading(frozenset(failed))


def reports(answer: bytes) -> list[Any]:
    """The failures that an answer names, whether anybody asked for them or not."""
    if KEY.encode() not in answer:
        return []
    try:
        value = json.loads(answer)
    except ValueError:
        return []
    failures = value.get(KEY) if isinstance(value, dict) else None
    return failures if isinstance(failures, list) else []


def _kind(value: Any) -> str:
    names = {str: "a string", list: "a list", dict: "an object", bool: "a boolean", int: "a number", float: "a number"}
    return names[type(value)]
