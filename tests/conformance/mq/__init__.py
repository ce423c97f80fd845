"""Amazon MQ's conformance: one module for each group of operations, each with the same four names.

``SCENARIOS`` and ``NEVER_SHOWN`` of its operations, ``REFUSALS`` and ``UNASKED`` as `Contract` wants them.
"""

from __future__ import annotations

from tests.conformance.contract import Contract
from tests.conformance.mq import brokers, configurations, engines, tags, users
from tests.conformance.mq.catalogue import CATALOGUE, UNASKED
from tests.conformance.mq.furniture import furnish, probe, snapshot

_PARTS = (brokers, configurations, users, tags, engines)

CONTRACT = Contract(
    service="mq",
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
