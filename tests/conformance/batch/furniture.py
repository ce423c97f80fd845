"""Names and ARNs of what is on the stage, and of what is not; each module furnishes what its operations are about."""

from __future__ import annotations

from typing import Any

ACCOUNT = "123456789012"
BATCH = f"arn:aws:batch:us-east-1:{ACCOUNT}:"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/batch"
PROFILE = f"arn:aws:iam::{ACCOUNT}:instance-profile/ecs"

#: Compute environments: of EC2 instances, and of Fargate.
MACHINES, TASKS = "machines", "tasks"
MACHINES_ARN, TASKS_ARN = f"{BATCH}compute-environment/machines", f"{BATCH}compute-environment/tasks"
#: Queues over them; the last takes no jobs.
ORDERS, PARCELS, CLOSED = "orders", "parcels", "closed"
ORDERS_ARN, PARCELS_ARN = f"{BATCH}job-queue/orders", f"{BATCH}job-queue/parcels"
#: Job definitions: two revisions for EC2 of which the first is INACTIVE; one for Fargate.
SLEEP, SLEEP_ON_FARGATE = "sleep", "sleep-on-fargate"
SLEEP_ARN = f"{BATCH}job-definition/sleep:2"


def on_instances(**more: Any) -> dict[str, Any]:
    """``computeResources`` of EC2."""
    return {
        "type": "EC2",
        "minvCpus": 0,
        "maxvCpus": 16,
        "instanceTypes": ["m5.xlarge"],
        "instanceRole": PROFILE,
        "allocationStrategy": "BEST_FIT_PROGRESSIVE",
        "subnets": ["subnet-1"],
        "securityGroupIds": ["sg-1"],
        **more,
    }


def on_fargate(**more: Any) -> dict[str, Any]:
    """``computeResources`` of Fargate."""
    return {"type": "FARGATE", "maxvCpus": 4, "subnets": ["subnet-1"], "securityGroupIds": ["sg-1"], **more}


def sleeping(seconds: int = 3600, **more: Any) -> dict[str, Any]:
    """``containerProperties`` of a job of one vCPU that takes its time."""
    return {
        "image": "busybox",
        "command": ["sleep", str(seconds)],
        "resourceRequirements": [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "2048"}],
        **more,
    }


def order(*environments: str) -> list[dict[str, Any]]:
    """``computeEnvironmentOrder``."""
    return [{"order": place, "computeEnvironment": each} for place, each in enumerate(environments, 1)]
