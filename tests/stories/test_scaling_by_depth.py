"""A queue-depth alarm that scales a pool of consumers, to the minute; and two usual bugs with it."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.stories.scaling import SCALE_IN, SCALE_OUT, Consumers, depth, states, unfinished


@pytest.fixture
def cloudwatch(aws: World) -> Any:
    return boto3.client("cloudwatch")


def put_backlog_alarm(cloudwatch: Any, **more: Any) -> None:
    """Ten messages wait at the end of one minute: another consumer, each minute."""
    cloudwatch.put_metric_alarm(
        AlarmName="backlog",
        **depth("orders"),
        EvaluationPeriods=1,
        Threshold=10,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        **{"AlarmActions": [SCALE_OUT], **more},
    )


def put_idle_alarm(cloudwatch: Any, metric: dict[str, Any], periods: int) -> None:
    """Nothing left for some minutes: a consumer less, each minute."""
    cloudwatch.put_metric_alarm(
        AlarmName="idle",
        **metric,
        EvaluationPeriods=periods,
        Threshold=0,
        ComparisonOperator="LessThanOrEqualToThreshold",
        AlarmActions=[SCALE_IN],
    )


def send(sqs: Any, url: str, count: int) -> list[str]:
    return [sqs.send_message(QueueUrl=url, MessageBody=str(n))["MessageId"] for n in range(count)]


def test_consumers_come_with_the_backlog_and_leave_after_it(aws: World, sqs: Any, cloudwatch: Any, orders: str) -> None:
    """20 s a message: three a minute and consumer. Sixty are done by one, two, three, then four of them."""
    done: list[float] = []

    def work(body: str) -> None:
        time.sleep(20)
        done.append(aws.clock.elapsed.total_seconds())

    put_backlog_alarm(cloudwatch)
    put_idle_alarm(cloudwatch, unfinished("orders"), periods=3)
    consumers = Consumers(aws, orders, work)
    send(sqs, orders, 60)
    aws.clock.advance(minutes=15)
    assert states(aws, "backlog") == [(1, "ALARM"), (6, "OK")]
    assert (len(done), max(done)) == (60, 400)
    assert states(aws, "idle") == [(1, "OK"), (9, "ALARM")]
    assert consumers.sizes == [(1, 2), (2, 3), (3, 4), (9, 3), (10, 2), (11, 1)]
    assert aws.diagnose() == []


@pytest.fixture
def reports(sqs: Any) -> str:
    """Hidden for five minutes once received: a report takes two and a half."""
    url: str = sqs.create_queue(QueueName="reports", Attributes={"VisibilityTimeout": "300"})["QueueUrl"]
    return url


class Reports:
    def __init__(self) -> None:
        self.begun: list[str] = []
        self.done: list[str] = []

    def write(self, body: str) -> None:
        self.begun.append(body)
        time.sleep(150)
        self.done.append(body)


def test_what_is_in_flight_does_not_count_as_depth(aws: World, sqs: Any, cloudwatch: Any, reports: str) -> None:
    """Two reports, two consumers: nothing waits, so one of them is terminated in the middle of its report."""
    put_idle_alarm(cloudwatch, depth("reports"), periods=2)
    work = Reports()
    consumers = Consumers(aws, reports, work.write, running=2)
    _, second = send(sqs, reports, 2)
    aws.clock.advance(minutes=10)
    assert states(aws, "idle")[0] == (2, "ALARM")
    assert consumers.sizes == [(2, 1)]
    assert (work.begun, work.done) == (["0", "1", "1"], ["0", "1"])
    assert [(d.actor, d.at) for d in aws.trace(second).deliveries] == [
        ("consumer-2", timedelta(0)),
        ("consumer-1", timedelta(minutes=5)),
    ]


def test_the_fix_counts_what_waits_and_what_is_in_flight(aws: World, sqs: Any, cloudwatch: Any, reports: str) -> None:
    put_idle_alarm(cloudwatch, unfinished("reports"), periods=2)
    work = Reports()
    consumers = Consumers(aws, reports, work.write, running=2)
    send(sqs, reports, 2)
    aws.clock.advance(minutes=10)
    assert states(aws, "idle") == [(1, "OK"), (4, "ALARM")]
    assert consumers.sizes == [(4, 1)]
    assert (work.begun, work.done) == (["0", "1"], ["0", "1"])


@pytest.fixture
def pager(aws: World) -> str:
    """A topic that mails whoever is on call."""
    sns: Any = boto3.client("sns")
    topic: str = sns.create_topic(Name="pager")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="oncall@example.com")
    [confirmation] = aws.sns.outbox("email")
    sns.confirm_subscription(TopicArn=topic, Token=confirmation.token)
    return topic


def pages(aws: World) -> list[str]:
    return [mail.subject for mail in aws.sns.outbox("email") if mail.kind == "notification"]


def test_a_queue_at_rest_pages_somebody(aws: World, sqs: Any, cloudwatch: Any, orders: str, pager: str) -> None:
    """Six hours after its last call an empty queue tells CloudWatch nothing any more; by default that is no news."""
    put_backlog_alarm(cloudwatch, InsufficientDataActions=[pager])
    aws.clock.advance(days=2)
    assert states(aws, "backlog") == [(1, "OK"), (6 * 60 + 3, "INSUFFICIENT_DATA")]
    assert pages(aws) == ['INSUFFICIENT_DATA: "backlog" in US East (N. Virginia)']


def test_an_alarm_on_an_unused_queue_never_is_ok(aws: World, sqs: Any, cloudwatch: Any, orders: str) -> None:
    """So deployments that wait until all alarms are OK wait in vain."""
    aws.clock.advance(days=2)
    put_backlog_alarm(cloudwatch)
    aws.clock.advance(days=2)
    assert aws.cloudwatch.alarm("backlog").state == "INSUFFICIENT_DATA"
    assert states(aws, "backlog") == []


def test_the_fix_takes_no_data_for_no_backlog(aws: World, sqs: Any, cloudwatch: Any, orders: str, pager: str) -> None:
    aws.clock.advance(days=2)
    put_backlog_alarm(cloudwatch, TreatMissingData="notBreaching", InsufficientDataActions=[pager])
    aws.clock.advance(days=2)
    send(sqs, orders, 20)
    aws.clock.advance(minutes=2)
    days = 24 * 60
    assert states(aws, "backlog") == [(2 * days + 1, "OK"), (4 * days + 1, "ALARM")]
    assert pages(aws) == []
