"""Retry and Catch."""

from __future__ import annotations

from typing import Final

from fakeaws.services.stepfunctions.language.definition import compiling
from fakeaws.services.stepfunctions.language.definition.fields import Fields
from fakeaws.services.stepfunctions.language.definition.parsing.context import StateFields
from fakeaws.services.stepfunctions.language.definition.parsing.tables import CATCHER, RETRIER
from fakeaws.services.stepfunctions.language.definition.states import Catcher, Retrier

_ALL: Final = "States.ALL"
_MOST_DELAY: Final = 31_622_400
_JITTERS: Final = ("FULL", "NONE")


def retriers(state: StateFields) -> tuple[Retrier, ...]:
    found = []
    rules = list(state.fields.objects("Retry"))
    for at, fields in enumerate(rules):
        fields.allow(RETRIER)
        fields.text("Comment")
        errors = _errors(fields, last=at == len(rules) - 1)
        interval = fields.integer("IntervalSeconds", 0)
        attempts = fields.integer("MaxAttempts", 0)
        rate = fields.number("BackoffRate", 1.0)
        delay = fields.integer("MaxDelaySeconds", 1, _MOST_DELAY)
        interval = 1 if interval is None else interval
        if delay is not None and delay <= interval:
            fields.schema("MaxDelaySeconds must be greater than IntervalSeconds", "MaxDelaySeconds")
        jitter = fields.one_of("JitterStrategy", _JITTERS) or "NONE"
        found.append(
            Retrier(errors, interval, 3 if attempts is None else attempts, 2.0 if rate is None else rate, delay, jitter)
        )
    return tuple(found)


def catchers(state: StateFields) -> tuple[Catcher, ...]:
    found = []
    rules = list(state.fields.objects("Catch"))
    for at, fields in enumerate(rules):
        fields.allow(CATCHER)
        fields.text("Comment")
        errors = _errors(fields, last=at == len(rules) - 1, also="Next")
        target = fields.text("Next")
        if target is None:
            state.outline.known = False
        else:
            state.outline.targets.append((target, fields.at("Next")))
        states = (*compiling.STATES, "errorOutput")
        found.append(
            Catcher(
                errors,
                target or "",
                compiling.result_path(fields),
                compiling.jsonata(fields, "Output", states),
                compiling.assignment(fields, states),
            )
        )
    return tuple(found)


def _errors(fields: Fields, last: bool, also: str | None = None) -> tuple[str, ...]:
    """ErrorEquals; ``also`` is required as well."""
    fields.require(*(("ErrorEquals",) if also is None else ("ErrorEquals", also)))
    names = fields.texts("ErrorEquals", may_be_empty=False)
    for at, name in enumerate(names):
        if name == _ALL and not (last and len(names) == 1):
            fields.schema("States.ALL must appear alone and at end of list", f"ErrorEquals[{at}]")
    return names
