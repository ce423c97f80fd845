"""The timeline: what happened, when, by whom and because of what.

A record is kept as a plain tuple and becomes a `Record` only when somebody reads it.
"""

from __future__ import annotations

import datetime as _datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.simulation.simulation import Simulation
    from fakeaws.timeline.messages import MessageIndex

#: ``(at_us, wall_us, actor, service, kind, resource, message_id, outcome, cause, details)``
Row: TypeAlias = "tuple[int, int, str, str, str, str, str | None, str, int | None, Mapping[str, Any] | None]"

#: The actor of what AWS does by itself: time-outs, redrives, expiries.
AWS = "aws"


class Record:
    """One thing that happened. Two records are equal when everything about them is.

    - ``time``: the world's wall clock; ``at``: how long after the world's start;
    - ``actor``: who did it: ``test``, the name of a thread or spawned actor, or ``aws``;
    - ``kind``: the API operation or, for what services do by themselves, the event (``VisibilityTimeout``, ``Redrive``,
      ``RetentionExpired`` …);
    - ``outcome``: where the message is after it (``visible``, ``in-flight`` …), ``ok``, or AWS's error code;
    - ``cause``: the record that led to this one, if one did;
    - ``number``: its place in the timeline, from 0.
    """

    __slots__ = ("_row", "_timeline", "number")

    number: int

    def __init__(self, timeline: Timeline, number: int) -> None:
        self._timeline = timeline
        self._row = timeline.rows[number]
        self.number = number

    @property
    def time(self) -> _datetime.datetime:
        """The world's wall clock, as aware UTC."""
        return from_us(self._row[1])

    @property
    def at(self) -> _datetime.timedelta:
        """Time since the world's start; never goes back."""
        return _datetime.timedelta(microseconds=self._row[0])

    @property
    def actor(self) -> str:
        """Who did it."""
        return self._row[2]

    @property
    def service(self) -> str:
        """The service, as botocore names it."""
        return self._row[3]

    @property
    def kind(self) -> str:
        """API operation or event."""
        return self._row[4]

    @property
    def resource(self) -> str:
        """Queue, topic, function …: its bare name; its ARN where account or region is not the world's own."""
        return self._row[5]

    @property
    def message_id(self) -> str | None:
        """The message it is about, if it is about one."""
        return self._row[6]

    @property
    def outcome(self) -> str:
        """What it led to."""
        return self._row[7]

    @property
    def cause(self) -> Record | None:
        """The record that led to this one."""
        cause = self._row[8]
        return None if cause is None else Record(self._timeline, cause)

    @property
    def details(self) -> Mapping[str, Any]:
        """What else is known, by name."""
        return self._row[9] or {}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record):
            return NotImplemented
        mine, its = self._row, other._row
        return self.number == other.number and mine[:9] == its[:9] and (mine[9] or {}) == (its[9] or {})

    def __hash__(self) -> int:
        return hash((self.number, self._row[:9]))

    def __repr__(self) -> str:
        from fakeaws.timeline.text import offset, short_id

        about = " ".join(part for part in (self.resource, short_id(self.message_id)) if part)
        about = f" {about}" if about else ""
        return f"<{offset(self.at)} {self.actor} {self.service}.{self.kind}{about}: {self.outcome}>"


class Timeline(Sequence[Record]):
    """All records of a world in the order in which they happened; reads like a list of `Record`."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._messages: MessageIndex | None = None
        self.rows: list[Row] = []

    def add(
        self,
        service: str,
        kind: str,
        resource: str,
        outcome: str,
        *,
        message_id: str | None = None,
        cause: int | None = None,
        details: Mapping[str, Any] | None = None,
        actor: str | None = None,
    ) -> int:
        """Note something; returns its number, which later records name as their cause.

        ``actor``: who did it, when that is not the one who runs: the consumer whose long poll a sender ends.
        """
        simulation = self._simulation
        clock = simulation.clock
        rows = self.rows
        elapsed = clock.elapsed_us
        if actor is None:
            actor = AWS if simulation.busy else simulation.current.name
        rows.append(
            (elapsed, elapsed + clock.offset_us, actor, service, kind, resource, message_id, outcome, cause, details)
        )
        return len(rows) - 1

    def amend(self, number: int, outcome: str, details: Mapping[str, Any] | None = None) -> None:
        """Say how a record's event ended: only for who added it, before anybody else had the baton.

        For what has to be noted before its outcome is known, as calls that it makes name it as their cause.
        """
        row = self.rows[number]
        self.rows[number] = (*row[:7], outcome, row[8], details if details is not None else row[9])

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> list[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | list[Record]:
        if isinstance(index, slice):
            return [Record(self, number) for number in range(*index.indices(len(self.rows)))]
        return Record(self, range(len(self.rows))[index])

    def __iter__(self) -> Iterator[Record]:
        for number in range(len(self.rows)):
            yield Record(self, number)

    def __repr__(self) -> str:
        return f"<timeline of {len(self.rows)} records>"

    def __str__(self) -> str:
        return self.text()

    def record(self, number: int) -> Record:
        """The record of that number."""
        return Record(self, number)

    @property
    def messages(self) -> MessageIndex:
        """Which records are about which message; brought up to date when asked for."""
        if self._messages is None:
            from fakeaws.timeline.messages import MessageIndex

            self._messages = MessageIndex(self.rows)
        self._messages.catch_up()
        return self._messages

    def select(
        self,
        *,
        service: str | None = None,
        kind: str | None = None,
        resource: str | None = None,
        actor: str | None = None,
        outcome: str | None = None,
    ) -> list[Record]:
        """The records that match every given value."""
        wanted = [
            (column, value)
            for column, value in ((3, service), (4, kind), (5, resource), (2, actor), (7, outcome))
            if value is not None
        ]
        return [
            Record(self, number)
            for number, row in enumerate(self.rows)
            if all(row[column] == value for column, value in wanted)
        ]

    def text(self) -> str:
        """All records as an aligned table, one line each."""
        from fakeaws.timeline.text import render

        return render(self)

    def mermaid(self) -> str:
        """All records as a Mermaid ``sequenceDiagram``: an arrow for each."""
        from fakeaws.timeline.mermaid import render

        return render(self)

    def jsonl(self) -> str:
        """All records as JSON, one line each; the same bytes for the same run."""
        from fakeaws.timeline.jsonl import lines

        return "".join(lines(self))
