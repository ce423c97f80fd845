"""Loops that cannot be moved to virtual time are refused by name."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator

import freezegun
import pytest

from fakeaws.errors import NotSupportedError
from fakeaws.simulation.simulation import Simulation
from tests.simulation.bare_worlds import bare_world

SECOND = 1_000_000


@pytest.fixture
def simulation() -> Iterator[Simulation]:
    with bare_world() as entered:
        yield entered


def test_uvloop_is_refused_by_name(simulation: Simulation) -> None:
    uvloop = pytest.importorskip("uvloop")

    async def main() -> None:
        raise AssertionError("ran")

    coroutine = main()
    with pytest.raises(NotSupportedError, match="uvloop"):
        uvloop.run(coroutine)
    coroutine.close()


def test_a_world_is_not_entered_from_inside_uvloop() -> None:
    uvloop = pytest.importorskip("uvloop")

    async def main() -> None:
        with pytest.raises(NotSupportedError, match="uvloop"), bare_world():
            raise AssertionError("entered")
        await asyncio.sleep(0)

    uvloop.run(main())


def test_trio_is_refused_by_name(simulation: Simulation) -> None:
    trio = pytest.importorskip("trio")

    async def main() -> None:
        raise AssertionError("ran")

    with pytest.raises(NotSupportedError, match="trio"):
        trio.run(main)


def test_gevents_monkey_patching_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkey = type(sys)("gevent.monkey")
    monkey.is_module_patched = lambda name: name == "threading"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gevent.monkey", monkey)
    with pytest.raises(NotSupportedError, match="gevent"), bare_world():
        raise AssertionError("entered")


def test_freezeguns_real_asyncio_is_refused() -> None:
    async def main() -> None:
        await asyncio.sleep(1)

    with freezegun.freeze_time("2026-03-01", real_asyncio=True), bare_world():
        with pytest.raises(NotSupportedError, match="real_asyncio"):
            asyncio.run(main())
