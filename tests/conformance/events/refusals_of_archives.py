"""Refusals of archives and replays."""

from __future__ import annotations

from collections.abc import Callable

from fakeaws.services.events import limits
from tests.conformance.contract import Refusal, Stage
from tests.conformance.events import furniture as f
from tests.conformance.events.rows import LIMIT, NOT_FOUND, PATTERN, USUAL, VALIDATION, broken, row

EXISTS, STATUS = "ResourceAlreadyExistsException", "IllegalStatusException"
_NONE = "Archive none does not exist."
_TOO_MANY = "The requested resource exceeds the maximum number allowed."
_TOKEN = "Parameter NextToken is not valid."
_BAD_NAME = r"Member must satisfy regular expression pattern: [\.\-_A-Za-z0-9]+"
_NO_JSON = 'Event pattern is not valid. Reason: Filter is not an object\n at [Source: (String)"[]"; line: 1, column: 2]'


def _limited(name: str, value: int) -> Callable[[Stage], None]:
    def given(on: Stage) -> None:
        on.monkeypatch.setattr(limits, name, value)

    return given


def _two_filters(operation: str) -> Refusal:
    message = f"At most one filter is allowed for {operation}. Use either : State, EventSourceArn, or NamePrefix."
    return row("two filters", operation, VALIDATION, message, NamePrefix="a", EventSourceArn=f.ORDERS)


def _not_valid(id: str, name: str, reason: str, **changed: object) -> Refusal:
    return row(id, "StartReplay", VALIDATION, f"Parameter {name} is not valid. Reason: {reason}", **changed)


TABLE: tuple[Refusal, ...] = (
    row("there already", "CreateArchive", EXISTS, "Archive kept already exists.", ArchiveName="kept"),
    row(
        "no bus",
        "CreateArchive",
        NOT_FOUND,
        "Event bus gone does not exist.",
        EventSourceArn=f.EVENTS + "event-bus/gone",
    ),
    row("too many", "CreateArchive", LIMIT, _TOO_MANY, _limited("ARCHIVES", 1)),
    row("bad pattern", "CreateArchive", PATTERN, _NO_JSON, EventPattern="[]"),
    row(
        "bad name",
        "CreateArchive",
        VALIDATION,
        broken("archiveName", "a b", _BAD_NAME),
        ArchiveName="a b",
    ),
    row("none", "DescribeArchive", NOT_FOUND, _NONE, ArchiveName="none"),
    row("none", "UpdateArchive", NOT_FOUND, _NONE, ArchiveName="none"),
    row("bad pattern", "UpdateArchive", PATTERN, _NO_JSON, EventPattern="[]", RetentionDays=9),
    row("none", "DeleteArchive", NOT_FOUND, _NONE, ArchiveName="none"),
    _two_filters("ListArchives"),
    row("bad token", "ListArchives", VALIDATION, _TOKEN, NextToken="x"),
    row("there already", "StartReplay", EXISTS, "Replay done already exists.", ReplayName="done"),
    row("too many", "StartReplay", LIMIT, _TOO_MANY, _limited("REPLAYS", 0)),
    row(
        "no bus",
        "StartReplay",
        NOT_FOUND,
        "Event bus gone does not exist.",
        Destination={"Arn": f.EVENTS + "event-bus/gone"},
    ),
    _not_valid("no archive", "EventSourceArn", _NONE, EventSourceArn=f.EVENTS + "archive/none"),
    _not_valid(
        "other bus",
        "Destination.Arn",
        "Cross event bus replay is not permitted.",
        Destination={"Arn": f.PLAIN},
    ),
    _not_valid(
        "no time",
        "EventEndTime",
        "EventStartTime must be before EventEndTime.",
        EventEndTime=USUAL["StartReplay"]["EventStartTime"],
    ),
    row("none", "DescribeReplay", NOT_FOUND, "Replay none does not exist.", ReplayName="none"),
    row("none", "CancelReplay", NOT_FOUND, "Replay none does not exist.", ReplayName="none"),
    row("over", "CancelReplay", STATUS, "Replay done is not in a valid state for this operation."),
    _two_filters("ListReplays"),
    row("bad token", "ListReplays", VALIDATION, _TOKEN, NextToken="x"),
)
