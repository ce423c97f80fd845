"""The order of tasks and futures does not depend on where they lie in memory."""

from __future__ import annotations

import asyncio
import hashlib
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from fakeaws.simulation.actors import local
from fakeaws.simulation.simulation import Simulation
from tests.simulation.bare_worlds import bare_world, elapsed, spawn

RUNS = 50


@pytest.fixture
def simulation() -> Iterator[Simulation]:
    with bare_world() as entered:
        yield entered


def orders_of(scenario: Callable[[list[str]], Awaitable[object]]) -> set[str]:
    """What a scenario notes, in each of many worlds; memory looks different in each."""
    found = set()
    ballast: list[bytearray | asyncio.Future[int]] = []
    for run in range(RUNS):
        ballast.extend(bytearray(64 + run % 7 * 48) for _ in range(run % 11))
        noted: list[str] = []
        with bare_world():
            asyncio.run(scenario(noted))  # type: ignore[arg-type]
        found.add(" ".join(noted))
        if run % 3:
            ballast = ballast[::2]
    return found


async def until_cancelled(name: str, noted: list[str]) -> None:
    try:
        await asyncio.sleep(1000)
    finally:
        noted.append(name)


async def _as_completed(noted: list[str]) -> None:
    async def work(name: str) -> str:
        noted.append(name)
        await asyncio.sleep(1)
        return name

    for next_one in asyncio.as_completed([work(f"w{number}") for number in range(6)]):
        noted.append(f"done-{await next_one}")


def test_as_completed_starts_and_hands_out_in_the_callers_order() -> None:
    (order,) = orders_of(_as_completed)
    assert order.split()[:6] == [f"w{number}" for number in range(6)]
    assert len(order.split()) == 12


async def _wait(noted: list[str]) -> None:
    loop = asyncio.get_running_loop()
    waits: list[asyncio.Future[Any]] = [asyncio.ensure_future(asyncio.sleep(1, f"t{number}")) for number in range(5)]
    for number in range(5):
        future = loop.create_future()
        loop.call_later(1, future.set_result, f"f{number}")
        waits.append(future)
    waits.append(asyncio.gather(asyncio.sleep(1, "g")))
    done, _ = await asyncio.wait(waits)
    noted.extend(str(one.result()) for one in done)


def test_wait_returns_sets_in_one_order() -> None:
    (order,) = orders_of(_wait)
    assert sorted(order.replace("['g']", "g").split()) == sorted(
        ["g", *(f"t{number}" for number in range(5)), *(f"f{number}" for number in range(5))]
    )


async def _leftovers(noted: list[str]) -> None:
    kept = [asyncio.ensure_future(until_cancelled(f"u{number}", noted)) for number in range(8)]
    await asyncio.sleep(1)
    assert len(kept) == 8


def test_the_end_of_asyncio_run_cancels_in_the_order_of_making() -> None:
    (order,) = orders_of(_leftovers)
    assert order.split() == [f"u{number}" for number in range(8)]


async def _task_group(noted: list[str]) -> None:
    async def fail() -> None:
        await asyncio.sleep(3)
        raise ValueError

    try:
        async with asyncio.TaskGroup() as group:  # type: ignore[attr-defined,unused-ignore]
            for number in range(6):
                group.create_task(until_cancelled(f"u{number}", noted))
            group.create_task(fail())
    except BaseException as error:
        noted.append(type(error).__name__)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="TaskGroup")
def test_a_task_group_cancels_in_the_order_of_making() -> None:
    (order,) = orders_of(_task_group)
    assert order.split() == [*(f"u{number}" for number in range(6)), "ExceptionGroup"]


async def _anyio(noted: list[str]) -> None:
    import anyio

    async def nested(name: str) -> None:
        with anyio.CancelScope():
            await until_cancelled(name, noted)

    with anyio.move_on_after(5):
        async with anyio.create_task_group() as outer:
            for number in range(4):
                outer.start_soon(until_cancelled, f"u{number}", noted)
                outer.start_soon(nested, f"n{number}")
    noted.append(f"{anyio.current_time() % 60:g}")


