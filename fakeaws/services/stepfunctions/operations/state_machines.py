"""CreateStateMachine."""

from __future__ import annotations

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Result
from fakeaws.services.stepfunctions.language.definition import invalid_definition, parse_definition
from fakeaws.services.stepfunctions.machines import Revision, StateMachine
from fakeaws.services.stepfunctions.names import check_name
from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase
from fakeaws.simulation.clock import from_us


class StateMachineOperations(StepFunctionsBase):
    """Operations on state machines."""

    def create_state_machine(self, call: Call) -> Result:
        params = call.params
        name, kind = params["name"], params.get("type", "STANDARD")
        check_name(name)
        parsed = parse_definition(params["definition"], kind)
        if parsed.machine is None:
            raise AwsError("InvalidDefinition", invalid_definition(parsed.diagnostics))
        revision = Revision(None, params["definition"], parsed.machine, params["roleArn"])
        arn = self.arn_of(f"stateMachine:{name}")
        machine = self.machines[name] = StateMachine(name, arn, kind, self.world.wall_us, revision)
        return {"stateMachineArn": arn, "creationDate": from_us(machine.created_us)}
