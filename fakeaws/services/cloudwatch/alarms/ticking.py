"""When metric alarms are evaluated: one timer for all of an account and region, at whole minutes of the wall clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.cloudwatch import reading
from fakeaws.services.cloudwatch.alarms.evaluating import evaluate

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.alarms.board import Board
    from fakeaws.services.cloudwatch.alarms.metric_alarm import MetricAlarm
    from fakeaws.simulation.scheduler import Timer

_MINUTE_US = 60_000_000
_SHORTEST_US = 10_000_000


class Ticker:
    """Evaluates each minute, each ten seconds if some alarm's period is no whole minute, while there are metric alarms."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._simulation = board.world.simulation
        self._timer: Timer | None = None
        self._alarms: list[MetricAlarm] = []
        self._interval_us = _MINUTE_US
        #: How many data had come in when there was nothing left to do until more do; -1 while there is.
        self._resting_at = -1

    def wake(self) -> None:
        """Something happened that may give the next tick something to do."""
        self._resting_at = -1

    def plan(self) -> None:
        """Alarms were made, changed or deleted."""
        self.wake()
        self._alarms = self._board.metric_alarms()
        self._interval_us = min((alarm.interval_us for alarm in self._alarms), default=_MINUTE_US)
        timer = self._timer
        if timer is not None:
            if self._alarms and timer[0] <= self._due_us():
                return
            self._simulation.cancel(timer)
            self._timer = None
        if self._alarms:
            self._wait()

    def _due_us(self) -> int:
        clock = self._simulation.clock
        return clock.elapsed_us + self._interval_us - clock.wall_us % self._interval_us

    def _wait(self) -> None:
        self._timer = self._simulation.at(self._due_us(), self._tick)

    def _tick(self) -> None:
        self._wait()
        board = self._board
        wall_us = self._simulation.clock.wall_us
        end_us = wall_us - wall_us % _SHORTEST_US
        whole_minute = end_us % _MINUTE_US == 0
        reading.collect(board.service)
        arrivals = board.service.metrics.arrivals
        if arrivals == self._resting_at:
            return
        self._resting_at = arrivals
        for alarm in tuple(self._alarms):
            if whole_minute or alarm.interval_us < _MINUTE_US:
                self._look(alarm, end_us, whole_minute)
            if not alarm.quiet:
                self.wake()

    def _look(self, alarm: MetricAlarm, end_us: int, whole_minute: bool) -> None:
        board = self._board
        alarm.evaluated = True
        outcome = evaluate(board.service, alarm, end_us)
        if outcome is not None:
            board.change(alarm, *outcome)
        elif whole_minute and board.actions.repeats(alarm):
            self.wake()
            if board.muting.muted_until(alarm) is None:
                board.actions.repeat(alarm)
