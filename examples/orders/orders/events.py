"""What the rest of the company hears about orders. The only place that knows where such news goes."""

from __future__ import annotations

import json
import logging

from orders.clients import eventbridge, sns
from orders.model import Confirmation, Order, Settled
from orders.settings import Settings
from orders.topics import topic_arn

SOURCE, PAID = "shop.orders", "Order Paid"

log = logging.getLogger(__name__)


class OrderEvents:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def settled(self, order: Order, confirmation: Confirmation) -> str:
        """An order was accepted or refused: to the topic, and to the event bus if it was paid. Returns the message's id."""
        sent = sns.publish(
            TopicArn=topic_arn(self._settings.events_topic),
            Message=Settled(order, confirmation).to_json(),
            MessageAttributes={  # what subscribers filter by
                "event": {"DataType": "String", "StringValue": "accepted" if confirmation.accepted else "refused"},
                "total_cents": {"DataType": "Number", "StringValue": str(order.total_cents)},
            },
        )
        if confirmation.accepted and order.total_cents > 0:
            self.paid(order)
        return sent["MessageId"]

    def paid(self, order: Order) -> str:
        """Puts "Order Paid" on the bus, for rules to choose from. Returns the event's id; empty if it was not taken."""
        detail = {"order_id": order.order_id, "email": order.email, "total_cents": order.total_cents}
        [entry] = eventbridge.put_events(
            Entries=[{"Source": SOURCE, "DetailType": PAID, "Detail": json.dumps(detail)}]
        )["Entries"]
        if "ErrorCode" in entry:  # the call succeeds all the same
            log.error("order %s: no event, %s: %s", order.order_id, entry["ErrorCode"], entry["ErrorMessage"])
        event_id: str = entry.get("EventId", "")
        return event_id
