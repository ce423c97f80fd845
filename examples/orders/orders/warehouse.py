"""Stock, and reservations on it."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping

from orders.model import Order, Refusal


class UnknownArticle(LookupError):
    """The order names an article that the warehouse has never heard of: our fault, not the customer's."""


class Warehouse:
    """Stock on hand, by article. `seconds`: how long its database takes to answer."""

    def __init__(self, stock: Mapping[str, int], *, seconds: float = 0.2) -> None:
        self.seconds = seconds
        self._stock = Counter(stock)
        self._lock = threading.Lock()

    def on_hand(self, article: str) -> int:
        with self._lock:
            return self._stock[article]

    def reserve(self, order: Order) -> None:
        """Take every line of the order from stock, or none."""
        with self._lock:  # held while the database answers, as a row lock would be
            time.sleep(self.seconds)
            wanted = _articles(order)
            for article, quantity in wanted.items():
                if article not in self._stock:
                    raise UnknownArticle(article)
                if self._stock[article] < quantity:
                    raise Refusal(f"{article} is sold out.")
            self._stock.subtract(wanted)

    def release(self, order: Order) -> None:
        with self._lock:
            self._stock.update(_articles(order))


def _articles(order: Order) -> Counter[str]:
    wanted: Counter[str] = Counter()
    for line in order.lines:
        wanted[line.article] += line.quantity
    return wanted
