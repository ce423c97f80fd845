"""When failed attempts are repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.sns.delivery_policies import RetryPolicy

if TYPE_CHECKING:
    from fakeaws.services.sns.deliveries.channels import Schedule
    from fakeaws.services.sns.subscriptions import Subscription


class ManagedSchedule:
    """A schedule that customers cannot change: immediate attempts, some a fixed time apart, a backoff, a long tail.

    AWS counts the first attempt among the ``attempts``; where the phases do not say so, the tail is one shorter.
    """

    def __init__(
        self, immediate: int, before: int, before_s: int, backoff: tuple[int, int, int], attempts: int
    ) -> None:
        self._immediate = immediate
        self._before = before
        self._before_s = before_s
        self._backoff_count, low, self._high = backoff
        self._backoff = RetryPolicy(low, self._high, self._backoff_count, 0, 0, 0, "exponential")
        self.attempts = attempts

    def delay(self, retry: int) -> float | None:
        """Seconds before the retry of that number, from 1; ``None`` if there is none."""
        if retry >= self.attempts:
            return None
        if retry <= self._immediate:
            return 0.0
        retry -= self._immediate
        if retry <= self._before:
            return float(self._before_s)
        retry -= self._before
        if retry <= self._backoff_count:
            return self._backoff.delay(retry)
        return float(self._high)


#: Queues, functions, streams: 100,015 attempts over 23 days.
AWS_MANAGED = ManagedSchedule(3, 2, 1, (10, 1, 20), 100_015)
#: Mail, phones, apps: 50 attempts over six hours.
CUSTOMER_MANAGED = ManagedSchedule(0, 2, 10, (10, 10, 600), 50)


def delay_us(schedule: Schedule, subscription: Subscription | None, retry: int, throttled: bool) -> int | None:
    """Microseconds before the retry of that number, from 1; ``None`` when SNS gives up."""
    if schedule == "http":
        policy = subscription.delivery_policy.retry if subscription is not None else None
        delay = policy.delay(retry) if policy is not None else None
    elif schedule == "aws-managed" and not throttled:
        delay = AWS_MANAGED.delay(retry)
    else:
        delay = CUSTOMER_MANAGED.delay(retry)
    return None if delay is None else round(delay * 1_000_000)
