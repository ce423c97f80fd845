"""PutMetricAlarm, DescribeAlarms, DescribeAlarmsForMetric, DescribeAlarmHistory, SetAlarmState, DeleteAlarms, and others."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Call, Result
from fakeaws.aws.timestamps import given_us
from fakeaws.services.cloudwatch import errors, reading
from fakeaws.services.cloudwatch.alarms.configurations import check_metric_alarm
from fakeaws.services.cloudwatch.alarms.metric_alarm import MetricAlarm, period_of
from fakeaws.services.cloudwatch.operations.base import CloudWatchBase
from fakeaws.services.cloudwatch.queries import metric_id
from fakeaws.simulation.clock import from_us

if TYPE_CHECKING:
    from fakeaws.services.cloudwatch.alarms.alarm import Alarm
    from fakeaws.services.cloudwatch.alarms.history import Item
    from fakeaws.timeline.findings import Finding

T = TypeVar("T")

#: Records a page, where a request does not say.
_PAGE = 50
_CHILDREN = ("AlarmName", "AlarmArn", "StateValue", "StateUpdatedTimestamp")
_PARENTS = ("AlarmName", "AlarmArn")


class AlarmOperations(CloudWatchBase):
    """Operations on metric alarms, and on alarms of whatever kind."""

    def findings(self) -> list[Finding]:
        """The usual mistakes with alarms; see `diagnosis`."""
        from fakeaws.services.cloudwatch.diagnosis import findings

        return findings(self)

    def put_metric_alarm(self, call: Call) -> Result:
        params = call.params
        check_metric_alarm(params, self.region)
        if params.get("Metrics"):
            now_us = self.world.wall_us
            reading.evaluate(self, params["Metrics"], now_us - period_of(params) * 1_000_000, now_us)
        self.alarms.put(MetricAlarm, call)
        return {}

    def describe_alarms(self, call: Call) -> Result:
        params = call.params
        relatives = [name for name in ("ChildrenOfAlarmName", "ParentsOfAlarmName") if params.get(name)]
        if relatives:
            return self._relatives(params, relatives[0])
        if params.get("AlarmNames") and params.get("AlarmNamePrefix"):
            raise errors.both_given("AlarmNames", "AlarmNamePrefix")
        kinds = params.get("AlarmTypes") or ["MetricAlarm"]
        found = [alarm for alarm in self._sorted() if alarm.kind in kinds and _matches(alarm, params)]
        scope = [params.get(name) for name in ("AlarmNames", "AlarmNamePrefix", "StateValue", "ActionPrefix")]
        return self._answer(found, params, [*scope, sorted(kinds)], None)

    def describe_alarms_for_metric(self, call: Call) -> Result:
        params = call.params
        metric = metric_id(params["Namespace"], params["MetricName"], params.get("Dimensions"))
        wanted = {
            name: params[name] for name in ("Statistic", "ExtendedStatistic", "Period", "Unit") if params.get(name)
        }
        found = [
            alarm.described()
            for alarm in self._sorted()
            if isinstance(alarm, MetricAlarm)
            and alarm.metric == metric
            and all(alarm.settings.get(name) == value for name, value in wanted.items())
        ]
        return {"MetricAlarms": found}

    def describe_alarm_history(self, call: Call) -> Result:
        params = call.params
        kinds = params.get("AlarmTypes") or ["MetricAlarm"]
        begin_us, end_us = (given_us(params[name]) if params.get(name) else None for name in ("StartDate", "EndDate"))
        name, type = params.get("AlarmName"), params.get("HistoryItemType")
        items = [
            item
            for item in self.alarms.history.items(self.world.wall_us)
            if item.alarm_type in kinds
            and name in (None, item.alarm)
            and type in (None, item.type)
            and (begin_us is None or item.wall_us >= begin_us)
            and (end_us is None or item.wall_us <= end_us)
        ]
        descending = params.get("ScanBy") != "TimestampAscending"
        if descending:
            items.reverse()
        scope = repr(("alarm history", sorted(kinds), name, type, begin_us, end_us, descending))
        shown, token = _paged(items, params, lambda item: item.number, scope, descending=descending)
        answer: Result = {"AlarmHistoryItems": [_shown(item) for item in shown]}
        return answer if token is None else {**answer, "NextToken": token}

    def describe_alarm_contributors(self, call: Call) -> Result:
        params = call.params
        if params["AlarmName"] not in self.alarms.alarms:
            raise errors.resource_not_found_exception("alarm", params["AlarmName"])
        if params.get("NextToken"):
            raise errors.invalid_next_token()
        return {"AlarmContributors": []}

    def set_alarm_state(self, call: Call) -> Result:
        params = call.params
        data = params.get("StateReasonData")
        if data is not None:
            try:
                json.loads(data)
            except ValueError:
                raise errors.invalid_format("StateReasonData must be valid JSON") from None
        alarm = self.alarms.alarms.get(params["AlarmName"])
        if alarm is None:
            raise errors.no_alarm()
        cause = self.alarms.record(call, alarm)
        self.alarms.change(alarm, params["StateValue"], params["StateReason"], data, cause=cause)
        return {}

    def enable_alarm_actions(self, call: Call) -> Result:
        return self._turn_actions(call, enabled=True)

    def disable_alarm_actions(self, call: Call) -> Result:
        return self._turn_actions(call, enabled=False)

    def delete_alarms(self, call: Call) -> Result:
        self.alarms.delete(call.params["AlarmNames"])
        return {}

    def _turn_actions(self, call: Call, *, enabled: bool) -> Result:
        for name in dict.fromkeys(call.params["AlarmNames"]):
            alarm = self.alarms.alarms.get(name)
            if alarm is not None and alarm.actions_enabled is not enabled:
                alarm.actions_enabled = enabled
                alarm.configured_us = self.world.wall_us
                self.alarms.configured(alarm, "Update")
        return {}

    def _sorted(self) -> list[Alarm]:
        return [alarm for _, alarm in sorted(self.alarms.alarms.items())]

    def _relatives(self, params: Mapping[str, Any], which: str) -> Result:
        more = [name for name in params if name not in (which, "MaxRecords", "NextToken")]
        if more:
            raise errors.validation_error(f"{which} cannot be specified together with {more[0]}")
        board, name = self.alarms, params[which]
        shown: Sequence[str]
        if which == "ParentsOfAlarmName":
            names, shown = frozenset(alarm.name for alarm in board.parents_of(name)), _PARENTS
        else:
            children = next((alarm.children for alarm in board.composite_alarms() if alarm.name == name), ())
            names, shown = frozenset(children), _CHILDREN
        found = [alarm for alarm in self._sorted() if alarm.name in names]
        return self._answer(found, params, [which, name], shown)

    def _answer(
        self, found: Sequence[Alarm], params: Mapping[str, Any], scope: Sequence[Any], only: Sequence[str] | None
    ) -> Result:
        alarms, token = _paged(found, params, lambda alarm: alarm.name, repr(("alarms", scope)))
        answer: Result = {"MetricAlarms": [], "CompositeAlarms": [], "LogAlarms": []}
        for alarm in alarms:
            shown = alarm.described()
            if only is not None:
                shown = {name: shown[name] for name in only}
            answer[f"{alarm.kind}s"].append(shown)
        return answer if token is None else {**answer, "NextToken": token}


def _matches(alarm: Alarm, params: Mapping[str, Any]) -> bool:
    names, prefix, action = params.get("AlarmNames"), params.get("AlarmNamePrefix"), params.get("ActionPrefix")
    return (
        (not names or alarm.name in names)
        and (not prefix or alarm.name.startswith(prefix))
        and params.get("StateValue") in (None, alarm.state)
        and (not action or any(arn.startswith(action) for arn in alarm.all_actions()))
    )


def _shown(item: Item) -> dict[str, Any]:
    return {
        "AlarmName": item.alarm,
        "AlarmType": item.alarm_type,
        "Timestamp": from_us(item.wall_us),
        "HistoryItemType": item.type,
        "HistorySummary": item.summary,
        "HistoryData": item.data,
    }


def _paged(
    items: Sequence[T], params: Mapping[str, Any], key: Callable[[T], Any], scope: str, *, descending: bool = False
) -> tuple[list[T], str | None]:
    limit, token = params.get("MaxRecords") or _PAGE, params.get("NextToken")
    try:
        return page(items, limit=limit, token=token, key=key, scope=scope, descending=descending)
    except BadToken:
        raise errors.invalid_next_token() from None
