"""Tags of topics, with SNS's words for what is not allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fakeaws.aws.errors import AwsError
from fakeaws.aws.tags import MAX_KEY_LENGTH, MAX_VALUE_LENGTH, Tags
from fakeaws.services.sns import errors


class _Words:
    """SNS's refusals of tags."""

    def too_many(self, count: int) -> AwsError:
        return AwsError("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded", 400)

    def bad_key(self, key: str) -> AwsError:
        return errors.invalid_parameter("Tags", f"a key must be 1 to {MAX_KEY_LENGTH} characters long")

    def bad_value(self, key: str, value: str) -> AwsError:
        return errors.invalid_parameter("Tags", f"a value must be at most {MAX_VALUE_LENGTH} characters long")

    def reserved(self, key: str) -> AwsError:
        return errors.invalid_parameter("Tags", "aws: prefixed tag key names are not allowed for external use")


_WORDS = _Words()


def tags_of(given: Sequence[Mapping[str, str]]) -> Tags:
    """The tags of a new topic; raises AWS's refusals."""
    return Tags.of(_mapping(given), _WORDS)


def add(tags: Tags, given: Sequence[Mapping[str, str]]) -> None:
    """Add or overwrite; all or, with AWS's refusal, none."""
    tags.merge(_mapping(given), _WORDS)


def take_away(tags: Tags, keys: Sequence[str]) -> None:
    """Remove those that are there; raises AWS's refusal of a key that no tag can have."""
    tags.remove(keys, _WORDS)


def _mapping(given: Sequence[Mapping[str, str]]) -> dict[str, str]:
    found = {tag["Key"]: tag["Value"] for tag in given}
    if len(found) < len(given):
        raise errors.invalid_parameter("Duplicated keys are not allowed.")
    return found
