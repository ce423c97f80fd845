"""PublishStateMachineVersion, ListStateMachineVersions, DeleteStateMachineVersion."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.names import MACHINE
from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase, paged, read_machine
from fakeaws.simulation.clock import from_us

#: What stands for the revision of a state machine that was never updated, which has no id.
INITIAL = "INITIAL"


class VersionOperations(StepFunctionsBase):
    """Operations on versions of state machines."""

    def publish_state_machine_version(self, call: Call) -> Result:
        params = call.params
        machine = self.machine(params["stateMachineArn"])
        self.check_alive(machine)
        current, given = machine.revision.id or INITIAL, params.get("revisionId")
        if given is not None and given != current:
            raise errors.another_revision(given, current)
        if machine.published is None:
            self.check_versions(machine)
        version = machine.publish(params.get("description"), self.world.wall_us)
        return {"creationDate": from_us(version.created_us), "stateMachineVersionArn": version.arn}

    def list_state_machine_versions(self, call: Call) -> Result:
        """The newest first; none of a state machine that is not there."""
        arn = read_machine(call.params["stateMachineArn"])
        machine = None if arn.rest is not None else self.machine_or_none(arn)
        versions = [] if machine is None else list(reversed(machine.versions.values()))
        scope = f"{call.operation} {arn.text}"
        found, more = paged(versions, call.params, lambda version: version.number, scope, descending=True)
        listed = [{"stateMachineVersionArn": each.arn, "creationDate": from_us(each.created_us)} for each in found]
        return {"stateMachineVersions": listed, **more}

    def delete_state_machine_version(self, call: Call) -> Result:
        """Nothing to do for a version that is not there."""
        arn = read_machine(call.params["stateMachineVersionArn"])
        if arn.rest is None or not arn.rest.isdecimal():
            raise errors.wrong_resource_type(MACHINE)
        machine = self.machine_or_none(arn)
        version = None if machine is None else machine.version(arn.rest)
        if machine is not None and version is not None:
            aliases = [alias.name for alias in machine.aliases.values() if version.arn in alias.routes]
            if aliases:
                raise errors.version_in_use(aliases)
            del machine.versions[version.number]
        return {}
