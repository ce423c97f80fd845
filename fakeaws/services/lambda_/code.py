"""The code of a function: where an execution environment gets its handler from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

#: ``handler(event, context)``.
Handler: TypeAlias = Callable[[Any, Any], Any]


class Code(Protocol):
    """Code of a version. ``load`` runs in the environment's surroundings, once for each environment, as its cold start."""

    def load(self, handler: str | None) -> Handler:
        """The handler, by its configured name; raises what the module raises, or `InitError`."""
        ...


class RegisteredCode:
    """A callable that the test registered stands for the code."""

    def __init__(self, handler: Handler, *, inherit_env: bool = False) -> None:
        self.handler = handler
        #: Whether it sees the environment variables of the test's process.
        self.inherit_env = inherit_env

    def load(self, handler: str | None) -> Handler:
        return self.handler
