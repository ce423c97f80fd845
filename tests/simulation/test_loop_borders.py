"""Loops that enter and leave worlds, also while they run, and loops beside a world."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import freezegun
import pytest

from fakeaws.simulation.actors import local
from fakeaws.simulation.clock import DEFAULT_START
from fakeaws.simulation.real import Real
from fakeaws.simulation.simulation import Simulation
from tests.simulation.bare_worlds import bare_world, elapsed, real_thread

SECOND = 1_000_000


@pytest.fixture
def simulation() -> Iterator[Simulation]:
    with bare_world() as entered:
        yield entered


def test_timers_keep_their_remaining_durations_across_both_borders() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        fired: list[str] = []
        loop.call_later(5, fired.append, "begun before")
        real_timer = loop.call_later(60, fired.append, "ten minutes later")
        with bare_world() as simulation:
            await asyncio.sleep(4.5)
            assert fired == []
            await asyncio.sleep(0.5)
            assert fired == ["begun before"]
            inside = loop.call_later(30, fired.append, "begun inside")
            assert loop.time() == time.time()
            assert 4.9 < elapsed(simulation) <= 5.1
        now = loop.time()
        assert abs(now - Real.monotonic()) < 1
        assert 54 < real_timer.when() - now < 56
        assert 29.9 < inside.when() - now <= 30
        real_timer.cancel()
        inside.cancel()

    asyncio.run(main())


def test_a_wait_for_begun_before_the_world_keeps_its_remaining_time() -> None:
    async def main() -> float:
        never = asyncio.Event()
        waiting = asyncio.ensure_future(asyncio.wait_for(never.wait(), 40))
        await asyncio.sleep(0)
        with bare_world() as simulation:
            begun = time.time()
            with pytest.raises(asyncio.TimeoutError):
                await waiting
            assert elapsed(simulation) == pytest.approx(time.time() - begun, abs=2e-6)
            return elapsed(simulation)

    assert 39 < asyncio.run(main()) <= 40


def test_a_wait_for_begun_inside_goes_on_outside() -> None:
    async def main() -> tuple[float, float]:
        never = asyncio.Event()
        with bare_world():
            waiting = asyncio.ensure_future(asyncio.wait_for(never.wait(), 3600))
            await asyncio.sleep(3600 - 0.02)
        begun = Real.monotonic()
        with pytest.raises(asyncio.TimeoutError):
            await waiting
        return begun, Real.monotonic()

    begun, ended = asyncio.run(main())
    assert 0.01 < ended - begun < 2


def test_a_loop_that_outlives_worlds() -> None:
    """A session's loop with a background task: two worlds and a test without one between them."""
    loop = asyncio.new_event_loop()
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(10)
            ticks += 1

    async def test_body(seconds: float) -> None:
        await asyncio.sleep(seconds)

    ticker = loop.create_task(tick())
    try:
        with bare_world():
            loop.run_until_complete(test_body(35))
            assert ticks == 3
        loop.run_until_complete(test_body(0.01))
        assert ticks == 3
        with bare_world() as simulation:
            # about 5 s were left of the fourth tick
            loop.run_until_complete(test_body(4.5))
            assert ticks == 3
            loop.run_until_complete(test_body(95.5))
            assert ticks == 13
            assert elapsed(simulation) == 100
    finally:
        ticker.cancel()
        loop.run_until_complete(asyncio.gather(ticker, return_exceptions=True))
        loop.close()
    assert type(loop._selector).__name__ != "LoopInWorld"  # type: ignore[attr-defined]


def test_an_inner_world_has_its_own_time(simulation: Simulation) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        timer = loop.call_later(100, print)
        await asyncio.sleep(10)
        with bare_world(DEFAULT_START) as inner:
            assert 89.99 < timer.when() - loop.time() <= 90.0001
            await asyncio.sleep(50)
            assert elapsed(inner) == 50
        assert 39.99 < timer.when() - loop.time() <= 40.0001
        await asyncio.sleep(1)

    asyncio.run(main())
    assert elapsed(simulation) == 11


def test_a_freeze_of_the_callers_is_already_the_worlds_base() -> None:
    async def main() -> float:
        loop = asyncio.get_running_loop()
        with freezegun.freeze_time("2026-03-01"):
            timer = loop.call_later(7, print)
            with bare_world():
                remaining = timer.when() - loop.time()
                await asyncio.sleep(7)
                assert loop.time() == timer.when()
                return remaining

    assert asyncio.run(main()) == 7


def test_debug_mode_does_not_blame_the_callback_that_entered_a_world(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        with bare_world():
            await asyncio.sleep(1)

    asyncio.run(main(), debug=True)
    assert [record.message for record in caplog.records if "took" in record.message] == []


def test_outside_worlds_nothing_is_changed() -> None:
    assert local.actor is None

    async def main() -> tuple[float, object, str]:
        loop = asyncio.get_running_loop()
        begun = Real.monotonic()
        await asyncio.sleep(0.01)
        return Real.monotonic() - begun, asyncio.current_task(), type(loop._selector).__name__  # type: ignore[attr-defined]

    took, task, selector = asyncio.run(main())
    assert took >= 0.01
    assert type(task) is asyncio.Task
    assert selector != "LoopInWorld"


def test_call_soon_threadsafe_from_a_real_thread(simulation: Simulation) -> None:
    async def main() -> str:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[str] = loop.create_future()
        begun = Real.allocate_lock()
        begun.acquire()

        def answer() -> None:
            assert local.actor is None
            begun.release()
            Real.sleep(0.02)
            loop.call_soon_threadsafe(future.set_result, "from outside")

        real_thread(answer)
        begun.acquire()
        return await future

    assert asyncio.run(main()) == "from outside"
    assert elapsed(simulation) == 0


def test_a_loop_in_a_real_thread_stays_real(simulation: Simulation) -> None:
    took: list[float] = []
    finished = Real.allocate_lock()
    finished.acquire()

    async def nap() -> float:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await asyncio.sleep(0.02)
        return loop.time() - begun

    def run() -> None:
        took.append(asyncio.run(nap()))
        finished.release()

    real_thread(run)
    assert finished.acquire(timeout=5)
    assert 0.015 < took[0] < 3
    assert elapsed(simulation) == 0
