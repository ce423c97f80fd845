"""What the groups of operations share: the log groups of an account and region."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from fakeaws.aws.constraints import checker
from fakeaws.aws.errors import AwsError
from fakeaws.aws.metrics import Datum
from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Call, Handler, Pending, Result, Service
from fakeaws.services.logs import errors, limits, names
from fakeaws.services.logs.emissions import Emissions
from fakeaws.services.logs.filter_patterns.matching import FilterPattern, InvalidPattern
from fakeaws.services.logs.filter_patterns.parsing import parse
from fakeaws.services.logs.refusals import REFUSED
from fakeaws.services.logs.resource_policies import ResourcePolicies
from fakeaws.services.logs.subscription_filters import Deliveries

if TYPE_CHECKING:
    from fakeaws.services.logs.groups import LogGroup
    from fakeaws.world import World

T = TypeVar("T")


class LogsBase(Service):
    """The state of CloudWatch Logs in one account and region, and how operations find things in it."""

    name = "logs"
    validates = False  # what breaks the model has the common words, but a code of its own: see `guarded`
    refused = REFUSED

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        #: By name.
        self.groups: dict[str, LogGroup] = {}
        self.policies = ResourcePolicies()
        self.emissions = Emissions()
        self.deliveries = Deliveries(world, account, region)
        #: The key that results of queries are encrypted with.
        self.query_key: str | None = None
        #: How many events came in.
        self.events = 0

    @classmethod
    def guarded(cls, handler: Handler, model: Any) -> Handler:
        """Refuse what breaks the model with ``InvalidParameterException``."""
        check_params = checker(model)
        if check_params is None:
            return handler

        def checked(call: Call) -> Result | Pending:
            try:
                check_params(call.params)
            except AwsError as error:
                raise errors.invalid_parameter(error.message) from None
            return handler(call)

        return checked

    def under_way(self) -> list[str]:
        """Events that are being delivered to functions."""
        return self.deliveries.under_way()

    def metrics_until(self, elapsed_us: int) -> Iterable[Datum]:
        """What metric filters found, by the minute of the events' timestamps."""
        return list(self.emissions.until(self.world.wall_us - self.world.now_us + elapsed_us))

    @property
    def now_ms(self) -> int:
        """Milliseconds since 1970."""
        return self.world.wall_us // 1000

    def group(self, name: str) -> LogGroup:
        """The group of that name; raises AWS's refusal."""
        group = self.groups.get(name)
        if group is None:
            raise errors.not_found("log group")
        return group

    def group_named(self, call: Call) -> LogGroup:
        """The group of ``logGroupName`` or ``logGroupIdentifier``."""
        return self.group(names.group_named(call.params, self.account, self.region))


def pattern_of(text: str) -> FilterPattern:
    """The filter pattern; raises AWS's refusal."""
    try:
        return parse(text)
    except InvalidPattern as invalid:
        raise errors.invalid_parameter(invalid.message) from None


def listed(
    items: Iterable[T],
    params: Mapping[str, Any],
    member: str,
    *,
    key: Callable[[T], Any],
    shown: Callable[[T], dict[str, Any]],
    scope: str,
    limit: int = limits.PAGE,
    descending: bool = False,
) -> Result:
    """A page as the member of an answer, with ``nextToken`` if there are more; raises AWS's refusal of a token."""
    ordered = sorted(items, key=key, reverse=descending)
    filters = sorted((name, str(value)) for name, value in params.items() if name not in ("nextToken", "limit"))
    try:
        found, token = page(
            ordered,
            limit=params.get("limit") or limit,
            token=params.get("nextToken"),
            key=key,
            scope=f"{scope}/{filters}",
            descending=descending,
        )
    except BadToken:
        raise errors.bad_token() from None
    answer: Result = {member: [shown(item) for item in found]}
    if token is not None:
        answer["nextToken"] = token
    return answer
