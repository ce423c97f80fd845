"""The usual mistakes with event source mappings, as the timeline shows them: one function each.

A rule would rather keep silent than find fault with correct code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.services.lambda_.event_sources.batch import IGNORED, IS_HANDLE, REPORT, UNREADABLE
from fakeaws.services.lambda_.event_sources.intake import FILTER, NO_JSON
from fakeaws.timeline.findings import Finding
from fakeaws.timeline.words import count, instant, message, so_did

if TYPE_CHECKING:
    from fakeaws.services.lambda_.operations.event_source_mappings import EventSourceMappingOperations
    from fakeaws.timeline.records import Record, Row

#: Times that a message came back before a missing dead-letter queue is a mistake.
FAILURES = 3
#: Characters of a wrong identifier that are told.
_SHOWN = 60

Rows = list[tuple[int, "Row"]]


class History:
    """What the mappings of one account and region noted, by function and queue."""

    def __init__(self, service: EventSourceMappingOperations) -> None:
        self.service = service
        self.timeline = service.world.timeline
        self.functions = {function.resource for function in service.functions.values()}
        self.noted: dict[tuple[str, str, str], Rows] = {}
        for number, row in enumerate(self.timeline.rows):
            if row[3] == "lambda" and row[4] in (REPORT, FILTER) and row[5] in self.functions:
                self.noted.setdefault((row[5], (row[9] or {})["queue"], row[7]), []).append((number, row))

    def by_mapping(self, outcome: str) -> Iterator[tuple[str, str, Rows]]:
        """Function, queue, and the rows that ended so."""
        for (function, queue, ended), rows in self.noted.items():
            if ended == outcome:
                yield function, queue, rows

    def records(self, rows: Rows) -> list[Record]:
        """The records and their causes, each once, in order."""
        numbers = {number for number, _ in rows} | {row[8] for _, row in rows if row[8] is not None}
        return [self.timeline.record(number) for number in sorted(numbers)]


def batch_item_failures_ignored(history: History) -> Iterator[Finding]:
    """The function names failed messages, and nobody reads it: they are deleted."""
    for function, queue, rows in history.by_mapping(IGNORED):
        _, row = rows[0]
        text = (
            f"Function {function!r} answered {count(_details(row)['failures'], 'failure')} in batchItemFailures for a "
            f"batch of queue {queue!r} at {instant(row[0])}, but its mapping does not ask for them: the messages were "
            "deleted as if they had succeeded." + _again(rows)
        )
        fix = 'Create or update the event source mapping with FunctionResponseTypes=["ReportBatchItemFailures"].'
        yield Finding("batch-item-failures-ignored", text, fix, history.records(rows))


def batch_item_failures_unreadable(history: History) -> Iterator[Finding]:
    """An answer that Lambda does not understand counts as the failure of the whole batch."""
    for function, queue, rows in history.by_mapping(UNREADABLE):
        _, row = rows[0]
        details = _details(row)
        named = ""
        if "identifier" in details:
            shown = repr(details["identifier"])
            named = f": {shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + '…'}"
            if details.get(IS_HANDLE):
                named += " (it is a message's receiptHandle)"
        text = (
            f"Lambda took a whole batch of queue {queue!r} as failed at {instant(row[0])}, because of what function "
            f"{function!r} answered: {details['why']}{named}. Its messages come back, those that were done, too."
            + _again(rows)
        )
        fix = (
            'Answer {"batchItemFailures": [{"itemIdentifier": record["messageId"]}, …]} with the messageId of each '
            "record that failed, and an empty list if none did."
        )
        yield Finding("batch-item-failures-unreadable", text, fix, history.records(rows))


def filter_wants_json(history: History) -> Iterator[Finding]:
    """The filters look into the body, and what was sent is no JSON."""
    for function, queue, all_of_them in history.by_mapping("filtered"):
        rows = [(number, row) for number, row in all_of_them if NO_JSON in _details(row)]
        if not rows:
            continue
        _, row = rows[0]
        text = (
            f"{message(row[6] or '').capitalize()} of queue {queue!r} was filtered out for function {function!r} at "
            f"{instant(row[0])} and deleted: every filter of the mapping looks for keys in the body, and the body is "
            "plain text, no JSON." + so_did(len(rows) - 1)
        )
        fix = (
            'Send JSON, or filter by messageAttributes; a filter for plain text is a list: {"body": ["exactly this"]}.'
        )
        yield Finding("filter-wants-json", text, fix, history.records(rows))


def no_dead_letter_queue(history: History) -> Iterator[Finding]:
    """A message fails again and again, and nothing will ever take it out of the queue."""
    service = history.service
    for mapping in service.mappings.values():
        source = mapping.source
        if _redrives(service, source.arn):
            continue
        returned = _returned(history, source.resource, mapping.resource)
        worst = max(returned, key=lambda message_id: len(returned[message_id]), default=None)
        if worst is None or len(returned[worst]) < FAILURES:
            continue
        rows = returned[worst]
        others = sum(len(each) >= FAILURES for each in returned.values()) - 1
        text = (
            f"{message(worst).capitalize()} of queue {source.resource!r} was given to function {mapping.resource!r} and "
            f"came back {count(len(rows), 'time')}, last at {instant(rows[-1][1][0])}. The queue has no dead-letter "
            "queue: the function gets it until the retention period is over." + so_did(others)
        )
        fix = (
            f"Give {source.resource!r} a RedrivePolicy with maxReceiveCount 5 or more. A dead-letter queue or "
            "destination of the function is for asynchronous invocations and gets nothing from a mapping."
        )
        yield Finding("mapping-without-dead-letter-queue", text, fix, history.records(rows))


RULES: tuple[Callable[[History], Iterator[Finding]], ...] = (
    batch_item_failures_ignored,
    batch_item_failures_unreadable,
    filter_wants_json,
    no_dead_letter_queue,
)


def findings(service: EventSourceMappingOperations) -> list[Finding]:
    """What every rule finds in the timeline of one account and region."""
    if not service.mappings_made:
        return []
    history = History(service)
    return [finding for rule in RULES for finding in rule(history)]


def _returned(history: History, queue: str, function: str) -> dict[str, Rows]:
    """The ends of visibility timeouts of messages that the mapping had received, by message."""
    receiver: dict[str, str] = {}
    returned: dict[str, Rows] = {}
    for number, row in enumerate(history.timeline.rows):
        message_id = row[6]
        if row[3] != "sqs" or row[5] != queue or message_id is None:
            continue
        if row[4] == "ReceiveMessage":
            receiver[message_id] = row[2]
        elif row[4] == "VisibilityTimeout" and receiver.get(message_id) == function:
            returned.setdefault(message_id, []).append((number, row))
        elif row[7] in ("deleted", "purged", "expired"):
            returned.pop(message_id, None)
    return returned


def _redrives(service: EventSourceMappingOperations, arn: str) -> bool:
    """Whether the queue has a redrive policy, or is not there. Looks without a call, as diagnoses change nothing."""
    for sqs in service.world.router.services("sqs"):
        queues: Mapping[str, Any] = getattr(sqs, "queues", {})
        for queue in queues.values():
            if queue.arn == arn:
                return queue.redrive is not None
    return True


def _details(row: Row) -> Mapping[str, Any]:
    return row[9] or {}


def _again(rows: Rows) -> str:
    if len(rows) == 1:
        return ""
    return " So it was with another batch." if len(rows) == 2 else f" So it was with {len(rows) - 1} other batches."
