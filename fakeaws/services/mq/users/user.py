"""A user of a broker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class User:
    """``applied``: what counts now; None for one that a reboot will create. ``change``: CREATE, UPDATE or DELETE.

    Both hold Password, ConsoleAccess, Groups and ReplicationUser by the API's names.
    """

    name: str
    applied: dict[str, Any] | None
    change: str | None = None
    wanted: dict[str, Any] = field(default_factory=dict)
