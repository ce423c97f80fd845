"""StartSyncExecution."""

from __future__ import annotations

from fakeaws.aws.service import Call, Pending
from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.executions.answers import METADATA_ONLY, synchronous, synchronous_metadata
from fakeaws.services.stepfunctions.executions.execution import Execution
from fakeaws.services.stepfunctions.operations.starting import StartingOperations, input_of
from fakeaws.simulation.waiting import Waiter


class ExpressOperations(StartingOperations):
    """Express executions whose caller waits."""

    def start_sync_execution(self, call: Call) -> Pending:
        machine = self.machine_to_run(call.params)
        if not machine.express:
            raise errors.wrong_machine_type()
        text, value = input_of(call.params)
        execution = self.start_express(call, machine, text, value)
        waiter = Waiter(self.world.simulation, f"the end of execution {self.resource_of(execution)}", None)
        execution.waiting_end.append((_resolve, (waiter,)))
        metadata = call.params.get("includedData") == METADATA_ONLY
        return Pending(waiter, synchronous_metadata if metadata else synchronous)


def _resolve(execution: Execution, waiter: Waiter) -> None:
    waiter.resolve(execution)
