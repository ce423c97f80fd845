"""What the engine and the integrations agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt


class Integration(Protocol):
    """A kind of resource. It has no state of its own but in ``attempt.job``; worlds that are copied share it."""

    def start(self, attempt: Attempt) -> None:
        """The attempt is scheduled: let it be worked on. Must not wait: see `World.ask`."""

    def cancel(self, attempt: Attempt) -> None:
        """The attempt has ended before its work, by a time-out or with the execution: stop what can be stopped."""


class Preparing:
    """An integration that looks at the parameters first."""

    def prepare(self, attempt: Attempt) -> None:
        """Before the attempt is scheduled; what it raises, a `StateError`, fails the state with no event of the task."""
        raise NotImplementedError
