"""Tags of rules and buses, with EventBridge's words for what is not allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fakeaws.aws.errors import AwsError
from fakeaws.aws.tags import MAX_KEY_LENGTH, MAX_TAGS, MAX_VALUE_LENGTH, Tags, tags_from_list
from fakeaws.services.events import errors


class _Words:
    """EventBridge's refusals of tags."""

    def too_many(self, count: int) -> AwsError:
        return errors.limit_exceeded(f"The number of tags exceeds the limit of {MAX_TAGS}.")

    def bad_key(self, key: str) -> AwsError:
        return errors.validation(f"A tag's key must be 1 to {MAX_KEY_LENGTH} characters long.")

    def bad_value(self, key: str, value: str) -> AwsError:
        return errors.validation(f"A tag's value must be at most {MAX_VALUE_LENGTH} characters long.")

    def reserved(self, key: str) -> AwsError:
        return errors.validation("System tags cannot be added/updated by requester")


WORDS = _Words()


def tags_of(given: Sequence[Mapping[str, str]] | None) -> Tags:
    """The tags of a new resource; raises AWS's refusals."""
    return Tags.of(tags_from_list(given or ()), WORDS)
