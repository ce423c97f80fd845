"""What a failed assertion shows: what happened to the messages that it is about, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from fakeaws.timeline.findings import Finding
from fakeaws.timeline.records import Record, Timeline
from fakeaws.timeline.text import render
from fakeaws.timeline.tracing import Fates, Trace

#: More lines than this help nobody; the timeline itself has them all.
MAX_LINES = 60


class Room(NamedTuple):
    """How much pytest shows of an explanation before it cuts the rest off."""

    lines: int
    chars: int


def explain_comparison(op: str, left: object, right: object, room: Room | None = None) -> list[str] | None:
    """For pytest's ``pytest_assertrepr_compare``: the lines for a comparison with fates, traces, records, findings; else None.

    The first line restates the comparison, the others tell what differs and show the records concerned. With little
    ``room`` a message's story shows its end, as what became of it is asked for, and other records show their beginning.
    """
    for mine, other in ((left, right), (right, left)):
        if isinstance(mine, Fates):
            if op in ("==", "!=") and not isinstance(other, dict):
                return None  # a snapshot's own matter
            about = f"what happened to message {mine.trace.message_id}"
            head = [f"{left!r} {op} {right!r}", *_differing(mine, other)]
            return head + _story(about, mine.trace.records, room, head)
    findings = [*_findings(left), *_findings(right)]
    if findings:
        return [f"{_short(left)} {op} {_short(right)}", *(line for each in findings for line in str(each).splitlines())]
    if op == "==" and _only_records(left) and _only_records(right):
        return _sides(left, right, room)
    records = [*_records(left), *_records(right)]
    if not records:
        return None
    head = [f"{_short(left)} {op} {_short(right)}"]
    if isinstance(left, Record) and isinstance(right, Record) and op == "==":
        head.append(f"they differ in {', '.join(_differing_fields(left, right))}")
    numbered = {record.number: record for record in records}
    return head + _beginning("the records concerned", [numbered[number] for number in sorted(numbered)], room, head)


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


def _differing_fields(left: Record, right: Record) -> list[str]:
    fields = (
        "at",
        "time",
        "actor",
        "service",
        "kind",
        "resource",
        "message_id",
        "outcome",
        "cause",
        "details",
        "number",
    )
    return [field for field in fields if getattr(left, field) != getattr(right, field)]


def _only_records(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, Record) for each in value)


def _sides(left: object, right: object, room: Room | None) -> list[str] | None:
    """Two lists of records: which ones only one of them has."""
    mine, its = _records(left), _records(right)
    if not mine and not its:
        return None
    lines = [f"{_short(left)} == {_short(right)}"]
    for side, here, there in (("left", mine, its), ("right", its, mine)):
        others = set(there)
        alone = [record for record in here if record not in others]
        if alone:
            lines += _beginning(f"only on the {side}", alone, room, lines)
    if len(lines) == 1:
        lines += _beginning("the same records in another order, or one of them again; on the left", mine, room, lines)
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
        return "[1 record]" if len(value) == 1 else f"[{len(value)} records]"
    return "<timeline>" if isinstance(value, Timeline) else repr(value)


def _story(title: str, records: Sequence[Record], room: Room | None, head: Sequence[str]) -> list[str]:
    """The records under the title; with little room the last of them."""
    return _fitting(
        title,
        records,
        room,
        head,
        lambda count: records[-count:],
        f"{title}, at last (-vv: all {len(records)} records)",
    )


def _beginning(title: str, records: Sequence[Record], room: Room | None, head: Sequence[str]) -> list[str]:
    """The records under the title; with little room the first of them."""
    return _fitting(
        title,
        records,
        room,
        head,
        lambda count: records[:count],
        f"{title}, at first (-vv: all {len(records)} records)",
    )


def _fitting(
    title: str,
    records: Sequence[Record],
    room: Room | None,
    head: Sequence[str],
    some: Callable[[int], Sequence[Record]],
    title_of_some: str,
) -> list[str]:
    whole = [f"{title}:", *_table(records)]
    if room is None or _fits(head, whole, room):
        return whole
    for count in range(min(len(records) - 1, room.lines), 0, -1):
        part = [f"{title_of_some}:", *_table(some(count))]
        if _fits(head, part, room):
            return part
    return whole


def _fits(head: Sequence[str], lines: Sequence[str], room: Room) -> bool:
    return len(head) + len(lines) <= room.lines and sum(map(len, head)) + sum(map(len, lines)) <= room.chars


def _table(records: Sequence[Record]) -> list[str]:
    lines = render(records).splitlines()
    if len(lines) > MAX_LINES:
        left_out = len(lines) - MAX_LINES
        lines = [*lines[: MAX_LINES // 2], f"… {left_out} more …", *lines[-MAX_LINES // 2 :]]
    return ["  " + line for line in lines]
