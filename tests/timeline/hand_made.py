"""A timeline that a test writes by hand, without a world."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from fakeaws.simulation.clock import DEFAULT_START, to_us
from fakeaws.timeline.records import AWS, Timeline

#: Message ids as AWS's look; the first eight letters tell them apart.
ANN, BOB, CID = (f"{letter * 8}-0000-4000-8000-000000000000" for letter in "abc")


class HandMade(Timeline):
    """``at(30, "aws")`` sets the time (seconds) and who acts; ``note`` is `Timeline.add` for SQS."""

    def __init__(self) -> None:
        self.simulation = SimpleNamespace(
            clock=SimpleNamespace(elapsed_us=0, offset_us=to_us(DEFAULT_START)),
            busy=False,
            current=SimpleNamespace(name="test"),
        )
        super().__init__(self.simulation)  # type: ignore[arg-type]

    def at(self, seconds: float, actor: str = "test") -> None:
        self.simulation.clock.elapsed_us = round(seconds * 1_000_000)
        self.simulation.busy = actor == AWS
        self.simulation.current.name = actor

    def note(self, kind: str, resource: str, outcome: str, about: str | None = None, **more: Any) -> int:
        return self.add("sqs", kind, resource, outcome, message_id=about, **more)


def dead_lettered() -> HandMade:
    """Ann's message: sent, received, timed out, moved to the dead-letter queue; Bob's beside it: sent and deleted."""
    timeline = HandMade()
    ann = timeline.note("SendMessage", "orders", "visible", ANN)
    bob = timeline.note("SendMessage", "orders", "visible", BOB)
    timeline.at(1, "consumer")
    ann = timeline.note("ReceiveMessage", "orders", "in-flight", ANN, cause=ann)
    bob = timeline.note("ReceiveMessage", "orders", "in-flight", BOB, cause=bob)
    timeline.at(2.5, "consumer")
    timeline.note("DeleteMessage", "orders", "deleted", BOB, cause=bob)
    timeline.at(31, AWS)
    ann = timeline.note("VisibilityTimeout", "orders", "visible", ANN, cause=ann, details={"receives": 1})
    ann = timeline.note("Redrive", "orders", "dead-lettered", ANN, cause=ann)
    timeline.note("Redrive", "orders-dlq", "visible", ANN, cause=ann)
    return timeline


def fanned_out() -> HandMade:
    """Ann's publication and its copy, Bob's id, in billing; Cid's copy in audit; a delivery attempt without an id."""
    timeline = HandMade()
    published = timeline.add("sns", "Publish", "events", "ok", message_id=ANN)
    timeline.note("SendMessage", "billing", "visible", BOB, cause=published)
    timeline.note("SendMessage", "audit", "visible", CID, cause=published)
    attempt = timeline.add("sns", "Deliver", "https://example.test/hook", "retrying", cause=published)
    timeline.at(20, AWS)
    timeline.add("sns", "Deliver", "https://example.test/hook", "delivered", cause=attempt)
    timeline.note("RetentionExpired", "audit", "expired", CID)
    return timeline
