"""Which module sends to which kind of target.

A sender is a module with a function ``send(delivery)`` that makes one attempt, within an event of the scheduler and
without waiting, and tells its end by ``delivery.finish()`` or ``delivery.finish(Failure(…))``.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from fakeaws.aws.arns import Arn
    from fakeaws.services.events.deliveries.delivery import Delivery

_HERE = "fakeaws.services.events.deliveries"

#: The ARN's service, with its type of resource where that matters.
MODULES = {
    "sqs": f"{_HERE}.to_queues",
    "sns": f"{_HERE}.to_topics",
    "lambda": f"{_HERE}.to_functions",
    "logs": f"{_HERE}.to_logs",
    "states": f"{_HERE}.to_state_machines",
    "batch": f"{_HERE}.to_jobs",
    "kinesis": f"{_HERE}.to_streams",
    "firehose": f"{_HERE}.to_firehose",
    "events/event-bus": f"{_HERE}.to_buses",
    "events/api-destination": f"{_HERE}.to_api_destinations",
}


def sender_of(arn: Arn) -> Callable[[Delivery], None] | None:
    """What sends to targets of that kind; ``None`` if nothing does."""
    kind = f"events/{arn.resource_type}" if arn.service == "events" else arn.service
    module = MODULES.get(kind)
    if module is None or (kind.startswith("events/") and importlib.util.find_spec(module) is None):
        return None
    send: Callable[[Delivery], None] = importlib.import_module(module).send
    return send
