"""Bug 4: a queue is subscribed, but its policy does not let the topic send.

Shipping got a stack of its own. Its queue was created and subscribed there; the statement that lets the topic in
stayed behind in the old one. `Subscribe` succeeded, so did every `Publish`: orders were paid, invoices written, and
no parcel left the house. SNS does not try again what a policy refuses.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from orders.clients import sqs
from orders.departments import Billing, Shipping
from orders.events import OrderEvents
from orders.infrastructure import allow, create_queues, create_topics, subscribe, subscriptions
from orders.model import Confirmation, Order
from orders.queues import forget_urls
from orders.settings import Settings
from orders.subscriber import Subscriber
from orders.topics import forget_arns, topic_arn

from fakeaws import World

pytestmark = pytest.mark.fakeaws(policies="enforced")  # as strict as AWS; by default a missing policy is a warning


def settle(settings: Settings, order: Order) -> str:
    return OrderEvents(settings).settled(order, Confirmation(order.order_id, order.email, accepted=True))


@pytest.fixture
def queues_before_the_fix(aws: World, settings: Settings) -> Iterator[dict[str, str]]:
    urls, topics = create_queues(settings), create_topics(settings)
    for each in subscriptions(settings):
        if each.queue != settings.shipping_queue:  # the bug
            allow(urls[each.queue], topics[each.topic])
        subscribe(each, urls[each.queue], topics[each.topic])
    yield urls
    forget_urls()
    forget_arns()


def test_the_order_is_billed_but_not_shipped(
    aws: World,
    settings: Settings,
    queues_before_the_fix: dict[str, str],
    billing: Billing,
    shipping: Shipping,
    new_order: Callable[..., Order],
) -> None:
    with (
        Subscriber(settings.billing_queue, billing.handle, settings),
        Subscriber(settings.shipping_queue, shipping.handle, settings),
    ):
        message_id = settle(settings, new_order("1001", "book"))
        aws.clock.advance(minutes=10)
    assert (billing.invoices, shipping.parcels) == ({"1001": 1000}, {})
    assert aws.trace(message_id).fates == {
        "notifications": "visible",
        "billing": "deleted",
        "shipping": "refused",
        "invoices": "visible",  # the function is not deployed here
        "audit": "visible",
    }


def test_the_diagnosis_has_the_statement_to_paste(
    aws: World, settings: Settings, queues_before_the_fix: dict[str, str], new_order: Callable[..., Order]
) -> None:
    settle(settings, new_order("1001", "book"))
    [finding] = aws.diagnose()
    assert finding.rule == "topic-not-allowed"
    assert "did not reach queue 'shipping'" in finding.text
    assert finding.fix.startswith("Add this statement to the Policy of queue 'shipping': {")
    statement, _ = json.JSONDecoder().raw_decode(finding.fix, finding.fix.index("{"))
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": topic_arn("order-events")}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=queues_before_the_fix["shipping"], Attributes={"Policy": policy})
    assert aws.trace(settle(settings, new_order("1002", "book"))).fates["shipping"] == "visible"


def test_the_fix_allows_each_subscribed_queue(
    aws: World,
    settings: Settings,
    departments: None,
    billing: Billing,
    shipping: Shipping,
    new_order: Callable[..., Order],
) -> None:
    message_id = settle(settings, new_order("1001", "book"))
    aws.clock.run_until_idle()
    assert (billing.invoices, shipping.parcels) == ({"1001": 1000}, {"1001": ["book"]})
    assert aws.trace(message_id).fates["shipping"] == "deleted"
    assert aws.diagnose() == []
