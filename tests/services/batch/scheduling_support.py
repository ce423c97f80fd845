"""Jobs that last so long on Fargate, and when they were in which status."""

from __future__ import annotations

from typing import Any

from fakeaws import World
from tests.services.batch.support import definition, environment, on_fargate, queue

#: Fargate's memory for so many vCPUs.
_MEMORY = {"0.25": "512", "0.5": "1024", "1": "2048", "2": "4096", "4": "8192", "8": "16384", "16": "32768"}


def service(aws: World) -> Any:
    """The service behind the clients."""
    return aws.router.service("batch", aws.account, aws.region)


def lasting(
    aws: World, batch: Any, seconds: float, name: str = "work", vcpus: str = "1", exit_code: int = 0, **more: Any
) -> str:
    """A job definition on Fargate whose jobs run for so long."""
    aws.batch.register(job_definition=name, takes=seconds, exit_code=exit_code)
    return definition(batch, name, fargate=True, containerProperties=on_fargate(vcpus, _MEMORY[vcpus]), **more)


def on_tasks(aws: World, batch: Any, max_vcpus: int = 4, **more: Any) -> None:
    """The environment ``machines`` on Fargate and the queue ``queue`` over it, VALID; ``more`` is for the queue."""
    environment(batch, kind="FARGATE", max_vcpus=max_vcpus)
    aws.clock.advance(seconds=10)
    queue(batch, **more)
    aws.clock.advance(seconds=5)


def policy(batch: Any, name: str = "fair", shares: dict[str, float] | None = None, **more: Any) -> str:
    """A fair-share policy with the weights of its shares. Returns its ARN."""
    distribution = [{"shareIdentifier": each, "weightFactor": weight} for each, weight in (shares or {}).items()]
    arn: str = batch.create_scheduling_policy(name=name, fairsharePolicy={"shareDistribution": distribution, **more})[
        "arn"
    ]
    return arn


def when(aws: World, id: str, status: str = "STARTING") -> float:
    """At which second of the world the job came to that status first."""
    return next(
        each.at.total_seconds()
        for each in aws.timeline
        if each.kind == "JobStateChange" and each.message_id == id and each.outcome == status
    )


def started(aws: World) -> list[str]:
    """The names of jobs in the order in which they became STARTING."""
    return [each.resource for each in aws.timeline if each.kind == "JobStateChange" and each.outcome == "STARTING"]


def explained(aws: World, id: str) -> str:
    """What is said of a job now."""
    return aws.batch.explain(id)
