"""PutMetricData, ListMetrics, GetMetricStatistics, GetMetricData."""

from __future__ import annotations

from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Call, Result
from fakeaws.services.cloudwatch import errors, front_end, incoming, listing, metric_data, metric_statistics, reading
from fakeaws.services.cloudwatch.operations.base import CloudWatchBase


class MetricOperations(CloudWatchBase):
    """Operations on metrics."""

    def put_metric_data(self, call: Call) -> Result:
        params, now_us = call.params, self.world.wall_us
        data = incoming.data_of(params)
        incoming.check(data, now_us)
        front_end.check_constraints(call)
        for _, datum in data:
            incoming.store(self.metrics, params["Namespace"], datum, now_us)
        return {}

    def list_metrics(self, call: Call) -> Result:
        reading.collect(self)
        params = call.params
        owner = params.get("OwningAccount")
        wanted = listing.Filter.of(params, self.world.wall_us)
        found = [metric.id for metric in self.metrics.all() if wanted.takes(metric)]
        try:
            shown, token = page(
                found if owner in (None, self.account) else [],
                limit=listing.PAGE,
                token=params.get("NextToken"),
                key=lambda id: id,
                scope=f"metrics {wanted}",
            )
        except BadToken:
            raise errors.invalid_value("Request parameter NextToken is invalid") from None
        answer: Result = {"Metrics": [listing.shown(id) for id in shown]}
        if params.get("IncludeLinkedAccounts"):
            answer["OwningAccounts"] = [self.account] * len(shown)
        if token is not None:
            answer["NextToken"] = token
        return answer

    def get_metric_statistics(self, call: Call) -> Result:
        request = metric_statistics.StatisticsRequest.of(call.params)
        reading.collect(self)
        return {"Label": request.metric.name, "Datapoints": metric_statistics.datapoints(self, request)}

    def get_metric_data(self, call: Call) -> Result:
        request = metric_data.DataRequest.of(call.params)
        reading.collect(self)
        return metric_data.answer(self, request)
