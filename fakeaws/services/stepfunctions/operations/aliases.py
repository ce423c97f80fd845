"""Aliases of state machines: CreateStateMachineAlias, Update…, Describe…, Delete…, ListStateMachineAliases."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.machines import Alias, StateMachine
from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase, paged, read_machine
from fakeaws.services.stepfunctions.routing import read_routes, shown_routes
from fakeaws.simulation.clock import from_us


class AliasOperations(StepFunctionsBase):
    """Operations on aliases of state machines."""

    def create_state_machine_alias(self, call: Call) -> Result:
        params = call.params
        name, routes = params["name"], read_routes(params["routingConfiguration"])
        machine = self._machine_of_routes(routes)
        self.check_alive(machine)
        alias = machine.aliases.get(name)
        if alias is None:
            if len(machine.aliases) >= self.limits.aliases:
                raise errors.quota_exceeded("aliases of a state machine")
            now_us = self.world.wall_us
            alias = Alias(name, f"{machine.arn}:{name}", routes, now_us, now_us, params.get("description"))
            machine.aliases[name] = alias
        elif alias.routes != routes:
            raise errors.alias_differs()
        return {"stateMachineAliasArn": alias.arn, "creationDate": from_us(alias.created_us)}

    def update_state_machine_alias(self, call: Call) -> Result:
        params = call.params
        machine, alias = self._alias(params["stateMachineAliasArn"])
        self.check_alive(machine)
        routing, description = params.get("routingConfiguration"), params.get("description")
        if routing is None and description is None:
            raise errors.nothing_to_update_of_alias()
        if routing is not None:
            routes = read_routes(routing)
            if self._machine_of_routes(routes) is not machine:
                raise errors.invalid_routing(
                    "Routing configuration must contain version ARNs of the same state machine. "
                    f"Received: [{', '.join(routes)}]"
                )
            alias.routes = routes
        if description is not None:
            alias.description = description
        alias.updated_us = self.world.wall_us
        return {"updateDate": from_us(alias.updated_us)}

    def describe_state_machine_alias(self, call: Call) -> Result:
        _, alias = self._alias(call.params["stateMachineAliasArn"])
        answer: Result = {
            "stateMachineAliasArn": alias.arn,
            "name": alias.name,
            "routingConfiguration": shown_routes(alias.routes),
            "creationDate": from_us(alias.created_us),
            "updateDate": from_us(alias.updated_us),
        }
        if alias.description is not None:
            answer["description"] = alias.description
        return answer

    def delete_state_machine_alias(self, call: Call) -> Result:
        """Nothing to do for an alias that is not there."""
        arn = read_machine(call.params["stateMachineAliasArn"])
        machine = self.machine_or_none(arn)
        if machine is not None and arn.rest is not None:
            machine.aliases.pop(arn.rest, None)
        return {}

    def list_state_machine_aliases(self, call: Call) -> Result:
        """Of a state machine, or those that route to a version."""
        arn = read_machine(call.params["stateMachineArn"])
        machine = self.machine_of(arn)
        self.check_alive(machine)
        aliases = [machine.aliases[name] for name in sorted(machine.aliases)]
        if arn.rest is not None:
            version = machine.version(arn.rest)
            if version is None:
                raise errors.reference_not_found(arn.text)
            aliases = [alias for alias in aliases if version.arn in alias.routes]
        found, more = paged(aliases, call.params, lambda alias: alias.name, f"{call.operation} {arn.text}")
        listed = [{"stateMachineAliasArn": each.arn, "creationDate": from_us(each.created_us)} for each in found]
        return {"stateMachineAliases": listed, **more}

    # -- inside ------------------------------------------------------------------------------------------------------

    def _alias(self, text: str) -> tuple[StateMachine, Alias]:
        arn = read_machine(text)
        machine = self.machine_or_none(arn)
        alias = None if machine is None or arn.rest is None else machine.aliases.get(arn.rest)
        if machine is None or alias is None:
            raise errors.reference_not_found(text)
        return machine, alias

    def _machine_of_routes(self, routes: dict[str, int]) -> StateMachine:
        """The state machine whose versions these are; raises ResourceNotFound for one that is not there."""
        machine: StateMachine | None = None
        for text in routes:
            arn = read_machine(text)
            machine = self.machine_or_none(arn)
            if machine is None or machine.version_at(text) is None:
                raise errors.reference_not_found(text)
        assert machine is not None
        return machine
