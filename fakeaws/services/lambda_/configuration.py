"""What a version of a function is configured with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Configuration:
    """Settings as CreateFunction and UpdateFunctionConfiguration give them; a published version keeps its own.

    ``timeout``: seconds; ``memory``: MB. ``environment``: the function's own variables, ``None`` if none were given.
    ``logging``: the members of ``LoggingConfig`` that were given.
    """

    timeout: int = 3
    memory: int = 128
    handler: str | None = None
    runtime: str | None = None
    role: str | None = None
    description: str = ""
    environment: Mapping[str, str] | None = None
    dead_letter_arn: str | None = None
    layers: tuple[str, ...] = field(default=())
    logging: Mapping[str, str] = field(default_factory=dict)
