"""What of a definition can be reached."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from fakeaws.services.stepfunctions.language.definition.states import Choice, Parallel, StateMachine, Working

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.language.definition.states import State

STATES: Final = "state"
CHOICES: Final = "choice"
BRANCHES: Final = "branch"
RETRIERS: Final = "retry"
CATCHERS: Final = "catch"

#: As in `Revision.reached`.
Reached: TypeAlias = "tuple[str, str, int | None]"


class Mark(NamedTuple):
    """One thing to reach: ``kind``, ``state`` and ``place`` as in `Revision.reached`, and what people call it."""

    kind: str
    state: str
    place: int | None
    label: str

    @property
    def key(self) -> Reached:
        return self.kind, self.state, self.place


def marks_of(machine: StateMachine) -> Iterator[Mark]:
    """All of a definition, state by state."""
    for name, state in machine.all_states().items():
        yield Mark(STATES, name, None, name)
        yield from _ways(state)


def reached_of(machine: StateMachine, reached: Set[Reached]) -> set[Reached]:
    """What was reached, the branches whose first state was among it."""
    found = set(reached)
    for name, state in machine.all_states().items():
        if isinstance(state, Parallel):
            for place, branch in enumerate(state.branches):
                if (STATES, branch.start_at, None) in reached:
                    found.add((BRANCHES, name, place))
    return found


def _ways(state: State) -> Iterator[Mark]:
    name = state.name
    if isinstance(state, Choice):
        for place, rule in enumerate(state.rules):
            yield Mark(CHOICES, name, place, f"{name}: rule {place + 1} (to {rule.next})")
        if state.default is not None:
            yield Mark(CHOICES, name, None, f"{name}: Default (to {state.default})")
    if isinstance(state, Parallel):
        for place in range(len(state.branches)):
            yield Mark(BRANCHES, name, place, f"{name}: branch {place + 1}")
    if isinstance(state, Working):
        for place, retrier in enumerate(state.retry):
            yield Mark(RETRIERS, name, place, f"{name}: Retry {place + 1} ({', '.join(retrier.errors)})")
        for place, catcher in enumerate(state.catch):
            yield Mark(CATCHERS, name, place, f"{name}: Catch {place + 1} ({', '.join(catcher.errors)})")
