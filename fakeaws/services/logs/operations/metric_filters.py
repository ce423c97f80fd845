"""PutMetricFilter, DescribeMetricFilters, DeleteMetricFilter, TestMetricFilter."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.errors import NotSupportedError
from fakeaws.services.logs import errors, limits
from fakeaws.services.logs.metric_filters import MetricFilter, check_transformation
from fakeaws.services.logs.operations.base import LogsBase, listed, pattern_of
from fakeaws.services.logs.system_fields import system_fields


class MetricFilterOperations(LogsBase):
    """Operations on metric filters."""

    def put_metric_filter(self, call: Call) -> Result:
        params = call.params
        name: str = params["filterName"]
        group = self.group(params["logGroupName"])
        group.need_standard()
        if params.get("fieldSelectionCriteria"):
            raise NotSupportedError("logs.PutMetricFilter: fakeaws does not select events by system fields")
        [transformation] = params["metricTransformations"]
        pattern = pattern_of(params["filterPattern"])
        fields = system_fields(params.get("emitSystemFieldDimensions") or (), self.account, self.region)
        check_transformation(transformation, pattern, len(fields))
        if name not in group.metric_filters and len(group.metric_filters) >= limits.METRIC_FILTERS:
            raise errors.limit_exceeded()
        group.metric_filters[name] = MetricFilter(
            name,
            group.name,
            params["filterPattern"],
            pattern,
            transformation,
            self.now_ms,
            bool(params.get("applyOnTransformedLogs")),
            tuple(fields.items()),
        )
        group.filtered = True
        return {}

    def describe_metric_filters(self, call: Call) -> Result:
        params = call.params
        metric, namespace = params.get("metricName"), params.get("metricNamespace")
        if (metric is None) is not (namespace is None):
            raise errors.invalid_parameter("metricName and metricNamespace must be specified together.")
        prefix: str = params.get("filterNamePrefix") or ""
        name = params.get("logGroupName")
        groups = [self.group(name)] if name is not None else self.groups.values()
        found = [
            filter
            for group in groups
            for filter in group.metric_filters.values()
            if filter.name.startswith(prefix)
            and (metric is None or (filter.metric, filter.namespace) == (metric, namespace))
        ]
        return listed(
            found,
            params,
            "metricFilters",
            key=lambda filter: (filter.group, filter.name),
            shown=MetricFilter.shown,
            scope="DescribeMetricFilters",
        )

    def delete_metric_filter(self, call: Call) -> Result:
        group = self.group(call.params["logGroupName"])
        if group.metric_filters.pop(call.params["filterName"], None) is None:
            raise errors.not_found("metric filter")
        group.filtered = bool(group.metric_filters or group.subscription_filters)
        return {}

    def test_metric_filter(self, call: Call) -> Result:
        pattern = pattern_of(call.params["filterPattern"])
        matches = []
        for number, message in enumerate(call.params["logEventMessages"], 1):
            extract = pattern.match(message)
            if extract is not None:
                matches.append({"eventNumber": number, "eventMessage": message, "extractedValues": extract.shown()})
        return {"matches": matches}
