"""freezegun's look through all modules for aliases of the real clocks, paid once a session instead of once a freeze.

The first freeze of a world is freezegun's own. What it changed is kept; later freezes show freezegun only the modules
that are new or have grown since, and change the others from memory. Whatever freezegun alone would replace and put back
is replaced and put back. Clocks among the defaults of functions are replaced with the look, too, for good.

Private parts of freezegun that are used here (seen to work with 1.5.5): the name ``sys`` in ``freezegun.api``, and
``undo_changes`` of a freezer. Without them every freeze is freezegun's own.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from fakeaws.simulation import clock_defaults

_EMPTY: dict[str, Any] = {}


class _Sys:
    """Stands in for ``sys`` in freezegun while it looks at modules."""

    def __init__(self, modules: dict[str, ModuleType]) -> None:
        self.modules = modules


class FrozenModules:
    """What is known of the modules; `start` and `stop` do what the freezer's own would."""

    def __init__(self) -> None:
        self._ignore: tuple[str, ...] = ()
        # Three lists side by side, so that "nothing has changed" is two comparisons in C.
        self._modules: list[Any] = []
        self._dicts: list[dict[str, Any]] = []
        self._sizes: list[int] = []
        #: Name of a module → the module and its aliases: ``(attribute, real, fake)``.
        self._aliases: dict[str, tuple[Any, list[tuple[str, Any, Any]]]] = {}

    def start(self, freezer: Any, api: Any) -> Any:
        """``freezer.start()``, for a freeze with none around it."""
        if api.sys is not sys or not hasattr(freezer, "undo_changes"):
            return freezer.start()
        if freezer.ignore != self._ignore or not self._aliases:
            self._ignore = freezer.ignore
            self._aliases = {}
            # Before the look, which imports what modules offer lazily: that is new, and may hold fakes.
            self._take_stock()
            clock_defaults.adopt(self._modules)
            factory = freezer.start()
            self._learn(freezer.undo_changes)
            return factory
        changed = self._changed()
        self._forget(changed)
        self._take_stock()
        clock_defaults.adopt(changed.values())
        api.sys = _Sys(changed)
        try:
            factory = freezer.start()
        finally:
            api.sys = sys
        self._learn(freezer.undo_changes)
        self._replace_known(freezer.undo_changes)
        return factory

    def stop(self, freezer: Any, api: Any) -> None:
        """``freezer.stop()``, for a freeze that `start` began and that is the last one."""
        if api.sys is not sys or not hasattr(freezer, "undo_changes"):
            freezer.stop()
            return
        freezer.modules_at_start = set()
        api.sys = _Sys(self._changed())
        try:
            freezer.stop()
        finally:
            api.sys = sys

    def _changed(self) -> dict[str, ModuleType]:
        """The modules that came or grew since the last start."""
        present = sys.modules
        if list(present.values()) == self._modules and list(map(len, self._dicts)) == self._sizes:
            return {}
        known = {id(module): (module, size) for module, size in zip(self._modules, self._sizes)}
        return {
            name: module
            for name, module in list(present.items())
            if known.get(id(module)) != (module, len(getattr(module, "__dict__", _EMPTY)))
        }

    def _forget(self, changed: dict[str, ModuleType]) -> None:
        for name in changed:
            self._aliases.pop(name, None)
        for name in [name for name, (module, _) in self._aliases.items() if sys.modules.get(name) is not module]:
            del self._aliases[name]

    def _replace_known(self, undo: list[tuple[Any, str, Any]]) -> None:
        """Replace the aliases that are known, where the module still has them."""
        for module, aliases in self._aliases.values():
            attributes = module.__dict__
            for attribute, real, fake in aliases:
                if attributes.get(attribute) is real:
                    setattr(module, attribute, fake)
                    undo.append((module, attribute, real))

    def _learn(self, undo: list[tuple[Any, str, Any]]) -> None:
        names = {id(module): name for name, module in sys.modules.items()} if undo else {}
        for module, attribute, real in undo:
            name = names.get(id(module))
            if name is not None:
                aliases = self._aliases.setdefault(name, (module, []))[1]
                aliases.append((attribute, real, getattr(module, attribute)))

    def _take_stock(self) -> None:
        modules = list(sys.modules.values())
        if modules != self._modules or list(map(len, self._dicts)) != self._sizes:
            self._modules = modules
            self._dicts = [getattr(module, "__dict__", _EMPTY) for module in modules]
            self._sizes = list(map(len, self._dicts))
