"""What happens to endpoints, as messages to the topics that their application names for it."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Caller
from fakeaws.services.sns.notifications import timestamp
from fakeaws.services.sns.topics import SERVICE_PRINCIPAL, SNS_USER_ID

if TYPE_CHECKING:
    from fakeaws.services.sns.operations.base import SnsBase
    from fakeaws.services.sns.platforms import Application


def announce(
    service: SnsBase,
    application: Application,
    event: str,
    endpoint_arn: str,
    cause: int | None = None,
    **more: object,
) -> None:
    """Have a message published, by the next event, if the application wants to hear of it.

    ``event`` is EndpointCreated, EndpointDeleted, EndpointUpdated or DeliveryFailure; ``more`` are further members of
    the message. ``cause`` is the timeline's number of what led to it.
    """
    topic_arn = application.attributes.get(f"Event{event}")
    if not topic_arn:
        return
    world = service.world
    document = {
        **more,
        "EndpointArn": endpoint_arn,
        "EventType": event,
        "Resource": application.arn,
        "Service": "SNS",
        "Time": timestamp(world.wall_us // 1000),
    }
    params = {
        "TopicArn": topic_arn,
        "Subject": f"{event} event for app {application.name} ({application.platform})"[:100],
        "Message": json.dumps(document, separators=(",", ":"), sort_keys=True),
    }
    world.simulation.at(world.now_us, _publish, service, application.arn, params, cause)


def _publish(service: SnsBase, application_arn: str, params: dict[str, str], cause: int | None) -> None:
    caller = Caller(service.account, "", SNS_USER_ID, service=SERVICE_PRINCIPAL, source_arn=application_arn)
    with suppress(AwsError):  # on the timeline; nobody is told
        service.world.call("sns", "Publish", params, caller=caller, region=service.region, cause=cause)
