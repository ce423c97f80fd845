"""The environment variables that a job's container finds."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from fakeaws.services.batch.definitions.containers import EKS, NODES
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job


def environment_of(job: Job, attempt_number: int) -> dict[str, str]:
    """The container's own variables, and what Batch and ECS tell it of itself. ``attempt_number``: from 1.

    The job has its place already: without one ``AWS_BATCH_CE_NAME`` and ``AWS_EXECUTION_ENV`` are missing.
    """
    found = {each["name"]: each.get("value", "") for each in job.container.get("environment", ()) if "name" in each}
    found |= {
        "AWS_BATCH_JQ_NAME": job.queue.name,
        "AWS_BATCH_JOB_ID": job.id,
        "AWS_BATCH_JOB_ATTEMPT": str(attempt_number),
    }
    placement = job.placement
    if placement is not None:
        found["AWS_BATCH_CE_NAME"] = placement.environment.name
        if EKS in job.settings:
            node = "" if placement.instance is None else placement.instance.id
            found["AWS_BATCH_JOB_KUBERNETES_NODE_UID"] = _uid(placement.environment.uuid + node)
        else:
            on_fargate = placement.environment.on_fargate
            found["AWS_EXECUTION_ENV"] = "AWS_ECS_FARGATE" if on_fargate else "AWS_ECS_EC2"
    if job.parent is not None and NODES in job.settings:
        found |= _of_node(job, job.parent)
    elif job.parent is not None:
        found["AWS_BATCH_JOB_ARRAY_INDEX"] = str(job.index)
        found["AWS_BATCH_JOB_ARRAY_SIZE"] = str(len(job.parent.children or ()))
    return found


def _of_node(node: Job, job: Job) -> dict[str, str]:
    properties = node.settings[NODES]
    found = {
        "AWS_BATCH_JOB_NODE_INDEX": str(node.index),
        "AWS_BATCH_JOB_NUM_NODES": str(properties["numNodes"]),
        "AWS_BATCH_JOB_MAIN_NODE_INDEX": str(properties["mainNode"]),
    }
    if node.index != properties["mainNode"]:
        found["AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS"] = private_address(job, properties["mainNode"])
    return found


def private_address(job: Job, node: int) -> str:
    """The address of a multi-node parallel job's node in its VPC: made up, and always the same."""
    first = int(job.id[:6], 16)
    return f"10.{first >> 16}.{first >> 8 & 255}.{(first + node) % 254 + 1}"


def _uid(name: str) -> str:
    """Kubernetes' id of the node of that name."""
    return uuid_of(int.from_bytes(blake2b(name.encode(), digest_size=16).digest(), "big"))
