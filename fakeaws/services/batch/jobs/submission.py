"""What SubmitJob refuses before it looks at what runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from fakeaws.aws.tags import MAX_TAGS
from fakeaws.services.batch import errors
from fakeaws.services.batch.compute.environment import SPOT
from fakeaws.services.batch.definitions.containers import NODES
from fakeaws.services.batch.limits import ARRAY
from fakeaws.services.batch.names import is_job_name

if TYPE_CHECKING:
    from fakeaws.services.batch.definitions.definition import JobDefinition
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.queues.queue import JobQueue

PAYLOAD: Final = 30 * 1024
#: What can make a payload long: all others are bounded.
_LONG = (
    "parameters",
    "containerOverrides",
    "nodeOverrides",
    "ecsPropertiesOverride",
    "eksPropertiesOverride",
    "consumableResourcePropertiesOverride",
    "tags",
    "dependsOn",
    "retryStrategy",
)
#: ``jobQueueType`` of queues whose compute environments run jobs with a capability.
_QUEUES = {"EC2": "ECS", "FARGATE": "ECS_FARGATE", "EKS": "EKS", "MANAGED_INSTANCES": "ECS_MANAGED_INSTANCES"}


def check_request(params: Mapping[str, Any]) -> None:
    """Of the request alone; raises ClientException."""
    name = params["jobName"]
    if not is_job_name(name):
        raise errors.client(
            f"jobName {name} is not valid. It must begin with a letter or number; up to 128 letters, numbers, hyphens "
            "and underscores are allowed."
        )
    size = (params.get("arrayProperties") or {}).get("size")
    if size is not None and size not in ARRAY:
        raise errors.client(f"The size of an array job must be between {ARRAY[0]} and {ARRAY[-1]}.")
    if any(name in params for name in _LONG):
        text = json.dumps(params, separators=(",", ":"), ensure_ascii=False)
        if len(text.encode()) > PAYLOAD:
            raise errors.client(f"The SubmitJob payload must be at most {PAYLOAD // 1024} KiB.")


def check_place(queue: JobQueue, definition: JobDefinition, params: Mapping[str, Any]) -> None:
    """Whether the queue has machines for such jobs; raises ClientException."""
    capability = definition.platform
    if queue.environments and queue.type != _QUEUES[capability]:
        raise errors.client(
            f"Job Queue is attached to Compute Environment that can not run Jobs with capability {capability}."
        )
    if NODES in definition.settings:
        if (params.get("arrayProperties") or {}).get("size") is not None:
            raise errors.client("arrayProperties is not applicable for multi-node parallel jobs.")
        if queue.environments and all(each.kind in (SPOT, None) for each in queue.environments):
            raise errors.client("Multi-node parallel jobs need a managed compute environment of On-Demand instances.")


def too_many_tags(job: Job) -> str | None:
    """The statusReason of a job that has, with those that its definition passes on, more tags than a task may have."""
    if not job.tags or not job.settings.get("propagateTags") or len({**job.definition.tags, **job.tags}) <= MAX_TAGS:
        return None
    return f"The combined tags of job and job definition must be at most {MAX_TAGS}"
