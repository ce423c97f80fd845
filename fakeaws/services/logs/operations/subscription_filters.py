"""PutSubscriptionFilter, DescribeSubscriptionFilters, DeleteSubscriptionFilter."""

from __future__ import annotations

from operator import attrgetter

from fakeaws.aws.service import Call, Result
from fakeaws.errors import NotSupportedError
from fakeaws.services.logs import errors, limits
from fakeaws.services.logs.operations.base import LogsBase, listed, pattern_of
from fakeaws.services.logs.subscription_filters import SubscriptionFilter, check_destination
from fakeaws.services.logs.system_fields import system_fields

_by_name = attrgetter("name")


class SubscriptionFilterOperations(LogsBase):
    """Operations on subscription filters."""

    def put_subscription_filter(self, call: Call) -> Result:
        params = call.params
        name: str = params["filterName"]
        group = self.group(params["logGroupName"])
        group.need_standard()
        if params.get("fieldSelectionCriteria"):
            raise NotSupportedError("logs.PutSubscriptionFilter: fakeaws does not select events by system fields")
        pattern = pattern_of(params["filterPattern"])
        fields = system_fields(params.get("emitSystemFields") or (), self.account, self.region)
        if name not in group.subscription_filters and len(group.subscription_filters) >= limits.SUBSCRIPTION_FILTERS:
            raise errors.limit_exceeded()
        check_destination(self.world, self.account, group.arn, params["destinationArn"])
        group.subscription_filters[name] = SubscriptionFilter(
            name,
            group.name,
            params["filterPattern"],
            pattern,
            params["destinationArn"],
            params.get("roleArn"),
            params.get("distribution") or "ByLogStream",
            self.now_ms,
            bool(params.get("applyOnTransformedLogs")),
            tuple(fields),
        )
        group.filtered = True
        return {}

    def describe_subscription_filters(self, call: Call) -> Result:
        params = call.params
        group = self.group(params["logGroupName"])
        prefix: str = params.get("filterNamePrefix") or ""
        return listed(
            [filter for name, filter in group.subscription_filters.items() if name.startswith(prefix)],
            params,
            "subscriptionFilters",
            key=_by_name,
            shown=SubscriptionFilter.shown,
            scope="DescribeSubscriptionFilters",
        )

    def delete_subscription_filter(self, call: Call) -> Result:
        group = self.group(call.params["logGroupName"])
        if group.subscription_filters.pop(call.params["filterName"], None) is None:
            raise errors.not_found("subscription filter")
        group.filtered = bool(group.metric_filters or group.subscription_filters)
        return {}
