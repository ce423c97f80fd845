"""Fair queues: on a standard queue with message groups, a group that floods it lets the others go first."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from fakeaws.services.sqs import limits
from fakeaws.services.sqs.consumer_time import ConsumerTime
from fakeaws.services.sqs.line import Line
from fakeaws.services.sqs.messages import IN_FLIGHT, Message, TenantMessage
from fakeaws.services.sqs.tenants import Ranking, Tenant

if TYPE_CHECKING:
    from fakeaws.services.sqs.queues import Queue


class Fairness:
    """Who of a standard queue's tenants is served next.

    A message group is a tenant; a message without one is always quiet. Quiet tenants' messages leave in the queue's
    usual order, noisy tenants' after them, fewest in flight first. A tenant is judged when it is its turn: it is noisy
    if it has at least 30 messages and more than 10 % of the queue's messages in flight, or had more than 10 % of
    consumers' time of the last five minutes. It stays so until nothing of it is left to receive, from when on its time
    is counted anew, or until it got no message for five minutes.
    """

    __slots__ = ("_clock", "_line", "_number", "_queue", "_ranking", "_tenants", "_time", "_watched")

    def __init__(self, queue: Queue, line: Line[Message]) -> None:
        self._queue = queue
        self._clock = queue.world.simulation.clock
        #: Messages without a group.
        self._line = line
        self._tenants: dict[str, Tenant] = {}
        self._number = 0
        self._ranking = Ranking()
        self._time = ConsumerTime(self._clock.elapsed_us, queue.in_flight)
        #: Tenants that were noisy, each with the time to look whether it still sends.
        self._watched: list[tuple[int, int, Tenant]] = []

    # -- what happens to messages ----------------------------------------------------------------------------

    def enter(self, message: TenantMessage) -> None:
        """A new message of a group is visible."""
        now = self._clock.elapsed_us
        name = message.group_id
        tenant = self._tenants.get(name)
        if tenant is None:
            self._number += 1
            tenant = self._tenants[name] = Tenant(name, self._number, now)
        tenant.count += 1
        tenant.sent_us = now
        tenant.line.put(message)
        message.tenant = tenant
        self._place(tenant)

    def hidden(self, message: Message) -> None:
        """A message went in flight or is delayed."""
        self._time.note(self._clock.elapsed_us, self._queue.in_flight)
        if isinstance(message, TenantMessage) and message.state == IN_FLIGHT and not message.counted:
            self._count(message)

    def reappear(self, message: Message) -> None:
        """A message that was received is visible again."""
        self._time.note(self._clock.elapsed_us, self._queue.in_flight)
        if isinstance(message, TenantMessage):
            assert message.tenant is not None
            message.tenant.line.put(message)
            self._discount(message, message.tenant)
            self._place(message.tenant)
        else:
            self._line.put(message)

    def left(self, message: Message) -> None:
        """A message is gone."""
        self._time.note(self._clock.elapsed_us, self._queue.in_flight)
        if not isinstance(message, TenantMessage) or message.tenant is None:
            return
        tenant = message.tenant
        tenant.count -= 1
        self._discount(message, tenant)
        self._place(tenant)
        if not tenant.count:
            del self._tenants[tenant.name]

    # -- whose turn it is ------------------------------------------------------------------------------------

    def take(self, count: int) -> list[Message]:
        """Take up to ``count`` messages out of their places."""
        queue, line, redrive = self._queue, self._line, self._queue.redrive
        self._look_at_watched()
        taken: list[Message] = []
        while len(taken) < count:
            message: Message | None = line.first()
            tenant = self._next(message, queue.in_flight + len(taken))
            if tenant is not None:
                message = tenant.line.first()
                tenant.line.drop_first()
            elif message is not None:
                line.drop_first()
            if message is None:
                break
            if redrive is not None and queue.dies(message, redrive):
                continue
            if isinstance(message, TenantMessage):
                self._count(message)
            taken.append(message)
        return taken

    def _next(self, other: Message | None, in_flight: int) -> Tenant | None:
        """The tenant whose turn it is, unless it is that of the other message, which has no group."""
        now = self._clock.elapsed_us
        while (tenant := self._ranking.first()) is not None:
            assert tenant.rank is not None
            if other is not None and (0, other.position) < tenant.rank:
                return None
            if not self._becomes_noisy(tenant, now, in_flight):
                return tenant
            tenant.noisy = True
            self._place(tenant)
            if not tenant.watched:
                tenant.watched = True
                heappush(self._watched, (tenant.sent_us + limits.QUIET_AFTER, tenant.number, tenant))
        return None

    def _becomes_noisy(self, tenant: Tenant, now_us: int, in_flight: int) -> bool:
        if tenant.noisy or tenant.sent_us + limits.QUIET_AFTER <= now_us:
            return False
        if tenant.in_flight >= limits.NOISY_IN_FLIGHT and _is_noisy_share(tenant.in_flight, in_flight):
            return True
        time = tenant.time.recent(now_us)
        return time > 0 and _is_noisy_share(time, self._time.recent(now_us))

    def _look_at_watched(self) -> None:
        """Those that got nothing for five minutes are quiet."""
        watched, now = self._watched, self._clock.elapsed_us
        while watched and watched[0][0] <= now:
            _, number, tenant = heappop(watched)
            due_us = tenant.sent_us + limits.QUIET_AFTER
            if tenant.noisy and due_us > now:
                heappush(watched, (due_us, number, tenant))
                continue
            tenant.watched = False
            if tenant.noisy:
                tenant.noisy = False
                self._place(tenant)

    def _place(self, tenant: Tenant) -> None:
        """Something about a tenant has changed that its rank depends on."""
        first = tenant.line.first()
        if first is not None:
            self._ranking.put(tenant, (tenant.in_flight + 1 if tenant.noisy else 0, first.position))
        elif tenant.rank is not None:
            self._ranking.put(tenant, None)
            tenant.noisy = False
            tenant.time.begin_anew(self._clock.elapsed_us)

    def _count(self, message: TenantMessage) -> None:
        """A message of a tenant is in flight from now on."""
        tenant = message.tenant
        assert tenant is not None
        message.counted = True
        tenant.in_flight += 1
        tenant.time.note(self._clock.elapsed_us, tenant.in_flight)
        self._place(tenant)

    def _discount(self, message: TenantMessage, tenant: Tenant) -> None:
        if message.counted:
            message.counted = False
            tenant.in_flight -= 1
            tenant.time.note(self._clock.elapsed_us, tenant.in_flight)


def _is_noisy_share(part: int, whole: int) -> bool:
    return part * 100 > whole * limits.NOISY_PERCENT
