"""Bug 1, told by the order's trace and the diagnosis: the work takes longer than the visibility timeout, so it is done twice.

Then what its news became: one publish, four departments.
"""

from __future__ import annotations

from fakeaws import mock_aws  # before the application, so that its module-level lock waits in virtual time

# isort: split
from orders.events import OrderEvents
from orders.fulfilment import Fulfilment
from orders.infrastructure import deploy
from orders.model import Line, Order
from orders.orderbook import OrderBook
from orders.partner_import import import_orders
from orders.payments import PaymentProvider
from orders.queues import forget_urls
from orders.settings import Settings
from orders.topics import forget_arns
from orders.warehouse import Warehouse
from orders.worker import WorkerPool


def main() -> None:
    settings = Settings(heartbeat_seconds=0)  # as it was before the fix
    payments = PaymentProvider(seconds=45)  # a bad day at the provider
    order = Order("1001", "ann@example.com", (Line("book", 1, 1000),))
    forget_urls()
    forget_arns()
    with mock_aws() as aws, Fulfilment(payments, Warehouse({"book": 100})) as fulfilment:
        deploy(settings)
        with WorkerPool(settings, fulfilment=fulfilment, book=OrderBook(), events=OrderEvents(settings)):
            [message_id] = import_orders([order], settings)
            aws.clock.advance(seconds=80)
        told, findings = aws.trace(message_id).text(), aws.diagnose()
        news = [aws.trace(published) for published in aws.timeline.select(service="sns", kind="Publish")]
    print(told)
    print(f"\nOrder {order.order_id} was charged {len(payments.captured)} times. What aws.diagnose() says:")
    for finding in findings:
        print(f"- {finding}")
    print("The application extends it: orders/heartbeat.py.")
    print(f"\nThe company heard of it {len(news)} times, the first time so:")
    print(news[0].text())


if __name__ == "__main__":
    main()
