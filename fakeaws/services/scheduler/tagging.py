"""Tags of groups, with Scheduler's words for what is not allowed."""

from __future__ import annotations

from fakeaws.aws.errors import AwsError
from fakeaws.aws.tags import MAX_KEY_LENGTH, MAX_TAGS, MAX_VALUE_LENGTH
from fakeaws.services.scheduler import errors


class TagWords:
    """Refusals of a group's tags."""

    def too_many(self, count: int) -> AwsError:
        return errors.validation(f"A schedule group can have at most {MAX_TAGS} tags.")

    def bad_key(self, key: str) -> AwsError:
        return errors.validation(f"A tag's key must be 1 to {MAX_KEY_LENGTH} characters long.")

    def bad_value(self, key: str, value: str) -> AwsError:
        return errors.validation(f"A tag's value must be at most {MAX_VALUE_LENGTH} characters long.")

    def reserved(self, key: str) -> AwsError:
        return errors.validation("aws: prefixed tag key names are not allowed for external use.")
