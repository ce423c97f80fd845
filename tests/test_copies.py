"""A world's state can be copied while no actor runs: exploration and replay will need it."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import Any

import boto3

from fakeaws import World
from fakeaws.world import user_of


def bodies(aws: World) -> list[str]:
    return [message.body for message in aws.sqs.queue("q").messages]


def test_a_copied_world_goes_its_own_way(aws: World) -> None:
    sqs: Any = boto3.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    sqs.create_queue(QueueName="q.fifo", Attributes={"FifoQueue": "true"})
    sqs.send_message(QueueUrl=url, MessageBody="kept", DelaySeconds=10)
    sqs.send_message(QueueUrl=url, MessageBody="taken")
    sqs.receive_message(QueueUrl=url)
    twin = deepcopy(aws)
    sqs.purge_queue(QueueUrl=url)
    assert bodies(aws) == []
    assert sorted(bodies(twin)) == ["kept", "taken"]
    assert len(twin.simulation.scheduler) > 0
    assert twin.timeline.text() == "\n".join(aws.timeline.text().splitlines()[: len(twin.timeline)])
    assert twin.streams.stream("sqs.message-id").random() == aws.streams.stream("sqs.message-id").random()


def test_events_are_delivered_in_the_copy(aws: World) -> None:
    sqs: Any = boto3.client("sqs")
    events: Any = boto3.client("events")
    sqs.create_queue(QueueName="q")
    rule = events.put_rule(Name="r", EventPattern='{"source":["shop"]}')["RuleArn"]
    aws.sqs.queue("q").grant_send(rule)
    events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": aws.sqs.queue("q").arn}])
    aws.faults.fail("sqs.SendMessage", code="InternalError", status=500)
    events.put_events(Entries=[{"Source": "shop", "DetailType": "Order", "Detail": "{}"}])
    aws.settle()
    twin = deepcopy(aws)
    due = twin.simulation.scheduler.next_due()
    assert due is not None
    twin.simulation.scheduler.fire(twin.simulation.scheduler.pop_due(due))
    assert len(bodies(twin)) == 1
    assert bodies(aws) == []
    aws.clock.run_until_idle()
    assert bodies(aws) == bodies(twin)


def test_deliveries_go_on_in_the_copy(aws: World) -> None:
    sqs: Any = boto3.client("sqs")
    sns: Any = boto3.client("sns")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    topic = sns.create_topic(Name="t")["TopicArn"]
    aws.sqs.queue("q").grant_send(topic)
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=aws.sqs.queue("q").arn)
    aws.faults.fail("sqs.SendMessage", code="InternalError", status=500, times=5)
    sent = sns.publish(TopicArn=topic, Message="a")
    assert aws.trace(sent).fates == {"q": "retrying"}
    twin = deepcopy(aws)
    sqs.delete_queue(QueueUrl=url)
    due = twin.simulation.scheduler.next_due()
    assert due is not None
    timer = twin.simulation.scheduler.pop_due(due)
    twin.simulation.scheduler.fire(timer)
    assert len(bodies(twin)) == 0
    twin.simulation.scheduler.fire(twin.simulation.scheduler.pop_due(due + 2_000_000))
    assert len(bodies(twin)) == 1
    aws.clock.run_until_idle()
    assert aws.trace(sent).fates == {"q": "refused"}


def test_metrics_of_the_copy_are_its_own(aws: World) -> None:
    cloudwatch: Any = boto3.client("cloudwatch")
    cloudwatch.put_metric_data(Namespace="shop", MetricData=[{"MetricName": "orders", "Values": [1, 2]}])
    twin = deepcopy(aws)
    cloudwatch.put_metric_data(Namespace="shop", MetricData=[{"MetricName": "orders", "Value": 3}])
    cloudwatch.put_dashboard(DashboardName="d", DashboardBody="{}")

    def seen(world: World) -> tuple[list[float], int]:
        times = {"StartTime": world.clock.now, "EndTime": world.clock.now + timedelta(minutes=1)}
        params = {"Namespace": "shop", "MetricName": "orders", "Period": 60, "Statistics": ["Sum"], **times}
        points = world.call("cloudwatch", "GetMetricStatistics", params, caller=world.caller(None))["Datapoints"]
        boards = world.call("cloudwatch", "ListDashboards", {}, caller=world.caller(None))["DashboardEntries"]
        return [point["Sum"] for point in points], len(boards)

    assert (seen(aws), seen(twin)) == (([6], 1), ([3], 0))


def test_calls_in_the_copy_reach_its_own_services(aws: World) -> None:
    sns: Any = boto3.client("sns")
    sns.create_topic(Name="first")
    twin = deepcopy(aws)
    twin.call("sns", "CreateTopic", {"Name": "second"}, caller=twin.caller("test"))
    assert [topic["TopicArn"].rpartition(":")[2] for topic in sns.list_topics()["Topics"]] == ["first"]
    answer = twin.call("sns", "ListTopics", {}, caller=twin.caller("test"))
    assert [topic["TopicArn"].rpartition(":")[2] for topic in answer["Topics"]] == ["first", "second"]


def test_functions_of_a_copy_are_its_own(aws: World) -> None:
    client: Any = boto3.client("lambda")
    aws.lambda_.register("f", lambda event, context: None)
    client.publish_version(FunctionName="f")
    client.create_alias(FunctionName="f", Name="live", FunctionVersion="1")
    client.get_alias(FunctionName="f", Name="live")  # the router knows the way from now on
    twin = deepcopy(aws)
    client.delete_function(FunctionName="f")
    params = {"FunctionName": "f", "Name": "live"}
    answer = twin.call("lambda", "GetAlias", params, caller=twin.caller(None))
    assert answer["FunctionVersion"] == "1"
    assert twin.lambda_.function("f").arn.endswith(":f")


def test_a_mapping_polls_on_in_the_copy(aws: World) -> None:
    sqs: Any = boto3.client("sqs")
    sqs.create_queue(QueueName="q")
    aws.lambda_.register("f", _nothing)
    arn = aws.sqs.queue("q").arn
    boto3.client("lambda").create_event_source_mapping(FunctionName="f", EventSourceArn=arn)
    aws.clock.advance(seconds=2)
    twin = deepcopy(aws)
    twin.call(
        "sqs", "SendMessage", {"QueueUrl": aws.sqs.queue("q").url, "MessageBody": "a"}, caller=user_of(aws.account)
    )
    assert [message.body for message in twin.sqs.queue("q").in_flight] == ["a"]
    assert bodies(aws) == []
    service: Any = twin.router.service("lambda", aws.account, aws.region)
    [mapping] = service.mappings.values()
    assert mapping.world is twin


def _nothing(event: Any, context: Any) -> None:
    return None
