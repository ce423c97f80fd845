"""The real primitives, taken before anything is replaced.

They live in a class because freezegun replaces module-level names that *are* a real clock, wherever it finds them.
"""

from __future__ import annotations

import _thread
import os as _os
import random as _random
import threading as _threading
import time as _time


class Real:
    """What the process had before the library was imported."""

    allocate_lock = staticmethod(_thread.allocate_lock)
    rlock = staticmethod(_threading.RLock)
    get_ident = staticmethod(_thread.get_ident)
    sleep = staticmethod(_time.sleep)
    time = staticmethod(_time.time)
    time_ns = staticmethod(_time.time_ns)
    monotonic = staticmethod(_time.monotonic)
    perf_counter = staticmethod(_time.perf_counter)
    urandom = staticmethod(_os.urandom)
    random = _random.Random
    active_count = staticmethod(_threading.active_count)


class Bell:
    """Lets one thread wait really until another rings. A ring before the wait is heard at once."""

    __slots__ = ("_gate",)

    def __init__(self) -> None:
        self._gate = Real.allocate_lock()
        self._gate.acquire()

    def __deepcopy__(self, memo: dict[int, object]) -> Bell:
        return Bell()

    def ring(self) -> None:
        """End the wait; from any thread."""
        if self._gate.locked():
            try:
                self._gate.release()
            except RuntimeError:  # two threads at once
                return

    def wait(self, seconds: float) -> bool:
        """Whether it rang within so many seconds, or since the last wait."""
        return self._gate.acquire(timeout=seconds)
