"""Targets of every kind, and who lets EventBridge in."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from fakeaws import World, mock_aws
from fakeaws.aws.events import Announcement
from fakeaws.errors import FakeAwsWarning, MissingPolicyWarning

from .ruling import ACCOUNT, EVENTS, OTHER, QUEUE, aim, bodies, make_queue, make_rule, put, received, watch

ROLE = f"arn:aws:iam::{ACCOUNT}:role/target"
TRACE = "Root=1-67891233-abcdef012345678912345678"


def test_a_queue_gets_the_trace_header(aws: World, events: Any, sqs: Any) -> None:
    watch(aws, events, sqs)
    put(events, TraceHeader=TRACE)
    [message] = sqs.receive_message(QueueUrl=aws.sqs.queue("audit").url, AttributeNames=["All"])["Messages"]
    assert message["Attributes"]["AWSTraceHeader"] == TRACE
    assert "MessageAttributes" not in message


def test_a_fifo_queue(aws: World, events: Any, sqs: Any) -> None:
    rule = make_rule(events)
    queue = make_queue(aws, sqs, "audit.fifo", rule, FifoQueue="true", ContentBasedDeduplication="true")
    aim(events, queue, SqsParameters={"MessageGroupId": "g"})
    put(events)
    [message] = sqs.receive_message(QueueUrl=aws.sqs.queue("audit.fifo").url, AttributeNames=["All"])["Messages"]
    assert message["Attributes"]["MessageGroupId"] == "g"


def test_a_fifo_queue_without_deduplication_by_content_refuses(aws: World, events: Any, sqs: Any) -> None:
    rule = make_rule(events)
    aim(events, make_queue(aws, sqs, "a.fifo", rule, FifoQueue="true"), SqsParameters={"MessageGroupId": "g"})
    assert aws.trace(put(events)).fates == {"a.fifo": "refused"}
    [lost] = aws.timeline.select(kind="Deliver")
    assert lost.details["code"] == "INVALID_PARAMETER"


def test_a_topic(aws: World, events: Any, sns: Any, sqs: Any) -> None:
    topic = sns.create_topic(Name="orders")["TopicArn"]
    rule = make_rule(events)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": topic,
        "Condition": {"ArnEquals": {"aws:SourceArn": rule}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=make_queue(aws, sqs, "audit", topic))
    aim(events, topic)
    event_id = put(events)
    [envelope] = received(aws)
    assert "Subject" not in envelope
    assert json.loads(envelope["Message"])["id"] == event_id
    assert aws.trace(event_id).fates == {"orders": "delivered", "audit": "visible"}


def test_a_function(aws: World, events: Any, functions: Any) -> None:
    seen: list[Any] = []
    aws.lambda_.register("f", lambda event, context: seen.append(event))
    rule = make_rule(events)
    functions.add_permission(
        FunctionName="f",
        StatementId="rule",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn=rule,
    )
    aim(events, f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f")
    event_id = put(events, {"n": 1})
    aws.clock.run_until_idle()
    assert [(event["id"], event["detail"]) for event in seen] == [(event_id, {"n": 1})]
    assert any(record.kind == "Invoke" for record in aws.trace(event_id))


def test_a_log_group(aws: World, events: Any, logs: Any) -> None:
    logs.create_log_group(logGroupName="/aws/events/all")
    make_rule(events)
    aim(events, f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/aws/events/all")
    template = '{"timestamp": 1767571200123, "message": "<id> came"}'
    transformer = {"InputPathsMap": {"id": "$.id"}, "InputTemplate": template}
    aim(events, f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/aws/events/all:*", id="2", InputTransformer=transformer)
    ids = [put(events, {"n": n}) for n in (1, 2)]
    aws.clock.run_until_idle()
    found = logs.filter_log_events(logGroupName="/aws/events/all")["events"]
    assert len({event["logStreamName"] for event in found}) == 2
    texts = [event["message"] for event in found if event["message"].startswith("{")]
    assert [json.loads(text)["id"] for text in texts] == ids
    assert [event["message"] for event in found if event["timestamp"] == 1767571200123] == [f"{id} came" for id in ids]


def test_lines_for_a_log_group(aws: World, events: Any, logs: Any) -> None:
    logs.create_log_group(logGroupName="/aws/events/all")
    make_rule(events)
    lines = {"InputPathsMap": {"n": "$.detail.n"}, "InputTemplate": '"one <n>"\n"two"'}
    aim(events, f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/aws/events/all", InputTransformer=lines)
    put(events, {"n": 1})
    aws.clock.run_until_idle()
    [event] = logs.filter_log_events(logGroupName="/aws/events/all")["events"]
    assert event["message"] == '"one 1"\n"two"'


def test_another_bus_once(aws: World, events: Any, sqs: Any) -> None:
    """What came from one bus is handed to no third one, nor back: no rule can send in circles."""
    events.create_event_bus(Name="orders")
    aim(events, make_queue(aws, sqs, "audit", make_rule(events)))
    aim(events, EVENTS + "event-bus/orders", id="2")
    aim(events, EVENTS + "event-bus/default", id="3")
    aim(events, make_queue(aws, sqs, "orders", make_rule(events, bus="orders")), bus="orders")
    aim(events, EVENTS + "event-bus/default", bus="orders", id="2")
    event_id = put(events)
    aws.clock.run_until_idle()
    assert [event["id"] for event in received(aws, "orders")] == [event_id]
    assert [event["id"] for event in received(aws)] == [event_id, event_id]  # once more, from the bus to itself
    refused = aws.timeline.select(kind="Deliver", outcome="refused")
    assert sorted(record.resource for record in refused) == ["default", "default", "orders"]


def test_a_bus_of_another_account(aws: World, events: Any, sqs: Any) -> None:
    other = aws.boto3_session(account=OTHER)
    theirs, queues = other.client("events"), other.client("sqs")
    rule = make_rule(theirs, pattern={"account": [ACCOUNT]})
    url = queues.create_queue(QueueName="audit")["QueueUrl"]
    queue = aws.sqs.queue(f"arn:aws:sqs:us-east-1:{OTHER}:audit")
    queue.grant_send(rule)
    aim(theirs, queue.arn)
    make_rule(events)
    bus = f"arn:aws:events:us-east-1:{OTHER}:event-bus/default"
    aim(events, bus, RoleArn=ROLE)
    assert aws.trace(put(events)).fates == {bus: "refused"}
    theirs.put_permission(Action="events:PutEvents", Principal=ACCOUNT, StatementId="a")
    put(events, {"n": 2})
    [message] = queues.receive_message(QueueUrl=url)["Messages"]
    event = json.loads(message["Body"])
    assert (event["account"], event["detail"]) == (ACCOUNT, {"n": 2})


def test_a_state_machine(aws: World, events: Any, sfn: Any) -> None:
    machine = make_machine(sfn)
    make_rule(events)
    aim(events, machine, RoleArn=ROLE)
    aim(events, machine, RoleArn=ROLE, id="2", InputTransformer={"InputTemplate": '{"n": 2}'})
    event_id = put(events, {"n": 1}, TraceHeader=TRACE)
    aws.clock.run_until_idle()
    second, first = (execution(sfn, each) for each in sfn.list_executions(stateMachineArn=machine)["executions"])
    assert first["name"].startswith(f"{event_id}_")
    assert first["status"] == "SUCCEEDED"
    event = json.loads(first["output"])
    assert (event["id"], event["detail"]) == (event_id, {"n": 1})
    assert first["traceHeader"] == second["traceHeader"] == TRACE
    assert json.loads(second["input"]) == {"n": 2}
    assert aws.trace(event_id).fates == {
        "m": "delivered",
        **{f"m:{each['name']}": "SUCCEEDED" for each in (first, second)},
    }


def test_an_express_state_machine(aws: World, events: Any, sfn: Any) -> None:
    make_rule(events)
    aim(events, make_machine(sfn, "EXPRESS"), RoleArn=ROLE)
    trace = aws.trace(put(events))
    assert sorted(trace.fates.values()) == ["SUCCEEDED", "delivered"]


def test_a_state_machine_that_is_not_there_refuses(aws: World, events: Any, sfn: Any, sqs: Any) -> None:
    machine = f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:none"
    rule = make_rule(events)
    dead = make_queue(aws, sqs, "dead", rule)
    aim(events, machine, RoleArn=ROLE, DeadLetterConfig={"Arn": dead})
    put(events)
    aws.clock.run_until_idle()
    [message] = sqs.receive_message(QueueUrl=aws.sqs.queue("dead").url, MessageAttributeNames=["All"])["Messages"]
    told = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert told["ERROR_MESSAGE"] == f"State Machine Does Not Exist: '{machine}'"


def make_machine(sfn: Any, kind: str = "STANDARD") -> str:
    """A state machine that gives its input; its ARN."""
    definition = {"StartAt": "Go", "States": {"Go": {"Type": "Pass", "End": True}}}
    made = sfn.create_state_machine(name="m", definition=json.dumps(definition), roleArn=ROLE, type=kind)
    arn: str = made["stateMachineArn"]
    return arn


def execution(sfn: Any, listed: Any) -> Any:
    return sfn.describe_execution(executionArn=listed["executionArn"])


@pytest.mark.parametrize(
    ("arn", "service"),
    [
        (f"arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/s", "kinesis"),
        (f"arn:aws:ecs:us-east-1:{ACCOUNT}:cluster/c", "ecs"),
    ],
)
def test_a_service_that_is_not_there_is_named(aws: World, events: Any, arn: str, service: str) -> None:
    make_rule(events)
    aim(events, arn, RoleArn=ROLE)
    with pytest.warns(FakeAwsWarning, match=f"fakeaws does not have the service '{service}'"):
        put(events)
        aws.clock.run_until_idle()
    put(events)  # said once
    aws.clock.run_until_idle()
    assert [record.outcome for record in aws.timeline.select(kind="Deliver")] == ["NotSupported"] * 2


@pytest.mark.parametrize("policies", ["attached", "enforced", "off"])
def test_a_queue_without_a_policy(policies: Any) -> None:
    with mock_aws(policies=policies) as aws:
        events, sqs = boto3.client("events"), boto3.client("sqs")
        sqs.create_queue(QueueName="audit")
        make_rule(events)
        aim(events, QUEUE + "audit")
        if policies == "attached":
            with pytest.warns(MissingPolicyWarning, match=r"queue audit has no policy.*rule/audit.*sqs:SendMessage"):
                put(events)
                aws.settle()
        else:
            put(events)
        assert len(bodies(aws)) == (0 if policies == "enforced" else 1)
        lost = [record for record in aws.timeline.select(kind="Deliver") if record.outcome == "refused"]
        assert [record.details["code"] for record in lost] == (["NO_PERMISSIONS"] if policies == "enforced" else [])


def test_services_announcements_arrive_on_the_default_bus(aws: World, events: Any, sqs: Any) -> None:
    watch(aws, events, sqs, pattern={"source": ["aws.cloudwatch"], "detail": {"state": ["ALARM"]}})
    assert aws.is_heard(ACCOUNT, "us-east-1")
    assert not aws.is_heard(OTHER, "us-east-1")
    cause = len(aws.timeline) - 1
    aws.announce(
        Announcement(
            "aws.cloudwatch",
            "CloudWatch Alarm State Change",
            ACCOUNT,
            "us-east-1",
            ("arn:a",),
            {"state": "ALARM"},
            cause,
        )
    )
    [event] = received(aws)
    assert (event["source"], event["detail-type"]) == ("aws.cloudwatch", "CloudWatch Alarm State Change")
    assert (event["resources"], event["detail"]) == (["arn:a"], {"state": "ALARM"})
    [record] = aws.timeline.select(kind="ServiceEvent")
    assert record.cause is not None
    assert record.cause.number == cause


def test_a_function_that_causes_its_own_events_is_stopped(aws: World, events: Any, functions: Any) -> None:
    rounds: list[int] = []

    def again(event: Any, context: Any) -> None:
        rounds.append(event["detail"]["n"])
        put(boto3.client("events"), {"n": event["detail"]["n"] + 1})

    aws.lambda_.register("f", again)
    rule = make_rule(events)
    functions.add_permission(
        FunctionName="f",
        StatementId="r",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn=rule,
    )
    aim(events, f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f")
    put(events, {"n": 1})
    aws.clock.run_until_idle()
    assert rounds == list(range(1, 17))
    assert [record.outcome for record in aws.timeline.select(kind="AsyncEnd")] == ["RecursiveInvocation"]
