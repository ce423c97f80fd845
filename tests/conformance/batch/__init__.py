"""Batch's conformance: one module for each group of operations, each with the same names.

``SCENARIOS`` and ``NEVER_SHOWN`` of its operations, ``REFUSALS`` and ``UNASKED`` as `Contract` wants them; and what its
resources do on the stage: ``furnish`` puts them there, ``seen`` yields all that can be seen of them, ``probed`` goes on with
them after time has passed.
"""

from __future__ import annotations

from typing import Any

from tests.conformance.batch import around, compute, definitions, jobs, queues
from tests.conformance.batch.catalogue import CATALOGUE, UNASKED
from tests.conformance.contract import Contract, Stage

_PARTS = (compute, queues, definitions, jobs, around)


def furnish(on: Stage) -> None:
    """Put it all there; each part finds the ones before it VALID."""
    for part in _PARTS:
        part.furnish(on)
        on.wait(60)


def snapshot(on: Stage) -> list[Any]:
    """All resources, and what is under way."""
    return [*(shown for part in _PARTS for shown in part.seen(on)), on.aws.under_way()]


def probe(on: Stage) -> list[Any]:
    """What cannot be seen: the next ids and numbers, what runs on and what ends."""
    on.wait(1800)
    before = snapshot(on)
    probed = [answer for part in _PARTS for answer in part.probed(on)]
    on.wait(3600)
    return [*before, *probed, *snapshot(on)]


CONTRACT = Contract(
    service="batch",
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
