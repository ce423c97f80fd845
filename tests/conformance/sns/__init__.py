"""SNS's conformance: `scenarios` of its operations, its `catalogue` of errors, and refusals in the fact sheet's order."""

from __future__ import annotations

from tests.conformance.contract import Contract
from tests.conformance.sns import (
    refusals_of_filters,
    refusals_of_mobile,
    refusals_of_names,
    refusals_of_publishes,
    refusals_of_subscriptions,
    refusals_of_topics,
)
from tests.conformance.sns.catalogue import CATALOGUE, UNASKED
from tests.conformance.sns.furniture import furnish, probe, snapshot
from tests.conformance.sns.scenarios import NEVER_SHOWN, SCENARIOS

CONTRACT = Contract(
    service="sns",
    scenarios=SCENARIOS,
    never_shown=NEVER_SHOWN,
    catalogue=CATALOGUE,
    refusals=(
        *refusals_of_names.TABLE,
        *refusals_of_topics.TABLE,
        *refusals_of_subscriptions.TABLE,
        *refusals_of_publishes.TABLE,
        *refusals_of_filters.TABLE,
        *refusals_of_mobile.TABLE,
    ),
    unasked=UNASKED,
    furnish=furnish,
    snapshot=snapshot,
    probe=probe,
    empties=True,
)
