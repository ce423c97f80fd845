"""Parallel."""

from __future__ import annotations

from typing import Any

from fakeaws.services.stepfunctions.language.definition import compiling
from fakeaws.services.stepfunctions.language.definition.parsing.context import StateFields
from fakeaws.services.stepfunctions.language.definition.parsing.tables import BRANCH
from fakeaws.services.stepfunctions.language.definition.parsing.workflow import workflow
from fakeaws.services.stepfunctions.language.definition.states import JSONATA, Parallel
from fakeaws.services.stepfunctions.language.definition.validator.lookalikes import warn_of_template


def parallel_state(state: StateFields, common: dict[str, Any]) -> Parallel:
    fields = state.fields
    fields.require("Branches")
    warn_of_template(fields, "Parameters")
    parameters = compiling.payload(fields, "Arguments" if fields.language == JSONATA else "Parameters")
    branches = []
    for branch in fields.objects("Branches", may_be_empty=False):
        branch.allow(BRANCH)
        branches.append(workflow(branch, state.parsing))
    return Parallel(**common, parameters=parameters, branches=tuple(branches))
