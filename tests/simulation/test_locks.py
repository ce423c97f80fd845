from __future__ import annotations

import _thread
import copy
import logging
import pickle
import queue
import threading
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from fakeaws.simulation.real import Real
from fakeaws.simulation.real_threads import real_thread_modules
from fakeaws.simulation.simulation import Simulation
from fakeaws.simulation.spawning import spawn
from tests.simulation.small_worlds import seconds

_LOCK = threading.Lock()


# -- waiting takes virtual time ----------------------------------------------------------------------------------------


def test_a_full_queue_times_out_at_the_exact_instant(world: Simulation) -> None:
    full: queue.Queue[int] = queue.Queue(maxsize=2)
    full.put(1)
    full.put(2)
    time.sleep(0.1)
    with pytest.raises(queue.Full):
        full.put(3, timeout=0.2)
    assert world.clock.elapsed_us == 300_000
    with pytest.raises(queue.Full):
        full.put(3, timeout=1 / 3)
    assert world.clock.elapsed_us == 633_333


@pytest.mark.parametrize("make", [queue.SimpleQueue, queue.Queue, queue.LifoQueue])
def test_an_empty_queue_times_out_at_the_exact_instant(world: Simulation, make: Callable[[], Any]) -> None:
    empty = make()
    with pytest.raises(queue.Empty):
        empty.get(timeout=0.7)
    assert world.clock.elapsed_us == 700_000
    with pytest.raises(queue.Empty):
        empty.get(block=False)
    with pytest.raises(queue.Empty):
        empty.get_nowait()
    with pytest.raises(ValueError):
        empty.get(timeout=-1)
    assert world.clock.elapsed_us == 700_000


def test_a_simple_queue_serves_those_who_wait_in_their_order(world: Simulation) -> None:
    items: queue.SimpleQueue[int] = queue.SimpleQueue()
    got: list[tuple[str, int, float]] = []
    for name in ("a", "b", "c"):
        spawn(world, lambda name=name: got.append((name, items.get(), seconds(world))), name=name)
    for number in range(3):
        time.sleep(1)
        items.put(number)
    time.sleep(0)
    assert got == [("a", 0, 1.0), ("b", 1, 2.0), ("c", 2, 3.0)]
    items.put(7)
    assert (items.qsize(), items.empty(), items.get(), items.empty()) == (1, False, 7, True)


def test_an_event_wait_of_an_hour_returns_false_after_an_hour(world: Simulation) -> None:
    began = Real.perf_counter()
    assert threading.Event().wait(3600) is False
    assert Real.perf_counter() - began < 1
    assert seconds(world) == 3600


def test_a_barrier_waits_for_the_last_and_breaks_at_its_time_out(world: Simulation) -> None:
    barrier = threading.Barrier(3)
    passed: list[float] = []

    def arrive(after: float) -> None:
        time.sleep(after)
        try:
            barrier.wait(timeout=10)
            passed.append(seconds(world))
        except threading.BrokenBarrierError:
            passed.append(-seconds(world))

    workers = [spawn(world, arrive, (after,)) for after in (0, 2, 5)]
    for worker in workers:
        worker.result()
    assert passed == [5.0, 5.0, 5.0]
    workers = [spawn(world, arrive, (after,)) for after in (0, 100)]
    for worker in workers:
        worker.result()
    assert passed[3:] == [-15.0, -105.0]


def test_a_semaphore_serves_first_come_first_served(world: Simulation) -> None:
    semaphore = threading.Semaphore(1)
    order: list[tuple[int, float]] = []

    def work(number: int) -> None:
        with semaphore:
            order.append((number, seconds(world)))
            time.sleep(1)

    for number in range(4):
        spawn(world, work, (number,))
    time.sleep(10)
    assert order == [(0, 0.0), (1, 1.0), (2, 2.0), (3, 3.0)]
    with semaphore:
        assert semaphore.acquire(timeout=2.5) is False
    assert seconds(world) == 12.5


def test_a_lock_is_served_first_come_first_served_and_times_out_exactly(world: Simulation) -> None:
    lock = threading.Lock()
    order: list[tuple[str, float]] = []

    def hold(name: str) -> None:
        with lock:
            order.append((name, seconds(world)))
            time.sleep(2)

    def give_up() -> None:
        assert lock.acquire(timeout=1.5) is False
        order.append(("gave up", seconds(world)))

    spawn(world, hold, ("a",))
    spawn(world, give_up)
    spawn(world, hold, ("b",))
    time.sleep(0)
    assert lock.acquire(blocking=False) is False
    assert lock.acquire(timeout=0) is False
    with lock:
        order.append(("test", seconds(world)))
    assert order == [("a", 0.0), ("gave up", 1.5), ("b", 2.0), ("test", 4.0)]


def test_an_rlock_is_taken_again_by_its_holder_and_carries_a_condition(world: Simulation) -> None:
    lock = threading.RLock()
    condition = threading.Condition(lock)
    seen: list[tuple[str, float]] = []

    def waiter() -> None:
        with lock, condition:
            condition.wait()
            seen.append(("notified", seconds(world)))
            time.sleep(1)

    worker = spawn(world, waiter)
    time.sleep(3)
    with lock, lock:
        assert lock.acquire(blocking=False)
        lock.release()
        condition.notify()
    with lock:
        seen.append(("after it", seconds(world)))
    worker.result()
    assert seen == [("after it", 3.0), ("notified", 3.0)] or seen == [("notified", 3.0), ("after it", 4.0)]
    with pytest.raises(RuntimeError, match="un-acquired"):
        lock.release()
    with pytest.raises(RuntimeError):
        condition.notify()


