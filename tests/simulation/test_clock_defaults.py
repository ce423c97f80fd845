"""Clocks taken as default arguments show virtual time inside a world, real time outside."""

from __future__ import annotations

import sched
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType

import pytest

from fakeaws import World, mock_aws
from fakeaws.simulation.real import Real

START = 1767571200.0


def positional(text: str = "", now: Callable[[], float] = time.time) -> float:
    return now()


def named(*, now: Callable[[], float] = time.time) -> float:
    return now()


class Clock:
    def method(self, now: Callable[[], float] = time.time) -> float:
        return now()

    @staticmethod
    def static(now: Callable[[], float] = time.time) -> float:
        return now()

    class Inner:
        @classmethod
        def of_class(cls, *, now: Callable[[], float] = time.time) -> float:
            return now()


READERS = [positional, named, Clock().method, Clock.static, Clock.Inner.of_class]


@pytest.mark.parametrize("read", READERS)
def test_a_default_follows_the_world_and_is_real_after_it(read: Callable[[], float]) -> None:
    with mock_aws() as aws:
        assert read() == START
        aws.clock.advance(seconds=90)
        assert read() == START + 90
    assert abs(read() - Real.time()) < 60


def elapsed(
    monotonic: Callable[[], float] = time.monotonic,
    counter: Callable[[], float] = time.perf_counter,
    time_ns: Callable[[], int] = time.time_ns,
    monotonic_ns: Callable[[], int] = time.monotonic_ns,
    counter_ns: Callable[[], int] = time.perf_counter_ns,
) -> list[float]:
    return [monotonic(), counter(), time_ns() / 1e9, monotonic_ns() / 1e9, counter_ns() / 1e9]


def test_every_clock(aws: World) -> None:
    before = elapsed()
    aws.clock.advance(hours=1)
    assert [round(after - begun, 3) for begun, after in zip(before, elapsed())] == [3600.0] * 5


def test_a_module_that_comes_between_two_worlds() -> None:
    with mock_aws():
        pass
    module = ModuleType("comes_late")
    exec("from time import monotonic\ndef read(now=monotonic): return now()", module.__dict__)
    sys.modules["comes_late"] = module
    try:
        with mock_aws() as aws:
            begun = module.read()
            aws.clock.advance(hours=1)
            assert round(module.read() - begun, 3) == 3600
    finally:
        del sys.modules["comes_late"]


def test_the_standard_library_s_scheduler_runs_in_virtual_time(aws: World) -> None:
    """Its clock and its sleep are defaults."""
    ran: list[timedelta] = []
    scheduler = sched.scheduler()
    for seconds in (60, 30):
        scheduler.enter(seconds, 1, lambda: ran.append(aws.clock.elapsed))
    scheduler.run()
    assert ran == [timedelta(seconds=30), timedelta(seconds=60)]
