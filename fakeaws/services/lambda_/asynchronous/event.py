"""An event on its way through the queue of asynchronous invocations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.lambda_.names import LATEST

if TYPE_CHECKING:
    from fakeaws.services.lambda_.functions import Function
    from fakeaws.services.lambda_.invocations.invocation import Invocation


class AsyncEvent:
    """``qualifier`` is "" for the function itself; ``record``: the timeline's number of what happened to it last.

    ``attempts`` counts invocations, ``throttles`` those refused since the last one that was not.
    """

    __slots__ = (
        "attempts",
        "due_us",
        "function",
        "last",
        "payload",
        "qualifier",
        "received_us",
        "record",
        "request_id",
        "running",
        "throttles",
        "trace_header",
    )

    def __init__(
        self,
        function: Function,
        qualifier: str,
        payload: bytes,
        request_id: str,
        received_us: int,
        record: int,
        trace_header: str,
    ) -> None:
        self.function = function
        self.qualifier = qualifier
        self.payload = payload
        self.request_id = request_id
        self.received_us = received_us
        self.record = record
        #: Of its attempts.
        self.trace_header = trace_header
        self.attempts = 0
        self.throttles = 0
        self.running = False
        #: When the next attempt is due.
        self.due_us = received_us
        #: The last attempt.
        self.last: Invocation | None = None

    @property
    def arn(self) -> str:
        """Of what is invoked, always qualified."""
        return f"{self.function.arn}:{self.qualifier or LATEST}"
