"""asyncio waits in virtual time, alone and beside actors."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from collections.abc import Iterator

import pytest

import fakeaws
from fakeaws.errors import Deadlock
from fakeaws.simulation.actors import ActorKilled, local
from fakeaws.simulation.simulation import Simulation
from tests.simulation.bare_worlds import bare_world, elapsed, spawn

SECOND = 1_000_000


@pytest.fixture
def simulation() -> Iterator[Simulation]:
    with bare_world() as entered:
        yield entered


def test_sleeps_are_exact_to_the_microsecond(simulation: Simulation) -> None:
    async def main() -> None:
        for _ in range(2000):
            await asyncio.sleep(0.1)

    asyncio.run(main())
    assert simulation.clock.elapsed_us == 200 * SECOND


def test_all_clocks_agree_in_a_coroutine(simulation: Simulation) -> None:
    async def main() -> tuple[float, float, float]:
        await asyncio.sleep(12.345678)
        return time.time(), time.monotonic(), asyncio.get_running_loop().time()

    wall, monotonic, loop_time = asyncio.run(main())
    assert wall == monotonic == loop_time
    assert elapsed(simulation) == 12.345678


def test_the_usual_tools(simulation: Simulation) -> None:
    at: list[tuple[str, float]] = []

    def note(what: str) -> None:
        at.append((what, elapsed(simulation)))

    async def produce(queue: asyncio.Queue[int]) -> None:
        for number in range(3):
            await asyncio.sleep(2)
            await queue.put(number)

    async def main() -> None:
        queue: asyncio.Queue[int] = asyncio.Queue(maxsize=1)
        producer = asyncio.create_task(produce(queue))
        for _ in range(3):
            await queue.get()
            note("got")
        await producer
        await asyncio.gather(asyncio.sleep(1), asyncio.sleep(4), asyncio.sleep(3))
        note("gathered")
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 5)
        note("timed out")
        condition = asyncio.Condition()
        asyncio.get_running_loop().call_later(1.5, lambda: asyncio.ensure_future(notify(condition)))
        async with condition:
            await condition.wait()
        note("notified")

    async def notify(condition: asyncio.Condition) -> None:
        async with condition:
            condition.notify_all()

    asyncio.run(main())
    assert at == [
        ("got", 2),
        ("got", 4),
        ("got", 6),
        ("gathered", 10),
        ("timed out", 15),
        ("notified", 16.5),
    ]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio.timeout and TaskGroup")
def test_timeout_and_task_group(simulation: Simulation) -> None:
    async def main() -> None:
        async with asyncio.timeout(8):  # type: ignore[attr-defined,unused-ignore]
            async with asyncio.TaskGroup() as group:  # type: ignore[attr-defined,unused-ignore]
                group.create_task(asyncio.sleep(3))
                group.create_task(asyncio.sleep(60))

    with pytest.raises(TimeoutError):
        asyncio.run(main())
    assert elapsed(simulation) == 8


def test_threads_of_the_world_and_the_loop_wait_for_each_other(simulation: Simulation) -> None:
    async def main() -> list[str]:
        loop = asyncio.get_running_loop()
        arrived: asyncio.Queue[str] = asyncio.Queue()

        def worker(name: str, seconds: float) -> None:
            time.sleep(seconds)
            loop.call_soon_threadsafe(arrived.put_nowait, f"{name} at {elapsed(simulation):g}")

        spawn(simulation, worker, "slow", 9)
        spawn(simulation, worker, "quick", 2)
        got = [await arrived.get(), await arrived.get()]
        await asyncio.sleep(1)
        return got

    assert asyncio.run(main()) == ["quick at 2", "slow at 9"]
    assert elapsed(simulation) == 10


def test_run_coroutine_threadsafe_from_an_actor(simulation: Simulation) -> None:
    async def double(number: int) -> int:
        await asyncio.sleep(number)
        return 2 * number

    async def main() -> list[int]:
        loop = asyncio.get_running_loop()
        answers: list[int] = []
        finished = asyncio.Event()

        def caller() -> None:
            time.sleep(1)
            future = asyncio.run_coroutine_threadsafe(double(3), loop)
            answers.append(future.result())
            loop.call_soon_threadsafe(finished.set)

        spawn(simulation, caller)
        await finished.wait()
        return answers

    assert asyncio.run(main()) == [6]
    assert elapsed(simulation) == 4


def test_two_loops_in_two_actors_share_one_time(simulation: Simulation) -> None:
    at: list[tuple[str, float]] = []

    async def tick(name: str, every: float) -> None:
        for _ in range(3):
            await asyncio.sleep(every)
            at.append((name, elapsed(simulation)))

    spawn(simulation, lambda: asyncio.run(tick("background", 2)))
    asyncio.run(tick("test", 3))
    assert at == [
        ("background", 2),
        ("test", 3),
        ("background", 4),
        ("background", 6),
        ("test", 6),
        ("test", 9),
    ]


def test_a_task_that_only_yields_lets_others_run(simulation: Simulation) -> None:
    seen: list[str] = []

    async def main() -> None:
        spawn(simulation, lambda: seen.append("worker"))
        while not seen:
            await asyncio.sleep(0)

    asyncio.run(main())
    assert elapsed(simulation) == 0


def test_executor_and_to_thread(simulation: Simulation) -> None:
    def work(seconds: float) -> tuple[float, bool]:
        time.sleep(seconds)
        return time.time(), local.actor is not None

    async def main() -> tuple[list[tuple[float, bool]], float]:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        found = await asyncio.gather(loop.run_in_executor(None, work, 4), asyncio.to_thread(work, 6))
        return [(at - begun, inside) for at, inside in found], loop.time() - begun

    assert asyncio.run(main()) == ([(4, True), (6, True)], 6)


async def consume(queue: asyncio.Queue[int]) -> None:
    await queue.get()


def test_a_deadlock_names_the_awaits(simulation: Simulation) -> None:
    async def main() -> None:
        queue: asyncio.Queue[int] = asyncio.Queue()
        consumer = asyncio.ensure_future(consume(queue))
        await asyncio.Event().wait()
        await consumer

    with pytest.raises(Deadlock) as caught:
        asyncio.run(main())
    line = consume.__code__.co_firstlineno + 1
    told = str(caught.value)
    assert f"consume at test_loops.py:{line} (awaits Queue.get)" in told
    assert re.search(r"main at test_loops\.py:\d+ \(awaits Event\.wait\)", told)
    assert "test waits for 2 tasks of its event loop" in told


def test_a_killed_loop_runs_its_finally_blocks(simulation: Simulation) -> None:
    seen: list[str] = []

    async def main() -> None:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise
        finally:
            seen.append(f"finally at {elapsed(simulation):g}")

    actor = spawn(simulation, lambda: asyncio.run(main()))
    time.sleep(900)
    simulation.kill(actor)
    time.sleep(0)
    assert isinstance(actor.error, ActorKilled)
    assert actor.done
    assert seen == ["cancelled", "finally at 900"]
    assert elapsed(simulation) == 900


def test_a_bare_sleep_of_the_tests_coroutine_passes_time_on_purpose(simulation: Simulation) -> None:
    async def main() -> None:
        await asyncio.sleep(90 * 86_400)

    asyncio.run(main())
    assert elapsed(simulation) == 90 * 86_400


def test_installing_imports_neither_asyncio_nor_wrapt() -> None:
    import subprocess

    code = (
        "import sys, types\n"
        "sys.modules['fakeaws'] = types.ModuleType('fakeaws')\n"  # not the matter here: what the package imports
        f"sys.modules['fakeaws'].__path__ = {list(fakeaws.__path__)!r}\n"
        "from fakeaws.simulation import loops\n"
        "from fakeaws.simulation.patches import table\n"
        "loops.install(table)\n"
        "assert 'asyncio' not in sys.modules and 'wrapt' not in sys.modules\n"
        "import asyncio.events\n"
        "assert 'BaseEventLoop._run_once' in map(str, table.rows), table.rows\n"
        "assert not table.displaced()\n"
        "assert 'exec_module' not in vars(asyncio.__loader__)\n"
        "asyncio.run(asyncio.sleep(0))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
