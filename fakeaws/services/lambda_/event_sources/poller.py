"""What a mapping does while it is enabled: it receives, filters, gathers batches, and deletes what was processed.

One long poll waits for messages; it costs nothing while there are none. All methods run in events.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.services.lambda_.event_sources import limits
from fakeaws.services.lambda_.event_sources.batch import Batch
from fakeaws.services.lambda_.event_sources.intake import received
from fakeaws.services.lambda_.event_sources.records import ENVELOPE_BYTES
from fakeaws.services.lambda_.event_sources.scaling import Scaling

if TYPE_CHECKING:
    from fakeaws.aws.service import Result
    from fakeaws.services.lambda_.event_sources.mapping import EventSourceMapping
    from fakeaws.services.lambda_.event_sources.records import Record
    from fakeaws.services.lambda_.event_sources.settings import Settings
    from fakeaws.services.lambda_.event_sources.source import QueueSource
    from fakeaws.simulation.scheduler import Timer
    from fakeaws.simulation.waiting import Waiter


class Poller:
    """Polls for one mapping from `start` to `stop`; batches under way are brought to their ends after that, too."""

    def __init__(self, mapping: EventSourceMapping, source: QueueSource, settings: Settings) -> None:
        self.mapping = mapping
        self.source = source
        self.settings = settings
        self.scaling = Scaling(settings, fifo=source.fifo)
        self.batches: dict[Batch, None] = {}
        #: What was received, and when, and waits for its turn: parts of receives that one event could not hold.
        self._ready: deque[tuple[list[Record], int]] = deque()
        self._gathered: list[Record] = []
        self._size = ENVELOPE_BYTES
        self._received_us = 0
        self._running = False
        self._looping = False
        self._asking = False
        self._waiter: Waiter | None = None
        self._window: Timer | None = None
        self._minute: Timer | None = None
        self._pause: Timer | None = None
        self._looks = 0

    @property
    def busy(self) -> bool:
        """Whether something of it goes on by itself."""
        return bool(self.batches or self._gathered or self._ready or self._pause)

    def start(self) -> None:
        """Begin to poll, or go on."""
        self._running = True
        self.poll()

    def stop(self) -> None:
        """Receive nothing more; what was received is processed."""
        self._running = False
        self._looks = 0
        for timer in (self._pause, self._minute):
            if timer is not None:
                self._simulation.cancel(timer)
        self._pause = self._minute = None
        self._hang_up()
        self._close()

    def apply(self, settings: Settings) -> None:
        """Go on with other settings."""
        self.settings = settings
        self.scaling = Scaling(settings, fifo=self.source.fifo)
        self._hang_up()
        self._close()
        self.poll()

    def hidden_us(self) -> int:
        """How long the messages of a receive are hidden."""
        visibility = self._visibility()
        if visibility is None:
            try:
                visibility = self.source.visibility()
            except AwsError:
                return 0
        return visibility * limits.SECOND

    # -- receiving ---------------------------------------------------------------------------------------------------

    def poll(self) -> None:
        """Start what is ready, and ask for messages while there is room for another batch."""
        if self._looping:
            return
        self._looping = True
        try:
            while self._has_room():
                self._asking = True
                waiter = self.source.receive(self._wanted(), self._visibility(), self._received)
                if self._asking:
                    self._waiter = waiter
        finally:
            self._looping = False
        self._look_at_backlog()

    def _has_room(self) -> bool:
        self._start_ready()
        return (
            self._running
            and not self._asking
            and self._pause is None
            and not self._ready
            and (bool(self._gathered) or len(self.batches) < self.scaling.limit)
        )

    def _wanted(self) -> int:
        return min(self.settings.batch_size - len(self._gathered), limits.RECEIVE_MESSAGES)

    def _visibility(self) -> int | None:
        """What a receive asks for; ``None``: the queue's."""
        window = self.settings.window
        if not window:
            return None
        needed = window + self.mapping.function_timeout()
        try:
            if needed <= self.source.visibility():
                return None
        except AwsError:
            return None  # the receive will be told the same
        return min(needed + limits.WINDOW_MARGIN_SECONDS, limits.LONGEST_VISIBILITY_SECONDS)

    def _received(self, answer: Result | AwsError) -> None:
        self._asking = False
        self._waiter = None
        if isinstance(answer, AwsError):
            self._trouble(answer)
            return
        if self._looks:
            self._looks = 0
            self.mapping.problem = None
        messages = answer.get("Messages")
        if messages:
            if self.settings.counts_events:
                self.mapping.count("PolledEventCount", len(messages))
            records = received(self.mapping, self.source, self.settings, messages)
            if records:
                self._take(records)
        self.poll()

    # -- batches -----------------------------------------------------------------------------------------------------

    def _take(self, records: list[Record]) -> None:
        """Add to what is gathered; what is full, or need not wait for more, becomes ready."""
        if not self._gathered:
            self._received_us = self.mapping.world.now_us
        for record in records:
            full = len(self._gathered) == self.settings.batch_size
            if self._gathered and (full or self._size + record.size + 1 > limits.PAYLOAD_BYTES):
                self._close()
                self._received_us = self.mapping.world.now_us
            self._gathered.append(record)
            self._size += record.size + 1
        if not self.settings.window or len(self._gathered) == self.settings.batch_size:
            self._close()
        elif self._window is None:
            simulation = self._simulation
            self._window = simulation.after(self.settings.window * limits.SECOND, self._window_over)

    def _window_over(self) -> None:
        self._window = None
        self._hang_up()
        self._close()
        self.poll()

    def _close(self) -> None:
        """What is gathered is a batch."""
        if self._window is not None:
            self._simulation.cancel(self._window)
            self._window = None
        if self._gathered:
            self._ready.append((self._gathered, self._received_us))
            self._gathered = []
            self._size = ENVELOPE_BYTES
            self._start_ready()

    def _start_ready(self) -> None:
        while self._ready and len(self.batches) < self.scaling.limit:
            records, received_us = self._ready[0]
            if self.source.fifo and self._overtakes(records, received_us):
                return
            self._ready.popleft()
            batch = Batch(self, records, received_us)
            self.batches[batch] = None
            batch.invoke()

    def _overtakes(self, records: list[Record], received_us: int) -> bool:
        """Whether earlier messages of the same receive and group are being processed."""
        groups = {record.group for record in records}
        return any(batch.received_us == received_us and batch.groups() & groups for batch in self.batches)

    def ended(
        self, batch: Batch, failed: list[Record], *, succeeded: bool | None = None, error: AwsError | None = None
    ) -> None:
        """A batch has been processed: delete what did not fail. ``succeeded``: with failures, and still."""
        del self.batches[batch]
        if self.settings.counts_events:
            self.mapping.count("FailedInvokeEventCount", len(failed))
        if succeeded or not failed:
            self.scaling.give_back()
        elif error is None:
            self.scaling.withhold()
        if len(failed) < len(batch.records):
            stays = {record.message_id for record in failed}
            handles = [record.handle for record in batch.records if record.message_id not in stays]
            deleted = self.source.delete(handles, batch.cause)
            if self.settings.counts_events:
                self.mapping.count("DeletedEventCount", deleted)
        if failed and self._ready and self.source.fifo:
            self._leave_behind({record.group for record in failed})
        if error is not None and error.code == "ResourceNotFoundException":
            self._trouble(error)
        else:
            self.poll()

    def _leave_behind(self, groups: set[str | None]) -> None:
        """What waits for its turn behind messages that failed comes back after them."""
        kept = (([each for each in records if each.group not in groups], at_us) for records, at_us in self._ready)
        self._ready = deque((records, at_us) for records, at_us in kept if records)

    # -- time --------------------------------------------------------------------------------------------------------

    @property
    def _simulation(self) -> Any:
        return self.mapping.world.simulation

    def _hang_up(self) -> None:
        """End the poll, unless its answer is on its way."""
        if self._waiter is not None and not self._waiter.done:
            self._waiter.cancel()
            self._waiter = None
            self._asking = False

    def _look_at_backlog(self) -> None:
        """Count the minutes in which every batch that is allowed is under way."""
        if self._asking and not self.batches and not self._gathered:
            self.scaling.rest()
        if len(self.batches) >= self.scaling.limit and self.scaling.may_grow and self._minute is None:
            self._minute = self._simulation.after(limits.MINUTE, self._minute_over)

    def _minute_over(self) -> None:
        self._minute = None
        if not self._asking and self._running:
            self.scaling.grow()
            self.poll()

    def _trouble(self, error: AwsError) -> None:
        """The queue or the function cannot be had: look again later, not for ever."""
        if not self._running or self._pause is not None:
            return
        self._hang_up()
        self.mapping.problem = error.message
        if self._looks == limits.LOOKS:
            self.mapping.give_up()
            return
        self._pause = self._simulation.after(2**self._looks * limits.SECOND, self._look_again)
        self._looks += 1

    def _look_again(self) -> None:
        self._pause = None
        error = self.mapping.function_error()
        if error is not None:
            self._trouble(error)
        else:
            self.poll()
