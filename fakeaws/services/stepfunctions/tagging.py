"""Tags of state machines and activities, with Step Functions' words for what is not allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fakeaws.aws.errors import AwsError
from fakeaws.aws.tags import MAX_KEY_LENGTH, MAX_VALUE_LENGTH, Tags, tags_from_list
from fakeaws.services.stepfunctions import errors


class TagWords:
    """Refusals of the tags of the resource with that ARN."""

    def __init__(self, arn: str) -> None:
        self._arn = arn

    def too_many(self, count: int) -> AwsError:
        return errors.too_many_tags(self._arn)

    def bad_key(self, key: str) -> AwsError:
        return errors.validation(f"A tag's key must be 1 to {MAX_KEY_LENGTH} characters long.")

    def bad_value(self, key: str, value: str) -> AwsError:
        return errors.validation(f"A tag's value must be at most {MAX_VALUE_LENGTH} characters long.")

    def reserved(self, key: str) -> AwsError:
        return errors.validation("aws: prefixed tag key names are not allowed for external use.")


def new_tags(given: Iterable[Mapping[str, str]] | None, arn: str) -> Tags:
    """The tags with which something is created."""
    return Tags.of(read_tags(given or ()), TagWords(arn))


def read_tags(given: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """A request's list as a mapping; raises for an item without a key, which the model allows and AWS does not."""
    items = list(given)
    for place, item in enumerate(items, 1):
        if item.get("key") is None:
            raise errors.validation(
                f"1 validation error detected: Value null at 'tags.{place}.member.key' failed to satisfy constraint: "
                "Member must not be null"
            )
    return tags_from_list(items, "key", "value")
