"""The queue of asynchronous invocations: attempts, retries after errors, backoff after throttles, giving up.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.services.lambda_.asynchronous.configuration import UNSET, EventInvokeConfig
from fakeaws.services.lambda_.asynchronous.destinations import Destinations
from fakeaws.services.lambda_.asynchronous.event import AsyncEvent
from fakeaws.services.lambda_.invocations.invocation import Invocation
from fakeaws.services.lambda_.invocations.recursion import Chain
from fakeaws.services.lambda_.names import LATEST
from fakeaws.timeline.words import instant, span

if TYPE_CHECKING:
    from fakeaws.services.lambda_.asynchronous.results import Condition
    from fakeaws.services.lambda_.functions import Function
    from fakeaws.services.lambda_.operations.base import LambdaBase, Resolved

SECOND = 1_000_000
#: Waits before the first and the second retry after a function error.
RETRIES = (60 * SECOND, 120 * SECOND)
#: Throttled events wait so long at first, twice as long each time, and so long at most.
FIRST_BACKOFF = SECOND
LONGEST_BACKOFF = 300 * SECOND


class AsyncInvocations:
    """Of one account and region."""

    def __init__(self, service: LambdaBase) -> None:
        self._service = service
        self._world = service.world
        self._destinations = Destinations(service)
        #: Events whose fate is open, in the order of their arrival.
        self.events: dict[AsyncEvent, None] = {}

    def accept(
        self, resolved: Resolved, payload: bytes, request_id: str, cause: int | None, trace_header: str | None = None
    ) -> None:
        """Take an event; its first attempt is due now, after those that came before.

        ``trace_header``: the one that came with the call.
        """
        function = resolved.version.function
        record = self._world.timeline.add(
            "lambda", "Invoke", function.resource, "accepted", message_id=request_id, cause=cause
        )
        chain = Chain(trace_header)
        header = chain.header(function, request_id, self._world.wall_us)
        event = AsyncEvent(function, resolved.qualifier, payload, request_id, self._world.now_us, record, header)
        self.events[event] = None
        self._service.metrics.note("AsyncEventsReceived", event.arn)
        self._world.simulation.progressed()
        stop = chain.is_over(function) and function.recursive_loop != "Allow"
        self._world.simulation.at(event.due_us, self._stop if stop else self._attempt, event)

    def under_way(self) -> list[str]:
        """A phrase for each event that waits for an attempt; those that run are invocations."""
        return [
            f"lambda invokes {event.function.resource} asynchronously at {instant(event.due_us)}"
            for event in self.events
            if not event.running
        ]

    # -- attempts ----------------------------------------------------------------------------------------------------

    def _attempt(self, event: AsyncEvent) -> None:
        if self._world.simulation.closing:
            return
        function = self._service.functions.get(event.function.name)
        if function is None:
            self._drop(event, "FunctionDeleted")
            return
        event.function = function
        if function.reserved_concurrency == 0:
            self._give_up(event, "ZeroReservedConcurrency")
            return
        try:
            resolved = self._service.resolve(function.name, event.qualifier or None)
        except AwsError:  # the version or the alias is gone
            self._drop(event, "FunctionDeleted")
            return
        invocation = Invocation(
            resolved.version,
            event.request_id,
            event.payload,
            invoked_arn=resolved.invoked_arn,
            cause=event.record,
        )
        invocation.trace_header = event.trace_header
        try:
            self._service.concurrency.begin(invocation, self._ended, (event,))
        except AwsError as throttle:
            self._throttled(event, throttle)
            return
        self._service.metrics.note("AsyncEventAge", event.arn, (self._world.now_us - event.received_us) / 1000)
        event.running = True
        event.attempts += 1
        event.throttles = 0
        event.last = invocation

    def _stop(self, event: AsyncEvent) -> None:
        """It is part of a loop."""
        self._service.metrics.note("RecursiveInvocationsDropped", event.arn)
        self._give_up(event, "RecursiveInvocation")

    def _ended(self, invocation: Invocation, event: AsyncEvent) -> None:
        event.running = False
        if invocation.record is not None:
            event.record = invocation.record
        configuration = self._configuration(event)
        if not invocation.failed:
            del self.events[event]
            if configuration.on_success is not None:
                self._destinations.deliver(event, configuration.on_success, "Success")
        elif event.attempts >= configuration.attempts:
            self._give_up(event, "RetriesExhausted")
        else:
            delay = RETRIES[min(event.attempts, len(RETRIES)) - 1]
            self._wait(event, configuration, delay, "AsyncRetry", invocation.outcome or "")

    def _throttled(self, event: AsyncEvent, throttle: AwsError) -> None:
        event.throttles += 1
        delay = min(FIRST_BACKOFF << min(event.throttles - 1, 20), LONGEST_BACKOFF)
        self._wait(event, self._configuration(event), delay, "AsyncThrottle", throttle.code)

    def _wait(self, event: AsyncEvent, configuration: EventInvokeConfig, delay: int, kind: str, outcome: str) -> None:
        """Attempt again later, or give up now if the event is too old by then."""
        due = self._world.now_us + delay
        if due - event.received_us >= configuration.age_us:
            self._give_up(event, "EventAgeExceeded")
            return
        event.due_us = due
        event.record = self._note(event, kind, outcome, {"next": span(delay), "attempts": event.attempts})
        self._world.simulation.at(due, self._attempt, event)

    # -- the end -----------------------------------------------------------------------------------------------------

    def _give_up(self, event: AsyncEvent, condition: Condition) -> None:
        """To the destination for failures and to the function's dead-letter queue; to nobody if there is neither."""
        function = event.function
        destination = self._configuration(event).on_failure
        dead_letter = self._dead_letter_arn(function, event)
        if destination is None and dead_letter is None:
            self._drop(event, condition)
            return
        del self.events[event]
        event.record = self._note(event, "AsyncEnd", condition, {"attempts": event.attempts})
        if destination is not None:
            self._destinations.deliver(event, destination, condition)
        if dead_letter is not None:
            self._destinations.bury(event, dead_letter, condition)

    def _drop(self, event: AsyncEvent, condition: str) -> None:
        del self.events[event]
        self._note(event, "AsyncEnd", condition, {"attempts": event.attempts, "dropped": True})
        self._service.metrics.note("AsyncEventsDropped", event.arn)

    def _dead_letter_arn(self, function: Function, event: AsyncEvent) -> str | None:
        """The dead-letter queue of the version that was tried last, or would have been."""
        if event.last is not None:
            return event.last.version.configuration.dead_letter_arn
        return self._service.resolve(function.name, event.qualifier or None).version.configuration.dead_letter_arn

    def _configuration(self, event: AsyncEvent) -> EventInvokeConfig:
        return event.function.event_invoke_configs.get(event.qualifier or LATEST, UNSET)

    def _note(self, event: AsyncEvent, kind: str, outcome: str, details: dict[str, Any]) -> int:
        self._world.simulation.progressed()
        return self._world.timeline.add(
            "lambda",
            kind,
            event.function.resource,
            outcome,
            message_id=event.request_id,
            cause=event.record,
            details=details,
        )
