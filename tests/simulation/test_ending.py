from __future__ import annotations

import asyncio
import os
import queue
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from fakeaws.simulation.real import Real
from fakeaws.simulation.simulation import Simulation
from fakeaws.simulation.spawning import spawn
from fakeaws.simulation.waiting import Waiter
from tests.simulation.small_worlds import in_real_thread, seconds, small_world, told


def asleep(world: Simulation) -> None:
    time.sleep(10_000)


def in_a_lock(world: Simulation) -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def in_a_queue(world: Simulation) -> None:
    queue.Queue[int]().get()


def in_a_join(world: Simulation) -> None:
    thread = threading.Thread(target=time.sleep, args=(10_000,), daemon=True)
    thread.start()
    thread.join()


def in_a_long_poll(world: Simulation) -> None:
    Waiter(world, "messages", None).wait()


def polling(world: Simulation) -> None:
    while True:
        time.sleep(0.3)


def in_a_loop(world: Simulation) -> None:
    asyncio.run(asyncio.sleep(10_000))


@pytest.mark.parametrize("wait", [asleep, in_a_lock, in_a_queue, in_a_join, in_a_long_poll, polling, in_a_loop])
def test_an_actor_is_killed_at_the_wanted_instant_wherever_it_waits(world: Simulation, wait: Any) -> None:
    seen: list[Any] = []

    def handler() -> None:
        try:
            wait(world)
        except Exception:
            seen.append("an end is no Exception")
        finally:
            seen.append(world.clock.elapsed_us)
            try:
                time.sleep(1)  # as an AWS call would, it refuses
            finally:
                seen.append(world.clock.elapsed_us)

    actor = spawn(world, handler)
    world.after(900_000_000, world.kill, actor._actor)
    time.sleep(900)
    time.sleep(0)
    assert seen == [900_000_000, 900_000_000]
    assert actor.done


def test_one_that_swallows_its_end_is_given_up(world: Simulation) -> None:
    rounds: list[int] = []

    def stubborn() -> None:
        while True:
            try:
                time.sleep(1)
            except BaseException:
                rounds.append(1)

    actor = spawn(world, stubborn)
    time.sleep(3)
    actor.kill()
    assert actor.done
    assert len(rounds) == 20
    time.sleep(10)
    assert len(rounds) == 20


def test_what_still_runs_at_the_end_is_ended_in_the_order_of_creation() -> None:
    ends: list[str] = []

    def work(name: str) -> None:
        try:
            time.sleep(1_000)
        finally:
            ends.append(name)

    with small_world() as world:
        threads = [threading.Thread(target=work, args=(name,), name=name) for name in ("left", "daemon")]
        threads[1].daemon = True
        for thread in threads:
            thread.start()
        spawn(world, work, ("spawned",), name="spawned")
        time.sleep(1)
        inside = threading.active_count()
    assert ends == ["left", "daemon", "spawned"]
    assert threading.active_count() == inside - 3
    assert not any(thread.is_alive() for thread in threads)
    line = work.__code__.co_firstlineno + 2
    assert told(world) == [f"thread 'left' still ran: left waits for the end of a sleep at test_ending.py:{line}"]


def test_an_actor_started_by_a_dying_one_is_ended_too() -> None:
    ends: list[str] = []

    def child() -> None:
        try:
            time.sleep(1)
        finally:
            ends.append(f"child ends at {world.clock.elapsed_us}")

    def work() -> None:
        try:
            time.sleep(1_000)
        finally:
            threading.Thread(target=child, daemon=True).start()
            ends.append("started another")

    with small_world() as world:
        spawn(world, work)
        time.sleep(1)
    assert ends == ["started another", "child ends at 1000000"]
    assert world.actors == [world.test]
    assert told(world) == []


def test_an_error_that_follows_from_the_end_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        try:
            time.sleep(1_000)
        except BaseException as error:
            raise RuntimeError("worker stopped") from error

    with small_world() as world:
        threading.Thread(target=work, daemon=True).start()
        time.sleep(1)
    assert told(world) == []
    assert capsys.readouterr().err == ""


