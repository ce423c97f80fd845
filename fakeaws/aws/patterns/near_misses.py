"""What a pattern nearly matched: the mistakes of spelling and type that people make, told from values that just differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from fakeaws.aws.patterns.conditions import AnythingBut, Condition, Exactly, Exists, Prefix, Suffix, Value, Wildcards
from fakeaws.aws.patterns.fields import Entry, Fields, Unreadable, parse_event
from fakeaws.aws.patterns.matching import FieldTest, Pattern

Difference: TypeAlias = Literal["letter case", "surrounding whitespace", "type", "spelling of the key"]
#: Values that are longer than this are no spellings of anything.
_LONGEST = 1000


class NearMiss(NamedTuple):
    """A key that failed, and all that its value, or the key itself, differs by; ``detail``: how."""

    key: str
    difference: Difference
    detail: str = ""

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.difference} at {self.key}{detail}"


def near_misses(pattern: Pattern, fields: Fields, all_fields: Callable[[], Fields]) -> tuple[NearMiss, ...]:
    """What has to be repaired in an event that a pattern does not match, if small things are all; else nothing.

    What the pattern excludes (``anything-but``, ``exists``) is nothing to come near to. ``all_fields``: the event's
    values at all its paths, asked for when the pattern's key is not there.
    """
    spelled: dict[str, str] | None = None
    everything: Fields | None = None
    for branch in pattern.branches:
        found: list[NearMiss] = []
        for test in branch:
            if test.satisfied(fields):
                continue
            entries = fields.at(test.path)
            if entries:
                missed = _at_a_value(test, entries)
            else:
                if everything is None or spelled is None:
                    everything = all_fields()
                    spelled = {_plain(path): path for path in everything.by_path if path not in pattern.paths.names}
                missed = _at_a_key(test, everything, spelled.get(_plain(test.path)))
            if missed is None:
                break
            found.append(missed)
        else:
            if found:
                return tuple(found)
    return ()


def _plain(path: str) -> str:
    """The same for spellings such as ``customerType``, ``customer_type`` and ``Customer-Type``."""
    return path.lower().replace("_", "").replace("-", "")


def _at_a_key(test: FieldTest, fields: Fields, path: str | None) -> NearMiss | None:
    if path is None or not any(test.takes(entry) for entry in fields.at(path)):
        return None
    return NearMiss(test.path, "spelling of the key", f"the message has {path}")


def _at_a_value(test: FieldTest, entries: Sequence[Entry]) -> NearMiss | None:
    for entry in entries:
        value = entry.value
        if isinstance(value, Unreadable):
            if len(value.text) <= _LONGEST and _wants(test, value.text):
                return NearMiss(test.path, "type", "a String.Array that is no JSON list")
        elif isinstance(value, str):
            missed = _at_a_text(test, value) if len(value) <= _LONGEST else None
            if missed is not None:
                return missed
        elif value is not None and (_wants(test, _written(value)) or _is_written(test, value)):
            return NearMiss(test.path, "type", f"a {_kind(value)} instead of a string")
    return None


def _at_a_text(test: FieldTest, text: str) -> NearMiss | None:
    bare = text.strip()
    if (bare != text and _wants(test, bare)) or bare in _texts(test, str.strip):
        return NearMiss(test.path, "surrounding whitespace")
    if _ignoring_case(test, text):
        return NearMiss(test.path, "letter case")
    if (bare != text and _ignoring_case(test, bare)) or bare.lower() in _texts(test, lambda each: each.strip().lower()):
        return NearMiss(test.path, "letter case", "and surrounding whitespace")
    try:
        meant = parse_event(text)
    except ValueError:
        return None
    if isinstance(meant, list):
        if any(_wants(test, each) for each in meant if not isinstance(each, (dict, list))):
            return NearMiss(test.path, "type", "a string instead of a list")
    elif meant is not None and not isinstance(meant, (dict, str)) and _wants(test, meant):
        return NearMiss(test.path, "type", f"a string instead of a {_kind(meant)}")
    return None


def _wants(test: FieldTest, value: Value) -> bool:
    """Whether a condition asks for such a value, rather than for any other."""
    return any(condition.matches(value) for condition in _asking(test))


def _asking(test: FieldTest) -> Iterator[Condition]:
    return (condition for condition in test.conditions if not isinstance(condition, (AnythingBut, Exists)))


def _texts(test: FieldTest, changed: Callable[[str], str]) -> Iterator[str]:
    """The strings that match as they are, changed."""
    for condition in test.conditions:
        if isinstance(condition, Exactly) and isinstance(condition.value, str):
            yield changed(condition.value)


def _ignoring_case(test: FieldTest, text: str) -> bool:
    return any(_matches_ignoring_case(condition, text) for condition in test.conditions)


def _matches_ignoring_case(condition: Condition, text: str) -> bool:
    if isinstance(condition, Exactly):
        return isinstance(condition.value, str) and condition.value.lower() == text.lower()
    if isinstance(condition, (Prefix, Suffix)):
        return type(condition)(condition.text, ignore_case=True).matches(text)
    return isinstance(condition, Wildcards) and Wildcards(condition.text.lower()).matches(text.lower())


def _is_written(test: FieldTest, value: Value) -> bool:
    """Whether a string that matches as it is means this number or boolean."""
    for text in _texts(test, str.strip):
        try:
            meant = parse_event(text)
        except ValueError:
            continue
        if isinstance(meant, type(value)) and meant == value:
            return True
    return False


def _written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _kind(value: Value) -> str:
    return "boolean" if isinstance(value, bool) else "number"
