"""What a job has to say of the queue that it is submitted to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.services.batch import errors
from fakeaws.services.batch.compute.environment import ENABLED
from fakeaws.services.batch.consumables.resource import needed
from fakeaws.services.batch.limits import SCHEDULING_PRIORITIES, SHARES
from fakeaws.services.batch.queues.policy import is_identifier

if TYPE_CHECKING:
    from fakeaws.services.batch.consumables.resource import ConsumableResources
    from fakeaws.services.batch.queues.queue import JobQueue

# The missing space is AWS's.
NOT_FAIR = (
    "Job with shareIdentifier or schedulingPriority can onlybe submitted to job queue with fair share "
    "scheduling policy."
)


def admit(
    queue: JobQueue,
    params: Mapping[str, Any],
    settings: dict[str, Any],
    consumables: ConsumableResources,
    now_us: int,
) -> None:
    """Check SubmitJob's ``params`` for scheduling, and put what holds into the job's ``settings``.

    These are ``shareIdentifier``, ``schedulingPriority`` and ``consumableResourceProperties``. Raises ClientException.
    """
    if queue.state != ENABLED:
        raise errors.client(f"Job Queue {queue.arn} is DISABLED and does not accept jobs.")
    if not queue.environments:
        raise errors.client(f"Job Queue {queue.arn} of type {queue.type} only accepts service jobs.")
    identifier, priority = params.get("shareIdentifier"), params.get("schedulingPriorityOverride")
    if queue.fair_share is None:
        if identifier is not None or priority is not None:
            raise errors.client(NOT_FAIR)
    else:
        check_share(queue, identifier, now_us)
        settings["shareIdentifier"] = identifier
    if priority is not None:
        if priority not in SCHEDULING_PRIORITIES:
            raise errors.client(f"schedulingPriority must be between 0 and {SCHEDULING_PRIORITIES[-1]}.")
        settings["schedulingPriority"] = priority
    override = params.get("consumableResourcePropertiesOverride")
    if override is not None:
        settings["consumableResourceProperties"] = override
    if "consumableResourceProperties" in settings:
        for name, quantity in needed(settings).items():
            if consumables.find(name) is None:
                raise errors.client(f"Consumable resource {name} not found.")
            if quantity < 1:
                raise errors.client(f"The quantity of consumable resource {name} must be at least 1.")


def check_share(queue: JobQueue, identifier: str | None, now_us: int) -> None:
    """Whether a job of that share may come into a queue with a fair-share policy; raises ClientException."""
    fair_share = queue.fair_share
    assert fair_share is not None
    if identifier is None:
        raise errors.client("shareIdentifier is required for a job queue with fair share scheduling policy.")
    if not is_identifier(identifier):
        raise errors.client(f"shareIdentifier {identifier} is not valid.")
    if fair_share.would_add(identifier, now_us) and len(fair_share.active(now_us)) >= SHARES:
        raise errors.client(f"Job queue {queue.arn} has the maximum number of active share identifiers ({SHARES}).")
