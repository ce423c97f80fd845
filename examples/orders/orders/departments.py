"""Who listens to the news about orders: what each department does with it, in memory here."""

from __future__ import annotations

import json
from dataclasses import dataclass

from orders.envelopes import Incoming
from orders.model import Settled


class Billing:
    """Writes an invoice for each accepted order that costs something."""

    def __init__(self) -> None:
        self.invoices: dict[str, int] = {}
        """Cents, by order."""

    def handle(self, incoming: Incoming) -> None:
        order = Settled.from_json(incoming.text).order
        self.invoices[order.order_id] = order.total_cents  # the same message twice: the same invoice


class Shipping:
    """Packs a parcel for each accepted order."""

    def __init__(self) -> None:
        self.parcels: dict[str, list[str]] = {}
        """Articles, by order."""

    def handle(self, incoming: Incoming) -> None:
        order = Settled.from_json(incoming.text).order
        self.parcels[order.order_id] = [line.article for line in order.lines]


class FraudReview:
    """Somebody looks at each large order."""

    def __init__(self) -> None:
        self.cases: dict[str, int] = {}
        """Cents, by order."""

    def handle(self, incoming: Incoming) -> None:
        paid = json.loads(incoming.text)
        self.cases[paid["order_id"]] = paid["total_cents"]


@dataclass(frozen=True)
class Entry:
    published_as: str | None
    event: str
    order_id: str


class Audit:
    """Keeps everything, under the id that the publisher logged."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def handle(self, incoming: Incoming) -> None:
        order = Settled.from_json(incoming.text).order
        self.entries.append(Entry(incoming.published_as, incoming.attributes["event"], order.order_id))
