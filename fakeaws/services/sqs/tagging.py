"""Tags of queues, with SQS's words for what is not allowed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from fakeaws.aws.tags import MAX_KEY_LENGTH, MAX_VALUE_LENGTH, RESERVED_PREFIX
from fakeaws.services.sqs import errors, limits

#: Beside Unicode's letters, numbers and spaces.
_PUNCTUATION = "_.:/=+-@"


def checked(queue: str, given: Mapping[str, str], existing: Mapping[str, str] | None = None) -> dict[str, str]:
    """The tags of a queue after these were added; raises AWS's error if one is not allowed."""
    for key, value in given.items():
        _check_key(key)
        if len(value) > MAX_VALUE_LENGTH:
            raise errors.invalid_parameter("Tag values must be between 0 and 256 characters in length.")
        if key.lower().startswith(RESERVED_PREFIX):
            raise errors.invalid_parameter("aws: prefixed tag key names are not allowed for external use.")
        for name, text in (("keys", key), ("values", value)):
            if not all(map(_is_allowed, text)):
                raise errors.invalid_parameter(
                    f"Tag {name} can only include letters, digits, spaces and the characters _ . : / = + - @"
                )
    tags = {**(existing or {}), **given}
    if len(tags) > limits.TAGS:
        raise errors.invalid_parameter(f"Too many tags added for queue {queue}.")
    return tags


def without(tags: Mapping[str, str], keys: Sequence[str]) -> dict[str, str]:
    """The tags of a queue after those with these keys were taken away."""
    if not keys:
        raise errors.missing_parameter("TagKeys")
    for key in keys:
        _check_key(key)
    return {key: value for key, value in tags.items() if key not in keys}


def _check_key(key: str) -> None:
    if not 1 <= len(key) <= MAX_KEY_LENGTH:
        raise errors.invalid_parameter("Tag keys must be between 1 and 128 characters in length.")


def _is_allowed(character: str) -> bool:
    return character in _PUNCTUATION or unicodedata.category(character)[0] in "LNZ"
