"""Real descriptors that actors wait for inside a world, such as sockets on the loopback interface.

Virtual time would jump over an answer that takes real microseconds. So, before it jumps, the real world gets a grace.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

#: Real seconds given to a peer before virtual time jumps.
GRACE_SECONDS = 0.02
#: Real seconds given when nothing virtual could ever end the wait.
LAST_RESORT_SECONDS = 5.0
_SLICE_SECONDS = 0.001


class RealInput(Protocol):
    """An actor that waits for descriptors, besides what virtual time may bring it."""

    def ready(self, seconds: float) -> bool:
        """Wait really, at most so long, until a descriptor is ready; then make the actor runnable and answer true."""

    def expects(self) -> bool:
        """Whether a peer may be about to answer: false if there are only listening sockets."""


def arrived(inputs: Sequence[RealInput], *, last_resort: bool) -> bool:
    """Whether something real came for one of ``inputs``: at once, or within the grace if one of them expects it.

    ``last_resort`` says that nothing virtual is due: the choice is between more patience and a deadlock.
    """
    came = [one for one in inputs if one.ready(0)]  # each is asked: all of them become runnable in order
    if came:
        return True
    expecting = [one for one in inputs if one.expects()]
    if not expecting:
        return False
    seconds = LAST_RESORT_SECONDS if last_resort else GRACE_SECONDS
    if len(expecting) == 1:
        return expecting[0].ready(seconds)
    rounds = round(seconds / (_SLICE_SECONDS * len(expecting)))
    return any(one.ready(_SLICE_SECONDS) for _ in range(rounds) for one in expecting)


def listens(fd: int) -> bool:
    """Whether a descriptor is a listening socket: nobody owes it an answer."""
    import socket

    try:
        probe = socket.socket(fileno=fd)
    except OSError:  # a pipe or a child process
        return False
    try:
        return bool(probe.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    except OSError:
        return False
    finally:
        probe.detach()
