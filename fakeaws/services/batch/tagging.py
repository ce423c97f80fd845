"""Batch's words about tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.aws.tags import MAX_KEY_LENGTH, MAX_TAGS, MAX_VALUE_LENGTH, Tags
from fakeaws.services.batch import errors


class TagWords:
    """All refusals are ClientException."""

    def too_many(self, count: int) -> Exception:
        return errors.client(f"The number of tags must be at most {MAX_TAGS}.")

    def bad_key(self, key: str) -> Exception:
        return errors.client(f"Tag key {key} must have between 1 and {MAX_KEY_LENGTH} characters.")

    def bad_value(self, key: str, value: str) -> Exception:
        return errors.client(f"The value of tag {key} must have at most {MAX_VALUE_LENGTH} characters.")

    def reserved(self, key: str) -> Exception:
        return errors.client(f"Tag key {key} is reserved: it begins with aws:")


def tags_of(params: Mapping[str, Any]) -> Tags:
    """Of what is created."""
    return Tags.of(params.get("tags") or {}, TagWords())
