"""Which orders are settled, and how: asked before work starts, so that a repeated message is harmless."""

from __future__ import annotations

import threading

from orders.model import Confirmation


class OrderBook:
    """Stands for the shop's database. An order is in it once it is settled, not while it is worked on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._settled: dict[str, Confirmation] = {}

    def find(self, order_id: str) -> Confirmation | None:
        with self._lock:
            return self._settled.get(order_id)

    def settle(self, confirmation: Confirmation) -> None:
        with self._lock:
            self._settled[confirmation.order_id] = confirmation
