"""CreateLogStream, DeleteLogStream, DescribeLogStreams."""

from __future__ import annotations

from operator import attrgetter

from fakeaws.aws.service import Call, Result
from fakeaws.services.logs import errors
from fakeaws.services.logs.operations.base import LogsBase, listed
from fakeaws.services.logs.streams import LogStream

_by_name = attrgetter("name")


class StreamOperations(LogsBase):
    """Operations on log streams."""

    def create_log_stream(self, call: Call) -> Result:
        group = self.group(call.params["logGroupName"])
        name: str = call.params["logStreamName"]
        if name in group.streams:
            raise errors.already_exists("log stream")
        group.streams[name] = LogStream(name, group.arn, self.now_ms)
        return {}

    def delete_log_stream(self, call: Call) -> Result:
        group = self.group(call.params["logGroupName"])
        stream = group.stream(call.params["logStreamName"])
        if group.protected:
            raise errors.validation("The log stream cannot be deleted because deletion protection is enabled.")
        del group.streams[stream.name]
        return {}

    def describe_log_streams(self, call: Call) -> Result:
        params = call.params
        group = self.group_named(call)
        prefix: str = params.get("logStreamNamePrefix") or ""
        by_time = params.get("orderBy") == "LastEventTime"
        if by_time and prefix:
            raise errors.invalid_parameter("Cannot order by LastEventTime with a logStreamNamePrefix.")
        group.expire(self.now_ms)
        return listed(
            [stream for name, stream in group.streams.items() if name.startswith(prefix)],
            params,
            "logStreams",
            key=_last_event if by_time else _by_name,
            shown=LogStream.shown,
            scope="DescribeLogStreams",
            descending=bool(params.get("descending")),
        )


def _last_event(stream: LogStream) -> tuple[int, str]:
    return stream.events[-1].timestamp if stream.events else 0, stream.name
