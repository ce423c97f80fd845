"""Fulfilling one order: stock and payment side by side, both or neither."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import TracebackType

from orders.model import Order
from orders.payments import PaymentProvider
from orders.warehouse import Warehouse


class Fulfilment:
    """Thread-safe; `parallel` is how many calls to warehouse and provider run at once."""

    def __init__(self, payments: PaymentProvider, warehouse: Warehouse, *, parallel: int = 8) -> None:
        self.payments = payments
        self.warehouse = warehouse
        self._pool = ThreadPoolExecutor(parallel, thread_name_prefix="fulfilment")

    def fulfil(self, order: Order) -> None:
        """Reserve and charge. Raises `Refusal` when the customer must be told no; nothing is kept then."""
        reserving = self._pool.submit(self.warehouse.reserve, order)
        authorising = self._pool.submit(self.payments.authorise, order)
        no_stock, no_money = reserving.exception(), authorising.exception()  # waits for both
        if no_stock is None and no_money is None:
            self.payments.capture(authorising.result())
            return
        if no_stock is None:
            self.warehouse.release(order)
        if no_money is None:
            self.payments.void(authorising.result())
        reserving.result()
        authorising.result()

    def close(self) -> None:
        self._pool.shutdown()

    def __enter__(self) -> Fulfilment:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
