"""Deliveries to AWS Batch: a job for each event, by the target's role."""

from __future__ import annotations

import json
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
    made = json.loads(delivery.text)
    if isinstance(made, dict) and isinstance(made.get("Parameters"), dict):
        params["parameters"] = {name: str(value) for name, value in made["Parameters"].items()}
    delivery.ask("batch", "SubmitJob", params)
