"""Map states as state machines of their own: ``stateMachine:name/label``."""

from __future__ import annotations

from collections.abc import Callable

from fakeaws.services.stepfunctions.language.json_text import Json, read_json, write_json


def definition_of_label(definition: str, label: str) -> str | None:
    """The text of the ItemProcessor of the Map state with that ``Label``; None if the definition has no such state."""
    processor = _processor(read_json(definition), lambda name, state: state.get("Label") == label)
    return None if processor is None else write_json(processor)


def definition_of_map(definition: str, state_name: str) -> str:
    """The text of the ItemProcessor of the Map state of that name, which is there."""
    return write_json(_processor(read_json(definition), lambda name, state: name == state_name))


def _processor(workflow: Json, matches: Callable[[str, Json], bool]) -> Json:
    if not isinstance(workflow, dict):
        return None
    for name, state in (workflow.get("States") or {}).items():
        inner = state.get("ItemProcessor") or state.get("Iterator")
        if matches(name, state):
            return inner
        for each in (inner, *(state.get("Branches") or ())):
            found = _processor(each, matches)
            if found is not None:
                return found
    return None
