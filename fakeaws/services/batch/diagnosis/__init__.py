"""The usual mistakes with jobs, as the timeline shows them: one function each, asked by `World.diagnose`.

A rule would rather keep silent than find fault with correct code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from fakeaws.services.batch.diagnosis.calls import cancel_on_running_job, list_jobs_without_status
from fakeaws.services.batch.diagnosis.cases import Cases
from fakeaws.services.batch.diagnosis.queues import head_of_line_blocked
from fakeaws.services.batch.diagnosis.retries import (
    no_final_exit_rule,
    retry_rule_looks_elsewhere,
    spot_without_retry,
    timeout_is_not_retried,
)
from fakeaws.timeline.findings import Finding

if TYPE_CHECKING:
    from fakeaws.services.batch.operations.base import BatchBase

RULES: tuple[Callable[[Cases], Iterator[Finding]], ...] = (
    cancel_on_running_job,
    list_jobs_without_status,
    head_of_line_blocked,
    no_final_exit_rule,
    retry_rule_looks_elsewhere,
    spot_without_retry,
    timeout_is_not_retried,
)


def findings(service: BatchBase) -> list[Finding]:
    """What every rule finds in one account and region."""
    cases = Cases(service)
    return [finding for rule in RULES for finding in rule(cases)]
