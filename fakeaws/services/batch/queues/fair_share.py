"""A job queue with a fair-share policy: the next job is one of the share that has used least."""

from __future__ import annotations

import heapq
from collections import Counter
from typing import TYPE_CHECKING

from fakeaws.services.batch.limits import SECOND_US
from fakeaws.services.batch.queues.usage import Usage

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.queues.policy import SchedulingPolicy

#: Capacity that is in use counts as if it had been for so much longer. So a job weighs something as soon as it is placed,
#: and what becomes free at one instant is shared, rather than given to one share that is a little behind.
AHEAD_US = 60 * SECOND_US

#: Higher priorities first, then the order of submission.
Place = tuple[int, tuple[int, int]]
#: A share's usage, when it was served, its next job's place among all, its identifier.
Rank = tuple[float, int, tuple[int, int], str]


class Share:
    """The jobs of one identifier. ``open``: those that have not ended, arrays counted once.

    ``served``: which of the queue's placements its last one was; 0 if it has had none. Of shares that have used the same,
    nothing mostly, the one that was served longest ago is next: else two could pass places to each other while a third waits.
    """

    __slots__ = ("_heap", "identifier", "open", "served", "usage", "waiting")

    def __init__(self, identifier: str) -> None:
        self.identifier = identifier
        self.open = 0
        self.served = 0
        self.usage = Usage()
        self.waiting: dict[Place, Job] = {}
        self._heap: list[Place] = []

    def add(self, job: Job) -> None:
        place = place_of(job)
        self.waiting[place] = job
        heapq.heappush(self._heap, place)

    def head(self) -> tuple[Place, Job] | None:
        """Its next job."""
        while self._heap:
            place = self._heap[0]
            job = self.waiting.get(place)
            if job is not None:
                return place, job
            heapq.heappop(self._heap)
        return None


