"""The log of an invocation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeaws.world import World

#: What Invoke shows of a log, in bytes.
TAIL = 4096


class InvocationLog:
    """Events as CloudWatch Logs gets them, each with its end of line. Iterating gives their texts."""

    __slots__ = ("_world", "events", "printed")

    def __init__(self, world: World) -> None:
        self._world = world
        #: ``(milliseconds since 1970, text)``.
        self.events: list[tuple[int, str]] = []
        #: The texts among them that come from the function, not from Lambda.
        self.printed: list[str] = []

    def add(self, text: str) -> None:
        """One more event, now."""
        self.events.append((self._world.wall_us // 1000, text))

    def add_printed(self, text: str) -> None:
        """One more event, which the function printed or logged, now."""
        self.printed.append(text)
        self.add(text)

    def __iter__(self) -> Iterator[str]:
        for _, text in self.events:
            yield text

    def tail(self) -> bytes:
        """The last 4,096 bytes, as ``LogType="Tail"`` asks for."""
        return "".join(self).encode("utf-8", "backslashreplace")[-TAIL:]
