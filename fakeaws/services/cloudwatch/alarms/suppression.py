"""What holds back a composite alarm's actions: its suppressor alarm, and the time that it waits for that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from fakeaws.services.cloudwatch.alarms.verdicts import State

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.alarms.alarm import Change
    from fakeaws.services.cloudwatch.alarms.board import Board
    from fakeaws.services.cloudwatch.alarms.composite_alarm import CompositeAlarm
    from fakeaws.simulation.scheduler import Timer

By: TypeAlias = Literal["Alarm", "WaitPeriod", "ExtensionPeriod"]

_REASONS: dict[By, str] = {
    "Alarm": "The suppressor alarm is in ALARM",
    "WaitPeriod": "The alarm waits for its suppressor alarm to go into ALARM",
    "ExtensionPeriod": "The suppressor alarm has left ALARM and the extension period goes on",
}


class Suppression:
    """A composite alarm's actions while they are held back."""

    def __init__(self) -> None:
        self.by: By | None = None
        self._since: State | None = None
        self._held: Change | None = None
        self._timer: Timer | None = None

    def described(self) -> dict[str, Any]:
        """What `DescribeAlarms` shows of it."""
        by = self.by
        return {} if by is None else {"ActionsSuppressedBy": by, "ActionsSuppressedReason": _REASONS[by]}

    def holds(self, board: Board, alarm: CompositeAlarm, change: Change) -> bool:
        """Whether a change's actions are held back; they run later, if the alarm's state is still another one then."""
        if alarm.suppressor is None:
            return False
        if self.by is None:
            if board.state_of(alarm.suppressor) == "ALARM":
                self.by = "Alarm"
            elif (wait := alarm.settings.get("ActionsSuppressorWaitPeriod", 0)) > 0:
                self._wait(board, alarm, "WaitPeriod", wait)
            else:
                return False
            self._since = change.old.state
        self._held = change
        return True

    def suppressor_changed(self, board: Board, alarm: CompositeAlarm, state: State) -> None:
        """The suppressor alarm has come to another state."""
        if self.by is None:
            return
        if state == "ALARM":
            self._stop(board)
            self.by = "Alarm"
        elif self.by == "Alarm":
            extension = alarm.settings.get("ActionsSuppressorExtensionPeriod", 0)
            if extension > 0:
                self._wait(board, alarm, "ExtensionPeriod", extension)
            else:
                self._release(board, alarm)

    def drop(self, board: Board) -> None:
        """The alarm is deleted or configured anew: what was held back is forgotten."""
        self._stop(board)
        self.by = self._held = None

    def _wait(self, board: Board, alarm: CompositeAlarm, by: By, seconds: int) -> None:
        simulation = board.world.simulation
        self.by = by
        self._timer = simulation.at(simulation.clock.elapsed_us + seconds * 1_000_000, self._release, board, alarm)

    def _stop(self, board: Board) -> None:
        if self._timer is not None:
            board.world.simulation.cancel(self._timer)
            self._timer = None

    def _release(self, board: Board, alarm: CompositeAlarm) -> None:
        self._timer = None
        self.by = None
        held, self._held = self._held, None
        if held is not None and alarm.state != self._since:
            board.act(alarm, held)
