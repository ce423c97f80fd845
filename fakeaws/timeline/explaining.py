"""What a failed assertion shows: what happened to the messages that it is about, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from fakeaws.timeline.findings import Finding
from fakeaws.timeline.records import Record, Timeline
from fakeaws.timeline.text import render
from fakeaws.timeline.tracing import Fates, Trace

#: More lines than this help nobody; the timeline itself has them all.
MAX_LINES = 60


def explain_comparison(op: str, left: object, right: object) -> list[str] | None:
    """For pytest's ``pytest_assertrepr_compare``: the lines for a comparison with fates, traces, records or findings.

    The first line restates the comparison, the others tell what differs and show the records concerned. ``None`` for
    any other comparison.
    """
    for mine, other in ((left, right), (right, left)):
        if isinstance(mine, Fates):
            return [
                f"{left!r} {op} {right!r}",
                *_differing(mine, other),
                f"what happened to message {mine.trace.message_id}:",
                *_table(mine.trace.records),
            ]
    findings = [*_findings(left), *_findings(right)]
    if findings:
        return [f"{_short(left)} {op} {_short(right)}", *(line for each in findings for line in str(each).splitlines())]
    records = [*_records(left), *_records(right)]
    if not records:
        return None
    numbered = {record.number: record for record in records}
    return [
        f"{_short(left)} {op} {_short(right)}",
        "the records concerned:",
        *_table([numbered[number] for number in sorted(numbered)]),
    ]


def _differing(fates: Fates, expected: object) -> list[str]:
    if not isinstance(expected, dict):
        return []
    lines = []
    for resource in dict.fromkeys((*fates, *expected)):
        is_, should_be = fates.get(resource), expected.get(resource)
        if is_ != should_be:
            found = f"is {is_}" if is_ else "never had the message"
            wanted = f"{should_be} was expected" if should_be else "it was not expected there"
            lines.append(f"{resource} {found}; {wanted}")
    return lines


def _records(value: object) -> list[Record]:
    if isinstance(value, Record):
        return [value]
    if isinstance(value, Trace):
        return value.records
    if isinstance(value, list):
        return [each for each in value if isinstance(each, Record)]
    return []


def _findings(value: object) -> list[Finding]:
    return [each for each in value if isinstance(each, Finding)] if isinstance(value, list) else []


def _short(value: object) -> str:
    if _findings(value):
        return f"[{', '.join(each.rule for each in _findings(value))}]"
    if isinstance(value, list) and any(isinstance(each, Record) for each in value):
        return f"[{len(value)} records]"
    return "<timeline>" if isinstance(value, Timeline) else repr(value)


def _table(records: Iterable[Record]) -> list[str]:
    lines = render(records).splitlines()
    if len(lines) > MAX_LINES:
        left_out = len(lines) - MAX_LINES
        lines = [*lines[: MAX_LINES // 2], f"… {left_out} more …", *lines[-MAX_LINES // 2 :]]
    return ["  " + line for line in lines]
