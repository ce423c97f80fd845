"""An execution environment: it serves one invocation at a time, and keeps what the code leaves in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.simulation.surroundings import Surroundings

if TYPE_CHECKING:
    from fakeaws.services.lambda_.code import Handler
    from fakeaws.services.lambda_.functions import Version


class Environment:
    """Cold until `handler` has loaded the code. ``surroundings``: what its actors find of the process."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.surroundings = Surroundings()
        self._handler: Handler | None = None

    @property
    def cold(self) -> bool:
        """Whether its code has not been loaded yet."""
        return self._handler is None

    def handler(self) -> Handler:
        """The function's handler; loads the code the first time. Called by an actor in its surroundings."""
        if self._handler is None:
            self._handler = self.version.code.load(self.version.configuration.handler)
        return self._handler
