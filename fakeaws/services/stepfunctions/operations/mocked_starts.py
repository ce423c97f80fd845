"""Starts of executions as a test case: ``stateMachineArn#TestCase``, as Step Functions Local has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fakeaws.aws.service import Call, Pending, Result
from fakeaws.services.stepfunctions.names import MACHINE, read_arn
from fakeaws.services.stepfunctions.operations.express import ExpressOperations

T = TypeVar("T")


class MockedStarts(ExpressOperations):
    """Nothing is different as long as no mock configuration was loaded."""

    def start_execution(self, call: Call) -> Result:
        return self._as_test_case(call, super().start_execution)

    def start_sync_execution(self, call: Call) -> Pending:
        return self._as_test_case(call, super().start_sync_execution)

    def _as_test_case(self, call: Call, start: Callable[[Call], T]) -> T:
        arn, mark, name = call.params["stateMachineArn"].partition("#")
        if not mark or self.mocks.cases is None:
            return start(call)
        machine = self.machine_of(read_arn(arn, MACHINE))
        case = self.mocks.cases.find(machine.name, name)
        case.check(machine.revision.machine, name)
        call.params = {**call.params, "stateMachineArn": arn}
        before = next(reversed(self.executions.values()), None)
        answer = start(call)
        execution = next(reversed(self.executions.values()))
        if execution is not before:
            self.mocks.choose(execution, case)
        return answer
