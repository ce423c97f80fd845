"""CloudWatch Logs' numbers."""

from __future__ import annotations

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS

#: Of a batch, and of a page of events; each event counts so much besides its message.
BATCH_BYTES = 1_048_576
EVENT_OVERHEAD = 26
BATCH_SPAN_MS = DAY_MS
TOO_OLD_MS = 14 * DAY_MS
TOO_NEW_MS = 2 * HOUR_MS

EVENTS_PAGE = 10_000
PAGE = 50

RETENTION_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)  # fmt: skip

GROUPS = 1_000_000
METRIC_FILTERS = 100
SUBSCRIPTION_FILTERS = 2
RESOURCE_POLICIES = 10
DIMENSIONS = 3

#: How long a delivery to a function is tried again.
RETRIES_US = 24 * 3_600_000_000
FIRST_RETRY_US = 1_000_000
LONGEST_WAIT_US = 300_000_000
