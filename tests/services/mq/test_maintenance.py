"""Maintenance windows: weekday, hour and time zone, also when clocks change; what they apply; how often they move."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from fakeaws import World, mock_aws
from tests.services.mq.making import ACTIVEMQ, client, refused, running, state

UTC = timezone.utc


def _window(day: str = "SUNDAY", time: str = "02:30", zone: str = "UTC") -> dict[str, str]:
    return {"DayOfWeek": day, "TimeOfDay": time, "TimeZone": zone}


def _begins(start: datetime, window: dict[str, str], count: int = 1) -> list[datetime]:
    """When the next windows begin of a broker that is created at that time."""
    with mock_aws(start=start) as aws:
        broker = aws.mq.broker(running(aws, client(), MaintenanceWindowStartTime=window))
        found = []
        for _ in range(count):
            begin = broker.next_maintenance
            assert begin is not None
            found.append(begin)
            aws.clock.advance_to(begin)
        return found


def test_none_while_it_is_created(aws: World, mq: Any) -> None:
    mq.create_broker(**ACTIVEMQ)
    assert aws.mq.broker("orders").next_maintenance is None


@pytest.mark.parametrize(
    ("window", "begin"),
    [
        (_window("WEDNESDAY", "13:00"), datetime(2026, 6, 3, 13, tzinfo=UTC)),  # the day on which it is created
        (_window("WEDNESDAY", "12:00"), datetime(2026, 6, 10, 12, tzinfo=UTC)),  # too late for today's
        (_window("TUESDAY", "23:59"), datetime(2026, 6, 9, 23, 59, tzinfo=UTC)),
        (_window("THURSDAY", "01:00", "Asia/Tokyo"), datetime(2026, 6, 3, 16, tzinfo=UTC)),
        (_window("SUNDAY", "22:00", "America/New_York"), datetime(2026, 6, 8, 2, tzinfo=UTC)),
        (_window("SUNDAY", "22:00", "-04:30"), datetime(2026, 6, 8, 2, 30, tzinfo=UTC)),
        (_window("SUNDAY", "22:00", "UTC+05:30"), datetime(2026, 6, 7, 16, 30, tzinfo=UTC)),
    ],
    ids=lambda each: "-".join(each.values()) if isinstance(each, dict) else "",
)
def test_weekday_hour_and_zone(window: dict[str, str], begin: datetime) -> None:
    weekly = [begin, begin + timedelta(weeks=1), begin + timedelta(weeks=2)]
    assert _begins(datetime(2026, 6, 3, 12, tzinfo=UTC), window, 3) == weekly


def test_clocks_are_put_forward() -> None:
    """29 March 2026 has no 02:30 in Berlin: that window begins at 03:30, the next ones an hour earlier in UTC."""
    begins = _begins(datetime(2026, 3, 18, tzinfo=UTC), _window(zone="Europe/Berlin"), 3)
    assert begins == [
        datetime(2026, 3, 22, 1, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 4, 5, 0, 30, tzinfo=UTC),
    ]


def test_clocks_are_put_back() -> None:
    """25 October 2026 has 02:30 twice in Berlin: the window begins at the first, and once."""
    begins = _begins(datetime(2026, 10, 20, tzinfo=UTC), _window(zone="Europe/Berlin"), 2)
    assert begins == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 11, 1, 1, 30, tzinfo=UTC)]


def test_the_window_applies_what_is_pending(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    mq.update_broker(BrokerId=id, EngineVersion="5.19")
    broker = aws.mq.broker(id)
    assert broker.next_maintenance is not None
    aws.clock.advance_to(broker.next_maintenance - timedelta(seconds=1))
    assert (broker.state, broker.pending) == ("RUNNING", {"EngineVersion": "5.19"})
    aws.clock.advance(seconds=1)
    assert broker.state == "REBOOT_IN_PROGRESS"
    assert mq.describe_broker(BrokerId=id)["EngineVersion"] == "5.18"
    aws.clock.run_until(lambda: broker.state == "RUNNING", within=timedelta(hours=1))
    assert mq.describe_broker(BrokerId=id)["EngineVersion"] == "5.19"
    assert broker.pending == {}


def test_the_window_applies_users(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    mq.create_user(BrokerId=id, Username="bob", Password="Correct-horse-2")
    aws.clock.advance_to(aws.mq.broker(id).next_maintenance)  # type: ignore[arg-type]
    assert state(mq, id) == "REBOOT_IN_PROGRESS"
    aws.clock.advance(minutes=4)
    assert mq.list_users(BrokerId=id)["Users"] == [{"Username": "ann"}, {"Username": "bob"}]


def test_nothing_pending_nothing_happens(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    aws.clock.advance(days=30)
    states = [each.outcome for each in aws.timeline.select(kind="BrokerState")]
    assert states == ["CREATION_IN_PROGRESS", "RUNNING"]
    assert state(mq, id) == "RUNNING"


def test_a_moved_window_counts_at_once(aws: World, mq: Any) -> None:
    id = running(aws, mq, MaintenanceWindowStartTime=_window("SUNDAY", "12:00"))
    broker = aws.mq.broker(id)
    first = broker.next_maintenance
    mq.update_broker(BrokerId=id, EngineVersion="5.19", MaintenanceWindowStartTime=_window("SUNDAY", "13:00"))
    assert first is not None
    assert broker.next_maintenance == first + timedelta(hours=1)
    aws.clock.advance_to(first)
    assert broker.state == "RUNNING"
    aws.clock.advance(hours=1)
    assert broker.state == "REBOOT_IN_PROGRESS"


def test_four_moves_before_the_next_window(aws: World, mq: Any) -> None:
    id = running(aws, mq, MaintenanceWindowStartTime=_window(time="12:00"))
    for minute in (1, 2, 2, 3, 4, 4):  # of which two change nothing
        mq.update_broker(BrokerId=id, MaintenanceWindowStartTime=_window(time=f"12:0{minute}"))
    message = "The maintenance window can be moved at most 4 times before it next begins."
    with refused(message, "maintenanceWindowStartTime"):
        mq.update_broker(BrokerId=id, MaintenanceWindowStartTime=_window(time="12:05"))
    assert mq.describe_broker(BrokerId=id)["MaintenanceWindowStartTime"]["TimeOfDay"] == "12:04"
    aws.clock.advance_to(aws.mq.broker(id).next_maintenance)  # type: ignore[arg-type]
    mq.update_broker(BrokerId=id, MaintenanceWindowStartTime=_window(time="12:05"))


def test_a_deleted_broker_has_no_window(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    broker = aws.mq.broker(id)
    mq.update_broker(BrokerId=id, EngineVersion="5.19")
    mq.delete_broker(BrokerId=id)
    assert broker.next_maintenance is None
    aws.clock.advance(days=8)
    assert "REBOOT_IN_PROGRESS" not in [each.outcome for each in aws.timeline.select(kind="BrokerState")]


def test_windows_are_not_work_under_way(aws: World, mq: Any) -> None:
    id = running(aws, mq)
    mq.update_broker(BrokerId=id, EngineVersion="5.19")
    now = aws.clock.now
    aws.clock.run_until_idle()
    assert aws.clock.now == now
    mq.reboot_broker(BrokerId=id)
    aws.clock.run_until_idle()
    assert aws.clock.now == now + timedelta(minutes=4)


def test_a_window_during_a_reboot(aws: World, mq: Any) -> None:
    """The reboot that is under way applies it all, and ends when it would have."""
    id = running(aws, mq)
    broker = aws.mq.broker(id)
    mq.update_broker(BrokerId=id, EngineVersion="5.19")
    assert broker.next_maintenance is not None
    aws.clock.advance_to(broker.next_maintenance - timedelta(minutes=1))
    mq.reboot_broker(BrokerId=id)
    aws.clock.advance(minutes=4)
    assert (broker.state, broker.pending) == ("RUNNING", {})
    aws.clock.advance(hours=1)
    assert len(aws.timeline.select(kind="BrokerState", outcome="REBOOT_IN_PROGRESS")) == 1
