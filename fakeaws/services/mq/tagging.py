"""Tags of brokers and configurations."""

from __future__ import annotations

from collections.abc import Mapping

from fakeaws.aws.errors import AwsError
from fakeaws.aws.tags import Tags
from fakeaws.services.mq import errors, limits


class TagWords:
    """MQ's refusals of tags."""

    def too_many(self, count: int) -> AwsError:
        return errors.bad_request(f"A resource can have {limits.TAGS} tags at most.", "tags")

    def bad_key(self, key: str) -> AwsError:
        return errors.bad_request(f"Tag key [{key}] must be 1 to 128 characters long.", "tags")

    def bad_value(self, key: str, value: str) -> AwsError:
        return errors.bad_request(f"The value of tag [{key}] must be 256 characters at most.", "tags")

    def reserved(self, key: str) -> AwsError:
        return errors.bad_request(f"Tag key [{key}] must not begin with [aws:].", "tags")


def new_tags(given: Mapping[str, str] | None) -> Tags:
    """Of a new resource; raises BadRequestException."""
    return Tags.of(given or {}, TagWords())
