from __future__ import annotations

import _thread
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Any

import pytest

from fakeaws import FakeAwsError
from fakeaws.simulation import watchdog
from fakeaws.simulation.real import Real
from fakeaws.simulation.simulation import Simulation
from fakeaws.simulation.spawning import spawn
from tests.simulation.small_worlds import in_real_thread, seconds, small_world, told

LIMIT = 0.15


@pytest.fixture(autouse=True)
def _short_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog.Settings, "limit_seconds", LIMIT)


def test_a_spinning_actor_is_ended_and_the_test_fails_with_its_line(world: Simulation) -> None:
    ended: list[str] = []

    def spin() -> None:
        try:
            while True:
                pass
        finally:
            ended.append("finally")

    actor = spawn(world, spin, name="consumer")
    line = spin.__code__.co_firstlineno + 2
    with pytest.raises(FakeAwsError) as caught:
        time.sleep(1)
    text = str(caught.value)
    assert text.startswith("consumer computed for 0.15 s of real time without a hand-over at test_watchdog.py:")
    assert int(text.split("test_watchdog.py:")[1].split(",")[0]) in (line, line + 1)
    assert ended == ["finally"]
    assert actor.done
    time.sleep(1)


def test_one_that_spins_on_loses_the_baton(world: Simulation) -> None:
    go_on = [True]

    def spin() -> None:
        while go_on:
            try:
                while go_on:
                    pass
            except BaseException:
                continue
        time.sleep(1)  # comes back without the baton, and must not run on
        pytest.fail("it ran on")

    actor = spawn(world, spin, name="stubborn")
    with pytest.raises(FakeAwsError, match=r"stubborn computed for 0\.15 s"):
        time.sleep(1)
    assert actor.done
    go_on.clear()
    time.sleep(1)
    assert seconds(world) == 1


def test_an_actor_blocked_by_a_foreign_lock_is_named_and_loses_the_baton(world: Simulation) -> None:
    foreign = _thread.allocate_lock()
    foreign.acquire()
    after: list[str] = []

    def work() -> None:
        foreign.acquire()
        after.append("it ran on")

    actor = spawn(world, work, name="consumer")
    line = work.__code__.co_firstlineno + 1
    with pytest.raises(FakeAwsError) as caught:
        time.sleep(1)
    assert f"consumer has really blocked for 0.15 s of real time at test_watchdog.py:{line}, while" in str(caught.value)
    assert seconds(world) == 0
    assert actor.done
    foreign.release()
    time.sleep(1)
    Real.sleep(0.02)
    assert after == []


def test_a_test_blocked_by_a_foreign_lock_is_interrupted(world: Simulation) -> None:
    foreign = _thread.allocate_lock()
    foreign.acquire()
    with pytest.raises(FakeAwsError, match=r"test has really blocked for 0.15 s of real time at test_watchdog.py:\d+"):
        foreign.acquire()
    assert seconds(world) == 0


def test_a_subprocess_is_named_and_time_stands_still(world: Simulation) -> None:
    began = Real.perf_counter()
    with pytest.raises(FakeAwsError) as caught:
        subprocess.run([sys.executable, "-c", "import time; time.sleep(20)"])
    assert Real.perf_counter() - began < 10
    assert "(in subprocess." in str(caught.value)
    assert "test_watchdog.py:" in str(caught.value)
    assert seconds(world) == 0


def test_a_socket_is_named(world: Simulation) -> None:
    near, far = socket.socketpair()
    with near, far, pytest.raises(FakeAwsError, match="really blocked"):
        near.recv(1)


def test_a_test_that_spins_until_another_actor_does_something_is_interrupted(world: Simulation) -> None:
    actor = spawn(world, time.sleep, (1,))

    def poll() -> None:
        while not actor.done:
            pass

    with pytest.raises(FakeAwsError, match=r"test computed for 0\.15 s .* a loop that polls must sleep"):
        poll()


def test_a_test_alone_in_its_world_may_compute(world: Simulation) -> None:
    until = Real.perf_counter() + 3 * LIMIT
    while Real.perf_counter() < until:
        pass


def test_a_test_in_another_thread_is_interrupted_too() -> None:
    caught: list[str] = []

    def poll(actor: Any) -> None:
        # On its own: an interruption that strikes a loop's jump back passes a `try` around the loop by (Python 3.13).
        while not actor.done:
            pass

    def elsewhere() -> None:
        with small_world() as world:
            actor = spawn(world, time.sleep, (1,))
            try:
                poll(actor)
            except FakeAwsError as error:
                caught.append(str(error))

    in_real_thread(elsewhere)()
    assert len(caught) == 1
    assert caught[0].startswith("test computed for 0.15 s of real time without a hand-over at test_watchdog.py:")


def test_many_hand_overs_and_events_count_as_movement(world: Simulation) -> None:
    def tick() -> None:
        Real.sleep(0.01)
        world.after(1_000_000, tick)

    world.after(0, tick)
    time.sleep(40)
    until = Real.perf_counter() + 2 * LIMIT
    while Real.perf_counter() < until:
        world.handover()
        Real.sleep(0.01)


def test_no_limit_no_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog.Settings, "limit_seconds", 0)
    with small_world() as world:
        Real.sleep(3 * LIMIT)
    assert told(world) == []


def test_under_a_debugger_it_stands_still() -> None:
    def trace(frame: object, event: str, arg: object) -> None:
        return None

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        with small_world():
            Real.sleep(3 * LIMIT)
    finally:
        sys.settrace(before)


def test_one_thread_serves_all_worlds_and_nobody_sees_it() -> None:
    with small_world():
        threads = len(sys._current_frames())
        known = threading.active_count()
    for _ in range(20):
        with small_world():
            assert len(sys._current_frames()) == threads
            assert threading.active_count() == known


def test_the_signals_disposition_is_put_back() -> None:
    before = signal.getsignal(signal.SIGURG)
    with small_world():
        assert signal.getsignal(signal.SIGURG) is not before
    assert signal.getsignal(signal.SIGURG) is before
