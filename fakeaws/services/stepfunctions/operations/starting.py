"""StartExecution, and what StartSyncExecution shares with it."""

from __future__ import annotations

from fakeaws.aws.service import Call, Params, Result
from fakeaws.aws.trace_header import traced_by
from fakeaws.services.stepfunctions import errors, limits
from fakeaws.services.stepfunctions.executions.answers import moment
from fakeaws.services.stepfunctions.executions.doubles import second_run
from fakeaws.services.stepfunctions.executions.execution import RUNNING, Execution
from fakeaws.services.stepfunctions.executions.history import History
from fakeaws.services.stepfunctions.language.json_text import Json, JsonTextError, read_json, text_size
from fakeaws.services.stepfunctions.machines import StateMachine
from fakeaws.services.stepfunctions.names import EXECUTION, EXPRESS, check_name
from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase, read_machine
from fakeaws.world import uuid_of


class StartingOperations(StepFunctionsBase):
    """The start of executions."""

    def start_execution(self, call: Call) -> Result:
        params = call.params
        machine = self.machine_to_run(params)
        text, value = input_of(params)
        if machine.express:
            execution = self.start_express(call, machine, text, value)
        else:
            execution = self._start_standard(call, machine, text, value)
        return {"executionArn": execution.arn, "startDate": moment(execution.started_us)}

    def machine_to_run(self, params: Params) -> StateMachine:
        """Of a start; raises InvalidArn, InvalidName, StateMachineDoesNotExist."""
        read = read_machine(params["stateMachineArn"])
        if "name" in params:
            check_name(params["name"])
        machine = self.machine_of(read)
        if read.rest is not None and read.rest not in machine.aliases and machine.version(read.rest) is None:
            raise errors.no_machine(read.text)
        return machine

    def _start_standard(self, call: Call, machine: StateMachine, text: str, value: Json) -> Execution:
        name = call.params.get("name") or uuid_of(self.ids.getrandbits(128))
        arn = self.arn_of(f"{EXECUTION}:{machine.name}:{name}")
        earlier = self.executions.get(arn)
        if earlier is not None and not self.is_forgotten(earlier):
            if not earlier.running or earlier.input_text != text:
                raise errors.execution_exists(arn)
            call.recorded = True
            self.note(earlier, call.operation, "deduplicated", {})
            return earlier
        self.check_alive(machine)
        self.check_open()
        execution = self._execution(call, machine, arn, name, text, value)
        # Whoever had the name before is forgotten: the new one is listed as the latest.
        for known, key in ((self.executions, arn), (machine.executions, name)):
            known.pop(key, None)
            known[key] = execution
        self._begin_execution(call, execution)
        return execution

    def start_express(self, call: Call, machine: StateMachine, text: str, value: Json) -> Execution:
        """Each call starts another one; one that nobody waits for may run twice, if the world is set so."""
        self.check_alive(machine)
        name = call.params.get("name") or uuid_of(self.ids.getrandbits(128))
        arn = self.arn_of(f"{EXPRESS}:{machine.name}:{name}:{uuid_of(self.ids.getrandbits(128))}")
        execution = self.executions[arn] = self._execution(call, machine, arn, name, text, value)
        self._begin_execution(call, execution)
        delay_us = second_run(self.world, self.doubling) if call.operation == "StartExecution" else None
        if delay_us is not None:
            self._run_again(execution, delay_us)
        return execution

    def _run_again(self, first: Execution, delay_us: int) -> None:
        """The same execution once more, a little later: what it does happens again, what is looked at is the first run."""
        again = Execution(
            arn=first.arn,
            name=first.name,
            state_machine=first.state_machine,
            revision=first.revision,
            express=True,
            input_text=first.input_text,
            input=first.input,
            started_us=first.started_us,
            history=History(self.world.simulation.clock, False),
            version=first.version,
            alias=first.alias,
            trace_header=first.trace_header,
        )
        again.record = self.note(first, "SecondRun", RUNNING, {})
        self.engine.start(again, delay_us)

    def check_open(self) -> None:
        """Raises ExecutionLimitExceeded if no more Standard executions may be under way."""
        if self.engine.open_standard >= self.quotas.open_executions:
            raise errors.too_many_executions()

    def _execution(self, call: Call, machine: StateMachine, arn: str, name: str, text: str, value: Json) -> Execution:
        target = self.resolve(call.params["stateMachineArn"])
        return Execution(
            arn=arn,
            name=name,
            state_machine=machine,
            revision=target.revision,
            express=machine.express,
            input_text=text,
            input=value,
            started_us=self.world.wall_us,
            history=History(self.world.simulation.clock, not machine.express),
            version=target.version,
            alias=target.alias,
            trace_header=call.params.get("traceHeader") or traced_by(call.headers),
        )

    def _begin_execution(self, call: Call, execution: Execution) -> None:
        call.recorded = True
        execution.record = call.cause
        execution.record = self.note(execution, call.operation, RUNNING, {})
        self.engine.start(execution)


def input_of(params: Params) -> tuple[str, Json]:
    """As it was given, and its value; raises InvalidExecutionInput."""
    text = params.get("input", "{}")
    if not text or text_size(text) > limits.PAYLOAD_BYTES:
        raise errors.invalid_input("Invalid execution input.")
    try:
        return text, read_json(text)
    except JsonTextError as error:
        raise errors.invalid_input(error.message) from None
