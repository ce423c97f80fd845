"""A queue that fills up: its alarm starts consumers until it is empty again, and tells people of it."""

from __future__ import annotations

import json
import time
from typing import Any

import boto3

from fakeaws import World
from fakeaws.services.cloudwatch.alarms.scaling import ScalingAction
from tests.stories import shop

POLICY = (
    "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:6a1b2c3d-0000-4000-8000-123456789abc:"
    "autoScalingGroupName/workers:policyName/one-more"
)
#: Seconds that a consumer needs for an order, and between two orders that come in.
WORK, EVERY = 25, 10
MINUTE = 60


class Pool:
    """Consumer threads; each time the policy is executed there is one more, up to four."""

    def __init__(self, aws: World, url: str) -> None:
        self._aws = aws
        self._url = url
        self.started: list[float] = []
        self.start()

    def start(self) -> None:
        if len(self.started) < 4:
            self.started.append(self._aws.clock.elapsed.total_seconds())
            self._aws.spawn(
                shop.consume, self._url, lambda body: time.sleep(WORK), name=f"consumer-{len(self.started)}"
            )

    def scale(self, action: ScalingAction) -> None:
        assert (action.alarm_name, action.policy_name, action.state) == ("backlog", "one-more", "ALARM")
        assert action.value is not None
        assert action.value >= action.threshold
        self.start()


def alarm(aws: World, url: str) -> None:
    """In ALARM while five messages or more wait at a minute's end; the queue pages is told of it."""
    topic: str = boto3.client("sns").create_topic(Name="pages")["TopicArn"]
    boto3.client("sqs").create_queue(QueueName="pages")
    pages = aws.sqs.queue("pages")
    pages.grant_send(topic)
    boto3.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=pages.arn)
    boto3.client("cloudwatch").put_metric_alarm(
        AlarmName="backlog",
        Namespace="AWS/SQS",
        MetricName="ApproximateNumberOfMessagesVisible",
        Dimensions=[{"Name": "QueueName", "Value": url.rpartition("/")[2]}],
        Statistic="Maximum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=5,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="notBreaching",
        AlarmActions=[POLICY, topic],
        OKActions=[topic],
    )


def order_for(sqs: Any, url: str, minutes: int) -> None:
    for number in range(minutes * MINUTE // EVERY):
        sqs.send_message(QueueUrl=url, MessageBody=str(number))
        time.sleep(EVERY)


def test_the_depth_of_a_queue_scales_its_consumers(aws: World, sqs: Any, orders: str) -> None:
    """Six orders a minute come in, one consumer does 2.4 of them: the alarm starts more until they keep up."""
    alarm(aws, orders)
    pool = Pool(aws, orders)
    aws.cloudwatch.register_autoscaling(POLICY, pool.scale)
    order_for(sqs, orders, minutes=20)
    aws.clock.advance(minutes=10)
    assert pool.started == [0, 2 * MINUTE, 3 * MINUTE, 4 * MINUTE]
    changes = aws.timeline.select(service="cloudwatch", kind="StateChange", resource="backlog")
    assert [(change.at.seconds // MINUTE, change.outcome) for change in changes] == [(1, "OK"), (2, "ALARM"), (5, "OK")]
    told = [json.loads(json.loads(page.body)["Message"]) for page in aws.sqs.queue("pages").messages]
    assert [page["NewStateReason"] for page in told] == [
        f"Threshold Crossed: 1 datapoint [{waiting}] was {crossed} than or equal to the threshold (5.0)."
        for waiting, crossed in (
            ("3.0 (05/01/26 00:00:00)", "not greater"),
            ("7.0 (05/01/26 00:01:00)", "greater"),
            ("2.0 (05/01/26 00:04:00)", "not greater"),
        )
    ]
    assert list(aws.sqs.queue("orders").messages) == []
    deleted = aws.timeline.select(kind="DeleteMessage", resource="orders", outcome="deleted")
    assert len(deleted) == 20 * MINUTE // EVERY
    assert {record.actor for record in deleted} == {f"consumer-{number}" for number in (1, 2, 3, 4)}


def test_without_the_policy_the_queue_grows(aws: World, sqs: Any, orders: str) -> None:
    """The healthy story's twin: the alarm is told of, and nobody comes."""
    alarm(aws, orders)
    Pool(aws, orders)
    order_for(sqs, orders, minutes=20)
    assert aws.cloudwatch.alarm("backlog").state == "ALARM"
    assert len(aws.sqs.queue("orders").messages) > 60
