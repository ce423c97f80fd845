"""Deliveries to other buses, in whichever account and region.

An event goes from bus to bus once: what came from another bus is not handed to a third one, nor back. So no rule can send
events in circles, not even one whose target is its own bus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from fakeaws.aws.errors import AwsError
from fakeaws.services.events.access import check_put
from fakeaws.services.events.deliveries.failures import Failure
from fakeaws.timeline.records import AWS

if TYPE_CHECKING:
    from fakeaws.services.events.deliveries.delivery import Delivery
    from fakeaws.services.events.operations.base import EventsBase


def send(delivery: Delivery) -> None:
    """The event itself, whatever input the target has: account and region stay its sender's, and so does its id."""
    event, arn, world = delivery.event, delivery.target.arn, delivery.world
    if event.hops:
        delivery.finish(_too_far(delivery))
        return
    found = [
        each for each in world.router.services("events") if (each.account, each.region) == (arn.account, arn.region)
    ]
    bus = cast("EventsBase", found[0]).buses.get(arn.resource_id) if found else None
    if bus is None:
        delivery.finish(Failure("NO_RESOURCE", f"Event bus {arn.resource_id} does not exist."))
        return
    try:
        check_put(delivery.caller, bus, event)
    except AwsError as error:
        delivery.finish(Failure("NO_PERMISSIONS", error.message))
        return
    record = world.timeline.add(
        "events", "PutEvents", bus.resource, "ok", message_id=event.id, cause=delivery.record, actor=AWS
    )
    bus.service.deliveries.accept(bus, event.changed(hops=1, received_us=world.wall_us), record)
    delivery.finish()


def _too_far(delivery: Delivery) -> Failure:
    service, arn = delivery.rule.bus.service, delivery.target.arn
    text = "An event that came from another event bus is not sent on to a third one."
    if arn.account != service.account:
        return Failure("THIRD_ACCOUNT_HOP_DETECTED", text)
    return Failure("THIRD_REGION_HOP_DETECTED" if arn.region != service.region else "UNKNOWN", text)
