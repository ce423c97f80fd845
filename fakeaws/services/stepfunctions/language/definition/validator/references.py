"""``variableReferences`` of DescribeStateMachine."""

from __future__ import annotations

from fakeaws.services.stepfunctions.language.definition.states import StateMachine
from fakeaws.services.stepfunctions.language.definition.validator.scopes import assignments
from fakeaws.services.stepfunctions.language.definition.variables import functions


def variable_references(machine: StateMachine) -> dict[str, list[str]]:
    """For each state that reads variables their names, sorted; inner states stand beside the others."""
    states = machine.all_states()
    assigned = {name for state in states.values() for _, one in assignments(state) for name in one.names}
    references = {}
    for name, state in states.items():
        read = [variable for variable in state.reads if variable in assigned or not _function(state.jsonata, variable)]
        if read:
            references[name] = read
    return references


def _function(jsonata: bool, name: str) -> bool:
    return jsonata and name in functions()
