"""SQS's conformance: `scenarios` of its operations, its `catalogue` of errors, and refusals in the fact sheet's order."""

from __future__ import annotations

from tests.conformance.contract import Contract
from tests.conformance.sqs import refusals_of_messages, refusals_of_queues, refusals_of_receipts, refusals_of_rights
from tests.conformance.sqs.catalogue import CATALOGUE, UNASKED
from tests.conformance.sqs.furniture import furnish, probe, snapshot
from tests.conformance.sqs.scenarios import NEVER_SHOWN, SCENARIOS

CONTRACT = Contract(
    service="sqs",
    scenarios=SCENARIOS,
    never_shown=NEVER_SHOWN,
    catalogue=CATALOGUE,
    refusals=(
        *refusals_of_queues.TABLE,
        *refusals_of_messages.TABLE,
        *refusals_of_receipts.TABLE,
        *refusals_of_rights.TABLE,
    ),
    unasked=UNASKED,
    furnish=furnish,
    snapshot=snapshot,
    probe=probe,
)
