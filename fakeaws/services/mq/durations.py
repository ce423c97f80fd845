"""How long brokers take to change; AWS documents ranges only.

``config={"mq": {"durations": {"reboot": 60, …}}}`` changes them, in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fakeaws.services.mq.limits import SECOND_US

DEFAULTS: Final[dict[str, float]] = {
    "create_activemq_single": 12 * 60,
    "create_activemq_standby": 15 * 60,
    "create_rabbitmq_single": 8 * 60,
    "create_rabbitmq_cluster": 15 * 60,
    "reboot": 4 * 60,
    "delete": 3 * 60,
    "fail_over": 10,
    "switchover": 60,
    "share": 2 * 60,
}


class Durations:
    """In microseconds, by the names of `DEFAULTS`."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        unknown = sorted(set(settings) - set(DEFAULTS))
        if unknown:
            raise ValueError(f"no duration of MQ is called {unknown[0]!r}; there are {', '.join(DEFAULTS)}")
        self._us = {name: round(float(settings.get(name, value)) * SECOND_US) for name, value in DEFAULTS.items()}

    def __getitem__(self, name: str) -> int:
        return self._us[name]
