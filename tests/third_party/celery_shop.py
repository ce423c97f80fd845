"""A celery application as applications have it: made at import, with SQS as its broker."""

from __future__ import annotations

import time
from typing import Any

import celery

app: Any = celery.Celery("shop", broker="sqs://")
app.set_default()  # for the worker's threads, too
app.conf.update(
    broker_transport_options={"visibility_timeout": 30, "wait_time_seconds": 20, "polling_interval": 1},
    broker_pool_limit=0,  # a kept connection would believe that its queues are there in the next test, too
    broker_connection_retry_on_startup=True,
    task_acks_late=True,
    task_ignore_result=True,
    worker_hijack_root_logger=False,
)

#: What was paid, and when by the wall clock.
paid: list[tuple[str, float]] = []
refused: list[str] = []


@app.task(name="shop.pay", shared=False)
def pay(order: str, takes: float = 0) -> None:
    paid.append((order, time.time()))
    time.sleep(takes)


@app.task(name="shop.pay_or_retry", shared=False, bind=True, max_retries=3)
def pay_or_retry(self: Any, order: str) -> None:
    """Fails twice, and is tried again twenty seconds later."""
    if self.request.retries < 2:
        refused.append(order)
        raise self.retry(countdown=20)
    paid.append((order, time.time()))
