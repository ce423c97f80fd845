"""Amazon CloudWatch: one method per API operation, in one module for each group of them."""

from __future__ import annotations

from fakeaws.services.cloudwatch.operations.alarm_tags import TagOperations
from fakeaws.services.cloudwatch.operations.alarms import AlarmOperations
from fakeaws.services.cloudwatch.operations.anomaly_detectors import AnomalyDetectorOperations
from fakeaws.services.cloudwatch.operations.composite_alarms import CompositeAlarmOperations
from fakeaws.services.cloudwatch.operations.dashboards import DashboardOperations
from fakeaws.services.cloudwatch.operations.insight_rules import InsightRuleOperations
from fakeaws.services.cloudwatch.operations.metrics import MetricOperations
from fakeaws.services.cloudwatch.operations.mute_rules import MuteRuleOperations
from fakeaws.services.cloudwatch.operations.streams import StreamOperations

_NO_OTEL = "no OpenTelemetry data is taken in that could be enriched"
_NO_MANAGED_RULES = "AWS's own templates of rules are not there"
_NO_DATASETS = "nothing is encrypted here, so data sets have no keys"
_NO_VENDED = "services here emit all their metrics: there are none to choose from"


class CloudWatch(
    MetricOperations,
    DashboardOperations,
    StreamOperations,
    InsightRuleOperations,
    AnomalyDetectorOperations,
    AlarmOperations,
    CompositeAlarmOperations,
    MuteRuleOperations,
    TagOperations,
):
    """CloudWatch in one account and region."""

    refused = {
        "AssociateDatasetKmsKey": _NO_DATASETS,
        "CreateResourceMetricsConfiguration": _NO_VENDED,
        "DeleteResourceMetricsConfiguration": _NO_VENDED,
        "DisassociateDatasetKmsKey": _NO_DATASETS,
        "GetDataset": _NO_DATASETS,
        "GetInsightRuleReport": "rules look at no logs, so there are no contributors to report",
        "GetMetricWidgetImage": "nothing is drawn",
        "GetOTelEnrichment": _NO_OTEL,
        "GetResourceMetricsConfiguration": _NO_VENDED,
        "ListManagedInsightRules": _NO_MANAGED_RULES,
        "PutLogAlarm": "no scheduled queries run over logs",
        "PutManagedInsightRules": _NO_MANAGED_RULES,
        "StartOTelEnrichment": _NO_OTEL,
        "StopOTelEnrichment": _NO_OTEL,
        "UpdateOTelEnrichment": _NO_OTEL,
        "UpdateResourceMetricsConfiguration": _NO_VENDED,
    }


SERVICE = CloudWatch
