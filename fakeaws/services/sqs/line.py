"""Things that wait in order of their positions and leave from the front."""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush
from typing import Generic, Protocol, TypeVar

#: The state of a thing that may leave the front of a line.
READY = 0


class Standing(Protocol):
    """What can stand in a line. ``listed`` belongs to the line: whether it holds a place for it."""

    state: int
    position: int
    listed: bool


T = TypeVar("T", bound=Standing)


class Line(Generic[T]):
    """A queue by ascending ``position``.

    New things nearly always come with the highest position so far: those cost the same however long the line is. The
    few that come back to an earlier place wait in a heap. Things whose ``state`` is no longer `READY` keep their place
    until they reach the front, where they are dropped; one that becomes ready again before that has its old place.
    """

    __slots__ = ("_back", "_new")

    def __init__(self) -> None:
        self._new: deque[T] = deque()
        self._back: list[tuple[int, T]] = []

    def put(self, thing: T) -> None:
        """Give it its place, unless it still has one. Positions are unique."""
        if thing.listed:
            return
        thing.listed = True
        new = self._new
        if not new or thing.position > new[-1].position:
            new.append(thing)
        else:
            heappush(self._back, (thing.position, thing))

    def first(self) -> T | None:
        """The front one that is ready."""
        new, back = self._new, self._back
        while new and new[0].state != READY:
            new.popleft().listed = False
        while back and back[0][1].state != READY:
            heappop(back)[1].listed = False
        if back and (not new or back[0][0] < new[0].position):
            return back[0][1]
        return new[0] if new else None

    def drop_first(self) -> None:
        """Take away what `first` just returned."""
        new, back = self._new, self._back
        if back and (not new or back[0][0] < new[0].position):
            heappop(back)[1].listed = False
        else:
            new.popleft().listed = False

    def take_first(self) -> T | None:
        """The front one that is ready, no longer in line."""
        new = self._new
        if self._back or not new or new[0].state != READY:
            thing = self.first()
            if thing is not None:
                self.drop_first()
            return thing
        thing = new.popleft()
        thing.listed = False
        return thing

    def take(self, count: int) -> list[T]:
        """Up to ``count`` from the front that are ready, no longer in line."""
        taken: list[T] = []
        new = self._new
        while len(taken) < count:
            if self._back or not new:
                thing = self.take_first()
                if thing is None:
                    break
            else:
                thing = new.popleft()
                thing.listed = False
                if thing.state != READY:
                    continue
            taken.append(thing)
        return taken

    def clear(self) -> None:
        """Forget everything."""
        for thing in self._new:
            thing.listed = False
        for _, thing in self._back:
            thing.listed = False
        self._new.clear()
        self._back.clear()
