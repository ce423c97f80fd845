"""The application's randomness: inside a world `random`, `uuid`, `secrets` and ``os.urandom`` follow from its seed.

``os.urandom`` and what is made of it (``uuid4``, ``secrets``, ``SystemRandom``, unseeded ``random.Random()``) has a
stream for each actor, so that one more draw by one does not change what another gets. The global `random` is one
generator, seeded when the world is entered and put back when it is left. Real threads and code outside worlds are left
alone, but for the global `random`, which is everybody's.

What a module draws while it is imported comes from the module's own streams: it is imported in one test and there already
in the next, which must not change what the application gets.
"""

from __future__ import annotations

import functools
import importlib.machinery
import os
import random
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any

from fakeaws.simulation.actors import Actor, local
from fakeaws.simulation.import_hooks import when_imported
from fakeaws.simulation.patches import Patches
from fakeaws.simulation.real import Real

if TYPE_CHECKING:
    import uuid

    from fakeaws.simulation.simulation import Simulation

_KEY = "randomness"
_IMPORTING = "importing"
#: 100-nanosecond steps from the start of the Gregorian calendar, which version 1 UUIDs count from, to 1970.
_GREGORIAN = 0x01B21DD213814000
_MULTICAST = 1 << 40


class _Source:
    """What a world draws from, and the state of the global `random` before it."""

    __slots__ = ("before", "last_uuid1", "node", "streams")

    def __init__(self, seed: int | str) -> None:
        from fakeaws.simulation.streams import Streams

        self.streams = Streams(seed)
        self.before = random.getstate()
        self.last_uuid1 = 0
        #: Stands for the network card in version 1 UUIDs.
        self.node = self.streams.stream("uuid1-node").getrandbits(48) | _MULTICAST


class _Original:
    """The standard library's own."""

    seed: Callable[..., None]
    uuid1: Callable[..., uuid.UUID]


def enter(simulation: Simulation, seed: int | str) -> None:
    """From now on the world's actors draw from streams that follow from ``seed``."""
    source = simulation.test.data[_KEY] = _Source(seed)
    random.seed(source.streams.stream("random").getrandbits(256))


def leave(simulation: Simulation) -> None:
    """Put the global `random` back to its state before `enter`; nothing if that did not happen."""
    source: _Source | None = simulation.test.data.pop(_KEY, None)
    if source is not None:
        random.setstate(source.before)


def _source(actor: Actor | None) -> _Source | None:
    if actor is None:
        return None
    source: _Source | None = actor.simulation.test.data.get(_KEY)
    return source


def _stream(actor: Actor, source: _Source, purpose: str) -> random.Random:
    name = "events" if actor.simulation.busy else actor.data.get(_IMPORTING) or actor.name
    return source.streams.stream(f"{purpose}/{name}")


def _urandom(size: int, /) -> bytes:
    """Stand in for ``os.urandom``."""
    actor = local.actor
    source = _source(actor)
    if actor is None or source is None:
        return Real.urandom(size)
    if size < 0:
        raise ValueError("negative argument not allowed")
    return _stream(actor, source, "urandom").randbytes(size)


def _seed(self: random.Random, a: Any = None, version: int = 2) -> None:
    """Stand in for ``Random.seed``: without a seed the one in C would ask the operating system."""
    if a is None:
        actor = local.actor
        source = _source(actor)
        if actor is not None and source is not None:
            a = _stream(actor, source, "seed").getrandbits(256)
    _Original.seed(self, a, version)


def _uuid1(node: int | None = None, clock_seq: int | None = None) -> uuid.UUID:
    """Stand in for ``uuid.uuid1``: the world's time, and no network card's address."""
    actor = local.actor
    source = _source(actor)
    if actor is None or source is None:
        return _Original.uuid1(node, clock_seq)
    clock = actor.simulation.clock
    steps = (clock.elapsed_us + clock.offset_us) * 10 + _GREGORIAN
    source.last_uuid1 = steps = max(steps, source.last_uuid1 + 1)
    if node is None:
        node = source.node
    if clock_seq is None:
        clock_seq = _stream(actor, source, "uuid1").getrandbits(14)
    import uuid

    return uuid.UUID(
        fields=(
            steps & 0xFFFFFFFF,
            (steps >> 32) & 0xFFFF,
            (steps >> 48) & 0x0FFF,
            (clock_seq >> 8) & 0x3F,
            clock_seq & 0xFF,
            node,
        ),
        version=1,
    )


def install(table: Patches) -> None:
    """Add this module's rows."""
    table.replace(os, "urandom", _urandom, by_name=True)
    table.replace(random, "_urandom", _urandom)
    original = random.Random.seed
    _Original.seed = staticmethod(table.replace(random.Random, "seed", functools.wraps(original)(_seed)))
    shared = random._inst
    table.replace(random, "seed", shared.seed)
    loader = importlib.machinery.SourceFileLoader
    table.replace(loader, "exec_module", _importing(loader.exec_module))
    when_imported("uuid", functools.partial(_install_uuid, table))


def _importing(original: Callable[[Any, ModuleType], None]) -> Callable[[Any, ModuleType], None]:
    """Stand in for the loader's ``exec_module``, which runs a module's code."""

    @functools.wraps(original)
    def exec_module(self: Any, module: ModuleType) -> None:
        actor = local.actor
        source = _source(actor)
        if actor is None or source is None or _IMPORTING in actor.data:
            original(self, module)
            return
        actor.data[_IMPORTING] = f"import of {module.__name__}"
        state, beats = random.getstate(), actor.simulation.beats
        random.seed(source.streams.stream(f"random/{actor.data[_IMPORTING]}").getrandbits(256))
        try:
            original(self, module)
        finally:
            del actor.data[_IMPORTING]
            if actor.simulation.beats == beats:  # else others have drawn from it meanwhile
                random.setstate(state)

    return exec_module


def _install_uuid(table: Patches, module: Any) -> None:
    _Original.uuid1 = staticmethod(table.replace(module, "uuid1", functools.wraps(module.uuid1)(_uuid1), by_name=True))
