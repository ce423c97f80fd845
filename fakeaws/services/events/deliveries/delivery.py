"""One event on its way to one target."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.router import SERVICES
from fakeaws.services.events.deliveries.failures import Failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from fakeaws.aws.service import Caller, Result
    from fakeaws.services.events.deliveries.engine import Engine
    from fakeaws.services.events.event import Event
    from fakeaws.services.events.rules import Rule
    from fakeaws.services.events.targets import Target
    from fakeaws.world import World

_NO_HEADERS: Mapping[str, Any] = {}


class Delivery:
    """One event for one target, with all its attempts.

    ``text`` is what the target gets. ``record`` is the timeline's number of the current attempt: the cause of what a
    sender does. A sender (see `senders`) makes one attempt and tells its end by `finish`, at once or later, exactly once.
    """

    __slots__ = (
        "attempts",
        "began_us",
        "engine",
        "event",
        "failure",
        "later",
        "open",
        "record",
        "redriving",
        "rule",
        "target",
        "text",
    )

    def __init__(self, engine: Engine, event: Event, rule: Rule, target: Target, record: int) -> None:
        self.engine = engine
        self.event = event
        self.rule = rule
        self.target = target
        self.record = record
        self.text = ""
        self.attempts = 0
        #: When it began, in the world's elapsed time.
        self.began_us = engine.world.now_us
        #: Whether the current attempt has no answer yet, and whether the answer comes in an event of its own.
        self.open = False
        self.later = False
        #: Whether it goes to the target's dead-letter queue now, and why.
        self.redriving = False
        self.failure: Failure | None = None

    @property
    def world(self) -> World:
        return self.engine.world

    @property
    def made(self) -> Mapping[str, Any]:
        """The text's members, if it is a JSON object; else none."""
        try:
            found = json.loads(self.text)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def caller(self) -> Caller:
        """Whom the target sees."""
        return self.target.caller(self.rule)

    def ask(
        self,
        service: str,
        operation: str,
        params: Mapping[str, Any],
        *,
        region: str | None = None,
        headers: Mapping[str, Any] = _NO_HEADERS,
        then: Callable[..., object] | None = None,
        caller: Caller | None = None,
    ) -> None:
        """Call an AWS service for this attempt, which ends with the answer; ``then(answer, delivery)`` instead, if given."""
        if service not in SERVICES:
            self.engine.unsupported(self, service)
            return
        self.world.ask(
            service,
            operation,
            params,
            caller=caller or self.caller,
            region=region or self.target.arn.region,
            cause=self.record,
            headers=headers,
            then=then or finish_with,
            args=(self,),
        )

    def finish(self, failure: Failure | None = None) -> None:
        """The end of the current attempt; ``None``: the target took the event."""
        self.engine.answered(self, failure)


def finish_with(answer: Result | AwsError, delivery: Delivery) -> None:
    """End an attempt with the answer to its call."""
    delivery.finish(Failure.of(answer) if isinstance(answer, AwsError) else None)
