"""The world's clock, kept equal to what freezegun shows.

The frozen time *is* the wall clock. Beside it runs the elapsed time, in whole microseconds since the world began, which
never goes back: ``wall = elapsed + offset``. A step back of the frozen time changes the offset only. How the time is
frozen, and how the world hears of its moves, is in `freezing`.
"""

from __future__ import annotations

import datetime as _datetime
import warnings
from collections.abc import Callable
from typing import Any

from fakeaws.errors import FakeAwsWarning
from fakeaws.simulation.freezing import Freeze, install_hooks, is_a_world_s, see_through_defaults
from fakeaws.simulation.freezing import connect as connect

_US = 1_000_000


class _Types:
    """The real classes: freezegun replaces module-level names, not these."""

    datetime = _datetime.datetime
    timedelta = _datetime.timedelta
    epoch = _datetime.datetime(1970, 1, 1)
    epoch_utc = _datetime.datetime(1970, 1, 1, tzinfo=_datetime.timezone.utc)
    utc = _datetime.timezone.utc


#: Monday: where every world starts unless told otherwise.
DEFAULT_START = _Types.datetime(2026, 1, 5)


def to_us(moment: _datetime.datetime) -> int:
    """Microseconds since 1970 of a datetime; a naive one is taken as UTC."""
    delta = moment - (_Types.epoch if moment.tzinfo is None else _Types.epoch_utc)
    return (delta.days * 86_400 + delta.seconds) * _US + delta.microseconds


def from_us(epoch_us: int) -> _datetime.datetime:
    """The aware UTC datetime of microseconds since 1970."""
    return _Types.epoch_utc + _Types.timedelta(microseconds=epoch_us)