def test_wait_for_and_bounded_semaphore(world: Simulation) -> None:
    condition, ready = threading.Condition(), []

    def produce() -> None:
        time.sleep(4)
        with condition:
            ready.append(1)
            condition.notify_all()

    spawn(world, produce)
    with condition:
        assert condition.wait_for(lambda: ready, timeout=2) == []
        assert seconds(world) == 2
        assert condition.wait_for(lambda: ready, timeout=9) == [1]
    assert seconds(world) == 4
    bounded = threading.BoundedSemaphore(1)
    with pytest.raises(ValueError):
        bounded.release()


def test_a_lock_of_a_module_is_virtual_across_a_wait(world: Simulation) -> None:
    order: list[tuple[str, float]] = []

    def work(name: str) -> None:
        with _LOCK:
            time.sleep(1)  # stands for an AWS call
            order.append((name, seconds(world)))

    for name in ("a", "b"):
        spawn(world, work, (name,))
    time.sleep(5)
    assert order == [("a", 1.0), ("b", 2.0)]


class _Slow(logging.Handler):
    def __init__(self, world: Simulation) -> None:
        super().__init__()
        self.world = world
        self.lines: list[tuple[str, float]] = []

    def emit(self, record: logging.LogRecord) -> None:
        time.sleep(3)
        self.lines.append((record.getMessage(), seconds(self.world)))


def test_a_logging_handler_may_sleep_in_emit(world: Simulation) -> None:
    logger, handler = logging.getLogger("shop.test_locks"), _Slow(world)
    logger.addHandler(handler)
    logger.propagate = False
    for name in ("a", "b"):
        spawn(world, logger.error, ("from %s", name), name=name)
    time.sleep(1)
    logger.error("from test")
    logger.removeHandler(handler)
    assert handler.lines == [("from a", 3.0), ("from b", 6.0), ("from test", 9.0)]


# -- what a lock is ----------------------------------------------------------------------------------------------------


def test_drop_ins_pass_for_locks() -> None:
    lock, rlock = threading.Lock(), threading.RLock()
    assert isinstance(lock, threading.Lock)  # type: ignore[arg-type]
    assert isinstance(_thread.allocate_lock(), threading.Lock)  # type: ignore[arg-type]
    assert not isinstance(rlock, threading.Lock)  # type: ignore[arg-type]
    assert isinstance(_thread.RLock(), threading.RLock)  # type: ignore[arg-type]
    assert repr(lock).startswith("<unlocked _thread.lock object at")
    assert repr(rlock).startswith("<unlocked _thread.RLock object owner=0 count=0 at")
    with lock:
        assert lock.locked()
        assert repr(lock).startswith("<locked")
    for one in (lock, rlock):
        for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError, match=r"cannot pickle '_thread\."):
                attempt(one)


def test_wrong_arguments_raise_what_c_locks_raise(world: Simulation) -> None:
    lock = threading.Lock()
    lock.acquire()
    with pytest.raises(ValueError):
        lock.acquire(False, 1)
    with pytest.raises(ValueError):
        lock.acquire(timeout=-2)
    with pytest.raises(OverflowError):
        lock.acquire(timeout=1e100)
    lock.release()
    with pytest.raises(RuntimeError, match="release unlocked lock"):
        lock.release()


def test_the_shortest_wait_passes_time_or_loops_would_not_end(world: Simulation) -> None:
    lock = threading.Lock()
    lock.acquire()
    assert lock.acquire(timeout=1e-7) is False
    assert world.clock.elapsed_us == 1


def test_a_forked_child_finds_its_locks_free(world: Simulation) -> None:
    lock, rlock = threading.Lock(), threading.RLock()
    lock.acquire()
    rlock.acquire()
    for one in (lock, rlock):
        one._at_fork_reinit()  # type: ignore[union-attr]
    assert lock.acquire(False)
    assert rlock.acquire(False)
    rlock.release()
    with pytest.raises(RuntimeError):
        rlock.release()


def test_an_uncontended_lock_costs_little() -> None:
    def best(lock: Any) -> float:
        times = []
        for _ in range(20):
            began = Real.perf_counter()
            for _ in range(2_000):
                with lock:
                    pass
            times.append(Real.perf_counter() - began)
        return min(times) / 2_000

    assert best(threading.Lock()) < 6 * best(_thread.allocate_lock())


# -- tools -------------------------------------------------------------------------------------------------------------


def test_a_tool_that_stops_an_actor_waits_really(world: Simulation) -> None:
    tool = ModuleType("pydevd")
    exec("def stop(event):\n    return event.wait(0.05)\n", tool.__dict__)
    real_thread_modules.add("my_tool")
    mine = ModuleType("my_tool.inner")
    exec("def stop(lock):\n    return lock.acquire(timeout=0.05)\n", mine.__dict__)
    try:
        lock = threading.Lock()
        lock.acquire()
        began = Real.perf_counter()
        assert tool.stop(threading.Event()) is False
        assert mine.stop(lock) is False
        assert Real.perf_counter() - began >= 0.1
        assert seconds(world) == 0
    finally:
        real_thread_modules.discard("my_tool")
