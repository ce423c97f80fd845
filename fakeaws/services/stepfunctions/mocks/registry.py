"""The stand-ins of a world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.language.definition.resources import INTEGRATION, LAMBDA, Resource, read_resource
from fakeaws.services.stepfunctions.mocks.integration import MockIntegration
from fakeaws.services.stepfunctions.mocks.task_mock import StandIn

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.frames import Visit
    from fakeaws.services.stepfunctions.executions.execution import Execution
    from fakeaws.services.stepfunctions.mocks.cases import TestCase, TestCases

_SHORT = "arn:aws:states:::"


class Mocks:
    """One for all accounts and regions: a stand-in without a state machine is there for every one."""

    def __init__(self) -> None:
        #: By state machine (its ARN, or None for every one), then by state or resource.
        self._mocks: dict[str | None, dict[str, StandIn]] = {}
        #: In the order in which they came, those that others replaced too.
        self.all: list[StandIn] = []
        #: What the mock configuration has; None without one.
        self.cases: TestCases | None = None
        #: By the ARNs of executions.
        self._chosen: dict[str, TestCase] = {}

    def add(self, mock: StandIn) -> None:
        """Later ones replace earlier ones of the same place."""
        self.all.append(mock)
        self._mocks.setdefault(mock.machine, {})[key_of(mock.state)] = mock

    def choose(self, execution: Execution, case: TestCase) -> None:
        """An execution runs as that test case."""
        self._chosen[execution.arn] = case

    def integration(self, visit: Visit) -> MockIntegration | None:
        """What stands in for the task: the most specific one."""
        if self._chosen:
            case = self._chosen.get(root_of(visit.execution).arn)
            mocked = None if case is None else case.mocks.get(visit.state.name)
            if mocked is not None:
                return MockIntegration(mocked)
        if not self._mocks:
            return None
        machine = machine_of(visit.execution)
        of_machine, of_all = self._mocks.get(machine, {}), self._mocks.get(None, {})
        for name in (visit.state.name, *resource_keys(visit.state.resource)):
            mock = of_machine.get(name) or of_all.get(name)
            if mock is not None:
                return MockIntegration(mock)
        return None


def root_of(execution: Execution) -> Execution:
    """Of a map run's child, the execution that somebody started."""
    while execution.map_run is not None:
        execution = execution.map_run.execution
    return execution


def machine_of(execution: Execution) -> str:
    """The ARN of its state machine; of a map run's child, of the machine that has the Map."""
    return execution.state_machine.arn.partition("/")[0]


def key_of(state: str) -> str:
    """An integration's ARN in short, ``sqs:sendMessage``, whatever its partition; all else as it is."""
    resource = read_resource(state)
    return f"{resource.service}:{resource.history_resource}" if resource and resource.kind == INTEGRATION else state


def is_resource(state: str) -> bool:
    """Whether a text names a resource, or else a state."""
    return state.startswith("arn:") or read_resource(_SHORT + state) is not None


def resource_keys(resource: Resource) -> tuple[str, ...]:
    """What stands for a resource: a function's version or alias, then the function."""
    if resource.kind == INTEGRATION:
        return (f"{resource.service}:{resource.history_resource}",)
    if resource.kind == LAMBDA:
        function = ":".join(resource.arn.split(":")[:7])
        return (resource.arn,) if function == resource.arn else (resource.arn, function)
    return (resource.arn,)
