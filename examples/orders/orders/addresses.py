"""Customers' changes of address: the last one counts, so a customer's changes must stay in order."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from orders.clients import sns
from orders.envelopes import Incoming
from orders.settings import Settings
from orders.topics import topic_arn

COUNTRIES = ("DE", "FR", "IT")


@dataclass(frozen=True)
class AddressChange:
    change_id: str
    email: str
    address: str
    """Ends with the country: `Rue Verte 1, Lille, FR`."""


def publish_change(change: AddressChange, settings: Settings) -> str:
    """Tell whoever keeps addresses. Twice within five minutes is once. Returns the id of the message."""
    sent = sns.publish(
        TopicArn=topic_arn(settings.addresses_topic),
        Message=json.dumps(asdict(change)),
        MessageGroupId=change.email,  # one customer's changes in order, and no customer waits for another
        MessageDeduplicationId=change.change_id,
    )
    return sent["MessageId"]


class UnknownCountry(ValueError):
    """We do not deliver there, or it is no address at all."""


class AddressBook:
    def __init__(self) -> None:
        self.addresses: dict[str, str] = {}
        """The current one, by customer."""

    def handle(self, incoming: Incoming) -> None:
        change = AddressChange(**json.loads(incoming.text))
        country = change.address.rpartition(", ")[2]
        if country not in COUNTRIES:
            raise UnknownCountry(country)
        self.addresses[change.email] = change.address
