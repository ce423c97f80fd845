from tests.conformance.contract import Contract
from tests.conformance.sns.furniture import furnish, probe, snapshot
from tests.conformance.sns.scenarios import NEVER_SHOWN, SCENARIOS

CONTRACT = Contract(
    service="sns",
    scenarios=SCENARIOS,
    never_shown=NEVER_SHOWN,
    catalogue={},
    refusals=(),
    unasked={},
    furnish=furnish,
    snapshot=snapshot,
    probe=probe,
    empties=True,
)
