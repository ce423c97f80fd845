"""The payment provider: authorise, then capture (or void). Some days it is slow."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

from orders.model import Order, Refusal

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Authorisation:
    order_id: str
    amount_cents: int


class PaymentProvider:
    """Stands for the provider's HTTP API. `seconds`: how long it takes to authorise."""

    def __init__(self, *, seconds: float = 2.0, limit_cents: int = 100_000) -> None:
        self.seconds = seconds
        self.limit_cents = limit_cents
        self.captured: list[Authorisation] = []
        """What customers have paid, in order. The same order twice is a customer on the telephone."""
        self._lock = threading.Lock()

    def authorise(self, order: Order) -> Authorisation:
        time.sleep(self.seconds)
        if order.total_cents > self.limit_cents:
            raise Refusal("The payment was declined.")
        return Authorisation(order.order_id, order.total_cents)

    def capture(self, authorisation: Authorisation) -> None:
        with self._lock:
            self.captured.append(authorisation)
        log.info("captured %d cents for order %s", authorisation.amount_cents, authorisation.order_id)

    def void(self, authorisation: Authorisation) -> None:
        log.info("voided the authorisation of order %s", authorisation.order_id)
