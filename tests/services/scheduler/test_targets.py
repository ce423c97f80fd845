"""What targets get, as whom, and what becomes of it when they refuse."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from fakeaws import World
from fakeaws.aws.errors import AwsError
from tests.services.scheduler.support import QUEUE, ROLE, arrivals, bodies, create, definition
from tests.support.functions import listening_functions

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"
DLQ = QUEUE.replace("jobs", "dead")
URL = "https://sqs.us-east-1.amazonaws.com/123456789012/"
SOON = "at(2026-01-05T00:01:00)"


def dead_letter(sqs: Any) -> dict[str, str]:
    """The attributes of the one message in the dead-letter queue, and its body as ``""``."""
    answer = sqs.receive_message(QueueUrl=URL + "dead", MessageAttributeNames=["All"])
    [message] = answer["Messages"]
    return {
        **{name: value["StringValue"] for name, value in message["MessageAttributes"].items()},
        "": message["Body"],
    }


def test_a_fifo_queue_gets_the_message_group(aws: World, scheduler: Any, sqs: Any) -> None:
    sqs.create_queue(QueueName="j.fifo", Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "true"})
    create(scheduler, SOON, Arn=QUEUE.replace("jobs", "j.fifo"), SqsParameters={"MessageGroupId": "g"})
    aws.clock.advance(minutes=2)
    [message] = sqs.receive_message(QueueUrl=URL + "j.fifo", MessageSystemAttributeNames=["All"])["Messages"]
    assert message["Attributes"]["MessageGroupId"] == "g"
    assert message["Body"] == "go"


def test_as_the_role(aws: World, scheduler: Any, sqs: Any) -> None:
    create(scheduler, SOON)
    aws.clock.advance(minutes=2)
    answer = sqs.receive_message(QueueUrl=URL + "jobs", MessageSystemAttributeNames=["SenderId"])
    sender = answer["Messages"][0]["Attributes"]["SenderId"]
    assert sender.startswith("AROA")
    assert len(sender.partition(":")[2]) == 32


def test_a_policy_that_names_another_role(aws: World, scheduler: Any, sqs: Any) -> None:
    other = {"Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}
    other["Condition"] = {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/other"}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [other]})
    sqs.set_queue_attributes(QueueUrl=URL + "jobs", Attributes={"Policy": policy})
    sqs.create_queue(QueueName="dead")
    create(scheduler, SOON, DeadLetterConfig={"Arn": DLQ})
    aws.clock.advance(minutes=2)
    assert arrivals(aws) == []
    assert dead_letter(sqs)["ERROR_CODE"].startswith("AccessDenied")


def test_a_topic(aws: World, scheduler: Any, sqs: Any, sns: Any) -> None:
    topic = sns.create_topic(Name="t")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=QUEUE, Attributes={"RawMessageDelivery": "true"})
    create(scheduler, SOON, Arn=topic)
    with pytest.warns(match="policy"):
        aws.clock.advance(minutes=2)
    assert bodies(sqs) == ["go"]


@pytest.mark.parametrize("how", ["templated", "universal"])
def test_a_state_machine(aws: World, scheduler: Any, sfn: Any, how: str) -> None:
    definition = {"StartAt": "Go", "States": {"Go": {"Type": "Pass", "End": True}}}
    machine = sfn.create_state_machine(name="m", definition=json.dumps(definition), roleArn=ROLE)["stateMachineArn"]
    target, text = machine, '{"at": "<aws.scheduler.scheduled-time>"}'
    if how == "universal":
        target = "arn:aws:scheduler:::aws-sdk:sfn:startExecution"
        text = json.dumps({"StateMachineArn": machine, "Input": text})
    create(scheduler, SOON, Arn=target, Input=text)
    aws.clock.advance(minutes=2)
    [listed] = sfn.list_executions(stateMachineArn=machine)["executions"]
    described = sfn.describe_execution(executionArn=listed["executionArn"])
    assert (described["status"], json.loads(described["output"])) == ("SUCCEEDED", {"at": "2026-01-05T00:01:00Z"})


def test_an_event_bus(aws: World, scheduler: Any, sqs: Any) -> None:
    bus = "arn:aws:events:us-east-1:123456789012:event-bus/default"
    rule = "arn:aws:events:us-east-1:123456789012:rule/r"
    caller = aws.caller("test")
    aws.call("events", "PutRule", {"Name": "r", "EventPattern": '{"source": ["shop"]}'}, caller=caller)
    aws.call("events", "PutTargets", {"Rule": "r", "Targets": [{"Id": "q", "Arn": QUEUE}]}, caller=caller)
    aws.sqs.queue("jobs").grant_send(rule)
    parameters = {"DetailType": "Night", "Source": "shop"}
    arn = create(scheduler, SOON, Arn=bus, EventBridgeParameters=parameters, Input='{"a": 1}')
    aws.clock.advance(minutes=2)
    event = json.loads(bodies(sqs)[0])
    assert (event["source"], event["detail-type"], event["detail"]) == ("shop", "Night", {"a": 1})
    assert (event["resources"], event["time"]) == ([arn], "2026-01-05T00:01:00Z")


def test_a_function_gets_the_default_notification(aws: World, scheduler: Any) -> None:
    with listening_functions() as heard:
        arn = create(scheduler, SOON, Arn=FUNCTION, Input=None)
        create(scheduler, SOON, name="b", Arn=FUNCTION, Input='{"attempt": <aws.scheduler.attempt-number>}')
        aws.clock.advance(minutes=2)
        first, second = (call.params for call in heard.calls)
    assert (first["FunctionName"], first["InvocationType"]) == (FUNCTION, "Event")
    event = json.loads(first["Payload"])
    assert len(event.pop("id")) == 36
    assert event == {
        "version": "0",
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": "123456789012",
        "time": "2026-01-05T00:01:00Z",
        "region": "us-east-1",
        "resources": [arn],
        "detail": "{}",
    }
    assert json.loads(second["Payload"]) == {"attempt": 1}


@pytest.mark.parametrize(
    "params",
    [
        {"MessageBody": "<aws.scheduler.scheduled-time>", "QueueUrl": URL + "jobs", "DelaySeconds": 60},
        {"messageBody": "<aws.scheduler.scheduled-time>", "queueUrl": URL + "jobs"},
    ],
)
def test_universal_targets(aws: World, scheduler: Any, sqs: Any, params: dict[str, Any]) -> None:
    if "messageBody" in params:
        with pytest.raises(ClientError, match=r"Reason The field\(s\) messageBody, queueUrl are not supported"):
            create(scheduler, SOON, Arn="arn:aws:scheduler:::aws-sdk:sqs:sendMessage", Input=json.dumps(params))
        return
    create(scheduler, SOON, Arn="arn:aws:scheduler:::aws-sdk:sqs:sendMessage", Input=json.dumps(params))
    aws.clock.advance(minutes=1, seconds=1)
    assert bodies(sqs) == []
    aws.clock.advance(minutes=1)
    assert bodies(sqs) == ["2026-01-05T00:01:00Z"]


def test_universal_targets_take_names_in_capitals_and_texts_for_bytes(aws: World, scheduler: Any) -> None:
    with listening_functions() as heard:
        params = {"FunctionName": "f", "InvocationType": "Event", "Payload": '{"a": 1}'}
        create(scheduler, SOON, Arn="arn:aws:scheduler:::aws-sdk:lambda:invoke", Input=json.dumps(params))
        aws.clock.advance(minutes=2)
        [call] = heard.calls
    assert call.params["Payload"] == b'{"a": 1}'
    create(
        scheduler,
        "rate(1 minute)",
        name="logs",
        Arn="arn:aws:scheduler:::aws-sdk:cloudwatchlogs:createLogGroup",
        Input='{"LogGroupName": "made"}',
        EndDate=aws.clock.now + timedelta(minutes=1),
    )
    aws.clock.advance(minutes=2)
    [record] = aws.timeline.select(kind="CreateLogGroup")
    assert (record.resource, record.outcome) == ("made", "ok")


PUT_ITEM: dict[str, str] = {
    "Arn": "arn:aws:scheduler:::aws-sdk:dynamodb:putItem",
    "Input": json.dumps({"TableName": "t", "Item": {"id": {"S": "<aws.scheduler.scheduled-time>"}}}),
}


def test_services_that_fakeaws_does_not_have_are_motos(aws: World, scheduler: Any) -> None:
    dynamodb = boto3.client("dynamodb")
    dynamodb.create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    create(scheduler, SOON, **PUT_ITEM)
    aws.clock.advance(minutes=2)
    assert dynamodb.scan(TableName="t")["Items"] == [{"id": {"S": "2026-01-05T00:01:00Z"}}]
    [put] = aws.timeline.select(kind="PutItem")
    assert (put.service, put.resource, put.outcome) == ("dynamodb", "t", "ok")
    assert put.cause == aws.timeline.select(kind="Invoke")[0]


def test_motos_refusals_are_answers(aws: World, scheduler: Any, sqs: Any) -> None:
    sqs.create_queue(QueueName="dead")
    create(scheduler, SOON, DeadLetterConfig={"Arn": DLQ}, **PUT_ITEM)
    aws.clock.advance(minutes=2)
    attributes = dead_letter(sqs)
    assert attributes["ERROR_CODE"] == "ResourceNotFoundException"
    assert attributes["ERROR_MESSAGE"] == "Requested resource not found"


@pytest.mark.fakeaws(passthrough="off")
def test_services_that_nobody_answers_for(aws: World, scheduler: Any, sqs: Any) -> None:
    sqs.create_queue(QueueName="dead")
    create(scheduler, SOON, DeadLetterConfig={"Arn": DLQ}, **PUT_ITEM)
    aws.clock.advance(minutes=2)
    attributes = dead_letter(sqs)
    assert attributes["ERROR_CODE"] == "NotSupported"
    assert attributes["ERROR_MESSAGE"].startswith(
        "dynamodb.PutItem: fakeaws does not have this service and passthrough"
    )


def test_a_queue_that_is_gone_is_not_tried_again(aws: World, scheduler: Any, sqs: Any) -> None:
    sqs.create_queue(QueueName="dead")
    arn = create(scheduler, SOON, Arn=QUEUE.replace("jobs", "gone"), DeadLetterConfig={"Arn": DLQ})
    aws.clock.advance(minutes=2)
    [record] = aws.timeline.select(kind="Invoke")
    assert dead_letter(sqs) == {
        "": "go",
        "SCHEDULE_ARN": arn,
        "TARGET_ARN": QUEUE.replace("jobs", "gone"),
        "SCHEDULED_TIME": "2026-01-05T00:01:00Z",
        "EXECUTION_ID": record.message_id,
        "ERROR_CODE": "AWS.SimpleQueueService.NonExistentQueue",
        "ERROR_MESSAGE": "The specified queue does not exist.",
        "RETRY_ATTEMPTS": "0",
        "IS_PAYLOAD_TRUNCATED": "false",
    }


def test_retries_back_off_until_it_works(aws: World, scheduler: Any, sqs: Any) -> None:
    create(scheduler, SOON)
    aws.faults.throttle("sqs.SendMessage", times=4)
    aws.clock.advance(minutes=1)
    assert aws.under_way() != []
    aws.clock.run_until_idle()
    [arrival] = arrivals(aws)
    # 1, 2, 4 and 8 seconds, each at least half of it.
    assert timedelta(seconds=7.5) <= arrival - timedelta(minutes=1) <= timedelta(seconds=15)
    assert [record.outcome for record in aws.timeline.select(kind="InvokeRetry")] == ["RequestThrottled"] * 4


@pytest.mark.parametrize(
    ("policy", "attempts", "exhausted"),
    [
        ({"MaximumRetryAttempts": 0}, 1, "MaximumRetryAttempts"),
        ({"MaximumRetryAttempts": 3}, 4, "MaximumRetryAttempts"),
        ({"MaximumEventAgeInSeconds": 60}, None, "MaximumEventAgeInSeconds"),
        (None, None, None),
    ],
)
def test_retries_run_out(
    aws: World, scheduler: Any, policy: dict[str, int] | None, attempts: int | None, exhausted: str | None
) -> None:
    with listening_functions() as heard:
        heard.errors = [AwsError("ServiceException", "busy", 500)] * 1000
        create(scheduler, SOON, Arn=FUNCTION, Input="{}", RetryPolicy=policy or {})
        aws.clock.advance(days=2)
        tried = 1000 - len(heard.errors)
    [end] = aws.timeline.select(kind="InvokeEnd")
    assert aws.under_way() == []
    if attempts is not None:
        assert tried == attempts
    if exhausted is None:
        assert tried == 186 or timedelta(hours=23) < end.at < timedelta(hours=25)
    else:
        assert end.details["exhausted"] == exhausted
    if policy == {"MaximumEventAgeInSeconds": 60}:
        assert end.at <= timedelta(minutes=2)
        assert tried > 4


def test_a_dead_letter_queue_that_is_gone(aws: World, scheduler: Any, sqs: Any) -> None:
    create(scheduler, SOON, Arn=QUEUE.replace("jobs", "gone"), DeadLetterConfig={"Arn": DLQ})
    aws.clock.advance(minutes=2)
    assert aws.under_way() == []
    service = aws.router.service("scheduler", aws.account, aws.region)
    told = {datum.name: datum.counts for datum in service.metrics_until(aws.now_us)}
    assert told == {
        "InvocationAttemptCount": (1.0,),
        "TargetErrorCount": (1.0,),
        "InvocationDroppedCount": (1.0,),
        "InvocationsFailedToBeSentToDeadLetterCount": (1.0,),
    }


def test_metrics_by_group_and_minute(aws: World, scheduler: Any, sqs: Any) -> None:
    scheduler.create_schedule_group(Name="g")
    create(scheduler, "rate(1 minute)", GroupName="g")
    create(scheduler, "rate(1 minute)", name="other", GroupName="g")
    aws.clock.advance(minutes=3, seconds=30)
    service = aws.router.service("scheduler", aws.account, aws.region)
    data = list(service.metrics_until(aws.now_us))
    assert [(datum.name, datum.dimensions, datum.counts) for datum in data] == [
        ("InvocationAttemptCount", (("ScheduleGroup", "g"),), (2.0,))
    ] * 2
    aws.clock.advance(seconds=30)
    assert len(list(service.metrics_until(aws.now_us))) == 1


def test_a_trace_leads_from_the_schedule_to_the_message(aws: World, scheduler: Any, sqs: Any) -> None:
    create(scheduler, SOON)
    aws.clock.advance(minutes=2)
    assert bodies(sqs) == ["go"]
    [record] = aws.timeline.select(kind="Invoke")
    assert [each.kind for each in aws.trace(record)] == ["Invoke", "SendMessage", "ReceiveMessage"]


def test_another_accounts_schedules(aws: World, scheduler: Any, sqs: Any) -> None:
    theirs = aws.boto3_session(account="210987654321").client("scheduler")
    params = definition("rate(1 minute)", RoleArn=ROLE.replace("123456789012", "210987654321"))
    theirs.create_schedule(**params)
    aws.clock.advance(minutes=1)
    assert arrivals(aws) == []
    policy = {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": "sqs:SendMessage", "Resource": QUEUE}
    sqs.set_queue_attributes(QueueUrl=URL + "jobs", Attributes={"Policy": json.dumps({"Statement": [policy]})})
    aws.clock.advance(minutes=1)
    assert len(arrivals(aws)) == 1
    assert scheduler.list_schedules()["Schedules"] == []
