"""``java.util.Random``: what a seed gives."""

from __future__ import annotations

_MULTIPLIER = 0x5DEECE66D
_MASK = (1 << 48) - 1


class JavaRandom:
    """The linear congruential generator of ``java.util.Random(seed)``."""

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        self._state = (seed ^ _MULTIPLIER) & _MASK

    def next_double(self) -> float:
        """``nextDouble()``: from 0.0 up to, not including, 1.0."""
        return ((self._bits(26) << 27) + self._bits(27)) * 2.0**-53

    def next_int(self, bound: int) -> int:
        """``nextInt(bound)``, for a bound from 1 to 2³¹-1."""
        if bound & (bound - 1) == 0:
            return bound * self._bits(31) >> 31
        while True:
            bits = self._bits(31)
            value = bits % bound
            if bits - value + bound - 1 < 2**31:  # Java's int does not overflow: each value is as likely
                return value

    def next_between(self, start: int, end: int) -> int:
        """``ints(1, start, end)``: one int from ``start`` up to, not including, ``end``."""
        if end - start < 2**31:
            return start + self.next_int(end - start)
        while True:
            value = self._bits(32)
            value -= (value & 1 << 31) << 1
            if start <= value < end:
                return value

    def _bits(self, count: int) -> int:
        self._state = (self._state * _MULTIPLIER + 0xB) & _MASK
        return self._state >> (48 - count)
