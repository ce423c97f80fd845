"""Bug 1, told by the order's trace and the diagnosis: the work takes longer than the visibility timeout, so it is done twice.

Then what its news became: one publish, five departments. Then forty orders at once: an alarm, more workers, invoices.
Then a night: a large order is looked at, the day is closed. Then two orders for the workshop, which answers one.
"""

from __future__ import annotations

import json

from fakeaws import World, mock_aws  # before the application, so that its module-level lock waits in virtual time

# isort: split
from orders.alarms import deploy_alarms
from orders.events import OrderEvents
from orders.fraud_review import deploy_fraud_review
from orders.fulfilment import Fulfilment
from orders.infrastructure import deploy
from orders.made_to_order import deploy_made_to_order, have_made
from orders.model import Line, Order
from orders.nightly import deploy_nightly
from orders.orderbook import OrderBook
from orders.partner_import import import_orders
from orders.payments import PaymentProvider
from orders.queues import forget_urls
from orders.scaling import Scaling
from orders.settings import Settings
from orders.subscriber import Subscriber
from orders.topics import forget_arns
from orders.warehouse import Warehouse
from orders.worker import WorkerPool
from orders.workshop import Workshop


def main() -> None:
    settings = Settings(heartbeat_seconds=0)  # as it was before the fix
    payments = PaymentProvider(seconds=45)  # a bad day at the provider
    order = new_order(1001)
    forget_urls()
    forget_arns()
    with mock_aws(start="2026-01-05T22:00:00Z") as aws, Fulfilment(payments, Warehouse({"book": 100})) as fulfilment:
        deploy(settings)
        with WorkerPool(settings, fulfilment=fulfilment, book=OrderBook(), events=OrderEvents(settings)) as workers:
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
            payments.seconds = 20
            deploy_nightly(settings)
            deploy_fraud_review(settings)
            forty_at_once(aws, settings, workers)
            import_orders([new_order(1042, books=12)], settings)
            aws.clock.advance(minutes=1)
        the_night(aws)
        the_workshop(aws, settings)


def forty_at_once(aws: World, settings: Settings, workers: WorkerPool) -> None:
    deploy_alarms(settings)
    scaling = Scaling(workers, settings)
    aws.cloudwatch.register_autoscaling(settings.scale_out_policy, lambda action: scaling.out())
    begin = aws.clock.elapsed
    import_orders([new_order(number) for number in range(1002, 1042)], settings)
    aws.clock.advance(minutes=10)
    [alarm] = aws.timeline.select(kind="StateChange", resource="orders-backlog", outcome="ALARM")
    letters, runs = aws.sqs.queue("letters").messages, aws.lambda_.function("invoices").invocations
    print(
        f"\nForty orders came at {begin}. Alarm orders-backlog went off at {alarm.at}: a worker more each minute, up to"
    )
    print(
        f"{workers.size}. Function 'invoices' ran {len(runs)} times and wrote {len(letters)} letters: order 1001 has two."
    )


def the_night(aws: World) -> None:
    aws.clock.advance(hours=2)
    looked_at = [json.loads(message.body)["order_id"] for message in aws.sqs.queue("fraud-review").messages]
    [closing] = aws.lambda_.function("close-the-day").invocations
    [called] = aws.timeline.select(service="scheduler", kind="Invoke")
    print(f"\nOf all paid orders the rule 'large-orders' chose {', '.join(looked_at)}, for somebody to look at.")
    print(f"At five past midnight in Berlin, {called.time:%H:%M} UTC, the day was closed: {closing.result}.")


def the_workshop(aws: World, settings: Settings) -> None:
    deploy_made_to_order(settings)
    aws.faults.throttle("sqs.SendMessage", times=2)  # the payment provider's queue
    runs = [aws.stepfunctions.execution(have_made(new_order(number), settings)) for number in (2001, 2002)]
    workshop = Workshop()
    with Subscriber(settings.workshop_queue, workshop.handle, settings):
        aws.clock.advance(hours=1)
    workshop.accept("2001")
    aws.clock.advance(days=3)
    print("\nTwo orders were made to order. The workshop accepted 2001 within the hour and left 2002 unanswered:")
    print(" → ".join(runs[0].path))
    print(runs[1].text())


def new_order(number: int, *, books: int = 1) -> Order:
    return Order(str(number), "ann@example.com", (Line("book", books, 1000),))


if __name__ == "__main__":
    main()
