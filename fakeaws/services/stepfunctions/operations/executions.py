"""Executions: stopped, described, listed, their histories."""

from __future__ import annotations

from collections.abc import Sequence

from fakeaws.aws.service import Call, Result
from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.engine import ending
from fakeaws.services.stepfunctions.engine.failures import Failure
from fakeaws.services.stepfunctions.executions.answers import METADATA_ONLY, described, listed, moment
from fakeaws.services.stepfunctions.executions.execution import ABORTED, Execution
from fakeaws.services.stepfunctions.executions.history import Event
from fakeaws.services.stepfunctions.names import EXECUTION, EXPRESS, MAP_RUN, read_arn
from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase, paged, read_machine


class ExecutionOperations(StepFunctionsBase):
    """Operations on executions that have been started."""

    def stop_execution(self, call: Call) -> Result:
        params = call.params
        execution = self.execution(read_arn(params["executionArn"], EXECUTION).text)
        if execution.running:
            call.recorded = True
            self.note(execution, "StopExecution", "ok", {})
            ending.close(self.engine, execution, ABORTED, 0, Failure(params.get("error"), params.get("cause")))
        assert execution.stopped_us is not None
        return {"stopDate": moment(execution.stopped_us)}

    def describe_execution(self, call: Call) -> Result:
        execution = self._seen(call.params["executionArn"])
        return described(execution, self.world.wall_us, call.params.get("includedData") != METADATA_ONLY)

    def get_execution_history(self, call: Call) -> Result:
        params = call.params
        execution = self._seen(params["executionArn"])
        backwards = params.get("reverseOrder", False)
        events = execution.history.events
        scope = f"history {execution.arn} {backwards}"
        found, more = paged(events[::-1] if backwards else events, params, _id, scope, descending=backwards)
        with_data = params.get("includeExecutionData", True)
        return {"events": [event.described(with_data) for event in found], **more}

    def list_executions(self, call: Call) -> Result:
        params = call.params
        if ("stateMachineArn" in params) == ("mapRunArn" in params):
            raise errors.one_of_two_arns()
        arn = params.get("stateMachineArn") or params["mapRunArn"]
        executions = self._of_machine(arn) if "stateMachineArn" in params else self.children_of(arn)
        status, redriven = params.get("statusFilter"), params.get("redriveFilter")
        matching = [
            each
            for each in reversed(executions)
            if (status is None or each.status == status)
            and (redriven is None or (each.redrive_count > 0) == (redriven == "REDRIVEN"))
            and not self.is_forgotten(each)
        ]
        found, more = paged(matching, params, _record, f"executions {arn} {status} {redriven}", descending=True)
        return {"executions": [listed(each) for each in found], **more}

    def children_of(self, map_run_arn: str) -> Sequence[Execution]:
        """The executions of a map run, in the order of their starts; raises ResourceNotFound for one that is not there."""
        run = self.map_runs.find(read_arn(map_run_arn, MAP_RUN).text)
        if run is None:
            raise errors.reference_not_found(map_run_arn)
        return run.children

    def _of_machine(self, arn: str) -> Sequence[Execution]:
        """Those started by a state machine's ARN, whatever its qualifier, or by that version's or alias's."""
        read = read_machine(arn)
        machine = self.machine_of(read)
        if machine.express:
            raise errors.wrong_machine_type()
        executions = list(machine.executions.values())
        if read.rest is None:
            return executions
        alias = machine.aliases.get(read.rest)
        if alias is not None:
            return [each for each in executions if each.alias is alias]
        version = machine.version(read.rest)
        if version is None:
            raise errors.no_machine(arn)
        return [each for each in executions if each.version is version]

    def _seen(self, arn: str) -> Execution:
        """An execution that can be looked at: a Standard one, or any of a map run."""
        read = read_arn(arn, EXECUTION, EXPRESS)
        if read.kind == EXPRESS:
            found = self.executions.get(arn)
            if found is None or found.map_run is None:
                raise errors.wrong_resource_type(EXPRESS)
        return self.execution(arn)


def _id(event: Event) -> int:
    return event.id


def _record(execution: Execution) -> int:
    """Its start's place in the timeline: no two have the same."""
    assert execution.record is not None
    return execution.record
