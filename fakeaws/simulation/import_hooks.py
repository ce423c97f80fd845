"""Run something right after a module is imported, without importing anything for it.

The plugin is loaded in every pytest run: it must not import asyncio, nor a library of import hooks, for tests that use
neither.
"""

from __future__ import annotations

import atexit
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any


def when_imported(name: str, callback: Callable[[ModuleType], None]) -> None:
    """Call ``callback(module)`` as soon as the module has been executed; at once if it has been already."""
    module = sys.modules.get(name)
    if module is not None:
        callback(module)
        return
    if not _finder.awaited:
        find_first(_finder)
    _finder.awaited.setdefault(name, []).append(callback)


def find_first(finder: Any) -> None:
    """Let a finder of ours be asked before all others, until the process ends."""
    if finder not in sys.meta_path:
        sys.meta_path.insert(0, finder)
        forget_at_exit(finder)


def forget_at_exit(finder: Any) -> None:
    """Take a finder of ours out when the process ends, whose last clean-up is quicker then."""
    atexit.register(_forget, finder)


def _forget(finder: Any) -> None:
    if finder in sys.meta_path:
        sys.meta_path.remove(finder)


class _Finder:
    """Lets the others find the module, and takes note of the moment its loader has executed it."""

    def __init__(self) -> None:
        self.awaited: dict[str, list[Callable[[ModuleType], None]]] = {}

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> Any:
        if name not in self.awaited:
            return None
        for finder in sys.meta_path:
            if finder is self:
                continue
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                if hasattr(spec.loader, "exec_module"):
                    self._follow(spec.loader, name)
                return spec
        return None

    def _follow(self, loader: Any, name: str) -> None:
        execute = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            del loader.exec_module
            execute(module)
            for callback in self.awaited.pop(name, ()):
                callback(module)

        loader.exec_module = exec_module


_finder = _Finder()
