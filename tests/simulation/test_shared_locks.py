from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any

import pytest

from fakeaws.simulation.actors import local
from fakeaws.simulation.real import Real
from fakeaws.simulation.simulation import Simulation
from fakeaws.simulation.spawning import spawn
from tests.simulation.small_worlds import in_real_thread, seconds


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
