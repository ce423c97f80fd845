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


class Prepared:
    """Base of integrations that read a task's parameters before it is scheduled."""

    def prepare(self, attempt: Attempt) -> None:
        """Keep in ``attempt.job`` what the parameters ask for; raises States.Runtime for what no call can be made of."""
