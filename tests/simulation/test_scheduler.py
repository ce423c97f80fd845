from __future__ import annotations

from fakeaws.simulation.scheduler import Scheduler


def drain(scheduler: Scheduler, now: int) -> None:
    while (timer := scheduler.pop_due(now)) is not None:
        scheduler.fire(timer)


def test_due_events_fire_by_time_and_then_in_the_order_of_their_scheduling() -> None:
    scheduler, fired = Scheduler(), []
    for due, name in ((5, "late"), (3, "first"), (3, "second"), (9, "not yet"), (0, "overdue")):
        scheduler.at(due, fired.append, name)
    drain(scheduler, 5)
    assert fired == ["overdue", "first", "second", "late"]
    assert scheduler.next_due() == 9
    assert len(scheduler) == 1


def test_a_cancelled_event_does_not_fire_and_cancelling_twice_or_late_is_harmless() -> None:
    scheduler, fired = Scheduler(), []
    gone, stays = scheduler.at(1, fired.append, "gone"), scheduler.at(1, fired.append, "stays")
    scheduler.cancel(gone)
    scheduler.cancel(gone)
    assert len(scheduler) == 1
    drain(scheduler, 1)
    scheduler.cancel(stays)
    assert fired == ["stays"]
    assert len(scheduler) == 0
    assert scheduler.next_due() is None


def test_an_event_scheduled_by_an_event_at_the_same_time_fires_after_those_that_were_there() -> None:
    scheduler, fired = Scheduler(), []
    scheduler.at(1, lambda: scheduler.at(1, fired.append, "child"))
    scheduler.at(1, fired.append, "sibling")
    drain(scheduler, 1)
    assert fired == ["sibling", "child"]


def test_the_heap_shrinks_when_most_of_it_is_cancelled() -> None:
    scheduler = Scheduler()
    for timer in [scheduler.at(due, print) for due in range(100_000)]:
        scheduler.cancel(timer)
    assert len(scheduler.heap) < 200
    assert len(scheduler) == 0


def test_ten_thousand_timers_fire_in_order() -> None:
    scheduler, fired = Scheduler(), []
    for number in range(10_000):
        scheduler.at(number * 7_919 % 10_007, fired.append, number * 7_919 % 10_007)
    drain(scheduler, 10_007)
    assert fired == sorted(fired)
    assert len(fired) == 10_000


def test_what_comes_last_comes_after_all_else_at_its_instant() -> None:
    scheduler, fired = Scheduler(), []
    scheduler.at_last(5, fired.append, "last")
    scheduler.at(5, scheduler.at, 5, fired.append, "of an event")
    scheduler.at(5, fired.append, "event")
    scheduler.at(6, fired.append, "later")
    drain(scheduler, 6)
    assert fired == ["event", "of an event", "last", "later"]
