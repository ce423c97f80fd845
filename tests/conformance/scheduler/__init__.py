"""EventBridge Scheduler's conformance: `scenarios` of its operations, its `catalogue` of errors, and `refusals`."""

from __future__ import annotations

from tests.conformance.contract import Contract
from tests.conformance.scheduler import refusals
from tests.conformance.scheduler.catalogue import CATALOGUE, UNASKED
from tests.conformance.scheduler.furniture import furnish, probe, snapshot
from tests.conformance.scheduler.scenarios import NEVER_SHOWN, SCENARIOS

CONTRACT = Contract(
    service="scheduler",
    scenarios=SCENARIOS,
    never_shown=NEVER_SHOWN,
    catalogue=CATALOGUE,
    refusals=refusals.TABLE,
    unasked=UNASKED,
    furnish=furnish,
    snapshot=snapshot,
    probe=probe,
    empties=True,
)
