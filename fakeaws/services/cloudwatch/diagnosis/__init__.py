"""The usual mistakes with alarms, one function each, asked by `World.diagnose`.

A rule would rather keep silent than find fault with correct code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from fakeaws.services.cloudwatch.diagnosis.blind_alarms import alarm_sees_no_data
from fakeaws.timeline.findings import Finding

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.operations.base import CloudWatchBase

RULES: tuple[Callable[[CloudWatchBase], Iterator[Finding]], ...] = (alarm_sees_no_data,)


def findings(service: CloudWatchBase) -> list[Finding]:
    """What every rule finds in one account and region."""
    if not service.alarms.alarms:
        return []
    return [finding for rule in RULES for finding in rule(service)]
