from __future__ import annotations

import functools
import hashlib
import queue
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from types import ModuleType
from typing import Any

import pytest

from fakeaws.simulation.actors import local
from fakeaws.simulation.real import Real
from fakeaws.simulation.simulation import Simulation
from tests.simulation.small_worlds import seconds, small_world, told

# -- determinism -------------------------------------------------------------------------------------------------------


def scenario(seed: int = 0) -> list[tuple[Any, ...]]:
    """Threads, queues, locks, a timer and a pool; returns all that could differ between two runs."""
    seen: list[tuple[Any, ...]] = []
    before = threading.active_count()
    with small_world(seed=seed) as world:

        def note(*what: Any) -> None:
            seen.append((world.clock.elapsed_us, world.current.name, *what))

        jobs: queue.Queue[int | None] = queue.Queue(maxsize=3)
        semaphore, barrier, lock = threading.Semaphore(2), threading.Barrier(4), threading.RLock()

        def consume() -> None:
            barrier.wait()
            while (job := jobs.get()) is not None:
                with semaphore:
                    time.sleep(job % 3 * 0.1)
                    with lock:
                        note("did", job)
            jobs.put(None)

        workers = [threading.Thread(target=consume) for _ in range(4)]
        for worker in workers:
            worker.start()
        timer = threading.Timer(0.75, note, ("timer",))
        timer.start()
        for job in range(20):
            jobs.put(job)
            note("put", job)
        jobs.put(None)
        with ThreadPoolExecutor(3) as pool:
            futures = [pool.submit(lambda n=n: (time.sleep(n % 4 / 7), note("pool", n))) for n in range(12)]
            note([futures.index(future) for future in wait(futures[:6], return_when="FIRST_COMPLETED").done])
            note([futures.index(future) for future in as_completed(set(futures))])
        for worker in workers:
            worker.join()
        timer.join()
        note(threading.active_count() - before, [worker.is_alive() for worker in workers])
    return seen


def digest() -> str:
    return hashlib.sha256(repr(scenario()).encode()).hexdigest()


def test_fifty_runs_have_one_digest() -> None:
    assert len({digest() for _ in range(50)}) == 1


def test_the_digest_is_the_same_in_another_process_with_another_hash_seed() -> None:
    program = "import fakeaws, sys; from tests.simulation.test_threads import digest; sys.stdout.write(digest())"
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
        )
        assert (run.stdout, run.stderr) == (digest(), "")


# -- starting, joining -------------------------------------------------------------------------------------------------


def test_a_thread_runs_when_its_turn_comes_and_join_waits_in_virtual_time(world: Simulation) -> None:
    seen: list[str] = []
    before = threading.active_count()
    thread = threading.Thread(target=lambda: (seen.append("child"), time.sleep(5), seen.append("child ends")))
    thread.start()
    seen.append("parent")
    assert thread.is_alive()
    assert threading.active_count() == before + 1
    assert thread in threading.enumerate()
    thread.join(timeout=2)
    assert thread.is_alive()
    assert seconds(world) == 2
    thread.join(timeout=0)
    assert seconds(world) == 2
    thread.join()
    assert not thread.is_alive()
    assert threading.active_count() == before
    assert seconds(world) == 5
    thread.join()
    assert seen == ["parent", "child", "child ends"]


def test_is_alive_and_active_count_are_right_at_once(world: Simulation) -> None:
    before = threading.active_count()
    for _ in range(200):
        thread = threading.Thread(target=time.sleep, args=(1,))
        thread.start()
        time.sleep(1)
        assert not thread.is_alive()
        assert threading.active_count() == before


def test_threads_can_be_started_once_and_not_join_themselves(world: Simulation) -> None:
    errors: list[str] = []

    def join_myself() -> None:
        try:
            threading.current_thread().join()
        except RuntimeError as error:
            errors.append(str(error))

    thread = threading.Thread(target=join_myself)
    with pytest.raises(RuntimeError, match="before it is started"):
        thread.join()
    assert not thread.is_alive()
    thread.start()
    with pytest.raises(RuntimeError, match="only be started once"):
        thread.start()
    thread.join()
    assert errors == ["cannot join current thread"]


def test_a_thread_made_before_the_world_may_start_in_it() -> None:
    seen: list[float] = []
    thread = threading.Thread(target=lambda: (time.sleep(3), seen.append(time.time())))
    with small_world() as world:
        thread.start()
        thread.join()
        assert seen == [world.clock.wall_us / 1e6]
    assert told(world) == []


def test_a_thread_of_before_the_world_stays_real() -> None:
    go, gone = threading.Event(), threading.Event()
    thread = threading.Thread(target=lambda: (go.wait(10), Real.sleep(0.01), gone.set()))
    thread.start()
    with small_world() as world:
        go.set()
        assert gone.wait()
        assert seconds(world) == 0
        thread.join()
        assert [actor.name for actor in world.actors] == ["test"]


def test_daemon_is_what_the_application_said(world: Simulation) -> None:
    seen: list[bool] = []
    for daemon in (True, False):
        thread = threading.Thread(target=lambda: seen.append(threading.current_thread().daemon), daemon=daemon)
        thread.start()
        thread.join()
        assert thread.daemon is daemon
    assert seen == [True, False]


def test_a_subclass_may_override_run_and_an_instance_too(world: Simulation) -> None:
    seen: list[str] = []

    class Consumer(threading.Thread):
        def run(self) -> None:
            seen.append(world.current.name)

    own = threading.Thread()
    own.run = lambda: seen.append("own run")  # type: ignore[method-assign]
    for thread in (Consumer(), own):
        thread.start()
        thread.join()
    assert seen == ["Consumer", "own run"]
    assert "run" in own.__dict__


