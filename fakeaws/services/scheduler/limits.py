"""EventBridge Scheduler's quotas and times."""

SCHEDULES = 1_000_000
GROUPS = 500
PAGE = 100

SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US

#: How far in the past a StartDate may lie.
START_GRACE_US = 5 * MINUTE_US
#: How long a ClientToken is known.
TOKEN_US = 60 * MINUTE_US
#: How long a group shows that it is being deleted.
GROUP_DELETION_US = 5 * SECOND_US

RETRY_ATTEMPTS = 185
EVENT_AGE_SECONDS = 86_400
#: Waits before retries double from the first to the longest: 185 of them take about a day.
FIRST_BACKOFF_US = SECOND_US
LONGEST_BACKOFF_US = 480 * SECOND_US
