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

from fakeaws import Deadlock
from fakeaws.simulation.actors import local
from fakeaws.simulation.real import Real
from fakeaws.simulation.real_threads import real_thread_modules
from fakeaws.simulation.simulation import Simulation
from fakeaws.simulation.spawning import spawn
from tests.simulation.small_worlds import small_world

SECOND = 1_000_000
_LOCK = threading.Lock()


def seconds(world: Simulation) -> float:
    return world.clock.elapsed_us / SECOND


def in_real_thread(fn: Callable[[], Any]) -> Callable[[], None]:
    """Start ``fn`` in a thread that is no actor; returns how to wait for it really."""
    ended = Real.allocate_lock()
    ended.acquire()

    def run() -> None:
        try:
            fn()
        finally:
            ended.release()

    _thread.start_new_thread(run, ())
    return lambda: ended.acquire(timeout=10) or pytest.fail("the real thread did not end")


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


# -- actors and real threads on one lock -------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [threading.Lock, threading.RLock])
def test_an_actor_and_a_real_thread_share_a_lock(world: Simulation, make: Callable[[], Any]) -> None:
    lock, rounds, inside, most = make(), 1_000, [0], [0]

    def contend() -> None:
        for _ in range(rounds):
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                if local.actor is None and not _ % 50:
                    Real.sleep(0.0005)
                else:
                    Real.sleep(0)
                inside[0] -= 1

    wait = in_real_thread(contend)
    worker = spawn(world, contend)
    contend()
    worker.result()
    wait()
    assert most == [1]
    assert not lock.locked() if hasattr(lock, "locked") else True


def test_a_real_thread_waits_really_for_an_actor_and_hands_the_lock_back(world: Simulation) -> None:
    lock = threading.Lock()
    for _ in range(300):
        lock.acquire()
        wait = in_real_thread(lambda: lock.acquire() and lock.release())
        lock.release()
        with lock:
            pass
        wait()


