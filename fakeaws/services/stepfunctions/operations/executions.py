"""StartExecution, DescribeExecution, GetExecutionHistory."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.stepfunctions import errors, limits
from fakeaws.services.stepfunctions.executions.execution import SUCCEEDED, Execution
from fakeaws.services.stepfunctions.executions.history import History
from fakeaws.services.stepfunctions.language.json_text import JsonTextError, read_json, text_size
from fakeaws.services.stepfunctions.names import EXECUTION, MACHINE, check_name, read_arn
from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase
from fakeaws.simulation.clock import from_us
from fakeaws.world import uuid_of


class ExecutionOperations(StepFunctionsBase):
    """Operations on executions."""

    def start_execution(self, call: Call) -> Result:
        params = call.params
        machine = self.machine_of(read_arn(params["stateMachineArn"], MACHINE))
        text = params.get("input", "{}")
        if text_size(text) > limits.PAYLOAD_BYTES:
            raise errors.invalid_input("Invalid execution input.")
        if not text:
            raise errors.invalid_input("Invalid execution input.")
        try:
            value = read_json(text)
        except JsonTextError as error:
            raise errors.invalid_input(error.message) from None
        name = params.get("name") or uuid_of(self.ids.getrandbits(128))
        check_name(name)
        arn = self.arn_of(f"execution:{machine.name}:{name}")
        execution = Execution(
            arn=arn,
            name=name,
            state_machine=machine,
            revision=machine.revision,
            express=machine.express,
            input_text=text,
            input=value,
            started_us=self.world.wall_us,
            history=History(self.world.simulation.clock, not machine.express),
        )
        self.executions[arn] = machine.executions[name] = execution
        execution.record = self.note(execution, "StartExecution", "ok", {})
        call.recorded = True
        self.engine.start(execution)
        return {"executionArn": arn, "startDate": from_us(execution.started_us)}

    def describe_execution(self, call: Call) -> Result:
        execution = self.execution(read_arn(call.params["executionArn"], EXECUTION).text)
        answer: Result = {
            "executionArn": execution.arn,
            "stateMachineArn": execution.state_machine.arn,
            "name": execution.name,
            "status": execution.status,
            "startDate": from_us(execution.started_us),
            "input": execution.input_text,
        }
        if execution.status == SUCCEEDED:
            answer["output"] = execution.output_text
        if execution.error is not None:
            answer["error"] = execution.error
        if execution.cause is not None:
            answer["cause"] = execution.cause
        return answer

    def get_execution_history(self, call: Call) -> Result:
        execution = self.execution(read_arn(call.params["executionArn"], EXECUTION).text)
        events = execution.history.events
        if call.params.get("reverseOrder"):
            events = events[::-1]
        return {"events": [event.described() for event in events[: call.params.get("maxResults") or None]]}

    def stop_execution(self, call: Call) -> Result:
        from fakeaws.services.stepfunctions.engine import ending
        from fakeaws.services.stepfunctions.engine.failures import Failure

        execution = self.execution(call.params["executionArn"])
        ending.close(self.engine, execution, "ABORTED", 0, Failure(call.params.get("error"), call.params.get("cause")))
        return {"stopDate": from_us(execution.stopped_us or 0)}
