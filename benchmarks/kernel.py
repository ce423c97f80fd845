"""What virtual time itself costs: a year of daily events, many timers."""

from __future__ import annotations

from datetime import timedelta

from fakeaws import World, mock_aws
from fakeaws.simulation.real import Real

DAY_US = 86_400_000_000


class Daily:
    """An event that schedules itself again each day."""

    def __init__(self, aws: World) -> None:
        self.simulation = aws.simulation
        self.count = 0

    def fire(self) -> None:
        """One day's event."""
        self.count += 1
        self.simulation.after(DAY_US, self.fire)


def nothing() -> None:
    """An event without work."""


def run() -> None:
    """Print the table."""
    print("\nVirtual time, ms")
    with mock_aws() as aws:
        daily = Daily(aws)
        daily.fire()
        begin = Real.perf_counter()
        aws.clock.advance(days=365)
        took = (Real.perf_counter() - begin) * 1000
        print(f"{'a year, ' + str(daily.count) + ' daily events':32}{took:8.2f}")
    for timers in (10_000, 100_000):
        with mock_aws() as aws:
            begin = Real.perf_counter()
            for number in range(timers):
                aws.simulation.after((number * 7919) % timers * 1_000, nothing)
            added = (Real.perf_counter() - begin) * 1000
            begin = Real.perf_counter()
            aws.clock.advance(timedelta(hours=1))
            fired = (Real.perf_counter() - begin) * 1000
            print(f"{f'{timers:,} timers: add, fire':32}{added:8.2f}{fired:10.2f}")


if __name__ == "__main__":
    run()
