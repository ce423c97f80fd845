from __future__ import annotations

import queue
import threading
import time
from typing import Any

import pytest

from fakeaws import Deadlock
from fakeaws.simulation.simulation import Simulation
from fakeaws.simulation.spawning import spawn
from tests.simulation.small_worlds import seconds, small_world


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
    assert f"T0 waits for a lock held by T1 at test_lock_ends.py:{line}" in text
    assert f"T1 waits for a lock held by T0 at test_lock_ends.py:{line}" in text
    assert "test waits for the end of T0 at test_lock_ends.py:" in text


def test_a_deadlock_names_the_primitive(world: Simulation) -> None:
    with pytest.raises(Deadlock, match=r"test waits for Queue.get at test_lock_ends.py:\d+"):
        queue.Queue[int]().get()
    with pytest.raises(Deadlock, match=r"test waits for Event.wait at test_lock_ends.py:\d+"):
        threading.Event().wait()
    with pytest.raises(Deadlock, match=r"test waits for SimpleQueue.get at test_lock_ends.py:\d+"):
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
    world.after(1_000_000, lock.acquire)
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
