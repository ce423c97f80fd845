"""ValidateStateMachineDefinition."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.stepfunctions.language.definition import ERROR, Diagnostic, parse_definition, select, states
from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase


class ValidationOperations(StepFunctionsBase):
    """The operation that checks a definition."""

    def validate_state_machine_definition(self, call: Call) -> Result:
        params = call.params
        parsed = parse_definition(params["definition"], params.get("type") or states.STANDARD)
        selected = select(parsed.diagnostics, params.get("severity") or ERROR, params.get("maxResults") or 0)
        return {
            "result": selected.result,
            "diagnostics": [_shown(diagnostic) for diagnostic in selected.diagnostics],
            "truncated": selected.truncated,
        }


def _shown(diagnostic: Diagnostic) -> Result:
    shown = {"severity": diagnostic.severity, "code": diagnostic.code, "message": diagnostic.message}
    return shown if diagnostic.location is None else {**shown, "location": diagnostic.location}
