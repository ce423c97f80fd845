"""When schedules invoke their targets."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World
from tests.services.scheduler.support import START, arrivals, bodies, create, definition, midnight

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def test_a_rate_counts_from_creation(aws: World, scheduler: Any, sqs: Any) -> None:
    aws.clock.advance(minutes=7)
    create(scheduler, "rate(1 hour)")
    aws.clock.advance(hours=3)
    assert arrivals(aws) == [7 * MINUTE + hours * HOUR for hours in (1, 2, 3)]


def test_a_rate_begins_at_its_start_date(aws: World, scheduler: Any, sqs: Any) -> None:
    create(scheduler, "rate(2 hours)", StartDate=START + 5 * HOUR, EndDate=START + 9 * HOUR)
    aws.clock.advance(days=1)
    assert arrivals(aws) == [5 * HOUR, 7 * HOUR, 9 * HOUR]


def test_cron_between_its_dates(aws: World, scheduler: Any, sqs: Any) -> None:
    create(
        scheduler,
        "cron(30 6 * * ? *)",
        StartDate=midnight(7),
        EndDate=midnight(9),
        ScheduleExpressionTimezone="Asia/Tokyo",
    )
    aws.clock.advance(days=10)
    assert [START + arrival for arrival in arrivals(aws)] == [midnight(7) + 21.5 * HOUR, midnight(8) + 21.5 * HOUR]


def test_once(aws: World, scheduler: Any, sqs: Any) -> None:
    create(scheduler, "at(2026-01-05T14:00:07)", ScheduleExpressionTimezone="America/New_York")
    aws.clock.advance(days=3)
    assert arrivals(aws) == [timedelta(hours=19, seconds=7)]
    assert scheduler.get_schedule(Name="nightly")["State"] == "ENABLED"


def test_the_past_does_not_come_again(aws: World, scheduler: Any, sqs: Any) -> None:
    create(scheduler, "at(2026-01-04T23:59:59)", ActionAfterCompletion="DELETE")
    aws.clock.advance(days=3)
    assert arrivals(aws) == []


def test_a_one_time_schedule_does_not_mind_dates(aws: World, scheduler: Any, sqs: Any) -> None:
    create(scheduler, "at(2026-01-05T01:00:00)", StartDate=midnight(9), EndDate=midnight(4))
    aws.clock.advance(hours=2)
    assert arrivals(aws) == [HOUR]
    assert "StartDate" not in scheduler.get_schedule(Name="nightly")


@pytest.mark.parametrize("expression", ["at(2026-01-05T01:00:00)", "rate(20 minutes)"])
def test_delete_after_completion(aws: World, scheduler: Any, sqs: Any, expression: str) -> None:
    create(scheduler, expression, ActionAfterCompletion="DELETE", EndDate=START + HOUR, window=5)
    aws.clock.advance(minutes=59)
    assert len(scheduler.list_schedules()["Schedules"]) == 1
    aws.clock.advance(minutes=7)
    assert scheduler.list_schedules()["Schedules"] == []
    assert len(arrivals(aws)) in (1, 3)
    [record] = aws.timeline.select(kind="DeleteSchedule")
    assert record.at == arrivals(aws)[-1]


def test_an_update_keeps_what_would_have_deleted_itself(aws: World, scheduler: Any, sqs: Any) -> None:
    create(scheduler, "at(2026-01-05T01:00:00)", ActionAfterCompletion="DELETE")
    aws.faults.throttle("sqs.SendMessage", times=3)
    aws.clock.advance(hours=1)
    scheduler.update_schedule(**definition("at(2026-01-05T01:00:00)"))
    aws.clock.run_until_idle()
    assert len(arrivals(aws)) == 1
    assert len(scheduler.list_schedules()["Schedules"]) == 1


def test_flexible_windows(aws: World, scheduler: Any, sqs: Any) -> None:
    create(scheduler, "rate(1 hour)", window=15)
    aws.clock.advance(days=2)
    late = [arrival - (place + 1) * HOUR for place, arrival in enumerate(arrivals(aws))]
    assert len(late) >= 46
    assert all(timedelta() <= each < 15 * MINUTE for each in late)
    assert len(set(late)) > 40


def test_disabled_schedules_wait(aws: World, scheduler: Any, sqs: Any) -> None:
    create(scheduler, "rate(1 hour)", State="DISABLED")
    aws.clock.advance(hours=2)
    assert arrivals(aws) == []
    scheduler.update_schedule(**definition("rate(1 hour)"))
    aws.clock.advance(minutes=90)
    assert arrivals(aws) == [3 * HOUR]
    scheduler.update_schedule(**definition("rate(1 hour)", State="DISABLED"))
    aws.clock.advance(hours=5)
    assert arrivals(aws) == [3 * HOUR]


@pytest.mark.parametrize("change", ["delete", "disable"])
def test_what_waits_in_its_window_is_dropped_with_its_schedule(
    aws: World, scheduler: Any, sqs: Any, change: str
) -> None:
    create(scheduler, "at(2026-01-05T01:00:00)", window=1440)
    aws.clock.advance(hours=1)
    assert aws.under_way() != []
    if change == "delete":
        scheduler.delete_schedule(Name="nightly")
    else:
        scheduler.update_schedule(**definition("at(2026-01-05T01:00:00)", State="DISABLED"))
    assert aws.under_way() == []
    aws.clock.advance(days=2)
    assert arrivals(aws) == []


def test_an_update_replaces_everything(aws: World, scheduler: Any, sqs: Any) -> None:
    create(scheduler, "rate(1 hour)", Description="old", EndDate=midnight(9), ScheduleExpressionTimezone="Asia/Tokyo")
    aws.clock.advance(minutes=30)
    scheduler.update_schedule(**definition("rate(2 hours)"))
    shown = scheduler.get_schedule(Name="nightly")
    assert shown["ScheduleExpressionTimezone"] == "UTC"
    assert not {"Description", "EndDate"} & set(shown)
    assert shown["LastModificationDate"] - shown["CreationDate"] == 30 * MINUTE
    aws.clock.advance(hours=3)
    assert arrivals(aws) == [2.5 * HOUR]


def test_schedules_that_wait_are_not_under_way(aws: World, scheduler: Any, sqs: Any) -> None:
    create(scheduler, "rate(1 hour)")
    create(scheduler, "at(2026-02-05T00:00:00)", name="once")
    aws.clock.run_until_idle()
    assert aws.clock.now == START


def test_years_ahead_cost_nothing(aws: World, scheduler: Any, sqs: Any) -> None:
    create(scheduler, "cron(0 0 29 2 ? *)")
    create(scheduler, "at(2099-01-01T00:00:00)", name="far")
    create(scheduler, "cron(0 0 1 1 ? 2020)", name="over")
    timers = len(aws.simulation.scheduler)
    aws.clock.advance(days=700)
    assert len(aws.simulation.scheduler) == timers
    aws.clock.advance(days=300)
    assert [START + arrival for arrival in arrivals(aws)] == [START.replace(year=2028, month=2, day=29)]


def test_a_copied_world_goes_on_alone(aws: World, scheduler: Any, sqs: Any) -> None:
    create(scheduler, "rate(1 hour)", window=10)
    aws.clock.advance(hours=1)
    twin = copy.deepcopy(aws)
    service = twin.router.service("scheduler", twin.account, twin.region)
    [schedule] = service.schedules.values()
    assert schedule.ticker._world is twin
    assert schedule.ticker._method.__self__ is service.invocations
    [own] = aws.router.service("scheduler", aws.account, aws.region).schedules.values()
    assert own is not schedule
    aws.clock.advance(hours=1)
    assert schedule.ticker.next_us == own.ticker.next_us - 3_600_000_000


def test_a_clock_that_is_set_back_delays_nothing(aws: World, scheduler: Any, sqs: Any) -> None:
    import freezegun

    create(scheduler, "rate(1 hour)")
    aws.clock.advance(minutes=90)
    with freezegun.freeze_time("2026-01-05T00:00:00"), pytest.warns(match="went back"):
        aws.clock.advance(minutes=90)
    assert arrivals(aws) == [HOUR, 2 * HOUR, 3 * HOUR]


def test_context_attributes(aws: World, scheduler: Any, sqs: Any) -> None:
    names = ("schedule-arn", "scheduled-time", "execution-id", "attempt-number", "other")
    arn = create(scheduler, "rate(1 hour)", Input="|".join(f"<aws.scheduler.{name}>" for name in names))
    aws.faults.throttle("sqs.SendMessage")
    aws.clock.advance(minutes=61)
    [body] = bodies(sqs)
    [record] = aws.timeline.select(kind="Invoke")
    assert body.split("|") == [arn, "2026-01-05T01:00:00Z", record.message_id, "2", "<aws.scheduler.other>"]
