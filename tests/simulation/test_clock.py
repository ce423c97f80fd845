"""The clock rule: whatever moves freezegun's time moves the world, with due events at their own times."""

from __future__ import annotations

import datetime
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import freezegun
import freezegun.api
import pytest

from fakeaws import FakeAwsWarning, World, mock_aws
from fakeaws.simulation.clock import to_us

START = 1767571200.0  # 2026-01-05T00:00:00Z
Frozen = Any


class Log:
    """Events that note when they ran: by the world's count, and by the clocks that everybody reads."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.seen: list[tuple[float, float, float]] = []

    def note(self) -> None:
        wall, monotonic = time.time() - START, time.monotonic() - self.begun
        self.seen.append((self.world.clock.elapsed.total_seconds(), wall, monotonic))

    def every(self, seconds: float, times: int) -> Log:
        self.begun = time.monotonic()
        for number in range(1, times + 1):
            self.world.simulation.at(round(number * seconds * 1e6), self.note)
        return self

    @property
    def elapsed(self) -> list[float]:
        return [elapsed for elapsed, _, _ in self.seen]


@pytest.fixture
def log(aws: World) -> Log:
    """A world with events at 300, 600, 900 and 1200 s, in which something has happened already."""
    log = Log(aws).every(300, 4)
    time.sleep(0)
    aws.simulation.clock.pristine = False
    return log


@pytest.fixture
def frozen(aws: World) -> Frozen:
    """The factory that freezegun would have given to whoever froze the time."""
    return freezegun.api.freeze_factories[-1]


def moves(seconds: float) -> list[Callable[[Frozen], object]]:
    def assign(frozen: Frozen) -> None:
        frozen.time_to_freeze = frozen.time_to_freeze + datetime.timedelta(seconds=seconds)

    def add(frozen: Frozen) -> None:
        frozen.time_to_freeze += datetime.timedelta(seconds=seconds)

    return [
        lambda frozen: frozen.tick(int(seconds)),
        lambda frozen: frozen.tick(float(seconds)),
        lambda frozen: frozen.tick(datetime.timedelta(seconds=seconds)),
        lambda frozen: frozen.move_to(datetime.datetime(2026, 1, 5) + datetime.timedelta(seconds=seconds)),
        lambda frozen: frozen.move_to(
            (datetime.datetime(2026, 1, 5) + datetime.timedelta(seconds=seconds)).isoformat()
        ),
        assign,
        add,
        lambda frozen: time.sleep(seconds),
    ]


@pytest.mark.parametrize("move", moves(1000))
def test_events_run_at_their_own_times_whoever_moves_the_time(
    log: Log, frozen: Frozen, move: Callable[..., Any]
) -> None:
    move(frozen)
    assert log.seen == [(300, 300, 300), (600, 600, 600), (900, 900, 900)]
    assert time.time() == time.monotonic() == time.perf_counter() == START + 1000
    assert time.time_ns() == time.monotonic_ns() == (int(START) + 1000) * 10**9
    assert datetime.datetime.now(datetime.timezone.utc) == log.world.clock.now


def test_a_callable_of_the_application_may_move_the_time(log: Log, frozen: Frozen) -> None:
    class Mover:
        def __call__(self) -> None:
            frozen.tick(300)

    Mover()()
    assert log.elapsed == [300]


def test_a_move_by_one_microsecond(log: Log, frozen: Frozen) -> None:
    frozen.tick(datetime.timedelta(microseconds=299_999_999))
    assert log.seen == []
    frozen.tick(datetime.timedelta(microseconds=1))
    assert log.elapsed == [300]


def test_a_move_back_undoes_nothing_and_remaining_durations_stay(log: Log, frozen: Frozen) -> None:
    frozen.tick(400)
    with pytest.warns(
        FakeAwsWarning, match=r"went back by 3600 s to 2026-01-04T23:06:40Z: nothing is undone"
    ) as caught:
        frozen.move_to("2026-01-04T23:06:40")
        frozen.tick(-1)
    assert len(caught) == 1  # the warning comes once, the record each time
    assert [(r.kind, r.details["seconds"]) for r in log.world.timeline] == [("StepBack", 3600), ("StepBack", 1)]
    assert time.time() == START - 3201
    assert time.monotonic() == time.perf_counter() == START + 400
    assert log.world.clock.elapsed == datetime.timedelta(seconds=400)
    frozen.tick(200)
    assert log.seen == [(300, 300, 300), (600, 600 - 3601, 600)]
    time.sleep(300)
    assert log.seen[-1] == (900, 900 - 3601, 900)


def test_a_nested_freeze_ahead_lets_time_pass_at_the_next_look(log: Log) -> None:
    with pytest.warns(FakeAwsWarning, match="went back by 700 s"):
        with freezegun.freeze_time("2026-01-05T00:10:00") as inner:
            assert log.seen == []  # entering is no look
            assert time.time() == time.monotonic() == START + 600
            time.sleep(0)
            assert log.elapsed == [300, 600]
            assert [wall for _, wall, _ in log.seen] == [300, 600]
            inner.tick(100)
            time.sleep(0)
        assert time.time() == START
        time.sleep(200)
    assert log.elapsed == [300, 600, 900]
    assert time.time() == START + 200
    assert time.monotonic() == START + 900


def test_a_nested_freeze_behind_steps_back(log: Log) -> None:
    time.sleep(350)
    before = time.monotonic()
    with pytest.warns(FakeAwsWarning, match="went back"):
        with freezegun.freeze_time("2020-02-02"):
            assert time.monotonic() == before
            time.sleep(250)
            assert log.elapsed == [300, 600]
            assert datetime.date.today() == datetime.date(2020, 2, 2)
            assert time.monotonic() == before + 250
    time.sleep(0)  # back to 2026 is a move ahead, by six years: everything that was left is due
    assert log.elapsed == [300, 600, 900, 1200]


def test_a_world_without_a_record_takes_the_first_frozen_time_for_its_start(aws: World) -> None:
    with freezegun.freeze_time("2031-03-03T03:00:00"):
        time.sleep(5)
        assert aws.clock.elapsed == datetime.timedelta(seconds=5)
        assert f"{aws.clock.now:%Y-%m-%d %H:%M:%S}" == "2031-03-03 03:00:05"
        assert time.time() == time.monotonic()


def test_a_freeze_outside_the_world_is_its_clock_and_stays_where_it_was_moved() -> None:
    with freezegun.freeze_time("2030-01-01", tz_offset=2) as frozen:
        with mock_aws() as aws:
            log = Log(aws).every(10, 3)
            time.sleep(20)
            frozen.tick(5)
            assert log.elapsed == [10, 20]
            assert f"{aws.clock.now:%H:%M:%S}" == "00:00:25"
            assert datetime.datetime.now().hour == 2
        assert frozen() == datetime.datetime(2030, 1, 1, 0, 0, 25)
        with mock_aws(start="2035-05-05") as aws:
            assert datetime.date.today().year == aws.clock.now.year == 2035
        assert datetime.date.today().year == 2030
    assert datetime.date.today().year != 2030


def test_threads_see_a_freeze_outside_the_world_inside_it_only() -> None:
    """freezegun ignores `threading` by default: ``time.time()`` called by a thread's target directly would be real."""
    seen: list[float] = []

    def target() -> None:
        seen.append(time.time())

    def run() -> None:
        thread = threading.Thread(target=target)
        thread.start()
        thread.join()

    with freezegun.freeze_time("2030-01-01"):
        ignored = freezegun.api.ignore_lists[-1]
        with mock_aws() as aws:
            run()
            time.sleep(1)
            with freezegun.freeze_time(aws.clock.now + datetime.timedelta(days=1), ignore=["mine"]):
                time.sleep(0)
                run()
                assert freezegun.api.ignore_lists[-1] == ("mine",)
        assert freezegun.api.ignore_lists == [ignored]
        run()
    assert seen[0] == to_us(datetime.datetime(2030, 1, 1)) / 1e6
    assert seen[1] == seen[0] + 1 + 86_400
    assert seen[2] != seen[0]


