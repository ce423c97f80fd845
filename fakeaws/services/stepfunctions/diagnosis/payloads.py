"""The diagnosis ``path-is-a-literal``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fakeaws.services.stepfunctions.diagnosis.cases import Cases
from fakeaws.timeline.findings import Finding

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.executions.execution import Execution
    from fakeaws.services.stepfunctions.machines import Revision

#: The payload templates of a JSONPath state.
_TEMPLATES = ("Parameters", "ResultSelector", "ItemSelector", "Assign")
_PATH = re.compile(r"\$\$?\.[A-Za-z_]|\$\$?\[")
#: Whether it is worth looking: a value that begins as a path does.
_WORTH = re.compile(r':\s*"\$\$?[.\[]')


def literal_path(cases: Cases) -> Iterator[Finding]:
    """A member of a payload template has a path for its value, and no ``.$`` at the end of its name: it is plain text."""
    seen: dict[int, tuple[Execution, Revision]] = {}
    for execution in cases.executions:
        if execution.map_run is not None:  # its definition is a part of its parent's
            continue
        seen.setdefault(id(execution.revision), (execution, execution.revision))
    told: set[tuple[str, str, str]] = set()
    for execution, revision in seen.values():
        if not _WORTH.search(revision.definition):
            continue
        states = revision.machine.all_states()
        for name, raw in _raw_states(json.loads(revision.definition)):
            state = states.get(name)
            if state is None or state.jsonata or ("state", name, None) not in revision.reached:
                continue
            for place, value in _literals(raw):
                key = (execution.state_machine.arn, name, place)
                if key not in told:
                    told.add(key)
                    yield _finding(cases, execution, name, place, value)


def _finding(cases: Cases, execution: Execution, state: str, place: str, value: str) -> Finding:
    member = place.rpartition(".")[2]
    return Finding(
        "path-is-a-literal",
        f"{place} of state {state!r} is the text {value!r} itself, not what it points at: the member's name does not end "
        f"in '.$'. It was so in {cases.name(execution)}.",
        f'Write "{member}.$": "{value}".',
        cases.records(execution),
    )


def _raw_states(workflow: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, raw in workflow.get("States", {}).items():
        yield name, raw
        inner = [*raw.get("Branches", ()), raw.get("ItemProcessor"), raw.get("Iterator")]
        for each in inner:
            if each is not None:
                yield from _raw_states(each)


def _literals(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """``(Parameters.order.id, "$.id")`` of each."""
    for field in _TEMPLATES:
        if isinstance(raw.get(field), dict):
            yield from _in_template(raw[field], field)


def _in_template(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, each in value.items():
            if isinstance(each, str):
                if not name.endswith(".$") and _PATH.match(each):
                    yield f"{place}.{name}", each
            else:
                yield from _in_template(each, f"{place}.{name}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _in_template(each, f"{place}[{number}]")
