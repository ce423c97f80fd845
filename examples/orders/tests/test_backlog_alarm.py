"""A backlog in queue `orders`: operations gets a mail, and workers come and go, to the minute."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from orders.model import Order
from orders.partner_import import import_orders
from orders.payments import PaymentProvider
from orders.scaling import Scaling
from orders.settings import Settings
from orders.worker import WorkerPool

from fakeaws import World


@pytest.fixture
def payments() -> PaymentProvider:
    return PaymentProvider(seconds=20)


@pytest.fixture
def pool(aws: World, settings: Settings, start_workers: Callable[..., WorkerPool]) -> WorkerPool:
    """Two workers, scaled by the alarms."""
    pool = start_workers()
    scaling = Scaling(pool, settings)
    aws.cloudwatch.register_autoscaling(settings.scale_out_policy, lambda action: scaling.out())
    aws.cloudwatch.register_autoscaling(settings.scale_in_policy, lambda action: scaling.back_in())
    return pool


def test_operations_is_told_at_the_minute(
    aws: World,
    settings: Settings,
    pool: WorkerPool,
    operations: Callable[[], list[str]],
    new_order: Callable[..., Order],
) -> None:
    import_orders([new_order(str(number), "book") for number in range(1001, 1041)], settings)
    aws.clock.advance(seconds=59)
    assert operations() == []
    aws.clock.advance(seconds=1)
    assert operations() == ['ALARM: "orders-backlog" in US East (N. Virginia)']
    aws.clock.advance(minutes=3)
    assert operations()[1:] == ['OK: "orders-backlog" in US East (N. Virginia)']


def test_workers_come_for_the_backlog_and_leave_after_it(
    aws: World,
    settings: Settings,
    pool: WorkerPool,
    operations: Callable[[], list[str]],
    payments: PaymentProvider,
    new_order: Callable[..., Order],
) -> None:
    """Forty orders of 20 s: three a minute and worker."""
    import_orders([new_order(str(number), "book") for number in range(1001, 1041)], settings)
    sizes, done = [pool.size], [0]
    for _ in range(11):
        aws.clock.advance(minutes=1)
        sizes.append(pool.size)
        done.append(len(payments.captured))
    assert sizes == [2, 3, 4, 4, 4, 4, 4, 4, 4, 3, 2, 2]
    assert done == [0, 6, 15, 27, 39, 40, 40, 40, 40, 40, 40, 40]
    assert aws.diagnose() == []
