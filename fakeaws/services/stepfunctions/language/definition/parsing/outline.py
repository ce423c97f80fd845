"""Where states lead, also those of a definition with errors: what the checks of transitions look at."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class StateOutline:
    """``targets``: names of next states with the location that says so. ``known``: whether that is all of them."""

    location: str
    targets: list[tuple[str, str]] = field(default_factory=list)
    terminal: bool = False
    known: bool = True


@dataclass
class WorkflowOutline:
    """A machine, branch or processor; ``start_at`` None could not be read."""

    location: str
    start_at: str | None
    states: dict[str, StateOutline] = field(default_factory=dict)
