"""A log group: its streams, settings and filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.tags import Tags
from fakeaws.services.logs import errors, names
from fakeaws.services.logs.limits import DAY_MS
from fakeaws.services.logs.streams import LogStream

if TYPE_CHECKING:
    from fakeaws.services.logs.metric_filters import MetricFilter
    from fakeaws.services.logs.subscription_filters import SubscriptionFilter

STANDARD = "STANDARD"


class LogGroup:
    """A log group of an account and region."""

    def __init__(self, name: str, account: str, region: str, creation_ms: int) -> None:
        self.name = name
        self.arn = names.group_arn(account, region, name)
        self.creation_ms = creation_ms
        self.streams: dict[str, LogStream] = {}
        self.tags = Tags()
        self.retention_days: int | None = None
        self.kms_key: str | None = None
        self.log_class = STANDARD
        self.protected = False
        self.metric_filters: dict[str, MetricFilter] = {}
        self.subscription_filters: dict[str, SubscriptionFilter] = {}
        #: Whether there are filters of either kind.
        self.filtered = False

    def stream(self, name: str) -> LogStream:
        """The stream of that name; raises AWS's refusal."""
        stream = self.streams.get(name)
        if stream is None:
            raise errors.not_found("log stream")
        return stream

    def need_standard(self) -> None:
        """Raise unless the group's class has filters."""
        if self.log_class != STANDARD:
            raise errors.invalid_operation(f"This operation is not supported for the {self.log_class} log group class.")

    def oldest_ms(self, now_ms: int) -> int | None:
        """Before that time, events have expired; ``None`` if they never do."""
        return None if self.retention_days is None else now_ms - self.retention_days * DAY_MS

    def expire(self, now_ms: int) -> None:
        """Let go of the events of all streams whose time is over."""
        oldest = self.oldest_ms(now_ms)
        if oldest is not None:
            for stream in self.streams.values():
                stream.expire(oldest)

    def shown(self) -> dict[str, Any]:
        """As DescribeLogGroups shows it."""
        found: dict[str, Any] = {"logGroupName": self.name, "creationTime": self.creation_ms}
        if self.retention_days is not None:
            found["retentionInDays"] = self.retention_days
        found["metricFilterCount"] = len(self.metric_filters)
        found["arn"] = f"{self.arn}:*"
        found["storedBytes"] = sum(stream.stored_bytes for stream in self.streams.values())
        if self.kms_key is not None:
            found["kmsKeyId"] = self.kms_key
        return {
            **found,
            "logGroupClass": self.log_class,
            "logGroupArn": self.arn,
            "deletionProtectionEnabled": self.protected,
        }

    def summary(self) -> dict[str, Any]:
        """As ListLogGroups shows it."""
        return {"logGroupName": self.name, "logGroupArn": self.arn, "logGroupClass": self.log_class}
