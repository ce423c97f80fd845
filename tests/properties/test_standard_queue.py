"""A standard queue and its dead-letter queue do what the model does, whatever is done to them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import MultipleResults, initialize, multiple, rule

from .queue_machine import CLIENT, NAMES, QueueMachine, Receipt, outcomes, refusal
from .scale import scaled
from .standard_model import INVALID_VALUE, StandardQueue

DELAYS = st.sampled_from([None] * 5 + [0, 1, 5, 60, 900, 901])


class StandardMachine(QueueMachine):
    """Sends, and receives in whatever order."""

    model_type = StandardQueue

    @initialize(delays=st.lists(DELAYS, min_size=1, max_size=6))
    def begin_with_messages(self, delays: list[int | None]) -> None:
        self.send("orders", delays)

    @rule(name=NAMES, delays=st.lists(DELAYS, min_size=1, max_size=6))
    def send(self, name: str, delays: list[int | None]) -> None:
        """One alone, several as a batch."""
        queue = self.queues[name]
        entries: list[dict[str, Any]] = []
        for delay in delays:
            more = {} if delay is None else {"DelaySeconds": delay}
            entries.append({"MessageBody": self.body(), **more})
        codes = [INVALID_VALUE if queue.refuses_delay(delay) else None for delay in delays]
        if len(entries) == 1:
            answer, code = refusal(CLIENT.send_message, QueueUrl=self.urls[name], **entries[0])
            assert [code] == codes
            answers = [answer]
        else:
            batch = [{"Id": str(number), **entry} for number, entry in enumerate(entries)]
            answer, code = refusal(CLIENT.send_message_batch, QueueUrl=self.urls[name], Entries=batch)
            assert code is None
            assert outcomes(answer) == {str(number): code for number, code in enumerate(codes)}
            successful = {each["Id"]: each for each in answer.get("Successful", ())}
            answers = [successful.get(entry["Id"], {}) for entry in batch]
        for entry, delay, each in zip(entries, delays, answers):
            if each:
                queue.sent(each["MessageId"], entry["MessageBody"], delay)

    @rule(
        target=QueueMachine.receipts,
        name=NAMES,
        count=st.sampled_from([1, 1, 2, 3, 10, 10]),
        visibility=st.sampled_from([None, None, None, 0, 1, 5, 43_200]),
        wait=st.sampled_from([None, None, 0, 1, 5, 20]),
    )
    def receive(self, name: str, count: int, visibility: int | None, wait: int | None) -> MultipleResults[Receipt]:
        return multiple(*self.receive_and_compare(name, count, visibility, wait))


TestStandardQueue = StandardMachine.TestCase
TestStandardQueue.settings = scaled(130, stateful_step_count=40)
