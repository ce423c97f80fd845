"""Actors: everything that runs concurrently inside a world. Exactly one runs at a time."""

from __future__ import annotations

import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING, Any

from fakeaws.simulation.real import Real
from fakeaws.simulation.stack import local as local

if TYPE_CHECKING:
    from fakeaws.simulation.simulation import Simulation
    from fakeaws.simulation.surroundings import Surroundings

#: How often an actor may swallow its own end before it is never scheduled again.
MAX_SWALLOWED_KILLS = 20


class ActorKilled(BaseException):
    """Raised in an actor that was ended, at its next hand-over and at each later one.

    A ``BaseException``, so that ``except Exception`` in the application does not swallow it.
    """


class Actor:
    """One thread of execution: the test, an application thread, a guest call from a real thread.

    ``waiting`` says what it waits for (anything whose ``str`` reads well after "waits for"), ``pending`` is the
    exception that it meets at its next hand-over.
    """

    __slots__ = (
        "__weakref__",
        "background",
        "data",
        "done",
        "error",
        "fetched",
        "gate",
        "instant_us",
        "killed",
        "name",
        "number",
        "parked",
        "pending",
        "ready",
        "simulation",
        "spins",
        "surroundings",
        "swallowed",
        "thread",
        "timer",
        "turns",
        "waiters",
        "waiting",
        "woken",
    )

    def __init__(self, simulation: Simulation, name: str, number: int, *, background: bool = True) -> None:
        self.simulation = simulation
        self.name = name
        self.number = number
        self.background = background
        self.gate = Real.allocate_lock()
        self.gate.acquire()
        self.waiting: object = None
        self.parked = False
        self.ready = False
        self.woken = False
        self.timer: Any = None
        self.pending: BaseException | None = None
        self.killed = False
        self.swallowed = 0
        self.done = False
        #: Calls at one instant: a background actor must not keep time from passing (see `Simulation.handover`).
        self.instant_us = -1
        self.turns = 0
        self.spins = 0
        #: The exception of its own that ended it, and whether anybody has been told.
        self.error: BaseException | None = None
        self.fetched = False
        self.thread: threading.Thread | None = None
        #: What of the process it has for itself; those that it starts share it.
        self.surroundings: Surroundings | None = None
        #: Who waits for its end.
        self.waiters: list[Actor] = []
        #: What other modules keep per actor (random streams, …), by their own key.
        self.data: dict[str, Any] = {}

    def __repr__(self) -> str:
        return f"<actor {self.name}>"

    def __deepcopy__(self, memo: dict[int, Any]) -> Actor:
        from copy import deepcopy

        twin = Actor.__new__(Actor)
        memo[id(self)] = twin
        for slot in Actor.__slots__:
            if slot not in ("__weakref__", "gate", "thread"):
                setattr(twin, slot, deepcopy(getattr(self, slot), memo))
        twin.gate = Real.allocate_lock()
        twin.gate.acquire()
        twin.thread = self.thread
        return twin

    def describe(self) -> str:
        """One line: who waits for what, and where in the application."""
        what = f"waits for {self.waiting}" if self.parked else "runs"
        place = self.place()
        return f"{self.name} {what}" + (f" at {place}" if place else "")

    def place(self) -> str:
        """``file:line`` of the innermost frame that is neither the standard library's nor ours; "" if unknown."""
        thread = self.thread
        if thread is None or thread.ident is None:
            return ""
        return application_place(sys._current_frames().get(thread.ident))


def application_place(frame: FrameType | None) -> str:
    """``file:line`` of the innermost application frame at or above ``frame``."""
    while frame is not None:
        if _is_application(frame):
            return _place(frame, frame.f_lineno)
        frame = frame.f_back
    return ""


def failure_place(error: BaseException) -> str:
    """``file:line`` of the innermost application frame that the exception came through; "" if there was none."""
    place = ""
    traceback = error.__traceback__
    while traceback is not None:
        if _is_application(traceback.tb_frame):
            place = _place(traceback.tb_frame, traceback.tb_lineno)
        traceback = traceback.tb_next
    return place


def _is_application(frame: FrameType) -> bool:
    root = frame.f_globals.get("__name__", "").partition(".")[0]
    return (root not in _NOT_APPLICATION and root not in sys.stdlib_module_names) or root == "__main__"


def _place(frame: FrameType, line: int) -> str:
    return f"{frame.f_code.co_filename.replace(chr(92), '/').rsplit('/', 1)[-1]}:{line}"


_NOT_APPLICATION = frozenset(
    (
        "aioboto3",
        "aiobotocore",
        "anyio",
        "boto3",
        "botocore",
        "fakeaws",
        "freezegun",
        "pluggy",
        "pytest",
        "_pytest",
        "pytest_asyncio",
        "sniffio",
        "wrapt",
    )
)


def current() -> Actor | None:
    """The actor of the calling thread, or ``None``."""
    return local.actor
