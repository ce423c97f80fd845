"""What the stories about mistakes share: the work of a consumer, and what `diagnose` says."""

from __future__ import annotations

import time
from collections.abc import Callable

from fakeaws import World
from fakeaws.timeline.findings import Finding
from tests.stories import shop


def rules(aws: World) -> list[str]:
    return [finding.rule for finding in aws.diagnose()]


def the(aws: World, rule: str) -> Finding:
    """The one finding of that rule."""
    [found] = [finding for finding in aws.diagnose() if finding.rule == rule]
    return found


def takes(seconds: float) -> Callable[[str], None]:
    """Work that takes so long."""
    return lambda body: time.sleep(seconds)


def fails(times: int) -> Callable[[str], None]:
    """Work that rejects a message so many times before it succeeds."""
    left = [times]

    def work(body: str) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise shop.Rejected(body)

    return work
