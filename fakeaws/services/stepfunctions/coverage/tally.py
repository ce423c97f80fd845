"""What all worlds of a run reached, definition by definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from fakeaws.services.stepfunctions.coverage.marks import Mark, Reached, marks_of, reached_of

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.machines import Revision
    from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase
    from fakeaws.world import World


@dataclass
class Definition:
    """One text that a state machine of that name had. ``type``: STANDARD or EXPRESS."""

    name: str
    type: str
    text: str
    marks: tuple[Mark, ...]
    reached: set[Reached] = field(default_factory=set)

    def of_kind(self, kind: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.kind == kind]

    def missing(self, kind: str | None = None) -> list[Mark]:
        """What was not reached, in the definition's order."""
        return [mark for mark in self.marks if kind in (None, mark.kind) and mark.key not in self.reached]


class Tally:
    """Machines of one name and with the same text count as one, in whichever world, account and region."""

    def __init__(self) -> None:
        self._definitions: dict[tuple[str, str], Definition] = {}

    def definitions(self) -> list[Definition]:
        """By name; those of one name in the order in which they were met."""
        return sorted(self._definitions.values(), key=lambda each: each.name)

    def add_world(self, world: World) -> None:
        """Count what a world's executions reached, and machines that nobody started."""
        for service in world.router.services("stepfunctions"):
            for name, type, revision in _revisions(cast("StepFunctionsBase", service)):
                found = self._definitions.get((name, revision.definition))
                if found is None:
                    found = Definition(name, type, revision.definition, tuple(marks_of(revision.machine)))
                    self._definitions[name, revision.definition] = found
                found.reached |= reached_of(revision.machine, revision.reached)

    def dump(self) -> list[Any]:
        """In plain lists, for another process to `load`."""
        return [
            [each.name, each.type, each.text, [list(mark) for mark in each.marks], [list(key) for key in each.reached]]
            for each in self.definitions()
        ]

    def load(self, dumped: Iterable[Any]) -> None:
        """Add what another process counted."""
        for name, type, text, marks, reached in dumped:
            found = self._definitions.get((name, text))
            if found is None:
                found = Definition(name, type, text, tuple(Mark(*mark) for mark in marks))
                self._definitions[name, text] = found
            found.reached |= {(kind, state, place) for kind, state, place in reached}


def _revisions(service: StepFunctionsBase) -> Iterator[tuple[str, str, Revision]]:
    """``(machine's name, its type, revision)``, each once: those that ran, and those that could be started.

    What the children of a map run reach counts for the definition that has the Map.
    """
    seen: set[int] = set()
    executions = [each for each in service.executions.values() if each.map_run is None]
    machines = [each.state_machine for each in executions]
    revisions = [(each.state_machine, each.revision) for each in executions]
    for machine in [*service.machines.values(), *machines]:
        revisions.append((machine, machine.revision))
        revisions += [(machine, version.revision) for version in machine.versions.values()]
    for machine, revision in revisions:
        if id(revision) not in seen:
            seen.add(id(revision))
            yield machine.name, machine.type, revision
