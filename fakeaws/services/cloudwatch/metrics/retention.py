"""How long data can be read, and at which period."""

from __future__ import annotations

SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
HOUR_US = 3_600 * SECOND_US
DAY_US = 24 * HOUR_US

#: Nothing older is readable.
LAST_US = 455 * DAY_US
_TIERS = ((MINUTE_US, 3 * HOUR_US), (300 * SECOND_US, 15 * DAY_US), (HOUR_US, 63 * DAY_US))

#: Metrics without data for so long are not listed.
LISTED_US = 14 * DAY_US
#: `ListMetrics` with ``RecentlyActive=PT3H``.
RECENT_US = 3 * HOUR_US


def readable_us(period_us: int) -> int:
    """How old data can be to be readable in points of that period."""
    for needed_us, age_us in _TIERS:
        if period_us < needed_us:
            return age_us
    return LAST_US


def rounded_start(start_us: int, now_us: int, period_us: int) -> int:
    """The begin of the first point of a request: the older, the coarser; of periods under a minute, their division."""
    age_us = now_us - start_us
    if age_us > 63 * DAY_US:
        step_us = HOUR_US
    elif age_us > 15 * DAY_US:
        step_us = 300 * SECOND_US
    else:
        step_us = min(period_us, MINUTE_US)
    return start_us - start_us % step_us
