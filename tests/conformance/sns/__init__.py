"""SNS's conformance: scenarios of its operations, its `catalogue` of errors, and refusals."""

from __future__ import annotations

from tests.conformance.contract import Contract
from tests.conformance.sns.catalogue import CATALOGUE, UNASKED
from tests.conformance.sns.furniture import furnish, probe, snapshot
from tests.conformance.sns.refusals import REFUSALS
from tests.conformance.sns.scenarios import NEVER_SHOWN, SCENARIOS

CONTRACT = Contract(
    service="sns",
    scenarios=SCENARIOS,
    never_shown=NEVER_SHOWN,
    catalogue=CATALOGUE,
    refusals=REFUSALS,
    unasked=UNASKED,
    furnish=furnish,
    snapshot=snapshot,
    probe=probe,
    empties=True,
)
