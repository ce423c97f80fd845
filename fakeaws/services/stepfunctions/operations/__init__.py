"""Step Functions: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.stepfunctions.operations.executions import ExecutionOperations
from fakeaws.services.stepfunctions.operations.map_runs import MapRunOperations
from fakeaws.services.stepfunctions.operations.state_machines import StateMachineOperations


class StepFunctions(StateMachineOperations, ExecutionOperations, MapRunOperations):
    """Step Functions in one account and region."""


SERVICE = StepFunctions
