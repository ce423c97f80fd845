"""Large orders are looked at: an event for each paid order, a rule that chooses, a queue.

Bug 8: the rule's queue came without the statement that lets EventBridge in. `PutRule`, `PutTargets` and `PutEvents`
succeed, and nobody looks at anything.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from orders.clients import sqs
from orders.departments import FraudReview
from orders.events import OrderEvents
from orders.fraud_review import deploy_fraud_review, put_rule
from orders.infrastructure import create_queue, queue_arn
from orders.model import Line, Order
from orders.partner_import import import_orders
from orders.settings import Settings
from orders.subscriber import Subscriber
from orders.worker import WorkerPool

from fakeaws import World


def books(order_id: str, quantity: int) -> Order:
    """Ten euros a book."""
    return Order(order_id, "ann@example.com", (Line("book", quantity, 1000),))


def test_only_large_orders_are_looked_at(
    aws: World, settings: Settings, start_workers: Callable[..., WorkerPool]
) -> None:
    deploy_fraud_review(settings)
    start_workers()
    review = FraudReview()
    with Subscriber(settings.fraud_review_queue, review.handle, settings):
        import_orders([books("1001", 9), books("1002", 10), books("1003", 30), books("1004", 0)], settings)
        aws.clock.advance(minutes=1)
    assert review.cases == {"1002": 10_000, "1003": 30_000}
    put = aws.timeline.select(service="events", kind="PutEvents")
    assert len(put) == 3  # what costs nothing was not paid
    assert sorted(list(aws.trace(each).fates.items()) for each in put) == [
        [],
        [("fraud-review", "deleted")],
        [("fraud-review", "deleted")],
    ]
    assert aws.diagnose() == []


@pytest.mark.usefixtures("queues")
def test_a_refused_order_was_not_paid(aws: World, settings: Settings, start_workers: Callable[..., WorkerPool]) -> None:
    deploy_fraud_review(settings)
    start_workers()
    import_orders([books("1001", 101)], settings)  # there are a hundred
    aws.clock.advance(minutes=1)
    assert aws.timeline.select(service="sns", kind="Publish")
    assert not aws.timeline.select(service="events", kind="PutEvents")


@pytest.mark.fakeaws(policies="enforced")  # as strict as AWS; by default a missing policy is a warning
def test_a_queue_without_policy_gets_nothing_and_the_diagnosis_has_the_fix(aws: World, settings: Settings) -> None:
    urls = create_queue(settings, settings.fraud_review_queue)
    url = urls[settings.fraud_review_queue]
    rule_arn = put_rule(settings, queue_arn(url))
    lost = OrderEvents(settings).paid(books("1001", 30))
    assert aws.trace(lost).fates == {"fraud-review": "refused"}
    [finding] = aws.diagnose()
    assert finding.rule == "rule-not-allowed"
    assert "matched rule 'large-orders' and did not reach queue 'fraud-review'" in finding.text
    statement, _ = json.JSONDecoder().raw_decode(finding.fix, finding.fix.index("{"))
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": rule_arn}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    assert aws.trace(OrderEvents(settings).paid(books("1002", 30))).fates == {"fraud-review": "visible"}


@pytest.mark.fakeaws(policies="enforced")
def test_the_deployment_lets_the_rule_in(aws: World, settings: Settings) -> None:
    deploy_fraud_review(settings)
    deploy_fraud_review(settings)
    assert aws.trace(OrderEvents(settings).paid(books("1001", 30))).fates == {"fraud-review": "visible"}
    assert len(aws.sqs.queue("fraud-review").messages) == 1
    assert aws.diagnose() == []
