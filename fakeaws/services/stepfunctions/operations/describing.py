"""DescribeStateMachine, DescribeStateMachineForExecution, ListStateMachines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.language.definition import variable_references
from fakeaws.services.stepfunctions.machines import Revision, StateMachine, Version
from fakeaws.services.stepfunctions.map_states import definition_of_label
from fakeaws.services.stepfunctions.names import EXECUTION, MACHINE, StatesArn, read_arn
from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase, paged
from fakeaws.simulation.clock import from_us

_METADATA_ONLY = "METADATA_ONLY"


class DescribingOperations(StepFunctionsBase):
    """Operations that show state machines."""

    def describe_state_machine(self, call: Call) -> Result:
        arn = read_arn(call.params["stateMachineArn"], MACHINE)
        machine = self.machine_of(arn)
        version = _shown_version(machine, arn)
        revision = machine.revision if version is None else version.revision
        answer: Result = {
            "stateMachineArn": arn.text,
            "name": machine.name,
            "status": "DELETING" if machine.deleting else "ACTIVE",
            "type": machine.type,
            "creationDate": from_us(machine.created_us if version is None else version.created_us),
            **_shown(revision, call.params),
        }
        if version is not None and version.description is not None:
            answer["description"] = version.description
        if arn.label is not None:
            # It has a role in its machine's definition only: AWS shows it whole, whatever data is asked for.
            definition = definition_of_label(revision.definition, arn.label)
            if definition is None:
                raise errors.no_machine(arn.text)
            answer |= {"label": arn.label, "definition": definition}
        return answer

    def describe_state_machine_for_execution(self, call: Call) -> Result:
        execution = self.execution(read_arn(call.params["executionArn"], EXECUTION).text)
        machine, map_run = execution.state_machine, execution.map_run
        answer: Result = {
            "stateMachineArn": machine.arn,
            "name": machine.name,
            "updateDate": from_us(execution.revision.created_us),
            **_shown(execution.revision, call.params),
        }
        if map_run is not None:
            answer |= {"mapRunArn": map_run.arn, "label": map_run.label}
        return answer

    def list_state_machines(self, call: Call) -> Result:
        machines = [self.machines[name] for name in sorted(self.machines)]
        found, more = paged(machines, call.params, lambda machine: machine.name, call.operation)
        return {"stateMachines": [_listed(machine) for machine in found], **more}


def _shown_version(machine: StateMachine, arn: StatesArn) -> Version | None:
    """The version that the ARN means: an alias's is the one with the greater weight."""
    if arn.rest is None:
        return None
    alias = machine.aliases.get(arn.rest)
    if alias is None:
        version = machine.version(arn.rest)
    else:
        version = machine.version_at(max(alias.routes, key=lambda route: alias.routes[route]))
    if version is None:
        raise errors.no_machine(arn.text)
    return version


def _shown(revision: Revision, params: Mapping[str, Any]) -> Result:
    """The members that DescribeStateMachine and DescribeStateMachineForExecution have in common."""
    metadata_only = params.get("includedData") == _METADATA_ONLY
    shown: Result = {
        "definition": "{}" if metadata_only else revision.definition,
        "roleArn": revision.role_arn,
        "loggingConfiguration": dict(revision.logging),
        "tracingConfiguration": dict(revision.tracing),
        "encryptionConfiguration": dict(revision.encryption),
    }
    if revision.id is not None:
        shown["revisionId"] = revision.id
    references = {} if metadata_only else variable_references(revision.machine)
    if references:
        shown["variableReferences"] = references
    return shown


def _listed(machine: StateMachine) -> Result:
    return {
        "stateMachineArn": machine.arn,
        "name": machine.name,
        "type": machine.type,
        "creationDate": from_us(machine.created_us),
    }
