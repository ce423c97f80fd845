"""Receipt handles: opaque to callers; to us they say which queue, which message and which of its receives."""

from __future__ import annotations

import hashlib
from typing import TypeAlias

from fakeaws.aws.errors import About, AwsError

#: The timeline's word for the receive, counted from 1, that gave out a handle; told where that was not good any more.
HANDLE_OF = "handle of receive"

_PREFIX = "AQEB"  # real handles begin with it, too
_TAG_DIGITS = 16
_ID_BEGIN = len(_PREFIX) + _TAG_DIGITS
_ID_END = _ID_BEGIN + 36
_HANDLE_LENGTH = _ID_END + 8


#: What a handle stands for: ``(message_id, receives)``, the latter the number of the receive that hands it out.
Receipt: TypeAlias = tuple[str, int]


def mark_of(arn: str, created_us: int) -> str:
    """What all handles of a queue begin with; a queue created anew has another."""
    return _PREFIX + hashlib.sha256(f"{arn}/{created_us}".encode()).hexdigest()[:_TAG_DIGITS]


def encode(mark: str, message_id: str, receives: int) -> str:
    """The handle that a message's receive number ``receives`` hands out, in Base64's alphabet as a real one."""
    return f"{mark}{message_id}{receives:08x}".replace("-", "+")


def decode(mark: str, handle: str) -> Receipt | None:
    """The receipt, or ``None`` for a handle that the queue with this mark never gave out."""
    if len(handle) != _HANDLE_LENGTH or not handle.startswith(mark):
        return None
    try:
        return handle[_ID_BEGIN:_ID_END].replace("+", "-"), int(handle[_ID_END:], 16)
    except ValueError:
        return None


def told(error: AwsError, resource: str, mark: str, handle: str) -> AwsError:
    """The refusal of a handle that the queue ``resource`` gave out, with what the timeline tells of it."""
    receipt = decode(mark, handle)
    assert receipt is not None
    message_id, receives = receipt
    error.about = About(resource, message_id, {HANDLE_OF: receives})
    return error
