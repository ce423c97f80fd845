"""A signal that an actor sends to its own process, as tests of a graceful shutdown do.

The operating system delivers it to the main thread some time later; inside a world it has to be there at the instant
at which it was sent. For a handler of an event loop (``loop.add_signal_handler``) the signal is raised in the sending
thread instead: any will do, and the loop's pipe has been written to when that returns. For another handler the sender
keeps the baton for a moment, so that the main thread, if it is parked, is interrupted and runs it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from fakeaws.simulation.actors import local
from fakeaws.simulation.patches import Patches
from fakeaws.simulation.real import Real

_DELIVERY_SECONDS = 0.005


class _Original:
    """The operating system's own."""

    kill: Callable[[int, int], None]


def kill(pid: int, signum: int, /) -> None:
    """Stand in for ``os.kill``."""
    if local.actor is None or signum == 0 or pid != os.getpid():
        _Original.kill(pid, signum)
    elif getattr(signal.getsignal(signum), "__module__", "") == "asyncio.unix_events":
        signal.raise_signal(signum)
    else:
        _Original.kill(pid, signum)
        Real.sleep(_DELIVERY_SECONDS)


def install(table: Patches) -> None:
    """Add this module's row."""
    _Original.kill = staticmethod(table.replace(os, "kill", kill))
