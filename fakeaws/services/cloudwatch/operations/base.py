"""What the groups of operations share: the state of CloudWatch in an account and region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.service import Service
from fakeaws.services.cloudwatch.metrics.store import MetricStore

if TYPE_CHECKING:
    from fakeaws.world import World


class CloudWatchBase(Service):
    """The state of CloudWatch in one account and region."""

    name = "cloudwatch"
    validates = False  # PutMetricData has words of its own for what the model constrains; see `front_end`

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        self.metrics = MetricStore()
