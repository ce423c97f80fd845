"""EventBridge's conformance: `scenarios` of its operations, its `catalogue` of errors, and refusals."""

from __future__ import annotations

from tests.conformance.contract import Contract
from tests.conformance.events import (
    refusals,
    refusals_of_archives,
    refusals_of_connections,
    refusals_of_rules,
    scenarios_of_archives,
    scenarios_of_connections,
)
from tests.conformance.events.catalogue import CATALOGUE, UNASKED
from tests.conformance.events.furniture import furnish, probe, snapshot
from tests.conformance.events.scenarios import NEVER_SHOWN, SCENARIOS

CONTRACT = Contract(
    service="events",
    scenarios={**SCENARIOS, **scenarios_of_archives.SCENARIOS, **scenarios_of_connections.SCENARIOS},
    never_shown={**NEVER_SHOWN, **scenarios_of_archives.NEVER_SHOWN, **scenarios_of_connections.NEVER_SHOWN},
    catalogue=CATALOGUE,
    refusals=(
        *refusals.TABLE,
        *refusals_of_rules.TABLE,
        *refusals_of_archives.TABLE,
        *refusals_of_connections.TABLE,
    ),
    unasked=UNASKED,
    furnish=furnish,
    snapshot=snapshot,
    probe=probe,
    empties=True,
    beyond_patterns={"SecretArn": "arn:aws:secretsmanager:us-east-1:123456789012:secret:events!connection/"},
)
