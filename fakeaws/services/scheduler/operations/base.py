"""What the operations of EventBridge Scheduler share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from fakeaws.aws.arns import partition_of
from fakeaws.aws.metrics import Datum
from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Result, Service
from fakeaws.aws.tags import Tags
from fakeaws.services.scheduler import errors, limits
from fakeaws.services.scheduler.groups import ScheduleGroup
from fakeaws.services.scheduler.invocations.engine import Invocations
from fakeaws.services.scheduler.metrics import SchedulerMetrics
from fakeaws.services.scheduler.names import DEFAULT_GROUP
from fakeaws.services.scheduler.tokens import Tokens

if TYPE_CHECKING:
    from fakeaws.services.scheduler.schedules import Schedule
    from fakeaws.world import World

T = TypeVar("T")


class SchedulerBase(Service):
    """State of EventBridge Scheduler in one account and region."""

    name = "scheduler"

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        self.groups: dict[str, ScheduleGroup] = {}
        #: By group and name.
        self.schedules: dict[tuple[str, str], Schedule] = {}
        self.tokens = Tokens()
        self.metrics = SchedulerMetrics(world)
        self.invocations = Invocations(self)
        self.groups[DEFAULT_GROUP] = self.new_group(DEFAULT_GROUP, Tags())

    def new_group(self, name: str, tags: Tags) -> ScheduleGroup:
        """A group, not yet among the others."""
        return ScheduleGroup(name, self.arn_of(f"schedule-group/{name}"), self.world.wall_us, tags)

    def arn_of(self, resource: str) -> str:
        """The ARN of a schedule or group here."""
        return f"arn:{partition_of(self.region)}:scheduler:{self.region}:{self.account}:{resource}"

    def group(self, name: str) -> ScheduleGroup:
        """The group of that name; raises AWS's error."""
        group = self.groups.get(name)
        if group is None:
            raise errors.no_group(name)
        return group

    def schedule(self, params: Mapping[str, Any]) -> Schedule:
        """The schedule of ``GroupName`` and ``Name``; raises AWS's error."""
        key = (params.get("GroupName") or DEFAULT_GROUP, params["Name"])
        schedule = self.schedules.get(key)
        if schedule is None:
            raise errors.no_schedule(params["Name"])
        return schedule

    def remove(self, schedule: Schedule) -> None:
        """It is deleted."""
        self.invocations.drop(schedule)
        del self.schedules[schedule.group.name, schedule.name]

    def listed(
        self,
        items: Iterable[T],
        params: Mapping[str, Any],
        member: str,
        *,
        key: Callable[[T], Any],
        shown: Callable[[T], dict[str, Any]],
    ) -> Result:
        """A page as the member of an answer, with ``NextToken`` if there are more; raises AWS's refusal of a token."""
        filters = sorted((name, value) for name, value in params.items() if name not in ("NextToken", "MaxResults"))
        try:
            found, token = page(
                sorted(items, key=key),
                limit=params.get("MaxResults") or limits.PAGE,
                token=params.get("NextToken"),
                key=key,
                scope=f"{member}/{filters}",
            )
        except BadToken:
            raise errors.validation("Invalid NextToken provided.") from None
        answer: Result = {member: [shown(item) for item in found]}
        if token is not None:
            answer["NextToken"] = token
        return answer

    def under_way(self) -> list[str]:
        """Invocations; schedules that wait do not count."""
        return self.invocations.under_way()

    def metrics_until(self, elapsed_us: int) -> Iterable[Datum]:
        return self.metrics.until(elapsed_us)
