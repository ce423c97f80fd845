"""Keys that lead into one list have to match in one and the same element of it.

``{"items": {"sku": ["a"], "count": [1]}}`` does not match ``{"items": [{"sku": "a", "count": 2}, {"sku": "b", "count":
1}]}``: so it is in EventBridge and event source mappings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from fakeaws.aws.patterns.fields import Fields, Place

if TYPE_CHECKING:
    from fakeaws.aws.patterns.matching import FieldTest


def matches_in_one_element(tests: Sequence[FieldTest], fields: Fields) -> bool:
    """Whether places can be chosen that satisfy all tests and agree.

    The tests come sorted by path, as AWS takes them: an absence is judged within the elements chosen up to then.
    """
    choices: list[tuple[_Places, _Places | None]] = []
    for test in tests:
        entries = fields.at(test.path)
        taken = _Places(entry.place for entry in entries if test.takes(entry))
        without = _Places(entry.place for entry in entries) if test.takes_absence(fields) else None
        choices.append((taken, without))
    needed: set[int] = set()
    needed_after: list[frozenset[int]] = []
    for taken, without in reversed(choices):
        needed_after.append(frozenset(needed))
        needed.update(taken.lists)
        if without is not None:
            needed.update(without.lists)
    chosen: list[dict[int, int]] = [{}]
    for (taken, without), later in zip(choices, reversed(needed_after)):
        following: dict[frozenset[tuple[int, int]], dict[int, int]] = {}
        for elements in chosen:
            found = list(taken.agreeing(elements))
            if without is not None and next(without.agreeing(elements), None) is None:
                found.append(elements)
            for joined in found:
                kept = {number: index for number, index in joined.items() if number in later}
                following[frozenset(kept.items())] = kept
        if not following:
            return False
        chosen = list(following.values())
    return True


class _Places:
    """Places, by their outermost list and the element of it."""

    __slots__ = ("_by_list", "_outside", "lists")

    def __init__(self, places: Iterable[Place]) -> None:
        self._outside = False
        self._by_list: dict[int, dict[int, list[Place]]] = {}
        self.lists: set[int] = set()
        for place in places:
            if place:
                number, index = place[0]
                self._by_list.setdefault(number, {}).setdefault(index, []).append(place)
                self.lists.update(number for number, _ in place)
            else:
                self._outside = True

    def agreeing(self, elements: dict[int, int]) -> Iterator[dict[int, int]]:
        """What is chosen when one of these places is chosen, too; nothing for places in other elements."""
        if self._outside:
            yield elements
        for number, by_index in self._by_list.items():
            index = elements.get(number)
            for places in by_index.values() if index is None else (by_index.get(index, ()),):
                for place in places:
                    if all(elements.get(number, index) == index for number, index in place):
                        yield {**elements, **dict(place)}
