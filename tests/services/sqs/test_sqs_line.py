"""The line in which visible messages and free groups stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fakeaws.services.sqs.line import READY, Line


class Thing:
    def __init__(self, position: int) -> None:
        self.position = position
        self.state = READY
        self.listed = False


def one_by_one(line: Line[Thing]) -> list[Thing]:
    found = []
    while (thing := line.first()) is not None:
        line.drop_first()
        found.append(thing)
    return found


def taken_singly(line: Line[Thing]) -> list[Thing]:
    found = []
    while (thing := line.take_first()) is not None:
        found.append(thing)
    return found


def taken_in_pairs(line: Line[Thing]) -> list[Thing]:
    found = []
    while things := line.take(2):
        assert len(things) <= 2
        found += things
    return found


Drain = Callable[[Line[Thing]], list[int]]


@pytest.fixture(params=[one_by_one, taken_singly, taken_in_pairs])
def drain(request: pytest.FixtureRequest) -> Drain:
    def positions(line: Line[Thing]) -> list[int]:
        found = request.param(line)
        assert not any(thing.listed for thing in found)
        return [thing.position for thing in found]

    return positions


def test_by_position(drain: Drain) -> None:
    line: Line[Thing] = Line()
    for position in (3, 5, 1, 9, 4, 7):
        line.put(Thing(position))
    assert drain(line) == [1, 3, 4, 5, 7, 9]


def test_passed_over_when_not_ready(drain: Drain) -> None:
    line: Line[Thing] = Line()
    things = [Thing(position) for position in (2, 3, 1)]
    for thing in things:
        line.put(thing)
    things[0].state = things[2].state = READY + 1
    assert drain(line) == [3]
    assert not any(thing.listed for thing in things)


def test_keeps_its_place_until_met(drain: Drain) -> None:
    line: Line[Thing] = Line()
    first, second = Thing(1), Thing(2)
    line.put(first)
    line.put(second)
    first.state = READY + 1
    first.state = READY
    line.put(first)
    assert drain(line) == [1, 2]


def test_clear(drain: Drain) -> None:
    line: Line[Thing] = Line()
    things = [Thing(2), Thing(1)]
    for thing in things:
        line.put(thing)
    line.clear()
    assert line.first() is None
    line.put(things[0])
    assert drain(line) == [2]


@pytest.mark.parametrize("gone", [1, 2, 3])
def test_passed_over_where_none_came_back(drain: Drain, gone: int) -> None:
    line: Line[Thing] = Line()
    things = [Thing(position) for position in (1, 2, 3)]
    for thing in things:
        line.put(thing)
    things[gone - 1].state = READY + 1
    assert drain(line) == [position for position in (1, 2, 3) if position != gone]
    assert not things[gone - 1].listed