@pytest.mark.parametrize("how", [{"tick": True}, {"auto_tick_seconds": 60}])
def test_a_ticking_freeze_passes_time_at_each_look_and_warns_once(how: dict[str, Any]) -> None:
    with freezegun.freeze_time("2026-01-05", **how) as frozen:
        with mock_aws() as aws, warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            log = Log(aws)
            log.begun = 0.0
            time.sleep(0)
            aws.simulation.clock.pristine = False
            aws.simulation.at(100_000_000, log.note)
            for _ in range(3):  # a clock read runs no event, even if it moves the time past one
                time.time()
            assert log.seen == []
            frozen.tick(datetime.timedelta(seconds=200))
            time.sleep(0)
            assert log.elapsed == [100]
            assert aws.clock.elapsed >= datetime.timedelta(seconds=199)
            time.sleep(1000)
            assert aws.clock.elapsed >= datetime.timedelta(seconds=1199)
    kinds = {"tick": "TickingDateTimeFactory", "auto_tick_seconds": "StepTickTimeFactory"}
    texts = [str(warning.message) for warning in caught if warning.category is FakeAwsWarning]
    assert len(texts) == 1
    assert kinds[next(iter(how))] in texts[0]
    assert "not deterministic" in texts[0]


def test_a_world_whose_freeze_was_stopped_freezes_for_itself() -> None:
    freezer = freezegun.freeze_time("2030-01-01")
    freezer.start()
    with mock_aws() as aws:
        time.sleep(10)
        freezer.stop()
        time.sleep(10)
        assert f"{aws.clock.now:%Y-%m-%d %H:%M:%S}" == "2030-01-01 00:00:20"
        assert datetime.date.today().year == 2030
    assert not freezegun.api.freeze_factories
    assert datetime.datetime is freezegun.api.real_datetime


def test_a_move_by_a_real_thread_is_seen_at_the_next_look(log: Log, frozen: Frozen) -> None:
    from fakeaws.simulation.real import Real

    done = Real.allocate_lock()
    done.acquire()

    def move() -> None:
        frozen.tick(350)
        done.release()

    import _thread

    _thread.start_new_thread(move, ())
    done.acquire()
    assert log.seen == []
    time.sleep(0)
    assert log.elapsed == [300]


def test_with_pytest_freezer(aws: World, freezer: Frozen) -> None:
    log = Log(aws).every(60, 2)
    aws.simulation.clock.pristine = False
    time.sleep(0)
    freezer.tick(120)
    assert len(log.seen) == 2


@pytest.fixture
def worlds_in_a_row() -> Iterator[None]:
    yield
    assert not freezegun.api.freeze_factories


def test_after_many_worlds_no_module_is_left_with_a_fake(worlds_in_a_row: None) -> None:
    import sys

    for _ in range(50):
        with mock_aws():
            time.sleep(1)
    fakes = {id(getattr(freezegun.api, name)) for name in dir(freezegun.api) if name.lower().startswith("fake")}
    left = [
        f"{name}.{attribute}"
        for name, module in list(sys.modules.items())
        if not name.startswith("freezegun")
        for attribute, value in list(getattr(module, "__dict__", {}).items())
        if id(value) in fakes
    ]
    assert left == []
