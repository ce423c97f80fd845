"""Tags of resources, with CloudWatch's words for what is not allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fakeaws.aws.errors import AwsError
from fakeaws.aws.tags import MAX_TAGS, Tags, tags_from_list
from fakeaws.services.cloudwatch import errors


class _Words:
    """CloudWatch's refusals of tags."""

    def too_many(self, count: int) -> AwsError:
        return errors.invalid_value(f"A resource can have at most {MAX_TAGS} tags.")

    def bad_key(self, key: str) -> AwsError:
        return errors.invalid_value("A tag's key must be 1 to 128 characters long.")

    def bad_value(self, key: str, value: str) -> AwsError:
        return errors.invalid_value("A tag's value must be at most 256 characters long.")

    def reserved(self, key: str) -> AwsError:
        return errors.invalid_value("aws: prefixed tag key names are not allowed for external use.")


WORDS = _Words()


def tags_of(given: Sequence[Mapping[str, str]] | None) -> Tags:
    """The tags of a new resource; raises AWS's refusals."""
    return Tags.of(tags_from_list(given or ()), WORDS)
