"""Definitions of state machines: read once, into typed states, with AWS's diagnostics.

`parse_definition` gives a `Definition`: the `StateMachine` (see the module ``states`` for what its fields mean) or what is
wrong. `select` is what ValidateStateMachineDefinition answers, `invalid_definition` the message of InvalidDefinition.
"""

from fakeaws.services.stepfunctions.language.definition.diagnostics import (
    ERROR,
    WARNING,
    Diagnostic,
    Selection,
    invalid_definition,
    select,
)
from fakeaws.services.stepfunctions.language.definition.parsing.machine import Definition, parse_definition
from fakeaws.services.stepfunctions.language.definition.validator.references import variable_references

__all__ = [
    "ERROR",
    "WARNING",
    "Definition",
    "Diagnostic",
    "Selection",
    "invalid_definition",
    "parse_definition",
    "select",
    "variable_references",
]
