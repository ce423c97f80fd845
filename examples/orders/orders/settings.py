"""Settings, one environment variable each: `ORDERS_VISIBILITY_SECONDS=60`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

DAY = 24 * 60 * 60
_POLICY = (
    "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1c7e5a52-3f0e-4a65-9d0a-6f1f7f0f2b11:"
    "autoScalingGroupName/orders-workers:policyName"
)


@dataclass(frozen=True)
class Settings:
    """How the application is deployed. Durations are seconds, as in SQS."""

    orders_queue: str = "orders"
    notifications_queue: str = "notifications"
    billing_queue: str = "billing"
    shipping_queue: str = "shipping"
    audit_queue: str = "audit"
    addresses_queue: str = "addresses.fifo"
    invoices_queue: str = "invoices"
    letters_queue: str = "letters"
    takings_queue: str = "takings"
    fraud_review_queue: str = "fraud-review"
    workshop_queue: str = "workshop"
    bookings_queue: str = "bookings.fifo"
    reply_queue_prefix: str = "order-replies"
    events_topic: str = "order-events"
    addresses_topic: str = "address-changes.fifo"
    operations_topic: str = "operations"

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

    invoices_function: str = "invoices"
    function_role: str = "arn:aws:iam::123456789012:role/orders-invoices"
    invoices_timeout_seconds: int = 120
    """Long enough for a whole batch. Lambda's default is 3."""

    invoices_visibility_seconds: int = 720
    """Six times the timeout, as AWS advises: a throttled invocation is tried again meanwhile."""

    invoices_batch: int = 5
    rendering_seconds: float = 1.0
    """How long the PDF library takes for one invoice."""

    closing_function: str = "close-the-day"
    closing_role: str = "arn:aws:iam::123456789012:role/orders-nightly"
    closing_timeout_seconds: int = 60
    """At most a minute, which is when Lambda tries again: so long the takings stay invisible."""

    closing_schedule: str = "orders-nightly"
    closing_cron: str = "cron(5 0 * * ? *)"
    """Five past midnight: not between two and three, which one night in spring does not have."""

    time_zone: str = "Europe/Berlin"
    """Where the shop's days end."""

    fraud_review_rule: str = "large-orders"
    fraud_review_cents: int = 10_000
    """From here on somebody looks at an order."""

    bookings_function: str = "bookings"
    made_to_order_machine: str = "made-to-order"
    made_to_order_role: str = "arn:aws:iam::123456789012:role/orders-made-to-order"

    operations_email: str = "operations@example.com"
    backlog_orders: int = 10
    """So many waiting orders are a backlog."""

    idle_minutes: int = 5
    most_workers: int = 4
    scale_out_policy: str = f"{_POLICY}/scale-out"
    scale_in_policy: str = f"{_POLICY}/scale-in"

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
