"""CloudWatch's conformance: `scenarios` of its operations, its `catalogue` of errors, and refusals by group of operations."""

from __future__ import annotations

from tests.conformance.cloudwatch import (
    refusals_of_alarms,
    refusals_of_metrics,
    refusals_of_resources,
    scenarios_of_alarms,
)
from tests.conformance.cloudwatch.catalogue import CATALOGUE, UNASKED
from tests.conformance.cloudwatch.furniture import furnish, probe, snapshot
from tests.conformance.cloudwatch.scenarios import NEVER_SHOWN, SCENARIOS
from tests.conformance.contract import Contract

CONTRACT = Contract(
    service="cloudwatch",
    scenarios={**SCENARIOS, **scenarios_of_alarms.SCENARIOS},
    never_shown={**NEVER_SHOWN, **scenarios_of_alarms.NEVER_SHOWN},
    catalogue=CATALOGUE,
    refusals=(*refusals_of_metrics.TABLE, *refusals_of_resources.TABLE, *refusals_of_alarms.TABLE),
    unasked=UNASKED,
    furnish=furnish,
    snapshot=snapshot,
    probe=probe,
    empties=True,
)
