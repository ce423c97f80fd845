"""Tags and their limits, in a service's own words."""

from __future__ import annotations

import copy

import pytest

from fakeaws.aws.errors import AwsError
from fakeaws.aws.tags import Tags, tags_from_list


class QueueTagErrors:
    def too_many(self, count: int) -> Exception:
        return AwsError("InvalidParameterValue", f"Too many tags added for queue orders. ({count})")

    def bad_key(self, key: str) -> Exception:
        return AwsError("InvalidParameterValue", "Tag keys must be between 1 and 128 characters in length.")

    def bad_value(self, key: str, value: str) -> Exception:
        return AwsError("InvalidParameterValue", f"value of {key}: {len(value)}")

    def reserved(self, key: str) -> Exception:
        return AwsError("InvalidParameterValue", f"reserved {key}")


ERRORS = QueueTagErrors()


def tags(count: int = 0) -> Tags:
    return Tags.of({f"k{n}": str(n) for n in range(count)}, ERRORS)


def test_merging_overwrites_in_place_and_adds_at_the_end() -> None:
    found = Tags.of({"b": "1", "a": "2"}, ERRORS)
    found.merge({"c": "", "b": "3", "B": "4"}, ERRORS)
    assert list(found.items()) == [("b", "3"), ("a", "2"), ("c", ""), ("B", "4")]
    assert found.as_list() == [
        {"Key": "b", "Value": "3"},
        {"Key": "a", "Value": "2"},
        {"Key": "c", "Value": ""},
        {"Key": "B", "Value": "4"},
    ]
    assert found.as_list("key", "value")[1] == {"key": "a", "value": "2"}


def test_removing_passes_over_what_is_not_there() -> None:
    found = tags(3)
    found.remove(["k1", "missing", "k1"], ERRORS)
    assert dict(found) == {"k0": "0", "k2": "2"}


def test_fifty_are_allowed_and_overwriting_does_not_count() -> None:
    found = tags(50)
    found.merge({"k0": "new"}, ERRORS)
    assert (len(found), found["k0"]) == (50, "new")
    with pytest.raises(AwsError, match=r"Too many tags added for queue orders. \(51\)"):
        found.merge({"k1": "new", "one more": ""}, ERRORS)
    assert (len(found), found["k1"]) == (50, "1")


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("", "v", "between 1 and 128"),
        ("k" * 129, "v", "between 1 and 128"),
        ("k", "v" * 257, "value of k: 257"),
        ("aws:x", "v", "reserved aws:x"),
        ("AWS:x", "v", "reserved AWS:x"),
    ],
)
def test_what_breaks_a_limit_changes_nothing(key: str, value: str, text: str) -> None:
    found = tags(1)
    with pytest.raises(AwsError, match=text):
        found.merge({"good": "1", key: value}, ERRORS)
    assert dict(found) == {"k0": "0"}


def test_the_limits_themselves_are_allowed() -> None:
    found = Tags.of({"k" * 128: "v" * 256, "aws": "", "law s:": ""}, ERRORS)
    assert len(found) == 3


@pytest.mark.parametrize(("key", "text"), [("", "between 1 and 128"), ("aws:x", "reserved")])
def test_bad_keys_are_not_removed_either(key: str, text: str) -> None:
    found = tags(1)
    with pytest.raises(AwsError, match=text):
        found.remove(["k0", key], ERRORS)
    assert dict(found) == {"k0": "0"}


def test_a_list_of_tags_becomes_a_mapping() -> None:
    given = [{"Key": "a", "Value": "1"}, {"Key": "b"}, {"Key": "a", "Value": "2"}]
    assert tags_from_list(given) == {"a": "2", "b": ""}
    assert tags_from_list([{"key": "a", "value": "1"}], "key", "value") == {"a": "1"}


def test_a_copy_is_independent() -> None:
    found = tags(1)
    other = copy.deepcopy(found)
    other.merge({"new": ""}, ERRORS)
    assert dict(found) == {"k0": "0"}
