"""A compiled pattern, and why an event does not match it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fakeaws.aws.patterns.conditions import Absent, Condition, Exactly, typed
from fakeaws.aws.patterns.dialects import Dialect
from fakeaws.aws.patterns.elements import matches_in_one_element
from fakeaws.aws.patterns.fields import Entry, Fields, Paths, Unreadable, fields_of

_SHOWN_VALUES = 5
_SHOWN_CHARACTERS = 120


@dataclass(frozen=True)
class Verdict:
    """Whether an event matches (it is true or false accordingly), and if not, the first key that failed.

    Of a pattern with ``$or`` it tells of the alternative that came closest.
    """

    matched: bool
    #: The key, with dots for nesting.
    key: str = ""
    #: The pattern's list for it, as written.
    wanted: str = ""
    #: The values that were there, as JSON; empty if there were none.
    found: tuple[str, ...] = ()
    #: The keys that each match, but not in one and the same element of a list.
    apart: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.matched

    def __str__(self) -> str:
        if self.matched:
            return "matched"
        if self.apart:
            return f"no element of the list has all of {', '.join(self.apart)}"
        if not self.found:
            return f"{self.key}: wanted {self.wanted}, not there"
        more = len(self.found) - _SHOWN_VALUES
        found = ", ".join(self.found[:_SHOWN_VALUES]) + (f" and {more} more" if more > 0 else "")
        return f"{self.key}: wanted {self.wanted}, found {found}"


MATCHED = Verdict(True)


class FieldTest:
    """What a pattern wants at one path: any value that satisfies any condition, or no value."""

    __slots__ = ("_others", "conditions", "exact", "only_exact", "path", "unless_alone", "wanted", "without")

    def __init__(self, path: str, conditions: Sequence[Condition], wanted: str, dialect: Dialect) -> None:
        self.path = path
        self.conditions = tuple(conditions)
        #: The list as written.
        self.wanted = wanted
        #: The keys of the values that match as they are.
        self.exact = frozenset(condition.key for condition in conditions if isinstance(condition, Exactly))
        self._others = tuple(condition for condition in conditions if not isinstance(condition, (Exactly, Absent)))
        absent = any(isinstance(condition, Absent) for condition in conditions)
        #: Whether it is satisfied when nothing is there,
        self.without = absent or (dialect.null_means_absent and None in self.exact)
        #: only if anything else is.
        self.unless_alone = dialect.absence_needs_company and not (dialect.null_means_absent and None in self.exact)
        #: Whether only a value of ``exact`` satisfies it.
        self.only_exact = not self._others and not self.without

    def takes(self, entry: Entry) -> bool:
        """Whether a value that is there satisfies it."""
        value = entry.value
        if isinstance(value, Unreadable):
            return False
        return typed(value) in self.exact or any(condition.matches(value) for condition in self._others)

    def takes_absence(self, fields: Fields) -> bool:
        """Whether it is satisfied if nothing is there."""
        return self.without and (fields.company or not self.unless_alone)

    def satisfied(self, fields: Fields) -> bool:
        """Whether the event satisfies it, if any of its values will do."""
        entries = fields.by_path.get(self.path)
        return any(self.takes(entry) for entry in entries) if entries else self.takes_absence(fields)


class Pattern:
    """A pattern: one branch for each choice of ``$or`` alternatives, each the tests that all have to be satisfied."""

    __slots__ = ("_sorted", "branches", "dialect", "paths")

    def __init__(self, dialect: Dialect, branches: Sequence[tuple[FieldTest, ...]]) -> None:
        self.dialect = dialect
        #: Tests in the order of the text.
        self.branches = tuple(branches)
        self.paths = Paths(test.path for branch in branches for test in branch)
        self._sorted = tuple(tuple(sorted(branch, key=lambda test: test.path)) for branch in branches)

    def __deepcopy__(self, memo: dict[int, Any]) -> Pattern:
        return self  # nothing in it changes: copies of a world share it

    def matches(self, event: Mapping[str, Any]) -> bool:
        """Whether an event matches."""
        return self.matches_fields(fields_of(event, self.paths))

    def explain(self, event: Mapping[str, Any]) -> Verdict:
        """Whether an event matches, and why not."""
        return self.explain_fields(fields_of(event, self.paths))

    def matches_fields(self, fields: Fields) -> bool:
        """The same of an event that is already taken apart."""
        return any(self.branch_matches(index, fields) for index in range(len(self.branches)))

    def explain_fields(self, fields: Fields) -> Verdict:
        """The same of an event that is already taken apart."""
        if self.matches_fields(fields):
            return MATCHED
        closest: list[FieldTest] | None = None
        for branch in self.branches:
            failing = [test for test in branch if not test.satisfied(fields)]
            if not failing:
                shared = tuple(test.path for test in branch if any(entry.place for entry in fields.at(test.path)))
                return Verdict(False, branch[0].path, _cut(branch[0].wanted), apart=shared)
            if closest is None or len(failing) < len(closest):
                closest = failing
        assert closest is not None
        test = closest[0]
        found = tuple(_shown(entry) for entry in fields.at(test.path))
        return Verdict(False, test.path, _cut(test.wanted), found)

    def branch_matches(self, index: int, fields: Fields) -> bool:
        """Whether an event satisfies one branch."""
        branch = self.branches[index]
        if not self.dialect.same_element:
            return all(test.satisfied(fields) for test in branch)
        # A key may be absent from the one element and be there in others: what absence may satisfy is judged there.
        return all(test.without or test.satisfied(fields) for test in branch) and matches_in_one_element(
            self._sorted[index], fields
        )


def _shown(entry: Entry) -> str:
    value = entry.value
    if isinstance(value, Unreadable):
        return _cut(value.text)
    if value is None or isinstance(value, (bool, str)):
        return _cut(json.dumps(value, ensure_ascii=False))
    return str(value)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
