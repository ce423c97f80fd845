"""How long brokers take to change; AWS documents ranges only.

``config={"mq": {"durations": {"reboot": 60, …}}}`` changes them, in seconds.
"""

from __future__ import annotations

from typing import Final

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
