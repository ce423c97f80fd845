"""Event buses."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from fakeaws.aws.patterns.index import PatternIndex
from fakeaws.aws.policies import PolicyDocument, parse_policy
from fakeaws.aws.tags import Tags
from fakeaws.services.events import limits
from fakeaws.services.events.names import bus_arn
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.services.events.event import Event
    from fakeaws.services.events.operations.base import EventsBase
    from fakeaws.services.events.rules import Rule

#: What a request may set, and an answer shows if it is set.
SETTINGS = ("Description", "KmsKeyIdentifier", "DeadLetterConfig", "LogConfig")


class Keeper(Protocol):
    """Whoever takes in every event of a bus, such as an archive. Called in an event of the scheduler; must not wait."""

    def take(self, event: Event, record: int) -> None:
        """``record`` is the timeline's number of the event's arrival."""


class Seen(NamedTuple):
    """An event that came to a bus, and the timeline's number of its arrival."""

    record: int
    event: Event


class EventBus:
    """An event bus with its rules."""

    def __init__(self, service: EventsBase, name: str) -> None:
        self.service = service
        self.name = name
        self.arn = bus_arn(service.region, service.account, name)
        world = service.world
        at_home = world.is_home(service.account, service.region)
        #: Its name on the timeline.
        self.resource = name if at_home else self.arn
        self.settings: dict[str, Any] = {}
        self.tags = Tags()
        self.rules: dict[str, Rule] = {}
        #: The patterns of enabled rules, by the rule's name.
        self.index: PatternIndex[str] = PatternIndex()
        self.keepers: dict[str, Keeper] = {}
        self.created_us = self.modified_us = world.wall_us
        self.policy_text: str | None = None
        self.policy: PolicyDocument | None = None
        #: Callers that it let in although its policy does not say so.
        self.warned: set[tuple[str, str | None]] = set()
        #: The last events that came.
        self.seen: deque[Seen] = deque(maxlen=limits.REMEMBERED)

    def set_policy(self, text: str | None) -> None:
        """``None`` takes it away."""
        self.policy_text = text
        self.policy = None if text is None else parse_policy(text)
        self.modified_us = self.service.world.wall_us

    def set(self, params: Mapping[str, Any]) -> None:
        """Take over what a request sets."""
        self.settings.update({name: params[name] for name in SETTINGS if params.get(name) not in (None, {})})

    def listed(self) -> dict[str, Any]:
        """As ListEventBuses shows it."""
        shown: dict[str, Any] = {"Name": self.name, "Arn": self.arn}
        if "Description" in self.settings:
            shown["Description"] = self.settings["Description"]
        if self.policy_text is not None:
            shown["Policy"] = self.policy_text
        shown["CreationTime"] = from_us(self.created_us // 1000 * 1000)
        shown["LastModifiedTime"] = from_us(self.modified_us // 1000 * 1000)
        return shown

    def described(self) -> dict[str, Any]:
        """As DescribeEventBus shows it."""
        return {**self.listed(), **self.settings}
