"""Records as a Mermaid sequence diagram: actors and resources as participants, an arrow or a note for each record."""

from __future__ import annotations

from collections.abc import Iterable

from fakeaws.timeline.records import AWS, Record
from fakeaws.timeline.text import offset, short_id

#: Operations whose answer hands something over to the caller: the arrow points at the actor.
_HANDS_OVER = ("ReceiveMessage",)


def render(records: Iterable[Record]) -> str:
    """A ``sequenceDiagram`` whose participants stand in the order in which they take part.

    A call is an arrow from the actor to the resource, a hand-over one from the resource to the actor. What AWS did by
    itself is a note over the resource, or an arrow from the resource that caused it if that is another one.
    """
    names: dict[tuple[str, str], str] = {}
    steps = [_step(record, names) for record in records]
    heading = ["sequenceDiagram", *(f"    participant {key} as {_escaped(name)}" for (_, name), key in names.items())]
    return "\n".join([*heading, *steps]) + "\n"


def _step(record: Record, names: dict[tuple[str, str], str]) -> str:
    text = f"{offset(record.at)} {record.kind} {short_id(record.message_id)}".rstrip() + f": {record.outcome}"
    text = _escaped(text)
    place, cause = _place(record), record.cause
    if record.actor != AWS:
        actor = _participant(("actor", record.actor), names)
        where = _participant(place, names)
        return f"    {where}-->>{actor}: {text}" if record.kind in _HANDS_OVER else f"    {actor}->>{where}: {text}"
    if cause is not None and _place(cause) != place:
        source = _participant(_place(cause), names)
        return f"    {source}->>{_participant(place, names)}: {text}"
    return f"    Note over {_participant(place, names)}: {text}"


def _place(record: Record) -> tuple[str, str]:
    return ("resource", record.resource or record.service)


def _participant(who: tuple[str, str], names: dict[tuple[str, str], str]) -> str:
    return names.setdefault(who, f"p{len(names) + 1}")


def _escaped(text: str) -> str:
    """``#`` and ``;`` mean something to Mermaid, and a line end ends the statement."""
    return " ".join(text.split()).translate({ord("#"): "#35;", ord(";"): "#59;"})
