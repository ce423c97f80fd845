"""What the groups of operations share: the state of CloudWatch in an account and region, and pages of listings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from fakeaws.aws.arns import partition_of
from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Handler, Params, Service
from fakeaws.services.cloudwatch import errors, front_end
from fakeaws.services.cloudwatch.alarms.board import Board
from fakeaws.services.cloudwatch.metrics.store import MetricStore

if TYPE_CHECKING:
    from fakeaws.aws.tags import Tags
    from fakeaws.services.cloudwatch.dashboards import Dashboard
    from fakeaws.world import World

T = TypeVar("T")

#: Resources a page, where a request does not say.
PAGE = 500


class CloudWatchBase(Service):
    """The state of CloudWatch in one account and region."""

    name = "cloudwatch"
    validates = False  # PutMetricData has words of its own for what the model constrains; see `front_end`

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        self.metrics = MetricStore()
        #: By name; of the account, kept where it was used first.
        self.dashboards: dict[str, Dashboard] = {}
        #: By name, as they are told.
        self.streams: dict[str, dict[str, Any]] = {}
        self.insight_rules: dict[str, dict[str, Any]] = {}
        #: By what they watch, as they are told.
        self.anomaly_detectors: dict[str, dict[str, Any]] = {}
        self.detector_ids = world.streams.stream(f"cloudwatch.anomaly-detector-id/{account}/{region}")
        #: Tags of every resource that can have some, by its ARN.
        self.tags: dict[str, Tags] = {}
        self.alarms = Board(self)

    def home(self) -> CloudWatchBase:
        """The CloudWatch that keeps the account's dashboards: the first that was used, in whichever region."""
        for service in self.world.router.services("cloudwatch"):
            if service.account == self.account and partition_of(service.region) == partition_of(self.region):
                return cast(CloudWatchBase, service)
        return self

    def tags_of(self, arn: str) -> Tags | None:
        """The tags of a resource, ``None`` if there is no such resource that can have some."""
        return (self.home() if ":dashboard/" in arn else self).tags.get(arn)

    @classmethod
    def guarded(cls, handler: Handler, model: Any) -> Handler:
        return front_end.guarded(handler, model)


def paged(items: Sequence[T], params: Params, key: Callable[[T], Any], scope: str) -> tuple[list[T], str | None]:
    """A page of ``MaxResults`` and the next token; raises ``InvalidNextToken``."""
    try:
        return page(items, limit=params.get("MaxResults") or PAGE, token=params.get("NextToken"), key=key, scope=scope)
    except BadToken:
        raise errors.invalid_next_token() from None
