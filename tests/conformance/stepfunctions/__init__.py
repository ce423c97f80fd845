"""Step Functions' conformance: one module for each group of operations, each with the same four names.

``SCENARIOS`` and ``NEVER_SHOWN`` of its operations, ``REFUSALS`` and ``UNASKED`` as `Contract` wants them.
"""

from __future__ import annotations

from tests.conformance.contract import Contract
from tests.conformance.stepfunctions import (
    activities,
    aliases,
    executions,
    histories,
    map_runs,
    state_machines,
    tags,
    tasks,
    testing,
    validation,
    versions,
)
from tests.conformance.stepfunctions.catalogue import CATALOGUE, UNASKED
from tests.conformance.stepfunctions.furniture import furnish, probe, snapshot

_PARTS = (
    state_machines,
    versions,
    aliases,
    tags,
    activities,
    validation,
    executions,
    histories,
    map_runs,
    tasks,
    testing,
)

CONTRACT = Contract(
    service="stepfunctions",
    scenarios={name: scenario for part in _PARTS for name, scenario in part.SCENARIOS.items()},
    never_shown={name: members for part in _PARTS for name, members in part.NEVER_SHOWN.items()},
    catalogue=CATALOGUE,
    refusals=[refusal for part in _PARTS for refusal in part.REFUSALS],
    unasked={**UNASKED, **{name: reason for part in _PARTS for name, reason in part.UNASKED.items()}},
    furnish=furnish,
    snapshot=snapshot,
    probe=probe,
    empties=True,
)
