"""Deliveries to AWS Batch: a job for each event, by the target's role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fakeaws.services.events.deliveries.delivery import Delivery


def send(delivery: Delivery) -> None:
    """SubmitJob to the queue; a constant input or a template may give the job's ``Parameters``."""
    given = delivery.target.given.get("BatchParameters") or {}
    params: dict[str, Any] = {
        "jobName": given.get("JobName", delivery.rule.name),
        "jobDefinition": given.get("JobDefinition", ""),
        "jobQueue": str(delivery.target.arn),
    }
    if given.get("ArrayProperties"):
        params["arrayProperties"] = {"size": given["ArrayProperties"]["Size"]}
    if given.get("RetryStrategy"):
        params["retryStrategy"] = {"attempts": given["RetryStrategy"]["Attempts"]}
    parameters = delivery.made.get("Parameters")
    if isinstance(parameters, dict):
        params["parameters"] = {name: str(value) for name, value in parameters.items()}
    delivery.ask("batch", "SubmitJob", params)
