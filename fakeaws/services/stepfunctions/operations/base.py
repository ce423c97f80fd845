"""What the operations of Step Functions share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn
from fakeaws.aws.roles import Role
from fakeaws.aws.service import Caller, Service
from fakeaws.aws.sessions import Session
from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.engine.engine import Engine
from fakeaws.services.stepfunctions.executions.execution import RUNNING, Execution
from fakeaws.services.stepfunctions.map_runs.registry import MapRuns
from fakeaws.services.stepfunctions.names import MACHINE, StatesArn, arn_of, read_arn

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt
    from fakeaws.services.stepfunctions.machines import StateMachine
    from fakeaws.world import World


class StepFunctionsBase(Service):
    """State of Step Functions in one account and region."""

    name = "stepfunctions"

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        #: By name.
        self.machines: dict[str, StateMachine] = {}
        #: By ARN, in the order of their starts: all that ever ran, express ones and those of map runs too.
        self.executions: dict[str, Execution] = {}
        self.ids = world.streams.stream(f"states.ids/{account}/{region}")
        self.engine = Engine(self)
        self.map_runs = MapRuns(self)

    def arn_of(self, resource: str) -> str:
        """The ARN of ``stateMachine:name`` and the like here."""
        return arn_of(self.account, self.region, resource)

    def machine(self, arn: str) -> StateMachine:
        """The state machine of an unqualified ARN; raises AWS's errors."""
        return self.machine_of(read_arn(arn, MACHINE))

    def machine_of(self, arn: StatesArn) -> StateMachine:
        """The state machine that an ARN names, whatever its qualifier; raises StateMachineDoesNotExist."""
        machine = self.machines.get(arn.name)
        if machine is None or arn.label is not None or (arn.account, arn.region) != (self.account, self.region):
            raise errors.no_machine(arn.text)
        return machine

    def execution(self, arn: str) -> Execution:
        """The execution of that ARN, whatever its kind; raises ExecutionDoesNotExist."""
        execution = self.executions.get(arn)
        if execution is None:
            raise errors.no_execution(arn)
        return execution

    def caller(self, attempt: Attempt) -> Caller:
        """As whom a task calls other services: by its credentials, else by the state machine's role."""
        return self.role_of(attempt.visit.execution, attempt.credentials)

    def role_of(self, execution: Execution, credentials: str | None = None) -> Caller:
        """As whom an execution calls other services; ``credentials``: another role's ARN."""
        from fakeaws.world import user_of

        arn = Arn.or_none(credentials or execution.revision.role_arn)
        role = None if arn is None else Role.of(arn)
        if role is None:
            return user_of(self.account)
        return Session(role.account, role.session_arn(execution.name), role.user_id(execution.name))

    # -- the timeline ------------------------------------------------------------------------------------------------

    def resource_of(self, execution: Execution) -> str:
        """An execution on the timeline: ``machine:execution``, its ARN if it is not at the world's own place."""
        if self.world.is_home(self.account, self.region):
            return execution.arn.split(":", 6)[6]
        return execution.arn

    def note(self, execution: Execution, kind: str, outcome: str, details: Mapping[str, Any]) -> int:
        """Add a record about an execution to the timeline."""
        self.world.simulation.progressed()
        return self.world.timeline.add(
            self.name,
            kind,
            self.resource_of(execution),
            outcome,
            message_id=execution.arn,
            cause=execution.record,
            details=details,
        )

    def ended(self, execution: Execution) -> None:
        """An execution has come to its end."""
        details = {"error": execution.error, "cause": execution.cause}
        shown = {name: value for name, value in details.items() if value is not None}
        self.note(execution, "ExecutionEnd", execution.status, shown)

    def under_way(self) -> list[str]:
        return [f"execution {self.resource_of(each)} is {RUNNING}" for each in self.engine.running]
