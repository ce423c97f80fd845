"""The tenants of a fair queue: a standard queue's messages by their ``MessageGroupId``, and in what order it is their turn."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TypeAlias

from fakeaws.services.sqs.consumer_time import ConsumerTime
from fakeaws.services.sqs.line import Line
from fakeaws.services.sqs.messages import TenantMessage

#: 0 for a quiet tenant, from 1 on for a noisy one (the more in flight, the higher); the place of its first message.
Rank: TypeAlias = "tuple[int, int]"

_COMPACT_FROM = 64


class Tenant:
    """One message group with its messages in one queue."""

    __slots__ = ("count", "in_flight", "line", "name", "noisy", "number", "rank", "sent_us", "time", "watched")

    def __init__(self, name: str, number: int, now_us: int) -> None:
        self.name = name
        #: Unlike any other tenant's of the queue.
        self.number = number
        #: Its messages, those still in their first delay excepted.
        self.count = 0
        self.in_flight = 0
        self.line: Line[TenantMessage] = Line()
        self.time = ConsumerTime(now_us)
        #: When it last got a message.
        self.sent_us = now_us
        self.noisy = False
        #: Whether somebody looks at times whether it still sends.
        self.watched = False
        #: Its place in the ranking; ``None`` while nothing of it can be received.
        self.rank: Rank | None = None


class Ranking:
    """The tenants that have something to receive, by rank.

    The entry of a tenant whose rank has changed stays until it comes first, or until such entries are the most.
    """

    __slots__ = ("_heap", "_size")

    def __init__(self) -> None:
        self._heap: list[tuple[Rank, Tenant]] = []
        self._size = 0

    def put(self, tenant: Tenant, rank: Rank | None) -> None:
        """Give a tenant its rank; ``None`` takes it out."""
        if rank == tenant.rank:
            return
        self._size += (rank is not None) - (tenant.rank is not None)
        tenant.rank = rank
        if rank is not None:
            heappush(self._heap, (rank, tenant))
            if len(self._heap) > 2 * self._size + _COMPACT_FROM:
                self._heap = [entry for entry in self._heap if entry[0] is entry[1].rank]
                heapify(self._heap)

    def first(self) -> Tenant | None:
        """Whose turn it is."""
        heap = self._heap
        while heap:
            rank, tenant = heap[0]
            if rank is tenant.rank:
                return tenant
            heappop(heap)
        return None
