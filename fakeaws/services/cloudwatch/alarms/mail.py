"""The mail that an alarm's topic sends to people."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from fakeaws.aws.arns import partition_of
from fakeaws.services.cloudwatch.alarms.alarm import ACTION_LISTS, Alarm, Change
from fakeaws.services.cloudwatch.alarms.composite_alarm import CompositeAlarm
from fakeaws.services.cloudwatch.alarms.metric_alarm import MetricAlarm
from fakeaws.services.cloudwatch.alarms.texts import COMPARISONS, double, long_date, region_in_words

_CONSOLES = {"aws-cn": "console.amazonaws.cn", "aws-us-gov": "console.amazonaws-us-gov.com"}
_LABEL_WIDTH = 36


def text(alarm: Alarm, change: Change) -> str:
    """Plain text of several lines."""
    new, region = change.new, alarm.region
    when = long_date(new.wall_us)
    console = _CONSOLES.get(partition_of(region), "console.aws.amazon.com")
    lines = [
        f'You are receiving this email because your Amazon CloudWatch Alarm "{alarm.name}" in the '
        f"{region_in_words(region)} region has transitioned to {new.state} state on {when}, "
        f'because "{new.reason}".',
        "",
        "View this alarm in the AWS Management Console:",
        f"https://{region}.{console}/cloudwatch/deeplink.js?region={region}#alarmsV2:alarm/{quote(alarm.name)}",
        "",
        "Alarm Details:",
        _row("Name:", alarm.name),
        _row("Description:", alarm.description or ""),
        _row("State Change:", f"{change.old.state} -> {new.state}"),
        _row("Reason for State Change:", new.reason),
        _row("Timestamp:", when),
        _row("AWS Account:", alarm.account),
        _row("Alarm Arn:", alarm.arn),
        "",
    ]
    if isinstance(alarm, MetricAlarm):
        lines += _of_metric_alarm(alarm)
    elif isinstance(alarm, CompositeAlarm):
        lines += ["Alarm Rule:", f"- {alarm.settings['AlarmRule']}", ""]
    lines.append("State Change Actions:")
    for state, name in ACTION_LISTS.items():
        lines.append(_row(f"{state}:", " ".join(f"[{arn}]" for arn in alarm.settings.get(name, ()))))
    return "\n".join([*lines, ""])


def _of_metric_alarm(alarm: MetricAlarm) -> Iterator[str]:
    settings = alarm.settings
    yield "Threshold:"
    yield (
        f"- The alarm is in the ALARM state when the metric is {COMPARISONS[alarm.comparison]} {double(alarm.threshold)} "
        f"for at least {alarm.m} of the last {alarm.n} period(s) of {alarm.period} seconds."
    )
    yield ""
    yield "Monitored Metric:"
    if alarm.queries:
        for query in alarm.queries:
            yield _row(f"{query['Id']}:", query.get("Expression") or query["MetricStat"]["Metric"]["MetricName"])
    else:
        dimensions = " ".join(f"[{name} = {value}]" for name, value in alarm.dimensions)
        yield _row("MetricNamespace:", settings["Namespace"])
        yield _row("MetricName:", settings["MetricName"])
        yield _row("Dimensions:", dimensions)
    yield _row("Period:", f"{alarm.period} seconds")
    if alarm.stat:
        yield _row("Statistic:", alarm.stat)
    yield _row("Unit:", alarm.unit or "not specified")
    yield _row("TreatMissingData:", settings.get("TreatMissingData", "missing"))
    yield ""


def _row(label: str, value: str) -> str:
    return f"- {label:<{_LABEL_WIDTH}}{value}".rstrip()
