"""One table of everything in the process that is replaced, once, and dormant outside worlds.

What application modules may make or keep when they are imported (a module's lock, ``from time import sleep``) is replaced
when the plugin is loaded; everything else when the first world is entered, so that a run without worlds does not pay for it.

Each module of `fakeaws.simulation` that offers drop-ins has ``install(table)``, which adds its rows.
"""

from __future__ import annotations

import atexit
import sys
from typing import Any

_MISSING = object()

#: Packages that keep the real functions which they took by name.
KEEP_REAL = frozenset(("fakeaws", "time", "_pytest", "pytest", "xdist", "execnet", "pydevd", "debugpy", "coverage"))


class Patch:
    """``owner.name`` was ``original`` and is ``replacement`` now."""

    __slots__ = ("by_name", "name", "original", "owner", "replacement")

    def __init__(self, owner: Any, name: str, original: Any, replacement: Any, by_name: bool = False) -> None:
        self.owner = owner
        self.name = name
        self.original = original
        self.replacement = replacement
        self.by_name = by_name

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
        self.complete = False

    def replace(self, owner: Any, name: str, replacement: Any, *, by_name: bool = False) -> Any:
        """Replace ``owner.name``; returns what it was.

        ``by_name``: modules that took the original by name before get the replacement, too, when the first world is entered.
        """
        original = owner.__dict__.get(name, _MISSING)
        if original is _MISSING:
            original = getattr(owner, name)
        setattr(owner, name, replacement)
        self.rows.append(Patch(owner, name, original, owner.__dict__[name], by_name))
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
    """Place what modules make or keep at their import: locks and ``time.sleep``. The plugin calls it in every run."""
    if table.installed:
        return
    table.installed = True
    atexit.register(table.restore)
    from fakeaws.simulation import locks, sleeping

    sleeping.install(table)
    locks.install(table)


def install_for_worlds() -> None:
    """Place everything else, when the first world is entered."""
    install()
    if table.complete:
        return
    table.complete = True
    from fakeaws.simulation import loops, randomness, sleeping, sockets, threads, variables

    sleeping.install_clocks(table)
    threads.install(table)
    loops.install(table)
    randomness.install(table)
    sockets.install(table)
    variables.install(table)
    _adopt_names()


def _adopt_names() -> None:
    """Replace what modules took by name before it was replaced where it is at home."""
    taken = {id(row.original): row.replacement for row in table.rows if row.by_name}
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in KEEP_REAL or module is None:
            continue
        attributes: dict[str, Any] = getattr(module, "__dict__", {})
        for attribute, value in list(attributes.items()):
            replacement = taken.get(id(value))
            if replacement is not None:
                table.replace(module, attribute, replacement)
