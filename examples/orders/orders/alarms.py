"""Alarms on the depth of queue `orders`: a backlog tells operations and adds workers, idle minutes take them away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orders.clients import cloudwatch, sns
from orders.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_cloudwatch.type_defs import MetricDataQueryTypeDef

BACKLOG, IDLE = "orders-backlog", "orders-idle"


def deploy_alarms(settings: Settings) -> None:
    """Create the topic that mails operations, and the alarms. Running it again changes nothing."""
    operations = sns.create_topic(Name=settings.operations_topic)["TopicArn"]
    if not sns.list_subscriptions_by_topic(TopicArn=operations)["Subscriptions"]:
        sns.subscribe(TopicArn=operations, Protocol="email", Endpoint=settings.operations_email)
    cloudwatch.put_metric_alarm(
        AlarmName=BACKLOG,
        Metrics=unfinished(settings.orders_queue),
        EvaluationPeriods=1,
        Threshold=settings.backlog_orders,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="notBreaching",  # a queue that rests for six hours tells nothing
        AlarmActions=[operations, settings.scale_out_policy],
        OKActions=[operations],
    )
    cloudwatch.put_metric_alarm(
        AlarmName=IDLE,
        Metrics=unfinished(settings.orders_queue),
        EvaluationPeriods=settings.idle_minutes,
        Threshold=0,
        ComparisonOperator="LessThanOrEqualToThreshold",
        TreatMissingData="notBreaching",
        AlarmActions=[settings.scale_in_policy],
    )


def unfinished(queue: str) -> list[MetricDataQueryTypeDef]:
    """What waits and what is in hand, by the minute: an order in hand is not visible, and yet no reason to rest."""
    return [
        _gauge("waiting", "ApproximateNumberOfMessagesVisible", queue),
        _gauge("in_hand", "ApproximateNumberOfMessagesNotVisible", queue),
        {"Id": "unfinished", "Expression": "waiting + in_hand"},
    ]


def _gauge(id: str, metric: str, queue: str) -> MetricDataQueryTypeDef:
    return {
        "Id": id,
        "MetricStat": {
            "Metric": {
                "Namespace": "AWS/SQS",
                "MetricName": metric,
                "Dimensions": [{"Name": "QueueName", "Value": queue}],
            },
            "Period": 60,
            "Stat": "Maximum",
        },
        "ReturnData": False,
    }
