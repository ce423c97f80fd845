"""Letting time pass from inside a running loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import freezegun
import pytest

from fakeaws.errors import FakeAwsWarning, Stalled
from fakeaws.simulation import loops
from fakeaws.simulation.baton import DAY_US
from fakeaws.simulation.simulation import Simulation
from tests.simulation.bare_worlds import bare_world, elapsed, spawn

SECOND = 1_000_000


@pytest.fixture
def simulation() -> Iterator[Simulation]:
    with bare_world() as entered:
        yield entered


def test_advance_runs_all_others_at_the_target_first(simulation: Simulation) -> None:
    seen: list[str] = []

    async def chain() -> None:
        await asyncio.sleep(10)
        for step in range(5):
            await asyncio.sleep(0)
            seen.append(f"step {step}")

    def actor() -> None:
        time.sleep(10)
        seen.append("actor")

    async def main() -> list[str]:
        timer_first = asyncio.ensure_future(chain())
        spawn(simulation, actor)
        simulation.after(10 * SECOND, seen.append, "event")
        await loops.advance_us(simulation, 10 * SECOND)
        await timer_first
        return list(seen)

    assert sorted(asyncio.run(main())) == ["actor", "event", *(f"step {step}" for step in range(5))]
    assert elapsed(simulation) == 10


def test_advance_goes_last_even_if_an_actor_wakes_the_loop(simulation: Simulation) -> None:
    seen: list[str] = []

    async def main() -> list[str]:
        loop = asyncio.get_running_loop()
        wanted = asyncio.Event()
        go = [False]

        def actor() -> None:
            while not go[0]:
                time.sleep(1)
            seen.append("actor")
            loop.call_soon_threadsafe(wanted.set)

        async def follow() -> None:
            await wanted.wait()
            await asyncio.sleep(0)
            seen.append("followed")

        follower = asyncio.ensure_future(follow())
        spawn(simulation, actor)
        loop.call_later(9.5, go.__setitem__, 0, True)
        await loops.advance_us(simulation, 10 * SECOND)
        assert follower.done()
        return list(seen)

    assert asyncio.run(main()) == ["actor", "followed"]


def test_advance_ends_beside_a_task_that_yields_for_ever(simulation: Simulation) -> None:
    async def spin() -> None:
        while True:
            await asyncio.sleep(0)

    async def main() -> None:
        spinner = asyncio.ensure_future(spin())
        await loops.advance_us(simulation, 0)
        spinner.cancel()

    asyncio.run(main())


def test_next_instant_stops_at_each_at_which_anything_is_due(simulation: Simulation) -> None:
    at: list[float] = []
    done: list[str] = []

    async def grow() -> None:
        for number in range(3):
            await asyncio.sleep(2)
            await asyncio.sleep(0)
            done.append(f"task {number}")

    async def main() -> None:
        task = asyncio.ensure_future(grow())
        simulation.after(3 * SECOND, done.append, "event")
        while len(done) < 3:
            await loops.next_instant(simulation, 60 * SECOND)
            at.append(elapsed(simulation))
        task.cancel()

    asyncio.run(main())
    assert at == [0, 2, 3, 4]
    assert done == ["task 0", "event", "task 1"]


def test_next_instant_goes_no_further_than_the_deadline(simulation: Simulation) -> None:
    async def main() -> list[float]:
        at = []
        asyncio.get_running_loop().call_later(10, print)
        for _ in range(2):
            await loops.next_instant(simulation, 7 * SECOND)
            at.append(elapsed(simulation))
        simulation.after(500 * SECOND, print)
        await loops.next_instant(simulation, 60 * SECOND)
        return [*at, elapsed(simulation)]

    assert asyncio.run(main()) == [7, 7, 10]


async def poll() -> None:
    while True:
        await asyncio.sleep(3600)


@pytest.mark.parametrize("how", ["aclock", "asyncio"])
def test_time_that_the_test_lets_pass_on_purpose_does_not_count_as_stalled(simulation: Simulation, how: str) -> None:
    async def main() -> None:
        poller = asyncio.ensure_future(poll())
        if how == "aclock":
            await loops.advance_us(simulation, 40 * DAY_US)
        else:
            await asyncio.sleep(40 * DAY_US / 1e6)
        poller.cancel()

    asyncio.run(main())
    assert simulation.clock.elapsed_us == 40 * DAY_US


def test_waiting_for_something_while_others_only_poll_is_stalled(simulation: Simulation) -> None:
    async def main() -> None:
        poller = asyncio.ensure_future(poll())
        await asyncio.Event().wait()
        await poller

    with pytest.raises(Stalled, match=r"2 tasks of its event loop: main at .*; poll at"):
        asyncio.run(main())


def test_running_loop_here(simulation: Simulation) -> None:
    async def main() -> bool:
        return loops.running_loop_here()

    assert not loops.running_loop_here()
    assert asyncio.run(main())


@pytest.mark.filterwarnings("ignore:the frozen time went back")
def test_a_tick_inside_a_loop_runs_events_and_actors_and_warns(simulation: Simulation) -> None:
    seen: list[str] = []

    async def main() -> None:
        asyncio.get_running_loop().call_later(5, seen.append, "timer")
        simulation.after(10 * SECOND, seen.append, "event")
        await asyncio.sleep(1)
        with freezegun.freeze_time("2026-01-05T00:00:01") as frozen:
            with pytest.warns(FakeAwsWarning, match="aclock"):
                frozen.tick(60)
            assert seen == ["event"]
            assert elapsed(simulation) == 61
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            assert seen == ["event", "timer"]

    asyncio.run(main())


@pytest.mark.filterwarnings("ignore:the frozen time went back")
def test_a_freeze_that_becomes_the_worlds_start_moves_no_timer(simulation: Simulation) -> None:
    async def main() -> list[float]:
        fired: list[float] = []
        loop = asyncio.get_running_loop()
        loop.call_later(100, lambda: fired.append(elapsed(simulation)))
        with freezegun.freeze_time("2026-03-01"):
            simulation.look()
            assert simulation.clock.now.month == 3
            await asyncio.sleep(99)
            assert fired == []
            await asyncio.sleep(2)
        return fired

    assert asyncio.run(main()) == [pytest.approx(100, abs=2e-6)]
