"""Compute environments, queues and jobs at random; see `tests.properties.scale` for how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

SHARES = ("a", "b", "c")


@dataclass(frozen=True)
class Machines:
    """A compute environment. ``overshoots``: by up to one instance, which has 4 vCPUs."""

    kind: str
    size: int
    overshoots: bool

    @property
    def limit(self) -> int:
        return self.size + (4 if self.overshoots and self.kind == "EC2" else 0)


@dataclass(frozen=True)
class Line:
    """A queue over some of the environments, by their places. ``fair``: with a fair-share policy."""

    priority: int
    environments: tuple[int, ...]
    fair: bool
    reservation: int


@dataclass(frozen=True)
class Work:
    """A submission. ``waits_for``: places of earlier ones; ``after``: seconds since the one before."""

    line: int
    vcpus: int
    seconds: int
    exit_code: int
    attempts: int
    size: int | None
    #: Its children one after the other; each child after its like in the arrays of the same size that it waits for.
    sequential: bool
    paired: bool
    waits_for: tuple[int, ...]
    share: str
    priority: int
    licences: int
    timeout: int | None
    after: int


@dataclass(frozen=True)
class Plan:
    machines: tuple[Machines, ...]
    lines: tuple[Line, ...]
    works: tuple[Work, ...]

    def is_paired(self, work: Work, other: int) -> bool:
        """Whether it waits for that earlier one child by child."""
        return work.paired and work.size is not None and work.size == self.works[other].size


@st.composite
def plans(draw: Any) -> Plan:
    """All jobs fit, so that all can end."""
    kind = draw(st.sampled_from(["FARGATE", "FARGATE", "EC2"]))
    sizes = [4, 8, 12] if kind == "EC2" else [4, 5, 8, 16]
    machines = draw(
        st.lists(st.builds(Machines, st.just(kind), st.sampled_from(sizes), st.booleans()), min_size=1, max_size=3)
    )
    places = range(len(machines))
    lines = []
    for _ in range(draw(st.sampled_from([1, 2, 3]))):
        chosen = draw(st.lists(st.sampled_from(places), min_size=1, max_size=len(machines), unique=True))
        fair = draw(st.booleans())
        reservation = draw(st.sampled_from([0, 0, 50])) if fair else 0
        lines.append(Line(draw(st.sampled_from([1, 1, 5])), tuple(chosen), fair, reservation))
    works: list[Work] = []
    for number in range(draw(st.sampled_from([3, 6, 10, 15]))):
        line = draw(st.sampled_from(range(len(lines))))
        earlier = st.lists(st.sampled_from(range(number)), max_size=2, unique=True) if number else st.just([])
        works.append(
            Work(
                line=line,
                # Half of 4 is what a reservation leaves to a single share.
                vcpus=draw(st.sampled_from([1, 2] if lines[line].reservation else [1, 1, 2, 4])),
                seconds=draw(st.sampled_from([1, 59, 61, 600])),
                exit_code=draw(st.sampled_from([0, 0, 0, 1])),
                attempts=draw(st.sampled_from([1, 1, 2, 3])),
                size=draw(st.sampled_from([None, None, None, 2, 2, 5])),
                sequential=draw(st.sampled_from([False, False, True])),
                paired=draw(st.booleans()),
                waits_for=tuple(draw(earlier)),
                share=draw(st.sampled_from(SHARES)),
                priority=draw(st.sampled_from([0, 0, 9])),
                licences=draw(st.sampled_from([0, 0, 0, 1, 2])),
                timeout=draw(st.sampled_from([None, None, 60])),
                after=draw(st.sampled_from([0, 0, 1, 30, 300])),
            )
        )
    return Plan(tuple(machines), tuple(lines), tuple(works))


@st.composite
def crowds(draw: Any) -> Plan:
    """One small environment and a fair-share queue, with more jobs than there is room for."""
    machines = Machines("FARGATE", draw(st.sampled_from([1, 2, 3])), overshoots=False)
    works = [
        Work(
            line=0,
            vcpus=1,
            seconds=draw(st.sampled_from([1, 60, 300, 2_000])),
            exit_code=draw(st.sampled_from([0, 0, 1])),
            attempts=draw(st.sampled_from([1, 2])),
            size=draw(st.sampled_from([None, None, 3])),
            sequential=False,
            paired=False,
            waits_for=(),
            share=draw(st.sampled_from(("a", "a", "a", "b", "c"))),
            priority=draw(st.sampled_from([0, 9])),
            licences=0,
            timeout=None,
            after=draw(st.sampled_from([0, 0, 7, 100, 1_000])),
        )
        for _ in range(draw(st.sampled_from([5, 10, 20])))
    ]
    return Plan((machines,), (Line(1, (0,), fair=True, reservation=0),), tuple(works))
