"""CloudWatch Logs' conformance: `scenarios` of its operations, its `catalogue` of errors, and refusals."""

from __future__ import annotations

from tests.conformance.contract import Contract
from tests.conformance.logs import refusals, refusals_of_filters
from tests.conformance.logs.catalogue import CATALOGUE, UNASKED
from tests.conformance.logs.furniture import furnish, probe, snapshot
from tests.conformance.logs.scenarios import NEVER_SHOWN, SCENARIOS

CONTRACT = Contract(
    service="logs",
    scenarios=SCENARIOS,
    never_shown=NEVER_SHOWN,
    catalogue=CATALOGUE,
    refusals=(*refusals.TABLE, *refusals_of_filters.TABLE),
    unasked=UNASKED,
    furnish=furnish,
    snapshot=snapshot,
    probe=probe,
    empties=True,
    constraint_code="InvalidParameterException",
)
