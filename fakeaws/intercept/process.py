"""A world lives in the process that entered it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fakeaws.errors import WorldNotShared

if TYPE_CHECKING:
    from fakeaws.simulation.simulation import Simulation


class _Process:
    foreign = False


def _after_fork_in_child() -> None:
    from fakeaws.simulation.actors import local

    _Process.foreign = True
    local.actor = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)


def check_process(simulation: Simulation) -> None:
    """Raise `WorldNotShared` in a child that was forked inside a world."""
    if _Process.foreign and simulation.pid != os.getpid():
        raise WorldNotShared(
            "an AWS call in a forked child process: the world lives in its parent; make the call there, use threads, or "
            "enter mock_aws in the child"
        )
