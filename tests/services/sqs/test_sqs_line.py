"""The line in which visible messages and free groups stand."""

from __future__ import annotations

from fakeaws.services.sqs.line import READY, Line


class Thing:
    def __init__(self, position: int) -> None:
        self.position = position
        self.state = READY
        self.listed = False


def drain(line: Line[Thing]) -> list[int]:
    found = []
    while (thing := line.first()) is not None:
        line.drop_first()
        found.append(thing.position)
    return found


def test_by_position() -> None:
    line: Line[Thing] = Line()
    for position in (3, 5, 1, 9, 4, 7):
        line.put(Thing(position))
    assert drain(line) == [1, 3, 4, 5, 7, 9]


def test_passed_over_when_not_ready() -> None:
    line: Line[Thing] = Line()
    things = [Thing(position) for position in (2, 3, 1)]
    for thing in things:
        line.put(thing)
    things[0].state = things[2].state = READY + 1
    assert drain(line) == [3]
    assert not any(thing.listed for thing in things)


def test_keeps_its_place_until_met() -> None:
    line: Line[Thing] = Line()
    first, second = Thing(1), Thing(2)
    line.put(first)
    line.put(second)
    first.state = READY + 1
    first.state = READY
    line.put(first)
    assert drain(line) == [1, 2]


def test_clear() -> None:
    line: Line[Thing] = Line()
    things = [Thing(2), Thing(1)]
    for thing in things:
        line.put(thing)
    line.clear()
    assert line.first() is None
    line.put(things[0])
    assert drain(line) == [2]