def test_a_thread_that_cannot_be_started_leaves_no_actor(world: Simulation, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("can't start new thread")

    name = "_start_joinable_thread" if hasattr(threading, "_start_joinable_thread") else "_start_new_thread"
    monkeypatch.setattr(threading, name, refuse)
    with pytest.raises(RuntimeError, match="can't start"):
        threading.Thread(target=print).start()
    assert [actor.name for actor in world.actors] == ["test"]
    time.sleep(1)


def test_a_timer_fires_at_its_time_and_can_be_cancelled(world: Simulation) -> None:
    fired: list[float] = []
    timer = threading.Timer(90, lambda: fired.append(seconds(world)))
    cancelled = threading.Timer(30, fired.append, (-1.0,))
    timer.start()
    cancelled.start()
    time.sleep(10)
    cancelled.cancel()
    timer.join()
    assert fired == [90.0]
    cancelled.join()


def test_trace_functions_see_the_lines_of_actors(world: Simulation) -> None:
    names: list[str] = []

    def traced_work() -> None:
        time.sleep(1)

    def trace(frame: Any, event: str, arg: Any) -> Any:
        names.append(frame.f_code.co_name)

    threading.settrace(trace)
    try:
        thread = threading.Thread(target=traced_work)
        thread.start()
        thread.join()
    finally:
        threading.settrace(None)  # type: ignore[arg-type]
    assert "traced_work" in names


def test_threads_of_tools_are_real(world: Simulation) -> None:
    tool = ModuleType("coverage.collector")
    exec("import threading\ndef work(): pass\ndef start(fn): threading.Thread(target=fn).start()\n", tool.__dict__)
    actors: list[Any] = []
    done = Real.allocate_lock()
    done.acquire()
    tool.start(lambda: (actors.append(local.actor), done.release()))
    assert done.acquire(timeout=10)
    assert actors == [None]
    assert local.actor is world.test
    threading.Thread(target=tool.work).start()
    assert [actor.name for actor in world.actors] == ["test"]


def test_thread_locals_are_kept_apart(world: Simulation) -> None:
    mine = threading.local()
    seen: list[list[str]] = []

    def work(name: str) -> None:
        mine.name = name
        time.sleep(1)
        seen.append([name, mine.name])

    for name in ("a", "b"):
        threading.Thread(target=work, args=(name,)).start()
    time.sleep(2)
    assert seen == [["a", "a"], ["b", "b"]]


def test_clocks_agree_everywhere(world: Simulation) -> None:
    readings: list[tuple[float, float]] = []

    def read() -> None:
        readings.append((time.time(), time.monotonic()))

    time.sleep(1.5)
    read()
    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(read).result()
    direct = threading.Thread(target=lambda: readings.append((time.time(), time.monotonic())))
    direct.start()
    direct.join()
    assert len(set(readings)) == 1
    assert readings[0][0] == readings[0][1] == world.clock.wall_us / 1e6


# -- names -------------------------------------------------------------------------------------------------------------


def test_actors_are_named_by_role() -> None:
    with small_world() as world:

        def poll_orders() -> None:
            return

        class Poller:
            def run(self) -> None:
                return

        threads = [
            threading.Thread(target=poll_orders, name="consumer"),
            threading.Thread(target=poll_orders, name="consumer"),
            threading.Thread(target=poll_orders),
            threading.Thread(target=poll_orders),
            threading.Thread(target=functools.partial(poll_orders)),
            threading.Thread(target=Poller().run),
            threading.Thread(target=lambda: None),
            threading.Timer(0, poll_orders),
        ]
        for thread in threads:
            thread.start()
        assert [actor.name for actor in world.actors[1:]] == [
            "consumer", "consumer-2", "poll_orders", "poll_orders-2", "poll_orders-3", "run", "thread", "poll_orders-4",
        ]  # fmt: skip
        for thread in threads:
            thread.join()


# -- exceptions --------------------------------------------------------------------------------------------------------


def test_the_excepthook_runs_with_the_baton_and_the_test_hears_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, float]] = []

    def work() -> None:
        time.sleep(2)
        raise KeyError("lost")

    with small_world() as world:
        monkeypatch.setattr(threading, "excepthook", lambda args: seen.append((world.current.name, seconds(world))))
        thread = threading.Thread(target=work, name="consumer")
        thread.start()
        thread.join()
        quiet = threading.Thread(target=sys.exit)
        quiet.start()
        quiet.join()
    assert seen == [("consumer", 2.0)]
    line = work.__code__.co_firstlineno + 2
    assert told(world) == [f"consumer was ended by KeyError: 'lost' (at test_threads.py:{line})"]


# -- the order of sets -------------------------------------------------------------------------------------------------


def test_sets_of_threads_have_the_order_of_their_first_use(world: Simulation) -> None:
    threads = [threading.Thread(target=print) for _ in range(50)]
    assert list(set(threads)) == sorted(threads, key=hash)
    assert [hash(thread) for thread in threads] == sorted(hash(thread) for thread in threads)


def test_a_hash_stays_when_the_world_goes() -> None:
    before = threading.Thread(target=print)
    kept = hash(before)
    with small_world():
        inside = threading.Thread(target=print)
        assert hash(before) == kept
        counted = hash(inside)
        assert counted < 1_000
    assert hash(inside) == counted
    assert inside in {inside}
