"""PutMetricStream, GetMetricStream, ListMetricStreams, StartMetricStreams, StopMetricStreams, DeleteMetricStream.

Streams are kept, with their state; nothing is sent to Firehose.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from fakeaws.aws.arns import Arn, partition_of
from fakeaws.aws.service import Call, Result
from fakeaws.services.cloudwatch import errors, tagging
from fakeaws.services.cloudwatch.operations.base import CloudWatchBase, paged
from fakeaws.simulation.clock import from_us

#: What a stream is told again as it was given.
_GIVEN = (
    "Name",
    "IncludeFilters",
    "ExcludeFilters",
    "FirehoseArn",
    "RoleArn",
    "OutputFormat",
    "StatisticsConfigurations",
    "IncludeLinkedAccountsMetrics",
)
_OF_ENTRIES = ("Arn", "CreationDate", "LastUpdateDate", "Name", "FirehoseArn", "State", "OutputFormat")


class StreamOperations(CloudWatchBase):
    """Operations on metric streams."""

    def put_metric_stream(self, call: Call) -> Result:
        params, name = call.params, call.params["Name"]
        if params.get("IncludeFilters") and params.get("ExcludeFilters"):
            raise errors.both_given("IncludeFilters", "ExcludeFilters")
        tags = tagging.tags_of(params.get("Tags"))
        now = from_us(self.world.wall_us)
        known = self.streams.get(name)
        resource = f"metric-stream/{name}"
        arn = str(Arn(partition_of(self.region), "cloudwatch", self.region, self.account, resource))
        stream: dict[str, Any] = {key: deepcopy(params[key]) for key in _GIVEN if params.get(key) is not None}
        stream.update(
            Arn=arn,
            State="running" if known is None else known["State"],
            CreationDate=now if known is None else known["CreationDate"],
            LastUpdateDate=now,
        )
        self.streams[name] = stream
        if known is None:
            self.tags[arn] = tags
        return {"Arn": arn}

    def get_metric_stream(self, call: Call) -> Result:
        name = call.params["Name"]
        stream = self.streams.get(name)
        if stream is None:
            raise errors.resource_not_found_exception("metric-stream", name)
        return deepcopy(stream)

    def list_metric_streams(self, call: Call) -> Result:
        names, token = paged(sorted(self.streams), call.params, lambda name: name, "streams")
        entries = [{key: self.streams[name][key] for key in _OF_ENTRIES} for name in names]
        return {"Entries": entries} if token is None else {"Entries": entries, "NextToken": token}

    def start_metric_streams(self, call: Call) -> Result:
        self._turn_streams(call, "running")
        return {}

    def stop_metric_streams(self, call: Call) -> Result:
        self._turn_streams(call, "stopped")
        return {}

    def delete_metric_stream(self, call: Call) -> Result:
        stream = self.streams.pop(call.params["Name"], None)
        if stream is not None:
            self.tags.pop(stream["Arn"], None)
        return {}

    def _turn_streams(self, call: Call, state: str) -> None:
        """Names that are unknown are passed over."""
        for name in call.params["Names"]:
            if name in self.streams:
                self.streams[name]["State"] = state
