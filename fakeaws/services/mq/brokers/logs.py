"""Which logs go to CloudWatch Logs, and the names of their groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.services.mq import errors
from fakeaws.services.mq.engines.engine import ACTIVEMQ, Engine


def read_logs(engine: Engine, given: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, bool]:
    """What is wanted, beside what there is ``now``; raises BadRequestException."""
    if engine is not ACTIVEMQ and given.get("Audit"):
        raise errors.bad_request(f"Broker engine type [{engine.name}] does not support audit logs.", "logs.audit")
    wanted = {"General": given.get("General", now.get("General", False))}
    if engine is ACTIVEMQ:
        wanted["Audit"] = given.get("Audit", now.get("Audit", False))
    return wanted


def log_group(broker_id: str, log: str) -> str:
    """Its name; ``log`` is ``General`` or ``Audit``."""
    return f"/aws/amazonmq/broker/{broker_id}/{log.lower()}"


def described_logs(broker_id: str, logs: Mapping[str, Any], pending: Mapping[str, Any] | None) -> dict[str, Any]:
    """``LogsSummary``."""
    shown: dict[str, Any] = {}
    for log, wanted in logs.items():
        shown[log] = wanted
        shown[f"{log}LogGroup"] = log_group(broker_id, log)
    if pending is not None:
        shown["Pending"] = dict(pending)
    return shown
