"""How the benchmarks take times: rounds of the rivals in turn, so that a slow spell of the machine strikes all of them."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from fakeaws.simulation.real import Real


def microseconds(fn: Callable[[], object], calls: int) -> float:
    """The mean real time of one call, over ``calls`` calls."""
    begin = Real.perf_counter()
    for _ in range(calls):
        fn()
    return (Real.perf_counter() - begin) / calls * 1e6


@contextmanager
def without_collector() -> Iterator[None]:
    """No garbage is collected meanwhile: whose turn that is has nothing to do with who made it."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def in_turn(rivals: Mapping[str, Callable[[], object]], *, rounds: int, calls: int) -> dict[str, float]:
    """The median over ``rounds`` of each rival's mean time of one call, in µs; the rivals take turns."""
    seen: dict[str, list[float]] = {name: [] for name in rivals}
    for fn in rivals.values():
        microseconds(fn, max(calls // 10, 5))
    with without_collector():
        for _ in range(rounds):
            for name, fn in rivals.items():
                seen[name].append(microseconds(fn, calls))
    return {name: statistics.median(times) for name, times in seen.items()}
