"""Blocking sockets between two parts of one process: an actor that waits for its peer lets the peer run.

Only connections on loopback whose listening socket is this process's own, and listening sockets themselves: a database on
the same machine is another process and answers in real time, while virtual time stands still. See `real_io` for how time
goes on meanwhile.
"""

from __future__ import annotations

import functools
import select
import weakref
from collections.abc import Callable
from typing import Any

from fakeaws.simulation.actors import Actor, local
from fakeaws.simulation.import_hooks import when_imported
from fakeaws.simulation.patches import Patches
from fakeaws.simulation.real_io import listens
from fakeaws.simulation.tickets import due, waiting_actor

_HAS_POLL = hasattr(select, "poll")


class _Listening:
    """The sockets of this process that listen."""

    sockets: weakref.WeakSet[Any] = weakref.WeakSet()

    @classmethod
    def ports(cls) -> set[int]:
        """Their ports; of those that are still open."""
        found = set()
        for each in cls.sockets:
            if each.fileno() >= 0:
                name = each.getsockname()
                if isinstance(name, tuple):
                    found.add(name[1])
        return found


class SocketWait:
    """An actor's wait for a descriptor; see `real_io.RealInput`. Completes "waits for …" in a deadlock's text."""

    __slots__ = ("_actor", "_fd", "_listens", "_what", "_writes")

    def __init__(self, actor: Actor, fd: int, what: str, *, writes: bool = False, listens: bool = False) -> None:
        self._actor = actor
        self._fd = fd
        self._what = what
        self._writes = writes
        self._listens = listens

    def __str__(self) -> str:
        return self._what

    def ready(self, seconds: float) -> bool:
        """See `real_io.RealInput`."""
        if not _is_ready(self._fd, self._writes, seconds):
            return False
        self._actor.simulation.wake(self._actor)
        return True

    def expects(self) -> bool:
        """See `real_io.RealInput`."""
        return not self._listens

    def wait(self, seconds: float | None) -> bool:
        """Park the actor, which is the calling one, until the descriptor is ready; false after ``seconds``."""
        if self.ready(0):
            return True
        simulation = self._actor.simulation
        simulation.real_inputs.append(self)
        try:
            simulation.park(self, None if seconds is None else due(simulation, seconds))
        finally:
            simulation.real_inputs.remove(self)
        return _is_ready(self._fd, self._writes, 0)


def _is_ready(fd: int, writes: bool, seconds: float) -> bool:
    if _HAS_POLL:
        poll = select.poll()
        poll.register(fd, select.POLLOUT if writes else select.POLLIN)
        return bool(poll.poll(seconds * 1000))
    readers, writers = ([], [fd]) if writes else ([fd], [])
    return any(select.select(readers, writers, [], seconds))


def _is_inside(sock: Any) -> bool:
    """Whether the peer is a part of this process."""
    try:
        own, peer = sock.getsockname(), sock.getpeername()
    except OSError:
        return False
    if not isinstance(peer, tuple) or not str(peer[0]).startswith(("127.", "::1", "::ffff:127.")):
        return False
    ports = _Listening.ports()
    return own[1] in ports or peer[1] in ports


def _await(sock: Any, actor: Actor, what: str, *, writes: bool = False) -> None:
    if _is_inside(sock) and not SocketWait(actor, sock.fileno(), what, writes=writes).wait(sock.gettimeout()):
        raise TimeoutError("timed out")


def _reading(original: Callable[..., Any], what: str) -> Callable[..., Any]:
    """Stand in for a method that reads."""

    @functools.wraps(original)
    def read(self: Any, *args: Any, **kwargs: Any) -> Any:
        if local.actor is not None and self.gettimeout() != 0:
            actor = waiting_actor()
            if actor is not None:
                _await(self, actor, what)
        return original(self, *args, **kwargs)

    return read


def _sending(original: Callable[..., Any]) -> Callable[..., Any]:
    """Stand in for ``send``."""

    @functools.wraps(original)
    def send(self: Any, *args: Any) -> Any:
        if local.actor is not None and self.gettimeout() != 0:
            actor = waiting_actor()
            if actor is not None:
                _await(self, actor, "a peer to read", writes=True)
        return original(self, *args)

    return send


def _sending_all(original: Callable[..., Any]) -> Callable[..., None]:
    """Stand in for ``sendall``: piece by piece, so that the peer can read meanwhile."""

    @functools.wraps(original)
    def sendall(self: Any, data: Any, *flags: int) -> None:
        actor = waiting_actor() if local.actor is not None and self.gettimeout() != 0 else None
        if actor is None or not _is_inside(self):
            original(self, data, *flags)
            return
        left = memoryview(data).cast("B")
        timeout = self.gettimeout()
        self.setblocking(False)  # else the rest of a piece that does not fit would block
        try:
            while left:
                if not SocketWait(actor, self.fileno(), "a peer to read", writes=True).wait(timeout):
                    raise TimeoutError("timed out")
                left = left[self.send(left, *flags) :]
        finally:
            self.settimeout(timeout)

    return sendall


def _accepting(original: Callable[..., Any]) -> Callable[..., Any]:
    """Stand in for ``accept``."""

    @functools.wraps(original)
    def accept(self: Any) -> Any:
        if local.actor is not None and self.gettimeout() != 0:
            actor = waiting_actor()
            if actor is not None:
                wait = SocketWait(actor, self.fileno(), "a connection", listens=True)
                if not wait.wait(self.gettimeout()):
                    raise TimeoutError("timed out")
        return original(self)

    return accept


def _listening(original: Callable[..., Any]) -> Callable[..., Any]:
    """Stand in for ``listen``."""

    @functools.wraps(original)
    def listen(self: Any, *backlog: int) -> None:
        original(self, *backlog)
        _Listening.sockets.add(self)

    return listen


def _selecting(original: Callable[..., Any]) -> Callable[..., Any]:
    """Stand in for the ``select`` of the selector that `socketserver` waits with."""

    @functools.wraps(original)
    def select_(self: Any, timeout: float | None = None) -> Any:
        if local.actor is not None and timeout != 0:
            actor = waiting_actor()
            keys = list(self.get_map().values())
            if actor is not None and len(keys) == 1 and listens(keys[0].fd):
                SocketWait(actor, keys[0].fd, "a connection", listens=True).wait(timeout)
                return original(self, 0)
        return original(self, timeout)

    return select_


def install(table: Patches) -> None:
    """Add this module's rows."""

    def socket_imported(module: Any) -> None:
        owner = module.socket
        for name in ("recv", "recv_into", "recvfrom", "recvfrom_into", "recvmsg", "recvmsg_into"):
            if hasattr(owner, name):
                table.replace(owner, name, _reading(getattr(owner, name), "a peer's answer"))
        table.replace(owner, "send", _sending(owner.send))
        table.replace(owner, "sendall", _sending_all(owner.sendall))
        table.replace(owner, "accept", _accepting(owner.accept))
        table.replace(owner, "listen", _listening(owner.listen))

    def selectors_imported(module: Any) -> None:
        owner = getattr(module, "PollSelector", module.SelectSelector)
        table.replace(owner, "select", _selecting(owner.select))

    when_imported("socket", socket_imported)
    when_imported("selectors", selectors_imported)
