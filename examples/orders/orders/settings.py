"""Settings, one environment variable each: `ORDERS_VISIBILITY_SECONDS=60`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Settings:
    """How the application is deployed. Durations are seconds, as in SQS."""

    orders_queue: str = "orders"
    notifications_queue: str = "notifications"
    billing_queue: str = "billing"
    shipping_queue: str = "shipping"
    audit_queue: str = "audit"
    addresses_queue: str = "addresses.fifo"
    reply_queue_prefix: str = "order-replies"
    events_topic: str = "order-events"
    addresses_topic: str = "address-changes.fifo"

    visibility_seconds: int = 30
    max_receives: int = 3
    """How often a message is tried before its dead-letter queue takes it; 0: for ever, there is none."""

    retention_seconds: int = 4 * DAY
    dlq_retention_seconds: int = 14 * DAY
    """A dead-letter queue goes on counting from the first send: keep it well above `retention_seconds`."""

    worker_threads: int = 2
    poll_seconds: int = 20
    heartbeat_seconds: float = 10.0
    """How often a worker extends the visibility of the message in hand; 0: never."""

    confirmation_seconds: float = 60.0
    """How long the checkout waits for a confirmation."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        given = {
            f.name: type(getattr(cls, f.name))(environment[variable])
            for f in fields(cls)
            if (variable := f"ORDERS_{f.name.upper()}") in environment
        }
        return cls(**given)

    @staticmethod
    def dlq(queue: str) -> str:
        """The dead-letter queue that belongs to `queue`: FIFO if that is."""
        return f"{queue[:-5]}-dlq.fifo" if queue.endswith(".fifo") else f"{queue}-dlq"
