"""The usual mistakes with topics, as the timeline shows them: one function each, asked by `World.diagnose`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.timeline.findings import Finding

if TYPE_CHECKING:
    from fakeaws.services.sns.operations.base import SnsBase


def findings(service: SnsBase) -> list[Finding]:
    """What every rule finds in the timeline of one account and region."""
    return []
