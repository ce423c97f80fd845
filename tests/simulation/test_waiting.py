"""A call that waits is ended once: by somebody, by its deadline, or because its caller gave up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest

from fakeaws.errors import Deadlock
from fakeaws.simulation.actors import ActorKilled
from fakeaws.simulation.simulation import Simulation
from fakeaws.simulation.waiting import Waiter
from tests.simulation.bare_worlds import bare_world, spawn

SECOND = 1_000_000


class Queue:
    """Something that keeps waiters, as a service does."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation
        self.waiters: list[Waiter] = []
        self.forgotten: list[str] = []

    def poll(self, seconds: int | None, name: str = "poll") -> Waiter:
        deadline = None if seconds is None else self.simulation.clock.elapsed_us + seconds * SECOND
        waiter = Waiter(self.simulation, f"a message in {name}", deadline)
        waiter.timeout_result = "empty"
        waiter.on_cancel = (self.forget, (waiter, name))
        self.waiters.append(waiter)
        return waiter

    def forget(self, waiter: Waiter, name: str) -> None:
        self.waiters.remove(waiter)
        self.forgotten.append(name)

    def send(self, message: str) -> None:
        self.waiters.pop(0).resolve(message)


@pytest.fixture
def simulation() -> Iterator[Simulation]:
    with bare_world() as entered:
        yield entered


@pytest.fixture
def queue(simulation: Simulation) -> Queue:
    return Queue(simulation)


def test_an_event_ends_the_wait_at_its_own_time(simulation: Simulation, queue: Queue) -> None:
    simulation.after(3 * SECOND, queue.send, "hello")
    assert queue.poll(20).wait() == "hello"
    assert simulation.clock.elapsed_us == 3 * SECOND
    assert len(simulation.scheduler) == 0
    assert queue.forgotten == []


def test_the_deadline_answers_with_the_timeout_result_and_the_queue_forgets(
    simulation: Simulation, queue: Queue
) -> None:
    assert queue.poll(20).wait() == "empty"
    assert simulation.clock.elapsed_us == 20 * SECOND
    assert queue.waiters == []
    assert queue.forgotten == ["poll"]


def test_another_actor_ends_the_wait(simulation: Simulation, queue: Queue) -> None:
    def producer() -> None:
        time.sleep(5)
        queue.send("from the producer")

    spawn(simulation, producer)
    assert queue.poll(20).wait() == "from the producer"
    assert simulation.clock.elapsed_us == 5 * SECOND


def test_one_that_was_resolved_before_anybody_waited_answers_at_once(simulation: Simulation, queue: Queue) -> None:
    waiter = queue.poll(20)
    queue.send("early")
    waiter.resolve("late")
    assert waiter.wait() == "early"
    assert simulation.clock.elapsed_us == 0
    assert len(simulation.scheduler) == 0


def test_an_actor_killed_while_it_waits_leaves_nothing(simulation: Simulation, queue: Queue) -> None:
    poller = spawn(simulation, lambda: queue.poll(20).wait())
    time.sleep(2)
    simulation.kill(poller)
    time.sleep(0)
    assert isinstance(poller.error, ActorKilled)
    assert queue.forgotten == ["poll"]
    assert len(simulation.scheduler) == 0
    assert simulation.clock.elapsed_us == 2 * SECOND


def test_without_a_deadline_and_a_sender_it_is_a_deadlock_that_says_what_for(queue: Queue) -> None:
    with pytest.raises(Deadlock, match="waits for a message in orders"):
        queue.poll(None, "orders").wait()
    assert queue.forgotten == ["orders"]


def test_only_one_may_wait(simulation: Simulation, queue: Queue) -> None:
    waiter = queue.poll(20)
    spawn(simulation, waiter.wait)
    time.sleep(1)
    with pytest.raises(RuntimeError, match="somebody waits"):
        waiter.wait()
    queue.send("done")


async def _ticking(ticks: list[float]) -> None:
    loop = asyncio.get_running_loop()
    begun = loop.time()
    while True:
        await asyncio.sleep(1)
        ticks.append(loop.time() - begun)


def test_in_a_loop_the_other_tasks_go_on(simulation: Simulation, queue: Queue) -> None:
    async def main() -> tuple[object, int]:
        ticks: list[float] = []
        ticker = asyncio.create_task(_ticking(ticks))
        simulation.after(3_500_000, queue.send, "hello")
        answer = await queue.poll(20).wait_async()
        ticker.cancel()
        return answer, len(ticks)

    assert asyncio.run(main()) == ("hello", 3)
    assert simulation.clock.elapsed_us == 3_500_000


def test_in_a_loop_a_task_of_the_same_loop_may_end_the_wait(simulation: Simulation, queue: Queue) -> None:
    async def send() -> None:
        await asyncio.sleep(4)
        queue.send("from a task")

    async def main() -> object:
        sender = asyncio.create_task(send())
        answer = await queue.poll(20).wait_async()
        await sender
        return answer

    assert asyncio.run(main()) == "from a task"
    assert simulation.clock.elapsed_us == 4 * SECOND


def test_in_a_loop_the_deadline_counts(simulation: Simulation, queue: Queue) -> None:
    async def main() -> object:
        return await queue.poll(20).wait_async()

    assert asyncio.run(main()) == "empty"
    assert simulation.clock.elapsed_us == 20 * SECOND
    assert queue.forgotten == ["poll"]


def test_a_cancelled_task_leaves_neither_timer_nor_waiter(simulation: Simulation, queue: Queue) -> None:
    async def main() -> int:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(queue.poll(20).wait_async(), 7)
        return len(simulation.scheduler)

    assert asyncio.run(main()) == 0
    assert queue.forgotten == ["poll"]
    assert simulation.clock.elapsed_us == 7 * SECOND


def test_a_loop_and_an_actor_wait_in_one_line(simulation: Simulation, queue: Queue) -> None:
    answers: list[object] = []
    spawn(simulation, lambda: answers.append(queue.poll(20, "first").wait()))
    time.sleep(0)

    async def main() -> None:
        answers.append(await queue.poll(20, "second").wait_async())

    simulation.after(SECOND, queue.send, "one")
    simulation.after(2 * SECOND, queue.send, "two")
    asyncio.run(main())
    assert answers == ["one", "two"]
