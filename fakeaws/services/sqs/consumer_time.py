"""How much of consumers' time messages took of late."""

from __future__ import annotations

from collections import deque

from fakeaws.services.sqs import limits

_MINUTE = 60 * limits.SECOND


class ConsumerTime:
    """Microseconds that messages were in flight, added up over the current minute and the four before it."""

    __slots__ = ("_in_flight", "_minutes", "_noted_us")

    def __init__(self, now_us: int, in_flight: int = 0) -> None:
        self._in_flight = in_flight
        self._noted_us = now_us
        #: Minutes with what each had.
        self._minutes: deque[tuple[int, int]] = deque(maxlen=limits.CONSUMER_TIME_MINUTES)

    def note(self, now_us: int, in_flight: int) -> None:
        """From now on so many messages are in flight."""
        self._settle(now_us)
        self._in_flight = in_flight

    def recent(self, now_us: int) -> int:
        """The sum, messages that are in flight still included."""
        self._settle(now_us)
        minutes, oldest = self._minutes, _oldest(now_us)
        while minutes and minutes[0][0] < oldest:
            minutes.popleft()
        return sum(spent for _, spent in minutes)

    def begin_anew(self, now_us: int) -> None:
        """Forget what was; messages in flight count from now on."""
        self._minutes.clear()
        self._noted_us = now_us

    def _settle(self, now_us: int) -> None:
        begin_us, self._noted_us = self._noted_us, now_us
        if not self._in_flight:
            return
        minutes = self._minutes
        begin_us = max(begin_us, _oldest(now_us) * _MINUTE)
        while begin_us < now_us:
            minute = begin_us // _MINUTE
            end_us = min((minute + 1) * _MINUTE, now_us)
            spent = (end_us - begin_us) * self._in_flight
            if minutes and minutes[-1][0] == minute:
                minutes[-1] = (minute, minutes[-1][1] + spent)
            else:
                minutes.append((minute, spent))
            begin_us = end_us


def _oldest(now_us: int) -> int:
    return now_us // _MINUTE - (limits.CONSUMER_TIME_MINUTES - 1)
