"""Who polls a queue."""

from __future__ import annotations

import sys
from typing import Any

from fakeaws.simulation.simulation import Simulation

_PRUNE_FROM = 64


class Consumers:
    """The background actors and the asyncio tasks that received from a queue and have not ended.

    The test's own thread, where no loop runs, is none: it is busy with the test.
    """

    __slots__ = ("_prune_at", "_seen", "_simulation", "managed")

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        #: Consumer → when it last received nothing.
        self._seen: dict[Any, int] = {}
        self._prune_at = _PRUNE_FROM
        #: The names under which parts of AWS received: they delete by rules of their own.
        self.managed: dict[str, None] = {}

    def current(self) -> Any:
        """The consumer that runs, or ``None`` if that is the test itself."""
        actor = self._simulation.current
        return actor if actor.background else _current_task()

    def rests(self) -> bool:
        """Note that the running consumer polls; whether an empty answer has to take time, so that no loop spins.

        It has for a background actor. Of tasks it is not known which is the test: a task rests from its second empty
        answer at one instant on.
        """
        consumer = self.current()
        if consumer is None:
            return False
        last = self._seen.setdefault(consumer, -1)
        if len(self._seen) > self._prune_at:
            self._prune()
            self._prune_at = 2 * len(self._seen) + _PRUNE_FROM
        return consumer is self._simulation.current or last == self._simulation.clock.elapsed_us

    def found_nothing(self) -> None:
        """The running consumer got an empty answer."""
        consumer = self.current()
        if consumer is not None:
            self._seen[consumer] = self._simulation.clock.elapsed_us

    def alive(self) -> bool:
        """Whether any of them goes on, apart from the one that asks."""
        self._prune()
        return any(consumer is not self.current() for consumer in self._seen)

    def _prune(self) -> None:
        for consumer in [consumer for consumer in self._seen if _has_ended(consumer)]:
            del self._seen[consumer]


def _current_task() -> Any:
    asyncio = sys.modules.get("asyncio")
    if asyncio is None or asyncio._get_running_loop() is None:
        return None
    return asyncio.current_task()


def _has_ended(consumer: Any) -> bool:
    done = consumer.done
    return bool(done() if callable(done) else done)
