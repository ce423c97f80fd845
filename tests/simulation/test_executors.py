from __future__ import annotations

import concurrent.futures
import threading
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, as_completed, wait

import pytest

from fakeaws.simulation.actors import local
from fakeaws.simulation.simulation import Simulation
from tests.simulation.small_worlds import seconds, small_world, told

_POOL = ThreadPoolExecutor(2, thread_name_prefix="shop")


def who() -> str:
    time.sleep(1)
    return local.actor.name if local.actor is not None else "a real thread"


def test_a_pool_works_in_virtual_time(world: Simulation) -> None:
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(time.sleep, duration) for duration in (3, 1, 2)]
        assert [futures.index(future) for future in as_completed(futures)] == [1, 0, 2]
        assert seconds(world) == 3
        assert list(pool.map(lambda n: (time.sleep(n), n)[1], [2, 1])) == [2, 1]
    assert seconds(world) == 5


@pytest.mark.parametrize("attempt", [1, 2, 3])
def test_a_pool_of_a_module_serves_one_world_after_the_other(attempt: int) -> None:
    with small_world() as world:
        futures = [_POOL.submit(who) for _ in range(3)]
        assert [future.result() for future in futures] == ["shop-worker-1", "shop-worker-2", "shop-worker-1"]
        assert seconds(world) == 2
    assert told(world) == []
    assert not _POOL._shutdown


def test_idle_real_workers_are_kept_for_the_time_after_the_world() -> None:
    pool = ThreadPoolExecutor(1)
    first = pool.submit(threading.get_ident).result()
    with small_world():
        assert pool.submit(who).result() == "pool-worker-1"
        with small_world():
            assert pool.submit(who).result() == "pool-worker-1"
        assert pool.submit(who).result() == "pool-worker-1"
    assert pool.submit(lambda: local.actor).result() is None
    assert pool.submit(threading.get_ident).result() == first
    pool.shutdown()


def test_a_pool_shut_down_in_a_world_stays_so_and_its_old_workers_end() -> None:
    pool = ThreadPoolExecutor(1)
    pool.submit(threading.get_ident).result()
    (old,) = pool._threads
    with small_world():
        pool.submit(who).result()
        pool.shutdown()
        with pytest.raises(RuntimeError, match="after shutdown"):
            pool.submit(who)
    old.join(10)
    assert not old.is_alive()
    with pytest.raises(RuntimeError, match="after shutdown"):
        pool.submit(who)


def test_two_pools_without_a_name_count_on(world: Simulation) -> None:
    one, two = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
    assert [one.submit(who).result(), two.submit(who).result()] == ["pool-worker-1", "pool-worker-2"]


def test_results_come_in_the_same_order_a_hundred_times() -> None:
    orders = set()
    for _ in range(100):
        with small_world():
            pool = ThreadPoolExecutor(10)
            futures = [pool.submit(time.sleep, number % 3) for number in range(10)]
            done, not_done = wait(futures, return_when=FIRST_COMPLETED)
            order = [futures.index(future) for future in done], [futures.index(future) for future in not_done]
            orders.add(repr((order, [futures.index(future) for future in as_completed(set(futures))])))
    assert len(orders) == 1


def test_time_outs_of_futures_are_exact(world: Simulation) -> None:
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(time.sleep, 1), pool.submit(time.sleep, 10)]
        time.sleep(0.1)
        with pytest.raises(concurrent.futures.TimeoutError):
            futures[0].result(timeout=0.2)
        assert world.clock.elapsed_us == 300_000
        assert wait(futures, timeout=0.3).done == set()
        assert world.clock.elapsed_us == 600_000
        in_order = as_completed(futures, timeout=0.7)
        assert next(in_order) is futures[0]
        with pytest.raises(concurrent.futures.TimeoutError):
            next(in_order)
        assert world.clock.elapsed_us == 1_300_000
        with pytest.raises(concurrent.futures.TimeoutError):
            list(pool.map(time.sleep, [3], timeout=0.7))
        assert world.clock.elapsed_us == 2_000_000


def test_an_exception_in_a_pool_is_the_futures(world: Simulation) -> None:
    with ThreadPoolExecutor() as pool:
        future = pool.submit(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        future.result()


def test_callbacks_and_cancelling(world: Simulation) -> None:
    seen: list[float] = []
    pool = ThreadPoolExecutor(1)
    pool.submit(time.sleep, 2).add_done_callback(lambda future: seen.append(seconds(world)))
    waiting = pool.submit(seen.append, -1.0)
    assert waiting.cancel()
    pool.shutdown()
    assert seen == [2.0]


def test_a_busy_worker_at_the_end_is_told_and_the_pool_works_on(caplog: pytest.LogCaptureFixture) -> None:
    pool = ThreadPoolExecutor(1, thread_name_prefix="mail")
    with small_world() as world:
        pool.submit(time.sleep, 1_000)
        never = pool.submit(time.sleep, 1)
        time.sleep(1)
    assert told(world) == ["thread 'mail-worker-1' still ran: mail-worker-1 waits for the end of a sleep"]
    assert never.cancelled()
    assert caplog.records == []
    with small_world():
        assert pool.submit(who).result() == "mail-worker-1"
    assert pool.submit(lambda: local.actor).result() is None
    pool.shutdown()


def test_a_pool_that_nobody_holds_any_more_ends_its_workers(world: Simulation) -> None:
    ThreadPoolExecutor(1).submit(time.sleep, 1)
    time.sleep(2)
    assert [actor.name for actor in world.actors] == ["test"]


def test_a_failing_initializer_breaks_the_pool(world: Simulation, caplog: pytest.LogCaptureFixture) -> None:
    pool = ThreadPoolExecutor(1, initializer=lambda: 1 / 0)
    future = pool.submit(who)
    with pytest.raises(concurrent.futures.thread.BrokenThreadPool):
        future.result()
