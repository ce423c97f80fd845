"""The execution environments of a version."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from fakeaws.services.lambda_.environments.environment import Environment

if TYPE_CHECKING:
    from fakeaws.services.lambda_.functions import Version


class Environments:
    """Those that wait for an invocation and those that serve one. A copied world begins without: modules have no copies."""

    def __init__(self, version: Version) -> None:
        self._version = version
        #: The one used last at the end.
        self.idle: list[Environment] = []
        self._busy: dict[Environment, None] = {}

    def __deepcopy__(self, memo: dict[int, object]) -> Environments:
        return Environments(deepcopy(self._version, memo))

    def take(self) -> Environment:
        """A warm environment, the one used last, or a new one of the version's code and configuration as they are now.

        Raises `NotSupportedError` if the code cannot run here.
        """
        if not self.idle:
            return self.take_new()
        environment = self.idle.pop()
        self._busy[environment] = None
        return environment

    def take_new(self) -> Environment:
        """A new one, whatever is idle. Raises as `take` does."""
        environment = Environment(self._version)
        self._busy[environment] = None
        return environment

    def give_back(self, environment: Environment) -> None:
        """Its invocation has ended: it waits for the next, unless it was retired meanwhile."""
        del self._busy[environment]
        if environment.retired:
            environment.destroy()
        else:
            self.idle.append(environment)

    def drop(self, environment: Environment) -> None:
        """It is not used again."""
        del self._busy[environment]
        environment.destroy()

    def retire(self) -> None:
        """The version's code or configuration has changed: what is idle ends now, what is busy after its invocation."""
        idle, self.idle = self.idle, []
        for environment in idle:
            environment.destroy()
        for environment in self._busy:
            environment.retired = True

    def close(self) -> None:
        """The world is left."""
        for environment in (*self.idle, *self._busy):
            environment.destroy()
