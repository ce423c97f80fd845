"""Looking at queues from a test: ``aws.sqs.queue("orders")``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, cast

from fakeaws.aws.arns import Arn
from fakeaws.aws.policies import allow_statement
from fakeaws.services.sqs import names, permissions
from fakeaws.services.sqs.messages import DELAYED, IN_FLIGHT, STATE_NAMES, VISIBLE, FifoMessage, Message
from fakeaws.services.sqs.queues import Queue

if TYPE_CHECKING:
    from fakeaws.services.sqs.operations import Sqs
    from fakeaws.world import World

_SENDERS = {"sns": "sns.amazonaws.com", "events": "events.amazonaws.com"}


@dataclass(frozen=True)
class QueuedMessage:
    """A message as it lay in its queue when it was looked at.

    ``state`` is "visible", "in-flight" or "delayed"; ``attributes`` are its message attributes in boto3's shape.
    ``group``, and on FIFO queues ``deduplication_id``, are what its sender gave or the queue computed.
    """

    id: str
    body: str
    state: str
    receive_count: int
    group: str | None
    deduplication_id: str | None
    attributes: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, message: Message) -> QueuedMessage:
        """A snapshot of it."""
        return cls(
            id=message.id,
            body=message.body,
            state=STATE_NAMES[message.state],
            receive_count=message.receives,
            group=message.group_id,
            deduplication_id=message.deduplication_id if isinstance(message, FifoMessage) else None,
            attributes={name: dict(attribute) for name, attribute in (message.attributes or {}).items()},
        )


class QueueView:
    """A queue as tests see it. Only `grant_send` changes anything; lists are snapshots, in the queue's order."""

    def __init__(self, world: World, queue: Queue) -> None:
        self._world = world
        self._queue = queue

    def __repr__(self) -> str:
        queue = self._queue
        counts = f"{queue.visible} visible, {queue.in_flight} in flight, {queue.delayed} delayed"
        return f"<queue {queue.resource}: {counts}>"

    @property
    def name(self) -> str:
        return self._queue.name

    @property
    def arn(self) -> str:
        return self._queue.arn

    @property
    def url(self) -> str:
        return self._queue.url

    @property
    def messages(self) -> list[QueuedMessage]:
        """All messages; delayed ones last."""
        return self._in_states(VISIBLE, IN_FLIGHT, DELAYED)

    @property
    def visible(self) -> list[QueuedMessage]:
        """Those neither in flight nor delayed; on a FIFO queue also those behind a locked group's head."""
        return self._in_states(VISIBLE)

    @property
    def in_flight(self) -> list[QueuedMessage]:
        """Those received and hidden by their visibility timeout."""
        return self._in_states(IN_FLIGHT)

    @property
    def delayed(self) -> list[QueuedMessage]:
        """Those not yet visible for the first time."""
        return self._in_states(DELAYED)

    def grant_send(self, source_arn: str) -> None:
        """Let an SNS topic or an EventBridge rule send to the queue: adds the statement that AWS would need.

        Raises ``ValueError`` for the ARN of anything else.
        """
        source = Arn.parse(source_arn)
        principal = _SENDERS.get(source.service)
        if principal is None:
            raise ValueError(f"grant_send takes the ARN of an SNS topic or an EventBridge rule, not {source_arn!r}")
        policy = permissions.policy_of(self._queue)
        used = {statement.get("Sid") for statement in policy["Statement"]}
        number = 1
        while (sid := f"{source.service}-{number}") in used:
            number += 1
        statement = allow_statement(sid, principal, "sqs:SendMessage", self._queue.arn, source_arn)
        if any({**each, "Sid": sid} == statement for each in policy["Statement"]):
            return
        policy["Statement"].append(statement)
        permissions.set_policy(self._queue, policy)

    def _in_states(self, *states: int) -> list[QueuedMessage]:
        self._world.settle()
        return [QueuedMessage.of(message) for message in self._queue.in_order() if message.state in states]


class SqsInspector:
    """``aws.sqs``."""

    def __init__(self, world: World) -> None:
        self._world = world

    def queue(self, queue: str) -> QueueView:
        """The queue of that name (in the default account and region), URL or ARN.

        Raises ``LookupError``, with the nearest name or the place where a queue of that name is.
        """
        return QueueView(self._world, self.find(queue))

    def find(self, queue: str) -> Queue:
        """What `queue` shows."""
        self._world.settle()
        account, region, name = self._place(queue)
        for service in self._services():
            if service.account == account and service.region == region and name in service.queues:
                return service.queues[name]
        raise LookupError(
            f"no queue {queue!r} in account {account}, region {region}{self._hint(account, region, name)}"
        )

    def _place(self, text: str) -> tuple[str, str, str]:
        if text.startswith("arn:"):
            arn = Arn.parse(text)
            if arn.service != "sqs":
                raise LookupError(f"not the ARN of a queue: {text}")
            return arn.account, arn.region, arn.resource
        address = names.parse_url(text)
        if address is not None:
            return address.account, address.region or self._world.region, address.name
        return self._world.account, self._world.region, text

    def _hint(self, account: str, region: str, name: str) -> str:
        elsewhere = [service.queues[name].arn for service in self._services() if name in service.queues]
        if elsewhere:
            return f"; there is {' and '.join(elsewhere)}: pass the ARN"
        here = [
            known
            for service in self._services()
            if service.account == account and service.region == region
            for known in service.queues
        ]
        near = get_close_matches(name, here, n=1)
        if near:
            return f"; did you mean {near[0]!r}?"
        return f"; there are {', '.join(sorted(here))}" if here else "; there is none at all"

    def _services(self) -> list[Sqs]:
        return [cast("Sqs", service) for service in self._world.router.services("sqs")]


INSPECTOR = SqsInspector
