"""PutLogEvents, GetLogEvents, FilterLogEvents."""

from __future__ import annotations

from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.services.logs import batches, errors, limits, reading
from fakeaws.services.logs.groups import LogGroup
from fakeaws.services.logs.operations.base import LogsBase, pattern_of
from fakeaws.services.logs.streams import LogStream

#: 1 January 2024: FilterLogEvents goes backwards from there on only.
_BACKWARDS_SINCE_MS = 1_704_067_200_000


class EventOperations(LogsBase):
    """Operations on log events."""

    def put_log_events(self, call: Call) -> Result:
        params = call.params
        group = self.group(params["logGroupName"])
        stream = group.stream(params["logStreamName"])
        now_ms = self.now_ms
        given = params["logEvents"]
        events, rejected = batches.taken_in(given, now_ms, group.oldest_ms(now_ms), self.events + 1)
        self.events += len(given)
        stream.append(events)
        if group.filtered and events:
            self.emissions.take(group.metric_filters.values(), events)
            self.deliveries.take(group, stream, events)
        answer: Result = {"nextSequenceToken": stream.sequence_token}
        if rejected:
            answer["rejectedLogEventsInfo"] = rejected
        return answer

    def get_log_events(self, call: Call) -> Result:
        params = call.params
        group = self.group_named(call)
        stream = group.stream(params["logStreamName"])
        _check_times(params)
        oldest = group.oldest_ms(self.now_ms)
        if oldest is not None:
            stream.expire(oldest)
        return reading.page_of(
            stream,
            params.get("startTime"),
            params.get("endTime"),
            params.get("limit") or limits.EVENTS_PAGE,
            params.get("nextToken"),
            bool(params.get("startFromHead")),
        )

    def filter_log_events(self, call: Call) -> Result:
        params = call.params
        group = self.group_named(call)
        _check_times(params)
        pattern = pattern_of(params.get("filterPattern") or "")
        streams = _chosen(group, params)
        from_head = params.get("startFromHead")
        start = params.get("startTime")
        if from_head is False and (start or 0) < _BACKWARDS_SINCE_MS:
            raise errors.invalid_parameter(
                "startFromHead can be false only if startTime is on or after Jan 1, 2024 00:00:00 UTC."
            )
        group.expire(self.now_ms)
        found = reading.filtered(
            streams,
            pattern,
            start,
            params.get("endTime"),
            params.get("limit") or limits.EVENTS_PAGE,
            params.get("nextToken"),
            from_head is not False,
            _scope(group, params),
        )
        answer: Result = {"events": found.events, "searchedLogStreams": []}
        if found.token is not None:
            answer["nextToken"] = found.token
        return answer


def _check_times(params: Any) -> None:
    start, end = params.get("startTime"), params.get("endTime")
    if start is not None and end is not None and start > end:
        raise errors.invalid_parameter("startTime cannot be greater than endTime.")


def _chosen(group: LogGroup, params: Any) -> list[LogStream]:
    names, prefix = params.get("logStreamNames"), params.get("logStreamNamePrefix")
    if names is not None and prefix is not None:
        raise errors.invalid_parameter("logStreamNames and logStreamNamePrefix are mutually exclusive parameters.")
    if names is not None:
        return [group.stream(name) for name in dict.fromkeys(names)]
    return [stream for name, stream in group.streams.items() if name.startswith(prefix or "")]


def _scope(group: LogGroup, params: Any) -> str:
    """What a token belongs to: everything that decides which events are found."""
    filters = ("logStreamNames", "logStreamNamePrefix", "startTime", "endTime", "filterPattern")
    return f"{group.arn}/{[params.get(name) for name in filters]}"
