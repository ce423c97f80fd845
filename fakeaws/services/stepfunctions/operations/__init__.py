"""Step Functions: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.stepfunctions.operations.executions import ExecutionOperations
from fakeaws.services.stepfunctions.operations.express import ExpressOperations
from fakeaws.services.stepfunctions.operations.redriving import RedrivingOperations
from fakeaws.services.stepfunctions.operations.state_machines import StateMachineOperations
from fakeaws.services.stepfunctions.operations.tasks import TaskOperations
from fakeaws.services.stepfunctions.operations.testing import TestingOperations


class StepFunctions(
    StateMachineOperations,
    ExecutionOperations,
    ExpressOperations,
    RedrivingOperations,
    TaskOperations,
    TestingOperations,
):
    """Step Functions in one account and region."""


SERVICE = StepFunctions
