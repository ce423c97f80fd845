"""What the rest of the company hears about orders. The only place that knows where such news goes."""

from __future__ import annotations

from orders.clients import sns
from orders.model import Confirmation, Order, Settled
from orders.settings import Settings
from orders.topics import topic_arn


class OrderEvents:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def settled(self, order: Order, confirmation: Confirmation) -> str:
        """An order was accepted or refused. Returns the id of the message."""
        sent = sns.publish(
            TopicArn=topic_arn(self._settings.events_topic),
            Message=Settled(order, confirmation).to_json(),
            MessageAttributes={  # what subscribers filter by
                "event": {"DataType": "String", "StringValue": "accepted" if confirmation.accepted else "refused"},
                "total_cents": {"DataType": "Number", "StringValue": str(order.total_cents)},
            },
        )
        return sent["MessageId"]
