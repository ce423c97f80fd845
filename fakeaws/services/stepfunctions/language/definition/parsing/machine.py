"""The whole definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fakeaws.services.stepfunctions.language.compiled import Compiled
from fakeaws.services.stepfunctions.language.definition.diagnostics import (
    TOO_DEEPLY_NESTED,
    Diagnostic,
    Report,
)
from fakeaws.services.stepfunctions.language.definition.fields import Fields
from fakeaws.services.stepfunctions.language.definition.parsing.context import Parsing
from fakeaws.services.stepfunctions.language.definition.parsing.tables import MACHINE
from fakeaws.services.stepfunctions.language.definition.parsing.workflow import workflow
from fakeaws.services.stepfunctions.language.definition.reader import read_definition
from fakeaws.services.stepfunctions.language.definition.states import (
    EXPRESS,
    JSONATA,
    JSONPATH,
    STANDARD,
    StateMachine,
)
from fakeaws.services.stepfunctions.language.definition.validator.scopes import check_scopes
from fakeaws.services.stepfunctions.language.definition.validator.transitions import check_transitions
from fakeaws.services.stepfunctions.language.json_text import Json

_VERSIONS: Final = ("1.0",)


@dataclass(frozen=True)
class Definition(Compiled):
    """What a definition's text says: ``machine`` is None if there is an ERROR among the ``diagnostics``."""

    machine: StateMachine | None
    diagnostics: tuple[Diagnostic, ...]


def parse_definition(text: str, machine_type: str = STANDARD) -> Definition:
    """Read, compile and check a definition of a STANDARD or EXPRESS state machine; never raises for what is in the text.

    JSONata expressions need the extra ``fakeaws[stepfunctions]``: `NotSupportedError` says so.
    """
    report = Report()
    machine = None
    try:
        value = read_definition(text, report)
        if value is not None:
            machine = _machine(value, machine_type, report)
    except RecursionError:
        report = Report()
        report.error(TOO_DEEPLY_NESTED, "The definition is nested too deeply", None)
    return Definition(None if report.errors else machine, tuple(report.diagnostics))


def _machine(value: dict[str, Json], machine_type: str, report: Report) -> StateMachine:
    fields = Fields(value, "", JSONPATH, report)
    fields.allow(MACHINE)
    language = fields.one_of("QueryLanguage", (JSONPATH, JSONATA)) or JSONPATH
    version = fields.one_of("Version", _VERSIONS) or _VERSIONS[0]
    timeout = fields.integer("TimeoutSeconds", 1)
    parsing = Parsing(report, language, machine_type == EXPRESS)
    parsed = workflow(fields, parsing)
    machine = StateMachine(parsed.start_at, parsed.states, parsed.comment, version, timeout, language)
    check_scopes(machine, report)
    for outline in parsing.outlines:
        check_transitions(outline, report)
    return machine
