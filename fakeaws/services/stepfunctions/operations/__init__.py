"""Step Functions: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.stepfunctions.operations.activities import ActivityOperations
from fakeaws.services.stepfunctions.operations.aliases import AliasOperations
from fakeaws.services.stepfunctions.operations.describing import DescribingOperations
from fakeaws.services.stepfunctions.operations.executions import ExecutionOperations
from fakeaws.services.stepfunctions.operations.map_runs import MapRunOperations
from fakeaws.services.stepfunctions.operations.mocked_starts import MockedStarts
from fakeaws.services.stepfunctions.operations.redriving import RedrivingOperations
from fakeaws.services.stepfunctions.operations.state_machines import StateMachineOperations
from fakeaws.services.stepfunctions.operations.tags import TagOperations
from fakeaws.services.stepfunctions.operations.tasks import TaskOperations
from fakeaws.services.stepfunctions.operations.testing import TestingOperations
from fakeaws.services.stepfunctions.operations.validation import ValidationOperations
from fakeaws.services.stepfunctions.operations.versions import VersionOperations


class StepFunctions(
    StateMachineOperations,
    DescribingOperations,
    VersionOperations,
    AliasOperations,
    TagOperations,
    ValidationOperations,
    ExecutionOperations,
    MockedStarts,
    RedrivingOperations,
    MapRunOperations,
    ActivityOperations,
    TaskOperations,
    TestingOperations,
):
    """Step Functions in one account and region."""


SERVICE = StepFunctions
