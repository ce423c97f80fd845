"""One batch: messages with which the function is invoked, once or, while it is throttled, again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.errors import AwsError
from fakeaws.aws.trace_header import TRACE_HEADER
from fakeaws.services.lambda_.event_sources import limits, responses
from fakeaws.services.lambda_.event_sources.records import event_of

if TYPE_CHECKING:
    from fakeaws.aws.service import Result
    from fakeaws.services.lambda_.event_sources.poller import Poller
    from fakeaws.services.lambda_.event_sources.records import Record
    from fakeaws.services.lambda_.event_sources.responses import Reading

#: The kind of the timeline's records about what a function answered for its batch.
REPORT = "BatchItemFailures"
#: Outcomes: the mapping does not ask for failures; AWS does not understand them; some messages failed.
IGNORED, UNREADABLE, SOME = "ignored", "all failed", "some failed"
#: Says in the details that a wrong identifier is a receipt handle.
IS_HANDLE = "receipt handle"


class Batch:
    """``received_us``: when the first of its messages was received."""

    __slots__ = ("_event", "_poller", "_tries", "received_us", "records")

    def __init__(self, poller: Poller, records: list[Record], received_us: int) -> None:
        self._poller = poller
        self.records = records
        self.received_us = received_us
        self._event = event_of(records)
        self._tries = 0

    @property
    def cause(self) -> int:
        """The timeline's number of the receive that it goes back to."""
        return self.records[0].number

    def groups(self) -> set[str | None]:
        """The message groups that it holds."""
        return {record.group for record in self.records}

    def invoke(self) -> None:
        """Ask Lambda, as everybody does, so that concurrency, throttles and faults concern it, too."""
        poller = self._poller
        mapping = poller.mapping
        mapping.world.ask(
            "lambda",
            "Invoke",
            {"FunctionName": mapping.function_arn, "Payload": self._event},
            caller=poller.source.caller,
            then=self._answered,
            region=mapping.service.region,
            cause=self.cause,
            headers=self._headers(),
        )

    def _headers(self) -> dict[str, str]:
        """The trace header of its messages, of one that Lambda had a part in if there is one: so loops are found."""
        given = [header for record in self.records if (header := record.attributes.get("AWSTraceHeader")) is not None]
        if not given:
            return {}
        return {TRACE_HEADER: next((header for header in given if "Lineage=" in header), given[0])}

    def _answered(self, answer: Result | AwsError) -> None:
        if isinstance(answer, AwsError):
            if _may_pass(answer):
                self._wait(answer)
            else:
                self._poller.ended(self, self.records, error=answer)
            return
        if self._poller.settings.counts_events:
            self._poller.mapping.count("InvokedEventCount", len(self.records))
        if "FunctionError" in answer:
            self._poller.ended(self, self.records)
            return
        payload = answer.get("Payload") or b""
        if hasattr(payload, "read"):
            payload = payload.read()
        if self._poller.settings.reports_failures:
            self._report(responses.read(payload, {record.message_id for record in self.records}))
            return
        ignored = responses.reports(payload)
        if ignored:
            self._note(IGNORED, {"failures": len(ignored)})
        self._poller.ended(self, [])

    def _report(self, reading: Reading) -> None:
        if reading.failed is None:
            about: dict[str, object] = {"why": reading.why}
            if reading.identifier is not None:
                about["identifier"] = reading.identifier
                if any(record.handle == reading.identifier for record in self.records):
                    about[IS_HANDLE] = True
            self._note(UNREADABLE, about)
            self._poller.ended(self, self.records)
            return
        failed = [record for record in self.records if record.message_id in reading.failed]
        if failed:
            self._note(SOME, {"failures": len(failed), "messages": len(self.records)})
        self._poller.ended(self, failed, succeeded=True)

    def _wait(self, error: AwsError) -> None:
        """Throttled: try again while the messages are hidden, then let them come back."""
        poller = self._poller
        if not self._tries:
            poller.scaling.withhold()
        world = poller.mapping.world
        wait = min(2**self._tries, limits.LONGEST_THROTTLE_WAIT_SECONDS) * limits.SECOND
        self._tries += 1
        if world.now_us + wait < self.received_us + poller.hidden_us():
            world.simulation.after(wait, self.invoke)
        else:
            poller.ended(self, self.records, error=error)

    def _note(self, outcome: str, details: dict[str, object]) -> None:
        mapping = self._poller.mapping
        mapping.world.timeline.add(
            "lambda",
            REPORT,
            mapping.resource,
            outcome,
            cause=self.cause,
            details={"queue": self._poller.source.resource, **details},
        )


def _may_pass(error: AwsError) -> bool:
    """Whether the same invocation may succeed later: a throttle, a function that is being made, trouble at AWS."""
    return error.status == 429 or error.status >= 500 or error.code == "ResourceConflictException"
