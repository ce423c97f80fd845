"""Many patterns, of which an event meets only those that it may match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from fakeaws.aws.patterns.conditions import Value, typed
from fakeaws.aws.patterns.fields import Paths, Unreadable, fields_of
from fakeaws.aws.patterns.matching import FieldTest, Pattern

Name = TypeVar("Name")


class PatternIndex(Generic[Name]):
    """Patterns by name. What an event costs depends on its size and on the patterns that share a value with it.

    Each branch of a pattern waits under the exact values of one of its keys, the key that fewest others wait for; or, if
    it has none, under a path that has to be there; or, if it is content with absence everywhere, it meets every event.
    """

    def __init__(self) -> None:
        self._patterns: dict[Name, tuple[int, Pattern]] = {}
        self._added = 0
        self._by_value: dict[tuple[str, Value | tuple[bool]], dict[tuple[Name, int], None]] = {}
        self._by_path: dict[str, dict[tuple[Name, int], None]] = {}
        self._always: dict[tuple[Name, int], None] = {}
        self._wanted: Counter[str] = Counter()
        self._paths: Paths | None = None

    def __len__(self) -> int:
        return len(self._patterns)

    def add(self, name: Name, pattern: Pattern) -> None:
        """Add a pattern, or put it in the place of one of that name."""
        self.remove(name)
        self._patterns[name] = (self._added, pattern)
        self._added += 1
        self._count(pattern, 1)
        for number, branch in enumerate(pattern.branches):
            waiting = (name, number)
            exact = [test for test in branch if test.only_exact]
            if exact:
                test = min(exact, key=self._crowd)
                for key in test.exact:
                    self._by_value.setdefault((test.path, key), {})[waiting] = None
                continue
            present = [test for test in branch if not test.without]
            if present:
                path = min(present, key=lambda test: len(self._by_path.get(test.path, ()))).path
                self._by_path.setdefault(path, {})[waiting] = None
            else:
                self._always[waiting] = None

    def remove(self, name: Name) -> None:
        """Take a pattern out, if it is there."""
        if name not in self._patterns:
            return
        _, pattern = self._patterns.pop(name)
        self._count(pattern, -1)
        for number, branch in enumerate(pattern.branches):
            waiting = (name, number)
            self._always.pop(waiting, None)
            for test in branch:
                _leave(self._by_path, test.path, waiting)
                for key in test.exact:
                    _leave(self._by_value, (test.path, key), waiting)

    def matching(self, event: Mapping[str, Any]) -> list[Name]:
        """The names of the patterns that match, in the order in which they were added."""
        if self._paths is None:
            self._paths = Paths(self._wanted)
        fields = fields_of(event, self._paths)
        candidates = dict(self._always)
        for path, entries in fields.by_path.items():
            candidates.update(self._by_path.get(path, {}))
            for entry in entries:
                if not isinstance(entry.value, Unreadable):
                    candidates.update(self._by_value.get((path, typed(entry.value)), {}))
        matched: dict[Name, int] = {}
        for name, number in candidates:
            place, pattern = self._patterns[name]
            if name not in matched and pattern.branch_matches(number, fields):
                matched[name] = place
        return sorted(matched, key=matched.__getitem__)

    def _crowd(self, test: FieldTest) -> int:
        return max(len(self._by_value.get((test.path, key), ())) for key in test.exact)

    def _count(self, pattern: Pattern, by: int) -> None:
        for path in pattern.paths.names:
            self._wanted[path] += by
            if self._wanted[path] == by == 1 or not self._wanted[path]:
                self._paths = None
            if not self._wanted[path]:
                del self._wanted[path]


def _leave(waiting: dict[Any, dict[Any, None]], key: Any, who: Any) -> None:
    """Take one out of a list of those who wait, and the list away when nobody is left."""
    others = waiting.get(key)
    if others is not None:
        others.pop(who, None)
        if not others:
            del waiting[key]
