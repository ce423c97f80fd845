"""Failed invocations as the report of a failed test tells them: what went wrong, with what, where, and what was printed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from fakeaws.timeline.text import short_id
from fakeaws.timeline.words import instant

if TYPE_CHECKING:
    from fakeaws.services.lambda_.functions import Function
    from fakeaws.services.lambda_.invocations.invocation import Invocation

#: Functions of which a report tells: those that failed last.
SHOWN_FUNCTIONS = 3
#: Lines of what an invocation printed and logged: the last ones.
SHOWN_LINES = 5
_WIDTH = 200


def failure_report(functions: Iterable[Function]) -> list[str]:
    """The last failure of each function, the latest last; some lines each."""
    last = [
        (invocation.ended_us or 0, invocation.record or 0, function, invocation)
        for function in functions
        for invocation in [next((each for each in reversed(function.invocations) if each.failed), None)]
        if invocation is not None
    ]
    last.sort(key=lambda each: each[:2])
    return [_told(function, invocation) for _, _, function, invocation in last[-SHOWN_FUNCTIONS:]]


def _told(function: Function, invocation: Invocation) -> str:
    error = json.loads(invocation.answer)
    failed = sum(each.failed for each in function.invocations)
    ended = sum(each.outcome is not None for each in function.invocations)
    often = f"; {failed} of {ended} invocations failed" if ended > 1 else ""
    lines = [
        f"function {function.resource}: {_kind_and_message(error)} "
        f"(invocation {short_id(invocation.request_id)}, ended at {instant(invocation.ended_us or 0)}{often})",
        f"  event: {_cut(invocation.payload.decode(errors='backslashreplace'))}",
    ]
    if error.get("stackTrace"):
        lines += [_cut(line) for line in error["stackTrace"][-1].splitlines()]
    printed = "".join(invocation.log.printed).splitlines()
    if len(printed) > SHOWN_LINES:
        lines.append(f"  … {len(printed) - SHOWN_LINES} earlier lines, in .invocations[…].logs")
    return "\n".join([*lines, *(f"  log: {_cut(line)}" for line in printed[-SHOWN_LINES:])])


def _kind_and_message(error: dict[str, Any]) -> str:
    message = error["errorMessage"]
    if error["errorType"] in _WITH_ID:
        message = message.partition(" Error: ")[2]
    return _cut(f"{error['errorType']}: {message}" if message else error["errorType"])


#: Their messages begin with the request id.
_WITH_ID = ("Runtime.ExitError", "Sandbox.Timedout")


def _cut(text: str) -> str:
    text = " ".join(text.splitlines())
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