class Clock:
    """Elapsed and wall time of one world, kept equal to what freezegun shows.

    ``elapsed_us`` is the world's own time. `set_elapsed` moves both; `moved_by` tells how far somebody else moved the
    frozen time since the last look.
    """

    __slots__ = (
        "_api",
        "_factory",
        "_freeze",
        "_put_back",
        "_seen",
        "_ticking_warned",
        "elapsed_us",
        "monotonic_base_us",
        "offset_us",
        "pristine",
        "stepped_back",
    )

    def __init__(self) -> None:
        self.elapsed_us = 0
        self.offset_us = 0
        self.monotonic_base_us = 0
        self.pristine = True
        self.stepped_back = False
        self._api: Any = None
        self._freeze: Freeze | None = None
        self._put_back: list[Callable[[], None]] = []
        self._factory: Any = None
        self._seen: _datetime.datetime | None = None
        self._ticking_warned = False

    def __deepcopy__(self, memo: dict[int, Any]) -> Clock:
        """The same times; what is frozen in the process stays the original's business."""
        twin = Clock()
        for name in ("elapsed_us", "offset_us", "monotonic_base_us", "pristine", "stepped_back"):
            setattr(twin, name, getattr(self, name))
        twin._api = self._api
        return twin

    # -- entering and leaving ------------------------------------------------------------------------------------

    def enter(self, start: _datetime.datetime | None) -> None:
        """Begin at ``start``; without one at the time that a freeze of the caller's shows, else at `DEFAULT_START`.

        With a freeze of the caller's active and no ``start``, that freeze stays the one that counts.
        """
        import freezegun.api as api

        self._api = api
        install_hooks()
        factories = api.freeze_factories
        if start is not None:
            self._freeze = Freeze(from_us(to_us(start)).replace(tzinfo=None))
        elif not factories or is_a_world_s(factories[-1]):
            self._freeze = Freeze(DEFAULT_START)
        else:
            self.see_through(len(factories) - 1)
        self._adopt()

    def see_through(self, index: int) -> None:
        """Let threads see the time of that freeze of the caller's, until the world is left."""
        put_back = see_through_defaults(index)
        if put_back is not None:
            self._put_back.append(put_back)

    def _adopt(self) -> None:
        """Take the frozen time as it is for the world's present."""
        self._factory = factory = self._api.freeze_factories[-1]
        wall = to_us(self._read(factory))
        self.offset_us = wall - self.elapsed_us
        self.monotonic_base_us = max(self.monotonic_base_us, self.offset_us)
        self._seen = factory.__dict__["time_to_freeze"]

    def leave(self) -> None:
        """Undo what `enter` froze; freezes of the caller's stay."""
        if self._freeze is not None:
            self._freeze.stop()
            self._freeze = None
        while self._put_back:
            self._put_back.pop()()
        self._factory = None

    # -- reading -------------------------------------------------------------------------------------------------

    @property
    def wall_us(self) -> int:
        """Microseconds since 1970 in the world."""
        return self.elapsed_us + self.offset_us

    @property
    def now(self) -> _datetime.datetime:
        """The world's time as an aware UTC datetime."""
        return from_us(self.elapsed_us + self.offset_us)

    def monotonic(self) -> float:
        """What ``time.monotonic()`` shows inside the world: it never goes back."""
        seconds, us = divmod(self._monotonic_us(), _US)
        return seconds + us / 1e6

    def monotonic_ns(self) -> int:
        """What ``time.monotonic_ns()`` shows inside the world."""
        return self._monotonic_us() * 1000

    def _monotonic_us(self) -> int:
        """Elapsed time; what the frozen time was moved ahead since the last look counts already."""
        us = self.monotonic_base_us + self.elapsed_us
        factories = self._api.freeze_factories if self._api is not None else None
        if factories and not self.pristine and not self._unmoved(factories[-1]):
            us += max(0, to_us(self._read(factories[-1])) - self.wall_us)
        return us

    def _unmoved(self, factory: Any) -> bool:
        """The quick answer, for a plain freeze that nobody has moved since the last look."""
        return (
            factory is self._factory
            and factory.__dict__["time_to_freeze"] is self._seen
            and type(factory) is self._api.FrozenDateTimeFactory
        )

    def _read(self, factory: Any) -> _datetime.datetime:
        """The stored time; a ticking factory has to be called, a stepping one must not be."""
        stored: _datetime.datetime
        if isinstance(factory, self._api.TickingDateTimeFactory):
            stored = factory()
        else:
            stored = factory.__dict__["time_to_freeze"]
        return stored

    def moved_by(self) -> int:
        """How far (µs) the frozen time lies ahead of the world's; 0 in all but rare cases.

        A world that nothing has happened in yet takes the frozen time for its start and answers 0.
        """
        factories = self._api.freeze_factories
        if not factories:
            self._freeze = Freeze(self.now.replace(tzinfo=None))
        factory = factories[-1]
        if self._unmoved(factory):
            return 0
        if type(factory) is not self._api.FrozenDateTimeFactory:
            self._warn_of_ticking(factory)
        if self.pristine:
            self._adopt()
            return 0
        self._factory = factory
        moved = to_us(self._read(factory)) - self.wall_us
        if moved == 0:
            self._seen = factory.__dict__["time_to_freeze"]
        return moved

    def _warn_of_ticking(self, factory: Any) -> None:
        if not self._ticking_warned:
            self._ticking_warned = True
            warnings.warn(
                f"freezegun's {type(factory).__name__} lets time pass by itself (tick=True or auto_tick_seconds): "
                "this run is not deterministic; use a plain freeze and move it",
                FakeAwsWarning,
                stacklevel=2,
            )

    def shown_by(self, factory: object) -> bool:
        """Whether ``factory`` is the one that everybody's clock reads show now."""
        factories = self._api.freeze_factories
        return bool(factories) and factories[-1] is factory

    # -- writing -------------------------------------------------------------------------------------------------

    def set_elapsed(self, elapsed_us: int) -> None:
        """Move the world's time forward and show it to everybody who reads a clock."""
        self.elapsed_us = elapsed_us
        factories = self._api.freeze_factories
        if not factories:
            return
        self._factory = factory = factories[-1]
        shown = _Types.epoch + _Types.timedelta(microseconds=elapsed_us + self.offset_us)
        if isinstance(factory, self._api.TickingDateTimeFactory):
            shown -= self._api.real_datetime.now() - factory.start
        self._seen = factory.__dict__["time_to_freeze"] = shown

    def step_back(self, by_us: int) -> None:
        """The frozen time went back: the wall clock follows, elapsed and monotonic time go on."""
        self.offset_us -= by_us
        self._seen = self._factory.__dict__["time_to_freeze"]
        if not self.stepped_back:
            self.stepped_back = True
            warnings.warn(
                f"the frozen time went back by {by_us / 1e6:g} s to {self.now:%Y-%m-%dT%H:%M:%SZ}: nothing is undone, "
                "pending timers keep their remaining durations",
                FakeAwsWarning,
                stacklevel=3,
            )
