"""CreateStateMachine, UpdateStateMachine, DeleteStateMachine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fakeaws.aws.arns import Arn
from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Result
from fakeaws.services.stepfunctions import configuration, errors, limits
from fakeaws.services.stepfunctions.language.definition import invalid_definition, parse_definition, states
from fakeaws.services.stepfunctions.language.json_text import text_size
from fakeaws.services.stepfunctions.machines import Revision, StateMachine
from fakeaws.services.stepfunctions.names import MACHINE, check_name
from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase, read_machine
from fakeaws.services.stepfunctions.tagging import new_tags
from fakeaws.simulation.clock import from_us
from fakeaws.world import uuid_of


class StateMachineOperations(StepFunctionsBase):
    """Operations that make, change and remove state machines."""

    def create_state_machine(self, call: Call) -> Result:
        params = call.params
        name, kind = params["name"], params.get("type") or states.STANDARD
        check_name(name)
        _check_version_description(params)
        configuration.check_role(params["roleArn"])
        now_us = self.world.wall_us
        wanted = Revision(
            None,
            params["definition"],
            _read(params["definition"], kind),
            params["roleArn"],
            self._logging(call),
            configuration.tracing_of(params.get("tracingConfiguration")),
            configuration.encryption_of(params.get("encryptionConfiguration")),
            now_us,
        )
        arn = self.arn_of(f"{MACHINE}:{name}")
        tags = new_tags(params.get("tags"), arn)
        machine = self.machines.get(name)
        if machine is None:
            if len(self.machines) >= self.limits.state_machines:
                raise errors.too_many_machines()
            machine = StateMachine(name, arn, kind, now_us, wanted, tags)
        else:
            self.check_alive(machine)
            if machine.type != kind or _told_apart(machine.revision) != _told_apart(wanted):
                raise errors.machine_exists(arn)
        answer = {
            "stateMachineArn": arn,
            "creationDate": from_us(machine.created_us),
            **self._published(machine, params),
        }
        self.machines[name] = machine
        return answer

    def update_state_machine(self, call: Call) -> Result:
        params = call.params
        machine = self.machine(params["stateMachineArn"])
        self.check_alive(machine)
        _check_version_description(params)
        given = self._given(call, machine.type)
        if not given:
            raise errors.nothing_to_update()
        now_us, before = self.world.wall_us, machine.revision
        if any(name != "machine" and getattr(before, name) != value for name, value in given.items()):
            if params.get("publish"):
                self.check_versions(machine)
            machine.revision = replace(
                before, **given, id=uuid_of(self.ids.getrandbits(128)), created_us=now_us, reached=set()
            )
        answer: Result = {"updateDate": from_us(now_us), **self._published(machine, params)}
        if machine.revision.id is not None:
            answer["revisionId"] = machine.revision.id
        return answer

    def delete_state_machine(self, call: Call) -> Result:
        """Executions under way end at their next transition; until then the state machine is DELETING."""
        arn = read_machine(call.params["stateMachineArn"])
        machine = None if arn.rest is not None else self.machine_or_none(arn)
        if machine is not None and not machine.deleting:
            machine.deleting = True
            machine.remaining = {each: None for each in self.engine.running if each.state_machine is machine}
            if not machine.remaining:
                del self.machines[machine.name]
        return {}

    # -- inside ------------------------------------------------------------------------------------------------------

    def _published(self, machine: StateMachine, params: Mapping[str, Any]) -> Result:
        if not params.get("publish"):
            return {}
        if machine.published is None:
            self.check_versions(machine)
        return {"stateMachineVersionArn": machine.publish(params.get("versionDescription"), self.world.wall_us).arn}

    def _given(self, call: Call, kind: str) -> dict[str, Any]:
        """What the request says of the new revision, checked."""
        params = call.params
        given: dict[str, Any] = {}
        if params.get("roleArn") is not None:
            configuration.check_role(params["roleArn"])
            given["role_arn"] = params["roleArn"]
        if params.get("definition") is not None:
            given |= {"definition": params["definition"], "machine": _read(params["definition"], kind)}
        if params.get("loggingConfiguration") is not None:
            given["logging"] = self._logging(call)
        if params.get("tracingConfiguration") is not None:
            given["tracing"] = configuration.tracing_of(params["tracingConfiguration"])
        if params.get("encryptionConfiguration") is not None:
            given["encryption"] = configuration.encryption_of(params["encryptionConfiguration"])
        return given

    def _logging(self, call: Call) -> Mapping[str, Any]:
        logging = configuration.logging_of(call.params.get("loggingConfiguration"))
        for arn in configuration.log_groups(logging):
            if arn is None or not self._is_log_group(call, arn):
                raise errors.invalid_logging("Log Destination not found.")
        return logging

    def _is_log_group(self, call: Call, arn: Arn) -> bool:
        if (arn.account, arn.region) != (self.account, self.region):
            return False
        name = configuration.log_group_name(arn)
        prefix = {"logGroupNamePrefix": name, "limit": 1}
        try:
            found = self.world.call(
                "logs", "DescribeLogGroups", prefix, caller=call.caller, region=self.region, cause=call.cause
            )
        except AwsError:
            return False
        return any(group["logGroupName"] == name for group in found["logGroups"])


def _read(definition: str, kind: str) -> states.StateMachine:
    """The definition as typed states; raises InvalidDefinition with all that is wrong with it."""
    if text_size(definition) > limits.DEFINITION_BYTES:
        raise errors.validation(
            "1 validation error detected: Value at 'definition' failed to satisfy constraint: "
            f"Member must have length less than or equal to {limits.DEFINITION_BYTES}"
        )
    parsed = parse_definition(definition, kind)
    if parsed.machine is None:
        raise AwsError("InvalidDefinition", invalid_definition(parsed.diagnostics))
    return parsed.machine


def _check_version_description(params: Mapping[str, Any]) -> None:
    if params.get("versionDescription") is not None and not params.get("publish"):
        raise errors.description_without_version()


def _told_apart(revision: Revision) -> tuple[Any, ...]:
    """By what CreateStateMachine tells a repetition from another state machine: the definition as text, no role, no tags."""
    return revision.definition, revision.logging, revision.tracing, revision.encryption
