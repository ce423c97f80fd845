"""How long a service takes for what it does, where AWS documents no instant: defaults that a world's config changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Durations:
    """In microseconds, by the names of ``defaults``, which are in seconds as ``settings`` are.

    Raises ``ValueError`` for a setting of another name; ``service`` is how its text calls the service.
    """

    def __init__(self, service: str, defaults: Mapping[str, float], settings: Mapping[str, Any]) -> None:
        unknown = sorted(set(settings) - set(defaults))
        if unknown:
            raise ValueError(f"no duration of {service} is called {unknown[0]!r}; there are {', '.join(defaults)}")
        self._us = {name: round(float(settings.get(name, value)) * 1_000_000) for name, value in defaults.items()}

    def __getitem__(self, name: str) -> int:
        return self._us[name]
