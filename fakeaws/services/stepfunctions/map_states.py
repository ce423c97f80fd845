"""Map states as state machines of their own: ``stateMachine:name/label``."""

from __future__ import annotations

from fakeaws.services.stepfunctions.language.json_text import Json, read_json, write_json


def definition_of_label(definition: str, label: str) -> str | None:
    """The text of the ItemProcessor of the Map state with that ``Label``; None if the definition has no such state."""
    processor = _processor(read_json(definition), label)
    return None if processor is None else write_json(processor)


def _processor(workflow: Json, label: str) -> Json:
    if not isinstance(workflow, dict):
        return None
    for state in (workflow.get("States") or {}).values():
        inner = state.get("ItemProcessor") or state.get("Iterator")
        if state.get("Label") == label:
            return inner
        for each in (inner, *(state.get("Branches") or ())):
            found = _processor(each, label)
            if found is not None:
                return found
    return None