class FairShare:
    """RUNNABLE jobs of a queue, in shares. Usage is what the queue's own jobs have of any compute environment.

    The order is made anew when something has changed or time has passed; while a cycle places jobs, only the share of the
    job that was placed moves.
    """

    def __init__(self, policy: SchedulingPolicy) -> None:
        self.policy = policy
        self.shares: dict[str, Share] = {}
        self._count = 0
        self._changed_us = 0
        self._placements = 0
        #: When the order was made, by the policy's revision; None when it has to be.
        self._made: tuple[int, int] | None = None
        self._order: list[Rank] = []
        #: Of each active share.
        self._weights: dict[str, float] = {}

    def __len__(self) -> int:
        return self._count

    def __contains__(self, job: Job) -> bool:
        share = self.shares.get(share_of(job))
        return share is not None and place_of(job) in share.waiting

    def follow(self, policy: SchedulingPolicy) -> None:
        """It has another policy from now on. What the shares have used stays."""
        self.policy = policy
        self._made = None

    # -- shares ------------------------------------------------------------------------------------------------------

    def is_active(self, share: Share, now_us: int) -> bool:
        """It has jobs, or had within the window."""
        return share.open > 0 or share.usage.remains(now_us, self.policy.window_us)

    def active(self, now_us: int) -> list[Share]:
        """The active ones, in the order in which they became so; the others are forgotten."""
        gone = [name for name, share in self.shares.items() if not self.is_active(share, now_us)]
        for name in gone:
            del self.shares[name]
        return list(self.shares.values())

    def would_add(self, identifier: str, now_us: int) -> bool:
        """Whether a job of that identifier makes one more share active."""
        share = self.shares.get(identifier)
        return share is None or not self.is_active(share, now_us)

    def submitted(self, job: Job) -> None:
        """A new job, or array, of its share."""
        self._share(job).open += 1
        self._made = None

    def ended(self, job: Job) -> None:
        self._share(job).open -= 1
        self._made = None

    def usable_milli(self, max_milli: int, now_us: int) -> int:
        """What of an environment's capacity is not reserved for shares that are not active yet."""
        reservation = self.policy.reservation
        if not reservation:
            return max_milli
        self._make(now_us)
        count = len(self._weights)
        return max_milli - int(max_milli * reservation**count // 100**count)

    def score(self, share: Share, now_us: int) -> float:
        """Its usage, weighed: the lowest is next. In vCPU × seconds."""
        self._make(now_us)
        return self._score(share, now_us) / (1000 * SECOND_US)

    # -- waiting jobs ------------------------------------------------------------------------------------------------

    def add(self, job: Job, now_us: int) -> None:
        """It has become RUNNABLE."""
        self._share(job).add(job)
        self._count += 1
        self._made, self._changed_us = None, now_us

    def remove(self, job: Job, now_us: int) -> None:
        """It is RUNNABLE no more."""
        share = self.shares.get(share_of(job))
        if share is not None and share.waiting.pop(place_of(job), None) is not None:
            self._count -= 1
            self._made, self._changed_us = None, now_us

    def take(self, job: Job, now_us: int) -> None:
        """The head has a place: from now on its share uses what it needs."""
        share = self._share(job)
        del share.waiting[place_of(job)]
        self._count -= 1
        self._changed_us = now_us
        self._placements += 1
        share.served = self._placements
        share.usage.change(job.need.milli_vcpus, now_us)
        found = share.head()
        if found is None:
            heapq.heappop(self._order)
        else:
            heapq.heapreplace(self._order, self._rank(share, found[1], now_us))

    def released(self, job: Job, now_us: int) -> None:
        """It has left its place."""
        self._share(job).usage.change(-job.need.milli_vcpus, now_us)
        self._made = None

    def head(self, now_us: int) -> Job | None:
        """The next job of the share that has used least."""
        if not self._count:
            return None
        self._make(now_us)
        found = self.shares[self._order[0][3]].head()
        assert found is not None
        return found[1]

    def front(self, count: int, now_us: int) -> list[tuple[Job, int]]:
        """The first ones in the order in which they would be placed now, and since when each is at its position.

        Any job that comes or goes may change the position of all.
        """
        if not self._count:
            return []
        self._make(now_us)
        order = list(self._order)
        queued = {name: heapq.nsmallest(count, self.shares[name].waiting)[::-1] for *_, name in order}
        found: list[tuple[Job, int]] = []
        while order and len(found) < count:
            score, _, _, name = order[0]
            job = self.shares[name].waiting[queued[name].pop()]
            found.append((job, max(job.runnable_us or 0, self._changed_us)))
            if queued[name]:
                score += job.need.milli_vcpus * AHEAD_US * self._weights[name]
                heapq.heapreplace(order, (score, self._placements + len(found), queued[name][-1][1], name))
            else:
                heapq.heappop(order)
        return found

    def ahead_of(self, job: Job, now_us: int) -> int:
        """How many would be placed before it, as things are."""
        front = [each for each, _ in self.front(self._count, now_us)]
        return front.index(job)

    def _share(self, job: Job) -> Share:
        identifier = share_of(job)
        share = self.shares.get(identifier)
        if share is None:
            share = self.shares[identifier] = Share(identifier)
        return share

    def _make(self, now_us: int) -> None:
        made = (now_us, self.policy.revision)
        if self._made == made:
            return
        self._made = made
        active = self.active(now_us)
        entries = {share.identifier: self.policy.entry_of(share.identifier) for share in active}
        matching = Counter(entry for entry in entries.values() if entry is not None)
        self._weights.clear()
        for name, entry in entries.items():
            weight = self.policy.weight_of(entry)
            self._weights[name] = weight * matching[entry] if entry is not None and entry.endswith("*") else weight
        self._order = []
        for share in active:
            found = share.head()
            if found is not None:
                self._order.append(self._rank(share, found[1], now_us))
        heapq.heapify(self._order)

    def _rank(self, share: Share, head: Job, now_us: int) -> Rank:
        return self._score(share, now_us), share.served, head.order, share.identifier

    def _score(self, share: Share, now_us: int) -> float:
        used = share.usage.at(now_us, self.policy.window_us) + share.usage.rate * AHEAD_US
        return used * self._weights[share.identifier]


def share_of(job: Job) -> str:
    """Its share's identifier."""
    return str(job.settings.get("shareIdentifier", ""))


def place_of(job: Job) -> Place:
    """Its place within its share."""
    return -int(job.settings.get("schedulingPriority") or 0), job.order
