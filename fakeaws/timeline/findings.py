"""What `World.diagnose` finds: usual mistakes, each with the records that prove it and what to change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from fakeaws.timeline.records import Record


@dataclass(frozen=True, repr=False)
class Finding:
    """One mistake that the timeline shows.

    - ``rule``: its name (``visibility-shorter-than-work`` …); docs/diagnoses.md has them all;
    - ``text``: what happened, to which message, by whom, when;
    - ``fix``: what to change;
    - ``records``: what proves it, in order.
    """

    rule: str
    text: str
    fix: str
    records: list[Record] = field(hash=False)

    def __str__(self) -> str:
        return f"{self.rule}: {self.text}\n  fix: {self.fix}"

    def __repr__(self) -> str:
        return f"<finding {self.rule}: {self.text}>"


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By when each began, then by rule."""
    return sorted(findings, key=lambda finding: (finding.records[0].number, finding.rule))
