"""A FIFO queue and its dead-letter queue do what the model does, whatever is done to them."""

from __future__ import annotations

from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.stateful import MultipleResults, initialize, multiple, rule

from .fifo_model import FIVE_MINUTES, FifoQueue
from .queue_machine import CLIENT, NAMES, THEN, QueueMachine, Receipt, outcomes, refusal
from .scale import scaled
from .standard_model import INVALID_VALUE, MISSING, SECOND, StandardQueue

#: Group, deduplication id, body. Without an id it follows from the content, if the queue does that; without a body the
#: message is another one than all before.
Given: TypeAlias = "tuple[str, str | None, str | None]"
GIVEN = st.tuples(
    st.sampled_from(["g", "g", "h", "i"]),
    st.sampled_from([None, None, "a", "b"]),
    st.sampled_from([None, None, None, "same"]),
)
MESSAGES = st.lists(GIVEN, min_size=1, max_size=6)
DEDUPLICATION: dict[str, Any] = {
    "content_based": st.sampled_from([True, True, False]),
    "scope": st.sampled_from(["queue", "messageGroup"]),
}


class FifoMachine(QueueMachine):
    """Sends with groups and deduplication, receives with attempt ids."""

    model_type = FifoQueue

    def fifo(self, name: str) -> FifoQueue:
        queue = self.queues[name]
        assert isinstance(queue, FifoQueue)
        return queue

    def deduplicated(self, body: str, id: str | None) -> str | None:
        """Bodies that are new get an id of their own: nothing repeats them."""
        return id or (None if body == "same" else f"id-of-{body}")

    @initialize(given=MESSAGES, **DEDUPLICATION)
    def begin_with_messages(self, given: list[Given], content_based: bool, scope: str) -> None:
        self.set_deduplication("orders", content_based, scope)
        self.send("orders", given)

    @rule(name=NAMES, given=MESSAGES)
    def send(self, name: str, given: list[Given]) -> None:
        """One alone, several as a batch."""
        queue = self.fifo(name)
        entries: list[dict[str, Any]] = []
        for group, id, body_ in given:
            body = body_ or self.body()
            entry = {"MessageBody": body, "MessageGroupId": group}
            deduplication_id = self.deduplicated(body, id)
            if deduplication_id is not None:
                entry["MessageDeduplicationId"] = deduplication_id
            entries.append(entry)
        ids = [queue.deduplication_id(each["MessageBody"], each.get("MessageDeduplicationId")) for each in entries]
        if len(entries) == 1:
            answer, code = refusal(CLIENT.send_message, QueueUrl=self.urls[name], DelaySeconds=0, **entries[0])
            answers = [answer]
        else:
            batch = [{"Id": str(number), **entry} for number, entry in enumerate(entries)]
            answer, code = refusal(CLIENT.send_message_batch, QueueUrl=self.urls[name], Entries=batch)
            answers = answer.get("Successful", [])
            assert outcomes(answer) == ({} if None in ids else {entry["Id"]: None for entry in batch})
        assert code == (INVALID_VALUE if None in ids else None)
        for entry, id, each in zip(entries, ids, answers):
            if code is None and id is not None:
                queue.sent_to(entry["MessageGroupId"], entry["MessageBody"], id, each)

    @rule(
        name=NAMES,
        which=st.sampled_from([0, 1, 2, 3, 4]),
        early_us=st.sampled_from([0, 1, None]),
        group=st.sampled_from([None, "g"]),
        purge=st.sampled_from([False] * 5 + [True]),
    )
    def send_again(self, name: str, which: int, early_us: int | None, group: str | None, purge: bool) -> None:
        """One of the last sends, now, or when its five minutes end, or just before that."""
        queue = self.fifo(name)
        for accepted in queue.accepted[-1 - which :][:1]:
            if purge:
                _, code = refusal(CLIENT.purge_queue, QueueUrl=self.urls[name])
                assert code == queue.purge()
            if early_us is not None:
                self.advance(max(accepted.at + FIVE_MINUTES - early_us - self.clock.now, 0))
            message = accepted.message
            entry = {"MessageBody": self.body(), "MessageDeduplicationId": message.deduplication_id}
            entry["MessageGroupId"] = group or message.group
            answer = CLIENT.send_message(QueueUrl=self.urls[name], **entry)
            queue.sent_to(entry["MessageGroupId"], entry["MessageBody"], message.deduplication_id, answer)

    @rule(name=NAMES)
    def send_wrongly(self, name: str) -> None:
        good = {"MessageBody": "a", "MessageGroupId": "g", "MessageDeduplicationId": "a"}
        nameless = {"MessageBody": "a", "MessageDeduplicationId": "a"}
        send, url = CLIENT.send_message, self.urls[name]
        assert refusal(send, QueueUrl=url, DelaySeconds=1, **good) == ({}, INVALID_VALUE)
        assert refusal(send, QueueUrl=url, **nameless) == ({}, MISSING)
        entries = [{"Id": "1", **good}, {"Id": "2", **nameless}]
        assert refusal(CLIENT.send_message_batch, QueueUrl=url, Entries=entries) == ({}, INVALID_VALUE)

    @rule(
        target=QueueMachine.receipts,
        name=NAMES,
        count=st.sampled_from([1, 1, 2, 3, 10, 10]),
        visibility=st.sampled_from([None, None, None, 0, 1, 5, 600, 43_200]),
        wait=st.sampled_from([None, None, 0, 1, 5, 20]),
        attempt_id=st.sampled_from([None, None, "try", "retry"]),
    )
    def receive(
        self,
        name: str,
        count: int,
        visibility: int | None,
        wait: int | None,
        attempt_id: str | None,
    ) -> MultipleResults[Receipt]:
        return multiple(*self.receive_and_compare(name, count, visibility, wait, attempt_id))

    @rule(
        target=QueueMachine.receipts,
        count=st.sampled_from([1, 2, 3]),
        attempt_id=st.sampled_from(["try", "retry"]),
        action=THEN,
        seconds=st.sampled_from([0, 0, 1, 29, 30]),
    )
    def try_twice(self, count: int, attempt_id: str, action: str | int, seconds: int) -> MultipleResults[Receipt]:
        """A receive and its repetition, with something between them."""
        receipts = self.receive_and_compare("orders", count, 30, None, attempt_id)
        if receipts and action != "leave":
            self.use(receipts[-1], action if isinstance(action, int) else None)
        self.advance(seconds * SECOND)
        again = self.receive_and_compare("orders", count, None, None, attempt_id)
        return multiple(*receipts, *again)

    def follow(
        self,
        queue: StandardQueue,
        count: int,
        visibility: int | None,
        wait: int,
        attempt_id: str | None,
        messages: list[dict[str, Any]],
    ) -> None:
        assert isinstance(queue, FifoQueue)
        attempt = queue.can_be_repeated(attempt_id, messages) if attempt_id else None
        if attempt is not None:
            queue.repeat(attempt, visibility, messages)
            return
        super().follow(queue, count, visibility, wait, attempt_id, messages)
        if attempt_id:
            queue.remember(attempt_id, [queue.of_handle[each["ReceiptHandle"]] for each in messages])

    @rule(name=NAMES, **DEDUPLICATION)
    def set_deduplication(self, name: str, content_based: bool, scope: str) -> None:
        queue = self.fifo(name)
        values = {"ContentBasedDeduplication": str(content_based).lower(), "DeduplicationScope": scope}
        CLIENT.set_queue_attributes(QueueUrl=self.urls[name], Attributes=values)
        queue.content_based = content_based
        queue.by_group = scope == "messageGroup"


TestFifoQueue = FifoMachine.TestCase
TestFifoQueue.settings = scaled(130, stateful_step_count=40)
