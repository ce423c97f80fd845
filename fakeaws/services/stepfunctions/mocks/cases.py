"""The test cases of a mock configuration: which state of which state machine gets which responses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.language.definition.states import Task
from fakeaws.services.stepfunctions.mocks.registering import hint, unknown
from fakeaws.services.stepfunctions.mocks.task_mock import StandIn

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.language.definition.states import StateMachine as Definition


@dataclass(frozen=True)
class TestCase:
    """By the names of states, what stands in for them; all other tasks call what they name."""

    mocks: dict[str, StandIn]

    #: pytest takes it for a test otherwise.
    __test__ = False

    def check(self, definition: Definition, name: str) -> None:
        """Raises InvalidArn for states that are not there."""
        states = definition.all_states()
        for state in self.mocks:
            if not isinstance(states.get(state), Task):
                raise errors.invalid_test_case(
                    f"The test case {name!r} does not fit: the state machine {unknown(definition, state)}"
                )


class TestCases:
    """All of a mock configuration, by state machine and name."""

    __test__ = False

    def __init__(self, cases: dict[str, dict[str, TestCase]]) -> None:
        self._cases = cases

    def add(self, other: TestCases) -> None:
        """Those of another configuration, which replaces what both have."""
        for machine, cases in other._cases.items():
            self._cases.setdefault(machine, {}).update(cases)

    def find(self, machine: str, name: str) -> TestCase:
        """The test case of that name; raises InvalidArn with the nearest one."""
        cases = self._cases.get(machine)
        if cases is None:
            known = hint(machine, list(self._cases))
            raise errors.invalid_test_case(f"The mock configuration has no state machine {machine!r}{known}")
        if name not in cases:
            known = hint(name, list(cases))
            raise errors.invalid_test_case(f"The state machine {machine!r} has no test case {name!r}{known}")
        return cases[name]
