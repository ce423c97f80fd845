"""A customer's changes of address stay in order, also when they come faster than they are processed."""

from __future__ import annotations

import pytest
from orders.addresses import AddressBook, AddressChange, publish_change
from orders.clients import sqs
from orders.settings import Settings

from fakeaws import World


def test_the_last_change_of_each_customer_counts(aws: World, settings: Settings, addresses: AddressBook) -> None:
    for number in range(1, 6):
        for customer in ("ann", "bob"):
            change = AddressChange(f"{customer}-{number}", f"{customer}@example.com", f"Via Appia {number}, Roma, IT")
            publish_change(change, settings)
    aws.clock.run_until_idle()
    assert addresses.addresses == {f"{name}@example.com": "Via Appia 5, Roma, IT" for name in ("ann", "bob")}


def test_a_change_that_is_published_twice_arrives_once(aws: World, settings: Settings, queues: dict[str, str]) -> None:
    change = AddressChange("c-1", "ann@example.com", "Via Appia 1, Roma, IT")
    assert publish_change(change, settings) == publish_change(change, settings)
    counted = sqs.get_queue_attributes(
        QueueUrl=queues["addresses.fifo"], AttributeNames=["ApproximateNumberOfMessages"]
    )
    assert counted["Attributes"] == {"ApproximateNumberOfMessages": "1"}


@pytest.mark.parametrize("name", ["order-events", "address-changes.fifo"])
def test_where_nothing_is_deployed_the_name_is_told(aws: World, name: str) -> None:
    from orders.topics import topic_arn

    with pytest.raises(LookupError, match=name):
        topic_arn(name)