def test_anyio_moves_on_and_cancels_in_one_order() -> None:
    pytest.importorskip("anyio")
    (order,) = orders_of(_anyio)
    names = order.split()
    assert sorted(names[:-1]) == sorted(
        [*(f"u{number}" for number in range(4)), *(f"n{number}" for number in range(4))]
    )
    assert names[-1] == "5"


async def _eager(noted: list[str]) -> None:
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)  # type: ignore[attr-defined,unused-ignore]
    await _leftovers(noted)
    noted.append(type(asyncio.create_task(asyncio.sleep(1), name="given")).__module__)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks")
def test_eager_tasks_are_numbered_too() -> None:
    (order,) = orders_of(_eager)
    assert order.split() == ["fakeaws.simulation.loop_order", *(f"u{number}" for number in range(8))]


def test_one_digest_for_tasks_threads_and_timers_together() -> None:
    digests = set()
    for _ in range(RUNS):
        with bare_world() as simulation:
            digests.add(_mixed(simulation))
    assert len(digests) == 1


def _mixed(simulation: Simulation) -> str:
    noted: list[str] = []

    async def produce(queue: asyncio.Queue[str], name: str, every: float) -> None:
        for number in range(5):
            await asyncio.sleep(every)
            await queue.put(f"{name}{number}")

    async def consume(queue: asyncio.Queue[str], name: str) -> None:
        while True:
            noted.append(f"{name} got {await queue.get()} at {elapsed(simulation):g}")

    async def main() -> None:
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=2)

        def beside(name: str) -> None:
            for number in range(4):
                time.sleep(1)
                loop.call_soon_threadsafe(queue.put_nowait if queue.empty() else noted.append, f"{name}-{number}")

        actors = [spawn(simulation, beside, f"thread{number}") for number in range(4)]
        consumers = {asyncio.ensure_future(consume(queue, f"c{number}")) for number in range(3)}
        await asyncio.wait({asyncio.ensure_future(produce(queue, name, 1)) for name in "abc"})
        for consumer in consumers:
            consumer.cancel()
        noted.extend(str(actor.done) for actor in actors)
        noted.extend(sorted(task.get_name() for task in asyncio.all_tasks()))

    asyncio.run(main())
    return hashlib.sha256("\n".join(noted).encode()).hexdigest()


def test_tasks_are_named_by_their_number_in_the_world(simulation: Simulation) -> None:
    async def main() -> list[str]:
        tasks = [asyncio.ensure_future(asyncio.sleep(0)) for _ in range(2)]
        tasks.append(asyncio.get_running_loop().create_task(asyncio.sleep(0), name="mine"))
        await asyncio.gather(*tasks)
        current = asyncio.current_task()
        assert current is not None
        assert isinstance(current, asyncio.Task)
        assert repr(current).startswith("<Task pending name='Task-1' ")
        return [current.get_name(), *(task.get_name() for task in tasks)]

    assert asyncio.run(main()) == ["Task-1", "Task-2", "Task-3", "mine"]


def test_as_completed_refuses_what_it_always_refused(simulation: Simulation) -> None:
    async def main() -> None:
        coroutine = asyncio.sleep(0)
        with pytest.raises(TypeError):
            list(asyncio.as_completed(coroutine))  # type: ignore[arg-type,call-overload,unused-ignore]
        await coroutine
        with pytest.raises(TypeError):
            list(asyncio.as_completed(3))  # type: ignore[arg-type,call-overload,unused-ignore]

    asyncio.run(main())


@pytest.mark.skipif(sys.version_info >= (3, 11), reason="asyncio.wait takes no coroutines any more")
def test_wait_with_coroutines_on_3_10(simulation: Simulation) -> None:
    started: list[int] = []

    async def work(number: int) -> None:
        started.append(number)

    async def main() -> None:
        with pytest.warns(DeprecationWarning, match="coroutines"):
            await asyncio.wait([work(number) for number in range(10)])  # type: ignore[type-var,unused-ignore]

    asyncio.run(main())
    assert started == list(range(10))


def test_outside_worlds_tasks_are_asyncios_own() -> None:
    assert local.actor is None

    async def main() -> list[type]:
        task = asyncio.ensure_future(asyncio.sleep(0))
        await task
        return [type(task), type(asyncio.get_running_loop().create_future())]

    assert asyncio.run(main()) == [asyncio.Task, asyncio.Future]
