"""Refusals of receives, receipt handles, visibility timeouts and purges. In the fact sheet's order."""

from __future__ import annotations

from typing import Any

from fakeaws.services.sqs import limits
from tests.conformance.contract import Refusal, Stage
from tests.conformance.sqs.furniture import DEAD, FIFO, FIFO_HANDLE, HANDLE, ORDERS, PLAIN
from tests.conformance.sqs.rows import INVALID, MISSING, asked, entry, lacking, value_is_invalid

_RECEIVE = "ReceiveMessage"
_GARBAGE = 'The input receipt handle "{}" is not a valid receipt handle.'
_NOT_THERE = "Message does not exist or is not available for visibility timeout change."
_EXPIRED = "The receipt handle has expired."
_OF_ONE = {
    "DeleteMessage": "DeleteMessageBatch",
    "ChangeMessageVisibility": "ChangeMessageVisibilityBatch",
}


def _receive(parameter: str, value: Any, reason: str, queue: str = ORDERS) -> Refusal:
    params = asked(_RECEIVE, queue, **{parameter: value})
    return Refusal(f"{parameter} {value!r:.8}", _RECEIVE, params, INVALID, value_is_invalid(value, parameter, reason))


def _handle(
    operation: str, id: str, handle: str, shape: str, message: str, queue: str = ORDERS, given: Any = None
) -> list[Refusal]:
    """The same for a handle by itself and for one in a batch."""
    batch = _OF_ONE[operation]
    [usual] = asked(batch)["Entries"]
    entries = [{**usual, "ReceiptHandle": handle}]
    return [
        Refusal(id, operation, asked(operation, queue, ReceiptHandle=handle), shape, message, given=given),
        Refusal(id, batch, asked(batch, queue, Entries=entries), shape, message, given=given, entry=True),
    ]


def _full(on: Stage) -> None:
    """No more messages may be in flight than are."""
    on.monkeypatch.setattr(limits, "IN_FLIGHT", 1)


def _deleted(on: Stage) -> None:
    on.ask("DeleteMessage", QueueUrl=ORDERS, ReceiptHandle=on.values[HANDLE])
    on.ask("DeleteMessage", QueueUrl=FIFO, ReceiptHandle=on.values[FIFO_HANDLE])


def _timed_out(on: Stage) -> None:
    on.wait(41)


def _received_again(on: Stage) -> None:
    on.wait(41)
    for url in (ORDERS, FIFO):
        on.ask("ReceiveMessage", QueueUrl=url)


def _purged(on: Stage) -> None:
    on.ask("PurgeQueue", QueueUrl=PLAIN)
    on.wait(58)


TABLE: tuple[Refusal, ...] = (
    # -- receiving
    *(_receive("MaxNumberOfMessages", count, "Must be between 1 and 10, if provided.") for count in (-1, 0, 11)),
    *(_receive("WaitTimeSeconds", seconds, "Must be >= 0 and <= 20, if provided.") for seconds in (-1, 21)),
    *(_receive("VisibilityTimeout", seconds, "Must be >= 0 and <= 43200, if provided.") for seconds in (-1, 43_201)),
    _receive("ReceiveRequestAttemptId", "a", "The request include parameter that is not valid for this queue type."),
    *(
        _receive(
            "ReceiveRequestAttemptId",
            id,
            "ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.",
            FIFO,
        )
        for id in ("", "x" * 129, "a b")
    ),
    Refusal(
        "too many in flight",
        _RECEIVE,
        asked(_RECEIVE),
        "OverLimit",
        "The maximum number of in flight messages is reached.",
        given=_full,
    ),
    # -- changing the visibility timeout
    *(
        row
        for seconds in (-1, 43_201)
        for row in (
            Refusal(
                f"VisibilityTimeout {seconds}",
                "ChangeMessageVisibility",
                asked("ChangeMessageVisibility", VisibilityTimeout=seconds),
                INVALID,
                value_is_invalid(seconds, "VisibilityTimeout", "Must be between 0 and 43200."),
            ),
            entry(
                f"VisibilityTimeout {seconds}",
                "ChangeMessageVisibilityBatch",
                {"VisibilityTimeout": seconds},
                INVALID,
                value_is_invalid(
                    seconds, "VisibilityTimeout", "VisibilityTimeout must be an integer between 0 and 43200."
                ),
            ),
        )
    ),
    lacking("ChangeMessageVisibility", "VisibilityTimeout"),
    entry(
        "no VisibilityTimeout",
        "ChangeMessageVisibilityBatch",
        {"VisibilityTimeout": None},
        MISSING,
        "The request must contain the parameter VisibilityTimeout.",
    ),
    Refusal(
        "12 hours since the receive",
        "ChangeMessageVisibility",
        asked("ChangeMessageVisibility", VisibilityTimeout=43_199),
        INVALID,
        value_is_invalid(
            43_199,
            "VisibilityTimeout",
            "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]",
        ),
    ),
    # -- receipt handles
    *(lacking(operation, "ReceiptHandle") for operation in _OF_ONE),
    *(
        row
        for operation in _OF_ONE
        for row in _handle(
            operation, "empty handle", "", MISSING, "The request must contain the parameter ReceiptHandle."
        )
    ),
    *(
        entry(
            "no handle",
            operation,
            {"ReceiptHandle": None},
            MISSING,
            "The request must contain the parameter ReceiptHandle.",
        )
        for operation in _OF_ONE.values()
    ),
    *(
        row
        for operation in _OF_ONE
        for id, handle, queue in (
            ("garbage", "rubbish", ORDERS),
            ("garbage of a handle's length", "A" * 84, ORDERS),
            ("FIFO: garbage", "rubbish", FIFO),
            ("another queue's handle", HANDLE, DEAD),
            ("FIFO: another queue's handle", HANDLE, FIFO),
        )
        for row in _handle(operation, id, handle, "ReceiptHandleIsInvalid", _GARBAGE.format(handle), queue)
    ),
    *(
        row
        for id, handle, queue, given in (
            ("deleted message", HANDLE, ORDERS, _deleted),
            ("FIFO: deleted message", FIFO_HANDLE, FIFO, _deleted),
            ("handle of an earlier receive", HANDLE, ORDERS, _received_again),
            ("FIFO: handle of an earlier receive", FIFO_HANDLE, FIFO, _received_again),
            ("FIFO: after the timeout", FIFO_HANDLE, FIFO, _timed_out),
        )
        for row in _handle(
            "ChangeMessageVisibility",
            id,
            handle,
            INVALID,
            value_is_invalid(handle, "ReceiptHandle", _NOT_THERE),
            queue,
            given,
        )
    ),
    *(
        row
        for id, given in (("after the timeout", _timed_out), ("handle of an earlier receive", _received_again))
        for row in _handle(
            "DeleteMessage",
            f"FIFO: {id}",
            FIFO_HANDLE,
            INVALID,
            value_is_invalid(FIFO_HANDLE, "ReceiptHandle", _EXPIRED),
            FIFO,
            given,
        )
    ),
    # -- purging
    Refusal(
        "twice in 60 s",
        "PurgeQueue",
        {"QueueUrl": PLAIN},
        "PurgeQueueInProgress",
        "Only one PurgeQueue operation on plain is allowed every 60 seconds.",
        given=_purged,
    ),
)
