from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest

from fakeaws import FakeAwsError, TimedOut
from fakeaws.simulation.real import Real
from fakeaws.simulation.simulation import Simulation
from fakeaws.simulation.spawning import spawn
from tests.simulation.small_worlds import in_real_thread, seconds, small_world, told


def test_spawn_returns_what_the_function_returns(world: Simulation) -> None:
    def add(a: int, b: int, *, after: float) -> int:
        time.sleep(after)
        return a + b

    actor = spawn(world, add, (1, 2), {"after": 30})
    assert (actor.name, actor.done) == ("add", False)
    assert repr(actor) == "<fakeaws.Actor add: waits for its turn>"
    assert actor.result() == 3
    assert seconds(world) == 30
    assert actor.done
    assert actor.result(within=0) == 3
    assert repr(actor) == "<fakeaws.Actor add: done>"


def test_result_raises_what_the_function_raised_and_then_the_test_has_heard_of_it(world: Simulation) -> None:
    def fail() -> None:
        raise LookupError("no such order")

    actor = spawn(world, fail)
    with pytest.raises(LookupError, match="no such order"):
        actor.result()
    with pytest.raises(LookupError):
        actor.result()


def test_an_error_that_nobody_fetched_is_told_at_the_end() -> None:
    with small_world() as world:
        spawn(world, lambda: [][1], name="consumer")
        time.sleep(1)
    (text,) = told(world)
    assert text.startswith("consumer was ended by IndexError: list index out of range (at test_spawning.py:")


def test_result_times_out_and_names_what_is_under_way(world: Simulation) -> None:
    actor = spawn(world, lambda: threading.Event().wait(), name="consumer")
    spawn(world, time.sleep, (100,), name="other")
    with pytest.raises(TimedOut) as caught:
        actor.result(within=timedelta(seconds=5))
    assert seconds(world) == 5
    text = str(caught.value)
    assert "consumer did not end within 5 s of virtual time" in text
    assert "consumer waits for Event.wait at test_spawning.py:" in text
    assert "other waits for the end of a sleep" in text


def test_kill_ends_an_actor_where_it_waits(world: Simulation) -> None:
    seen: list[tuple[str, float]] = []

    def work() -> None:
        try:
            time.sleep(1_000)
        except Exception:
            pytest.fail("an end is no Exception")
        finally:
            seen.append(("finally", seconds(world)))

    actor = spawn(world, work)
    time.sleep(7)
    actor.kill()
    assert actor.done
    assert seen == [("finally", 7.0)]
    with pytest.raises(FakeAwsError, match="work was killed"):
        actor.result()
    actor.kill()


def test_one_killed_before_its_first_turn_never_runs(world: Simulation) -> None:
    actor = spawn(world, pytest.fail, ("it ran",))
    actor.kill()
    assert actor.done


def test_spawn_from_an_actor_and_from_a_real_thread(world: Simulation) -> None:
    seen: list[str] = []
    inner: list[Any] = []
    spawn(world, lambda: inner.append(spawn(world, seen.append, ("inner",)))).result()
    inner[0].result()
    wait_really = in_real_thread(lambda: spawn(world, seen.append, ("from outside",)))
    while len(seen) < 2:
        Real.sleep(0.001)
        time.sleep(0)
    wait_really()
    assert seen == ["inner", "from outside"]
    with small_world() as left:
        pass
    with pytest.raises(FakeAwsError, match="has been left"):
        spawn(left, print)


def test_an_actor_cannot_wait_for_itself_and_a_real_thread_not_at_all(world: Simulation) -> None:
    errors: list[str] = []
    actor = spawn(world, lambda: ask(), name="consumer")

    def ask() -> None:
        try:
            actor.result()
        except FakeAwsError as error:
            errors.append(str(error))

    in_real_thread(ask)()
    actor.result()
    assert errors == [
        "consumer cannot be waited for in a thread that takes no part in its world",
        "consumer cannot wait for its own result",
    ]


def test_a_thousand_parked_threads(world: Simulation) -> None:
    ended: list[int] = []
    for number in range(1_000):
        spawn(world, lambda number=number: (time.sleep(10), ended.append(number)))
    time.sleep(10)
    assert ended == list(range(1_000))


def test_a_deadline_lets_actors_of_its_instant_go_first(world: Simulation) -> None:
    seen: list[str] = []

    def worker() -> None:
        time.sleep(5)
        seen.append("worker")

    world.at_last(5_000_000, seen.append, "deadline")
    spawn(world, worker, (), {})
    time.sleep(5)
    seen.append("test")
    assert seen == ["worker", "deadline", "test"]
