"""Deliveries to AWS Batch: a job for each event, by the target's role."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fakeaws.services.events.deliveries.delivery import Delivery


def send(delivery: Delivery) -> None:
    """SubmitJob to the queue; a constant input or a template may give the job's ``Parameters`` and ``ContainerOverrides``.

    An input that is the event itself gives nothing.
    """
    given = delivery.target.given.get("BatchParameters") or {}
    params: dict[str, Any] = {
        "jobName": given.get("JobName", delivery.rule.name),
        "jobDefinition": given.get("JobDefinition", ""),
        "jobQueue": str(delivery.target.arn),
    }
    size = (given.get("ArrayProperties") or {}).get("Size")
    if size:
        params["arrayProperties"] = {"size": size}
    attempts = (given.get("RetryStrategy") or {}).get("Attempts")
    if attempts:
        params["retryStrategy"] = {"attempts": attempts}
    made = delivery.made
    parameters = made.get("Parameters")
    if isinstance(parameters, dict):
        params["parameters"] = {name: _text(value) for name, value in parameters.items()}
    overrides = made.get("ContainerOverrides")
    if isinstance(overrides, dict):
        params["containerOverrides"] = _as_in_api(overrides)
    delivery.ask("batch", "SubmitJob", params)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def _as_in_api(value: Any) -> Any:
    """Members of the request as SubmitJob has them: ``Environment`` is ``environment``."""
    if isinstance(value, dict):
        return {f"{name[:1].lower()}{name[1:]}": _as_in_api(each) for name, each in value.items()}
    return [_as_in_api(each) for each in value] if isinstance(value, list) else value
