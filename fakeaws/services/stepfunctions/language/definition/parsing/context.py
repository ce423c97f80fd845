"""What the parsers of all states share."""

from __future__ import annotations

from dataclasses import dataclass, field

from fakeaws.services.stepfunctions.language.definition.diagnostics import Report
from fakeaws.services.stepfunctions.language.definition.fields import Fields
from fakeaws.services.stepfunctions.language.definition.parsing.outline import StateOutline, WorkflowOutline


@dataclass
class Parsing:
    """One definition on its way to a machine.

    ``machine_language`` is the query language of states that name none; ``express``: what is being parsed runs as Express.
    """

    report: Report
    machine_language: str
    express: bool
    outlines: list[WorkflowOutline] = field(default_factory=list)
    #: Location of each state's first use of its name, of each Label.
    names: dict[str, str] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)


@dataclass
class StateFields:
    """A state being parsed."""

    name: str
    fields: Fields
    outline: StateOutline
    parsing: Parsing
