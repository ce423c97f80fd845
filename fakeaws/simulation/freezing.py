"""What the clock needs of freezegun: freezes of the world's own, and to hear of every move of the frozen time.

Private parts of freezegun that are used here (seen to work with 1.5.5, see tests/simulation/test_freezing.py): in
``freezegun.api`` the lists ``freeze_factories``, ``ignore_lists``, ``tick_flags`` and ``tz_offsets``, the functions
``_get_fake_monotonic`` and ``_get_fake_monotonic_ns``, the class ``_freeze_time`` with ``start``, ``stop``,
``undo_changes`` and ``modules_at_start``, and the attribute ``time_to_freeze`` of the three factory classes.
"""

from __future__ import annotations

import datetime as _datetime
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fakeaws.simulation.frozen_modules import FrozenModules
from fakeaws.simulation.patches import Patch, table

if TYPE_CHECKING:
    from fakeaws.simulation.clock import Clock

#: pytest measures with it: durations in its report stay real.
_KEPT_REAL = ["_pytest.timing"]


class Freeze:
    """A freeze that a world began for itself."""

    __slots__ = ("_api", "_first", "_freezer", "factory")

    def __init__(self, moment: _datetime.datetime) -> None:
        """Freeze at a naive UTC time."""
        import freezegun.api as api

        self._api: Any = api
        self._freezer: Any = api.freeze_time(moment, ignore=_KEPT_REAL)
        #: Whether the module attributes were replaced by this one.
        self._first = not api.freeze_factories
        self.factory: Any = _Hooks.modules.start(self._freezer, api) if self._first else self._freezer.start()
        api.ignore_lists[-1] = ()
        _Hooks.own.append(self.factory)

    def stop(self) -> None:
        """Unfreeze; a freeze of the caller's that was begun later and is still there goes on."""
        api = self._api
        if self.factory in _Hooks.own:
            _Hooks.own.remove(self.factory)
        index = _index(api.freeze_factories, self.factory)
        if index is None:
            return
        if index < len(api.freeze_factories) - 1:
            for entries in (api.freeze_factories, api.ignore_lists, api.tick_flags, api.tz_offsets):
                del entries[index]
            if self._first:
                _Hooks.left_over.append(self._freezer)
        elif self._first:
            _Hooks.modules.stop(self._freezer, api)
        else:
            self._freezer.stop()


def is_a_world_s(factory: object) -> bool:
    """Whether a factory of freezegun's belongs to a world, not to a freeze of the caller's."""
    return any(factory is own for own in _Hooks.own)


def _index(factories: list[Any], factory: object) -> int | None:
    return next((index for index, one in enumerate(factories) if one is factory), None)


def see_through_defaults(index: int) -> Callable[[], None] | None:
    """Let threads see the time of a freeze of the caller's, too: take freezegun's default list from what it ignores.

    Returns what puts it back.
    """
    import freezegun.api as api
    from freezegun import config

    ignored: tuple[str, ...] = api.ignore_lists[index]
    defaults = {*config.settings.default_ignore_list, *_KEPT_REAL}
    if defaults.isdisjoint(ignored):
        return None
    factory = api.freeze_factories[index]
    api.ignore_lists[index] = tuple(name for name in ignored if name not in defaults)

    def put_back() -> None:
        now_at = _index(api.freeze_factories, factory)
        if now_at is not None:
            api.ignore_lists[now_at] = ignored

    return put_back


# -- hooks -------------------------------------------------------------------------------------------------------------


class _Hooks:
    """Set once per process; the callables are given by the simulation and answer for the active world."""

    installed = False
    active: Callable[[], Clock | None] = staticmethod(lambda: None)
    look: Callable[[], None] = staticmethod(lambda: None)
    clock_read: object = None
    modules = FrozenModules()
    #: The factories of worlds.
    own: list[Any] = []
    #: Freezers of worlds that were left before the caller's freeze inside them: who stops last puts back what they did.
    left_over: list[Any] = []


def connect(active: Callable[[], Clock | None], look: Callable[[], None]) -> None:
    """Say how to find the active world's clock, and how to make that world look at it."""
    _Hooks.active = staticmethod(active)
    _Hooks.look = staticmethod(look)


def install_hooks() -> None:
    """Place the hooks on freezegun, once per process; outside worlds they change nothing."""
    if _Hooks.installed:
        return
    _Hooks.installed = True
    import freezegun.api as api

    moved = property(_get_frozen, _set_frozen)
    for factory_class in (api.FrozenDateTimeFactory, api.TickingDateTimeFactory, api.StepTickTimeFactory):
        setattr(factory_class, "time_to_freeze", moved)  # noqa: B010 - typed as a plain attribute
        table.rows.append(Patch(factory_class, "time_to_freeze", None, moved))
    _Hooks.clock_read = api.StepTickTimeFactory.__call__.__code__
    _hook_monotonic(api)
    _hook_start_and_stop(api)


def _hook_monotonic(api: Any) -> None:
    def monotonic() -> float:
        clock = _Hooks.active()
        seconds: float = clock.monotonic() if clock is not None else real()
        return seconds

    def monotonic_ns() -> int:
        clock = _Hooks.active()
        nanoseconds: int = clock.monotonic_ns() if clock is not None else real_ns()
        return nanoseconds

    real = table.replace(api, "_get_fake_monotonic", monotonic)
    real_ns = table.replace(api, "_get_fake_monotonic_ns", monotonic_ns)


def _hook_start_and_stop(api: Any) -> None:
    def start(freezer: Any) -> Any:
        factory = real_start(freezer)
        clock = _Hooks.active()
        if clock is not None:
            clock.see_through(len(api.freeze_factories) - 1)
        return factory

    def stop(freezer: Any) -> None:
        if _Hooks.left_over and len(api.freeze_factories) == 1:
            for left in _Hooks.left_over:
                freezer.undo_changes += left.undo_changes
                freezer.modules_at_start = left.modules_at_start
                freezer.fake_names, freezer.reals = left.fake_names, left.reals
            _Hooks.left_over.clear()
        real_stop(freezer)

    real_start = table.replace(api._freeze_time, "start", start)
    real_stop = table.replace(api._freeze_time, "stop", stop)


def _get_frozen(factory: Any) -> _datetime.datetime:
    try:
        stored: _datetime.datetime = factory.__dict__["time_to_freeze"]
    except KeyError:
        raise AttributeError("time_to_freeze") from None
    return stored


def _set_frozen(factory: Any, value: _datetime.datetime) -> None:
    clock = _Hooks.active()
    factory.__dict__["time_to_freeze"] = value
    if clock is not None and clock.shown_by(factory) and not _is_clock_read():
        _Hooks.look()


def _is_clock_read() -> bool:
    """Whether the assignment comes from a stepping factory that is being read, not moved."""
    frame = sys._getframe(2).f_back
    return frame is not None and frame.f_code is _Hooks.clock_read