def test_a_guest_of_a_world_that_is_left_gets_a_connection_error() -> None:
    errors: list[str] = []

    def call() -> None:
        try:
            guest = world.enter_guest("guest")
            try:
                world.park("messages")
            finally:
                world.leave_guest(guest)
        except ConnectionError as error:
            errors.append(str(error))

    with small_world() as world:
        during = in_real_thread(call)
        while len(world.actors) < 2:
            Real.sleep(0.001)
            time.sleep(0)
    during()
    in_real_thread(call)()
    assert errors == [
        "the world was left during this call",
        "the world was left before the call of this thread had its turn",
    ]


# -- Ctrl-C ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Python's own handler of Ctrl-C: a process that was started in the background begins with SIGINT ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupt_after(seconds: float) -> None:
    def interrupt() -> None:
        Real.sleep(seconds)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    in_real_thread(interrupt)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_while_the_test_is_parked() -> None:
    ends: list[float] = []

    def work() -> None:
        try:
            while True:
                time.sleep(1)
                Real.sleep(0.0005)
        finally:
            ends.append(seconds(world))

    with small_world() as world:
        spawn(world, work)
        interrupt_after(0.03)
        with pytest.raises(KeyboardInterrupt):
            time.sleep(1_000_000)
        assert world.current is world.test
        at = seconds(world)
        assert ends == []
    assert ends == [at]


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_while_another_actor_spins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeaws.simulation.baton.INTERRUPT_SECONDS", 0.1)
    spins: list[bool] = []

    def spin() -> None:
        try:
            spins.append(True)
            while True:
                pass
        finally:
            spins.append(False)

    with small_world() as world:
        actor = spawn(world, spin)
        interrupt_after(0.03)
        with pytest.raises(KeyboardInterrupt):
            time.sleep(1)
        assert world.current is world.test
        assert actor.done
    assert spins == [True, False]


def test_a_signal_handler_that_raises_is_a_time_out_as_pytest_timeout_makes_it() -> None:
    def on_alarm(number: int, frame: Any) -> None:
        raise TimeoutError("the test took too long")

    before = signal.signal(signal.SIGALRM, on_alarm)
    try:
        with small_world() as world:
            spawn(world, polling, (world,))
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            world.stalled_after_us = 10**18
            with pytest.raises(TimeoutError):
                time.sleep(10**9)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert told(world) == []


# -- a process of its own ----------------------------------------------------------------------------------------------


def run(program: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a program that starts with a small world's imports; it must not hang."""
    begin = (
        "import fakeaws, threading, time\n"
        "from fakeaws.simulation.spawning import spawn\n"
        "from tests.simulation.small_worlds import small_world, told\n"
    )
    return subprocess.run(
        [sys.executable, "-c", begin + textwrap.dedent(program)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        timeout=30,
        **options,
    )


def test_a_process_with_a_stubborn_thread_exits() -> None:
    done = run("""
        def stubborn():
            while True:
                try:
                    time.sleep(1)
                except BaseException:
                    pass
        with small_world() as world:
            threading.Thread(target=stubborn, name="stubborn").start()
            time.sleep(5)
        print(told(world))
    """)
    assert done.stdout == "[\"thread 'stubborn' still ran: stubborn waits for the end of a sleep at <string>:8\"]\n"
    assert (done.returncode, done.stderr) == (0, "")


def test_pdb_holds_the_baton_and_time_stands_still() -> None:
    done = run(
        """
        from fakeaws.simulation import watchdog
        watchdog.Settings.limit_seconds = 0.05
        def work():
            breakpoint()
            print("went on at", world.clock.elapsed_us)
        with small_world() as world:
            spawn(world, work)
            time.sleep(5)
        """,
        input="from fakeaws.simulation.real import Real; Real.sleep(0.3)\np world.clock.elapsed_us\ntime.sleep(2)\nc\n",
    )
    assert "(Pdb) 0\n" in done.stdout
    assert "went on at 2000000" in done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_a_forked_child_has_no_actor() -> None:
    done = run("""
        import os
        from fakeaws.simulation.actors import local
        with small_world() as world:
            lock = threading.Lock()
            child = os.fork()
            if not child:
                lock.acquire()
                os._exit(7 if local.actor is None and not lock.acquire(timeout=0.01) else 1)
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """)
    assert done.stdout == "7\n"
