"""One table of everything in the process that is replaced, installed once and dormant outside worlds.

Each module of `fakeaws.simulation` that offers drop-ins has ``install(table)``, which adds its rows.
"""

from __future__ import annotations

import atexit
from typing import Any

_MISSING = object()


class Patch:
    """``owner.name`` was ``original`` and is ``replacement`` now."""

    __slots__ = ("name", "original", "owner", "replacement")

    def __init__(self, owner: Any, name: str, original: Any, replacement: Any) -> None:
        self.owner = owner
        self.name = name
        self.original = original
        self.replacement = replacement

    def in_place(self) -> bool:
        """Whether nobody has replaced it again since."""
        return self.owner.__dict__.get(self.name, _MISSING) is self.replacement

    def __str__(self) -> str:
        return f"{getattr(self.owner, '__name__', self.owner)}.{self.name}"


class Patches:
    """The table. Rows are added once per process and stay."""

    def __init__(self) -> None:
        self.rows: list[Patch] = []
        self.installed = False

    def replace(self, owner: Any, name: str, replacement: Any) -> Any:
        """Replace ``owner.name``; returns what it was."""
        original = owner.__dict__.get(name, _MISSING)
        if original is _MISSING:
            original = getattr(owner, name)
        setattr(owner, name, replacement)
        self.rows.append(Patch(owner, name, original, owner.__dict__[name]))
        return original

    def restore(self) -> None:
        """Put back what nobody has replaced since; at the end of the process, whose last clean-up is quicker then."""
        for row in reversed(self.rows):
            if row.original is not None and row.in_place():
                setattr(row.owner, row.name, row.original)

    def displaced(self) -> list[Patch]:
        """Rows that somebody else replaced after us."""
        return [row for row in self.rows if not row.in_place()]


table = Patches()


def install() -> None:
    """Place the drop-ins for `time`, `threading`, `queue`, `concurrent.futures`; asyncio's follow on its import."""
    if table.installed:
        return
    table.installed = True
    atexit.register(table.restore)
    from fakeaws.simulation import locks, loops, randomness, sleeping, sockets, threads

    sleeping.install(table)
    locks.install(table)
    threads.install(table)
    loops.install(table)
    randomness.install(table)
    sockets.install(table)
