"""Tags of a resource: a small ordered mapping with AWS's limits, and each service's own errors for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

MAX_TAGS = 50
MAX_KEY_LENGTH = 128
MAX_VALUE_LENGTH = 256
RESERVED_PREFIX = "aws:"


class TagErrors(Protocol):
    """A service's words. Each method returns the error to raise; a service knows which resource it is about."""

    def too_many(self, count: int) -> Exception:
        """The resource would have ``count`` tags, more than 50."""

    def bad_key(self, key: str) -> Exception:
        """A key is not 1 to 128 characters long."""

    def bad_value(self, key: str, value: str) -> Exception:
        """A value is longer than 256 characters."""

    def reserved(self, key: str) -> Exception:
        """A key begins with ``aws:``, in whatever case; such tags are AWS's own."""


class Tags(Mapping[str, str]):
    """Tags by key, case-sensitive, in the order in which they were first given."""

    __slots__ = ("_tags",)

    def __init__(self) -> None:
        self._tags: dict[str, str] = {}

    @classmethod
    def of(cls, tags: Mapping[str, str], errors: TagErrors) -> Tags:
        """The tags of a new resource."""
        new = cls()
        new.merge(tags, errors)
        return new

    def __getitem__(self, key: str) -> str:
        return self._tags[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tags)

    def __len__(self) -> int:
        return len(self._tags)

    def __repr__(self) -> str:
        return f"Tags({self._tags!r})"

    def merge(self, tags: Mapping[str, str], errors: TagErrors) -> None:
        """Add or overwrite; all or, if one is refused, none. Keys and values are looked at in the order given."""
        for key, value in tags.items():
            _check_key(key, errors)
            if len(value) > MAX_VALUE_LENGTH:
                raise errors.bad_value(key, value)
        merged = {**self._tags, **tags}
        if len(merged) > MAX_TAGS:
            raise errors.too_many(len(merged))
        self._tags = merged

    def remove(self, keys: Iterable[str], errors: TagErrors) -> None:
        """Take away; keys that are not there are passed over, bad ones refused before anything changes."""
        wanted = list(keys)
        for key in wanted:
            _check_key(key, errors)
        for key in wanted:
            self._tags.pop(key, None)

    def as_list(self, key_name: str = "Key", value_name: str = "Value") -> list[dict[str, str]]:
        """In the shape of services that list tags: ``[{"Key": …, "Value": …}]``."""
        return [{key_name: key, value_name: value} for key, value in self._tags.items()]


def tags_from_list(
    tags: Iterable[Mapping[str, str]], key_name: str = "Key", value_name: str = "Value"
) -> dict[str, str]:
    """The mapping for a list of tags; of two with the same key the last counts, a missing value is ""."""
    return {tag[key_name]: tag.get(value_name, "") for tag in tags}


def _check_key(key: str, errors: TagErrors) -> None:
    if not 1 <= len(key) <= MAX_KEY_LENGTH:
        raise errors.bad_key(key)
    if key[: len(RESERVED_PREFIX)].lower() == RESERVED_PREFIX:
        raise errors.reserved(key)
