"""Tags of log groups, with CloudWatch Logs' words for what is not allowed."""

from __future__ import annotations

from fakeaws.aws.errors import AwsError
from fakeaws.aws.tags import MAX_KEY_LENGTH, MAX_TAGS, MAX_VALUE_LENGTH
from fakeaws.services.logs import errors


class TagWords:
    """Refusals of tags of one resource. ``older``: of CreateLogGroup and TagLogGroup, which have no error for too many."""

    def __init__(self, arn: str, *, older: bool) -> None:
        self._arn = arn
        self._older = older

    def too_many(self, count: int) -> AwsError:
        message = f"The resource cannot have more than {MAX_TAGS} tags."
        if self._older:
            return errors.invalid_parameter(message)
        return errors.too_many_tags(message, {"resourceName": self._arn})

    def bad_key(self, key: str) -> AwsError:
        return errors.invalid_parameter(f"A tag's key must be 1 to {MAX_KEY_LENGTH} characters long.")

    def bad_value(self, key: str, value: str) -> AwsError:
        return errors.invalid_parameter(f"A tag's value must be at most {MAX_VALUE_LENGTH} characters long.")

    def reserved(self, key: str) -> AwsError:
        return errors.invalid_parameter("aws: prefixed tag key names are not allowed for external use.")