def test_a_lock_set_free_just_before_an_actor_joins_the_line(
    world: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = threading.Lock()
    in_real_thread(lock.acquire)()
    # Between the failed try and the place in the line: a real thread lets go and sees nobody who waits.
    monkeypatch.setattr(Simulation, "look", lambda world: in_real_thread(lock.release)())
    assert lock.acquire()
    assert lock.locked()


def test_items_go_both_ways_between_actors_and_real_threads(world: Simulation) -> None:
    there: queue.SimpleQueue[int | None] = queue.SimpleQueue()
    back: queue.SimpleQueue[int] = queue.SimpleQueue()

    def echo() -> None:
        while (item := there.get()) is not None:
            back.put(item * 2)

    wait = in_real_thread(echo)
    for number in range(1_000):
        there.put(number)
        assert back.get() == number * 2
    there.put(None)
    wait()
    assert seconds(world) == 0


def test_outside_worlds_everything_is_as_ever() -> None:
    lock, items = threading.Lock(), queue.SimpleQueue()
    began = Real.perf_counter()
    lock.acquire()
    assert lock.acquire(timeout=0.02) is False
    with pytest.raises(queue.Empty):
        items.get(timeout=0.02)
    assert Real.perf_counter() - began >= 0.04
    in_real_thread(lambda: (items.put(5), lock.release()))
    assert items.get() == 5
    assert lock.acquire(timeout=10)


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


# -- deadlocks and ends ------------------------------------------------------------------------------------------------


def test_a_deadlock_of_two_locks_names_both_threads_and_lines(world: Simulation) -> None:
    first, second = threading.Lock(), threading.Lock()

    def take(one: Any, other: Any) -> None:
        with one:
            time.sleep(1)
            with other:
                pytest.fail("never")

    a = spawn(world, take, (first, second), name="T0")
    spawn(world, take, (second, first), name="T1")
    with pytest.raises(Deadlock) as caught:
        a.result()
    text = str(caught.value)
    line = take.__code__.co_firstlineno + 3
    assert f"T0 waits for a lock held by T1 at test_locks.py:{line}" in text
    assert f"T1 waits for a lock held by T0 at test_locks.py:{line}" in text
    assert "test waits for the end of T0 at test_locks.py:" in text


def test_a_deadlock_names_the_primitive(world: Simulation) -> None:
    with pytest.raises(Deadlock, match=r"test waits for Queue.get at test_locks.py:\d+"):
        queue.Queue[int]().get()
    with pytest.raises(Deadlock, match=r"test waits for Event.wait at test_locks.py:\d+"):
        threading.Event().wait()
    with pytest.raises(Deadlock, match=r"test waits for SimpleQueue.get at test_locks.py:\d+"):
        queue.SimpleQueue[int]().get()


def test_a_deadlock_inside_a_condition_is_not_hidden_by_its_lock(world: Simulation) -> None:
    condition = threading.Condition()

    def hold_for_ever() -> None:
        with condition:
            condition.notify()
            threading.Event().wait()

    with condition:
        spawn(world, hold_for_ever, name="holder")
        with pytest.raises(Deadlock):
            with condition:
                condition.wait()


def test_a_killed_waiter_leaves_the_line_and_loses_nobodys_wake_up(world: Simulation) -> None:
    semaphore, got = threading.Semaphore(0), []
    victim = spawn(world, lambda: semaphore.acquire() and got.append("victim"), name="victim")
    spawn(world, lambda: semaphore.acquire() and got.append("other"), name="other")
    time.sleep(1)
    victim.kill()
    semaphore.release()
    time.sleep(0)
    assert victim.done
    assert got == ["other"]


def test_one_killed_when_it_was_just_notified_passes_nothing_on_to_nobody(world: Simulation) -> None:
    lock = threading.Lock()
    lock.acquire()
    order: list[str] = []

    def work(name: str) -> None:
        with lock:
            order.append(name)
            time.sleep(1)
            order.append(f"{name} went on")

    a = spawn(world, work, ("a",))
    spawn(world, work, ("b",))
    time.sleep(1)
    lock.release()  # granted to a, which has not run yet
    a.kill()
    time.sleep(5)
    assert order == ["a", "b", "b went on"]
    assert not lock.locked()


def test_a_killed_actor_takes_the_condition_back_before_it_goes(world: Simulation) -> None:
    condition, inside = threading.Condition(threading.Lock()), []

    def victim() -> None:
        with condition:
            try:
                condition.wait()
            finally:
                inside.append(("victim", seconds(world)))

    def holder() -> None:
        with condition:
            inside.append(("holder in", seconds(world)))
            time.sleep(3)
            inside.append(("holder out", seconds(world)))

    dying = spawn(world, victim)
    time.sleep(1)
    spawn(world, holder)
    time.sleep(1)
    dying.kill()
    time.sleep(5)
    assert inside == [("holder in", 1.0), ("holder out", 4.0), ("victim", 4.0)]
    assert dying.done
    with condition:
        pass


def test_an_event_of_the_world_must_not_wait_for_an_actor(world: Simulation) -> None:
    lock = threading.Lock()

    def hold() -> None:
        with lock:
            time.sleep(10)

    spawn(world, hold, name="holder")
    world.after(SECOND, lock.acquire)
    with pytest.raises(RuntimeError, match="held by holder"):
        time.sleep(2)


def test_two_worlds_one_inside_the_other(world: Simulation) -> None:
    lock, order = threading.Lock(), []

    def outer() -> None:
        with lock:
            time.sleep(10)
            order.append(("outer", seconds(world)))

    spawn(world, outer)
    time.sleep(0)
    with small_world() as inner:
        assert lock.acquire(timeout=5) is False
        assert seconds(inner) == 5
    assert seconds(world) == 0
    with lock:
        order.append(("test", seconds(world)))
    assert order == [("outer", 10.0), ("test", 10.0)]
