"""Step Functions: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.stepfunctions.operations.mocked_starts import MockedStarts
from fakeaws.services.stepfunctions.operations.state_machines import StateMachineOperations


class StepFunctions(StateMachineOperations, MockedStarts):
    """Step Functions in one account and region."""


SERVICE = StepFunctions
