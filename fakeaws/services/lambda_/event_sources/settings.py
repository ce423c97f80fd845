"""What a mapping is configured with, and which values AWS takes for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fakeaws.services.lambda_.event_sources import errors, limits
from fakeaws.services.lambda_.event_sources.filters import Filters

if TYPE_CHECKING:
    from fakeaws.aws.service import Params, Result

#: Settings of streams and brokers.
NOT_FOR_QUEUES = (
    "AmazonManagedKafkaEventSourceConfig",
    "BisectBatchOnFunctionError",
    "DestinationConfig",
    "DocumentDBEventSourceConfig",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
    "ParallelizationFactor",
    "Queues",
    "SelfManagedKafkaEventSourceConfig",
    "SourceAccessConfigurations",
    "StartingPosition",
    "StartingPositionTimestamp",
    "Topics",
    "TumblingWindowInSeconds",
)
#: Settings that are kept and shown as they were given; of them only metrics have an effect.
_AS_GIVEN = ("KMSKeyArn", "LoggingConfig", "MetricsConfig")
REPORT = "ReportBatchItemFailures"


@dataclass(frozen=True)
class Settings:
    """``window``: seconds. ``maximum_concurrency``, ``pollers``: ``None`` if not set; the latter least and most."""

    batch_size: int = limits.BATCH_SIZE
    window: int = 0
    reports_failures: bool = False
    filters: Filters | None = None
    maximum_concurrency: int | None = None
    pollers: tuple[int, int] | None = None
    #: ``ProvisionedPollerConfig`` as it is shown.
    poller_config: Mapping[str, Any] | None = None
    others: Mapping[str, Any] | None = None
    #: Whether there are metrics of its events.
    counts_events: bool = False

    def changed(self, params: Params, *, fifo: bool) -> Settings:
        """With what CreateEventSourceMapping or UpdateEventSourceMapping give; raises AWS's error."""
        for name in NOT_FOR_QUEUES:
            if params.get(name) not in (None, {}, []):
                raise errors.unsupported(name)
        changes: dict[str, Any] = {}
        if params.get("BatchSize") is not None:
            changes["batch_size"] = params["BatchSize"]
        if params.get("MaximumBatchingWindowInSeconds") is not None:
            changes["window"] = params["MaximumBatchingWindowInSeconds"]
        if params.get("FunctionResponseTypes") is not None:
            changes["reports_failures"] = REPORT in params["FunctionResponseTypes"]
        if params.get("FilterCriteria") is not None:
            changes["filters"] = Filters.of(params["FilterCriteria"])
        if params.get("ScalingConfig") is not None:
            changes["maximum_concurrency"] = params["ScalingConfig"].get("MaximumConcurrency")
        if params.get("ProvisionedPollerConfig") is not None:
            changes.update(_pollers(params["ProvisionedPollerConfig"]))
        given = {name: params[name] for name in _AS_GIVEN if params.get(name) is not None}
        if given:
            others = {**(self.others or {}), **given}
            changes["others"] = {name: value for name, value in others.items() if value}
            changes["counts_events"] = "EventCount" in others.get("MetricsConfig", {}).get("Metrics", ())
        settings = replace(self, **changes)
        settings._check(fifo)
        return settings

    def _check(self, fifo: bool) -> None:
        if fifo and self.window:
            raise errors.no_window_for_fifo()
        if self.batch_size > limits.RECEIVE_MESSAGES and not self.window:
            raise errors.fifo_batch_too_large() if fifo else errors.window_needed()
        if self.pollers is not None and self.maximum_concurrency is not None:
            raise errors.pollers_and_concurrency()

    def described(self) -> Result:
        """As the API shows them."""
        shown: Result = {
            "BatchSize": self.batch_size,
            "MaximumBatchingWindowInSeconds": self.window,
            "FunctionResponseTypes": [REPORT] if self.reports_failures else [],
        }
        if self.filters is not None:
            shown["FilterCriteria"] = self.filters.described()
        if self.maximum_concurrency is not None:
            shown["ScalingConfig"] = {"MaximumConcurrency": self.maximum_concurrency}
        if self.poller_config is not None:
            shown["ProvisionedPollerConfig"] = dict(self.poller_config)
        shown.update(self.others or {})
        return shown


def _pollers(given: Mapping[str, Any]) -> dict[str, Any]:
    if not given:
        return {"pollers": None, "poller_config": None}
    default_least, default_most = limits.POLLERS
    least = given.get("MinimumPollers") or default_least
    most = given.get("MaximumPollers") or max(default_most, least)
    for name, value, (low, high) in (
        ("MinimumPollers", least, limits.MINIMUM_POLLERS),
        ("MaximumPollers", most, limits.MAXIMUM_POLLERS),
    ):
        if not low <= value <= high:
            raise errors.pollers_out_of_range(name, low, high)
    if least > most:
        raise errors.pollers_upside_down()
    shown: dict[str, Any] = {"MinimumPollers": least, "MaximumPollers": most}
    if given.get("PollerGroupName"):
        shown["PollerGroupName"] = given["PollerGroupName"]
    return {"pollers": (least, most), "poller_config": shown}
