"""A tally as a table and as JSON."""

from __future__ import annotations

import hashlib
from typing import Any

from fakeaws.services.stepfunctions.coverage.marks import BRANCHES, CATCHERS, CHOICES, RETRIERS, STATES
from fakeaws.services.stepfunctions.coverage.tally import Definition, Tally

_COLUMNS = {
    STATES: "States",
    CHOICES: "Choices",
    BRANCHES: "Branches",
    RETRIERS: "Retriers",
    CATCHERS: "Catchers",
}


def table(tally: Tally) -> list[str]:
    """One line for each definition: what was reached of what there is, and what was not."""
    definitions = tally.definitions()
    if not definitions:
        return ["no state machine was created"]
    rows = [["Machine", *_COLUMNS.values(), "Cover", "Missing"]]
    rows += [
        [name, *(_of(definition, kind) for kind in _COLUMNS), _cover([definition]), _missing(definition)]
        for name, definition in zip(_names(definitions), definitions)
    ]
    if len(definitions) > 1:
        total = ["TOTAL"]
        for kind in _COLUMNS:
            there = sum(len(each.of_kind(kind)) for each in definitions)
            total.append(f"{there - sum(len(each.missing(kind)) for each in definitions)}/{there}")
        rows.append([*total, _cover(definitions), ""])
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]) - 1)]
    lines = [_line(row, widths) for row in rows]
    rule = "-" * max(len(lines[0]), sum(widths) + 3 * len(widths))
    return [lines[0], rule, *lines[1:]] if len(definitions) == 1 else [lines[0], rule, *lines[1:-1], rule, lines[-1]]


def as_json(tally: Tally) -> dict[str, Any]:
    """``machines``: for each its ``name``, ``type``, ``definition_sha256`` and, for each kind of thing, the numbers
    ``total`` and ``reached`` and the list ``missing``: ``state``, ``place`` (from 0; None for a state or Default), ``label``.
    """
    machines = []
    for each in tally.definitions():
        told: dict[str, Any] = {
            "name": each.name,
            "type": each.type,
            "definition_sha256": hashlib.sha256(each.text.encode()).hexdigest(),
        }
        for kind, column in _COLUMNS.items():
            total, missing = len(each.of_kind(kind)), each.missing(kind)
            told[column.lower()] = {
                "total": total,
                "reached": total - len(missing),
                "missing": [{"state": mark.state, "place": mark.place, "label": mark.label} for mark in missing],
            }
        machines.append(told)
    return {"machines": machines}


def _names(definitions: list[Definition]) -> list[str]:
    """``order``, ``order #2`` for another text of the same name."""
    names: list[str] = []
    count: dict[str, int] = {}
    for each in definitions:
        number = count[each.name] = count.get(each.name, 0) + 1
        names.append(each.name if number == 1 else f"{each.name} #{number}")
    return names


def _of(definition: Definition, kind: str) -> str:
    total = len(definition.of_kind(kind))
    return f"{total - len(definition.missing(kind))}/{total}" if total else "-"


def _cover(definitions: list[Definition]) -> str:
    total = sum(len(each.marks) for each in definitions)
    return f"{100 * (total - sum(len(each.missing()) for each in definitions)) // total}%"


def _missing(definition: Definition) -> str:
    """What was not reached; of a state that nobody entered, its name is enough."""
    never = {mark.state for mark in definition.missing(STATES)}
    return ", ".join(mark.label for mark in definition.missing() if mark.kind == STATES or mark.state not in never)


def _line(row: list[str], widths: list[int]) -> str:
    first, *numbers = (
        text.ljust(width) if place == 0 else text.rjust(width)
        for place, (text, width) in enumerate(zip(row[:-1], widths))
    )
    return "   ".join([first, *numbers, row[-1]]).rstrip()
