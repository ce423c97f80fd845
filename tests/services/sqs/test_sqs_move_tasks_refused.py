"""Message move tasks that AWS does not start, cancel or list: word for word, and nothing has changed."""

from __future__ import annotations

import base64
import json
from typing import Any

import boto3
import pytest
from botocore.config import Config

from fakeaws import World
from fakeaws.services.sqs import limits

from .move_support import source, start, tasks
from .support import ACCOUNT, ARN, OTHER, client, counts, invalid, make, refused, send

NO_SOURCE = "The resource that you specified for the SourceArn parameter doesn't exist."
NO_DESTINATION = "The resource that you specified for the DestinationArn parameter doesn't exist."
FORMAT = "You must use this format to specify the {}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>"
MALFORMED = [
    "",
    "dlq",
    "https://sqs.us-east-1.amazonaws.com/123456789012/dlq",
    "arn:aws:sqs:us-east-1:dlq",
    "arn:aws:sqs:::dlq",
]
ELSEWHERE = [
    f"arn:aws:sqs:us-east-1:{ACCOUNT}:other",
    f"arn:aws:sqs:eu-west-1:{ACCOUNT}:dlq",
    f"arn:aws:sqs:us-east-1:{OTHER}:dlq",
    f"arn:aws-cn:sqs:us-east-1:{ACCOUNT}:dlq",
    f"arn:aws:sns:us-east-1:{ACCOUNT}:dlq",
]


@pytest.fixture(autouse=True)
def dlq(aws: World, sqs: Any) -> Any:
    """The dead-letter queue of ``orders``, with a message; after the test no task is known and all is in its place."""
    url = make(sqs, "dlq")
    orders = source(sqs)
    send(sqs, url, "a")
    yield url
    aws.clock.advance(seconds=1)
    assert tasks(sqs, MaxResults=10) == []
    assert (counts(sqs, url), counts(sqs, orders)) == ((1, 0, 0), (0, 0, 0))


def test_source_is_no_dead_letter_queue(sqs: Any) -> None:
    with invalid("Source queue must be configured as a Dead Letter Queue."):
        start(sqs, "orders")


def test_source_is_no_dead_letter_queue_any_more(sqs: Any) -> None:
    sqs.set_queue_attributes(
        QueueUrl=sqs.get_queue_url(QueueName="orders")["QueueUrl"], Attributes={"RedrivePolicy": ""}
    )
    with invalid("Source queue must be configured as a Dead Letter Queue."):
        start(sqs)


def test_the_queue_that_named_it_is_gone(sqs: Any) -> None:
    other = make(sqs, "dlq-2")
    url = source(sqs, "orders-2", "dlq-2")
    sqs.delete_queue(QueueUrl=url)
    send(sqs, other, "a")
    with invalid("Source queue must be configured as a Dead Letter Queue."):
        start(sqs, "dlq-2", to="orders")


@pytest.mark.parametrize("arn", MALFORMED)
def test_malformed_arns(sqs: Any, arn: str) -> None:
    with invalid(FORMAT.format("SourceArn")):
        sqs.start_message_move_task(SourceArn=arn)
    with invalid(FORMAT.format("DestinationArn")):
        sqs.start_message_move_task(SourceArn=ARN + "dlq", DestinationArn=arn)
    with invalid(FORMAT.format("SourceArn")):
        sqs.list_message_move_tasks(SourceArn=arn)


@pytest.mark.parametrize("arn", ELSEWHERE)
def test_queues_that_are_not_here(aws: World, sqs: Any, arn: str) -> None:
    make(client("eu-west-1"), "dlq")
    aws.boto3_session(account=OTHER).client("sqs").list_queues()
    with refused("ResourceNotFoundException", NO_SOURCE):
        sqs.start_message_move_task(SourceArn=arn)
    with refused("ResourceNotFoundException", NO_DESTINATION):
        sqs.start_message_move_task(SourceArn=ARN + "dlq", DestinationArn=arn)
    with refused("ResourceNotFoundException", NO_SOURCE):
        sqs.list_message_move_tasks(SourceArn=arn)


def test_destination_of_another_account_is_refused_even_if_it_exists(aws: World, sqs: Any) -> None:
    url = make(aws.boto3_session(account=OTHER).client("sqs"), "theirs")
    with refused("ResourceNotFoundException", NO_DESTINATION):
        sqs.start_message_move_task(SourceArn=ARN + "dlq", DestinationArn=f"arn:aws:sqs:us-east-1:{OTHER}:theirs")
    assert url.endswith(f"{OTHER}/theirs")


def test_destination_is_the_source(sqs: Any) -> None:
    with invalid("Source queue arn and destination queue arn cannot be the same."):
        start(sqs, to="dlq")


def test_destination_is_of_the_other_type(sqs: Any) -> None:
    make(sqs, "orders.fifo")
    with invalid("The source queue and destination queue must be of the same queue type."):
        start(sqs, to="orders.fifo")


@pytest.mark.parametrize("rate", [-1, 0, 501])
def test_rate_out_of_range(sqs: Any, rate: int) -> None:
    with invalid(
        "Value for parameter MaxNumberOfMessagesPerSecond is invalid. "
        "Reason: You must enter a number that's between 1 and 500."
    ):
        start(sqs, to="orders", rate=rate)


@pytest.mark.parametrize("count", [-1, 0, 11])
def test_too_many_results(sqs: Any, count: int) -> None:
    with invalid("Value for parameter MaxResults is invalid. Reason: You must enter a number that's between 1 and 10."):
        tasks(sqs, MaxResults=count)


def handle(task: object = "1f0c6d2a", arn: object = ARN + "dlq", **more: object) -> str:
    return base64.b64encode(json.dumps({"taskId": task, "sourceArn": arn, **more}).encode()).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "bm9uc2Vuc2U=",
        base64.b64encode(b"[]").decode(),
        base64.b64encode(b'{"taskId": "x"}').decode(),
        base64.b64encode(b"\xff\xfe{}").decode(),
        handle(task=1),
        handle(arn=None),
        handle() + "\n",
        handle() + "ä",
    ],
)
def test_handle_that_cannot_be_read(sqs: Any, text: str) -> None:
    with invalid("Value for parameter TaskHandle is invalid."):
        sqs.cancel_message_move_task(TaskHandle=text)


def test_handle_of_an_unknown_queue_or_task(sqs: Any) -> None:
    with refused("ResourceNotFoundException", NO_SOURCE):
        sqs.cancel_message_move_task(TaskHandle=handle(arn=ARN + "other"))
    with refused("ResourceNotFoundException", "Task does not exist."):
        sqs.cancel_message_move_task(TaskHandle=handle())


@pytest.mark.parametrize(
    ("operation", "parameter"),
    [
        ("start_message_move_task", "SourceArn"),
        ("cancel_message_move_task", "TaskHandle"),
        ("list_message_move_tasks", "SourceArn"),
    ],
)
def test_nothing_given(sqs: Any, operation: str, parameter: str) -> None:
    unchecked: Any = boto3.session.Session().client("sqs", config=Config(parameter_validation=False))
    with refused("MissingRequiredParameterException", f"The request must contain the parameter {parameter}."):
        getattr(unchecked, operation)()


def test_only_the_owner_may(aws: World, sqs: Any, dlq: str) -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": ARN + "dlq"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=dlq, Attributes={"Policy": document})
    stranger = aws.boto3_session(account=OTHER)
    who = stranger.client("sts").get_caller_identity()["Arn"]
    theirs = stranger.client("sqs")
    for operation, call, params in (
        ("startmessagemovetask", theirs.start_message_move_task, {"SourceArn": ARN + "dlq"}),
        ("cancelmessagemovetask", theirs.cancel_message_move_task, {"TaskHandle": handle()}),
        ("listmessagemovetasks", theirs.list_message_move_tasks, {"SourceArn": ARN + "dlq"}),
    ):
        with refused(
            "AccessDeniedException",
            f"User: {who} is not authorized to perform: sqs:{operation} on resource: {ARN}dlq "
            f"because no resource-based policy allows the sqs:{operation} action",
        ):
            call(**params)


@pytest.mark.parametrize(
    ("queue", "action"), [("dlq", "ReceiveMessage"), ("dlq", "DeleteMessage"), ("orders", "SendMessage")]
)
def test_what_a_policy_denies_is_refused_at_the_start(sqs: Any, queue: str, action: str) -> None:
    statement = {"Effect": "Deny", "Principal": "*", "Action": f"sqs:{action}", "Resource": ARN + queue}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": document})
    with refused(
        "AccessDeniedException",
        f"User: arn:aws:iam::{ACCOUNT}:user/test is not authorized to perform: sqs:{action.lower()} "
        f"on resource: {ARN}{queue} with an explicit deny in a resource-based policy",
    ):
        start(sqs, to="orders")


def test_too_many_tasks_of_an_account(sqs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOVE_TASKS", 2)
    for number in (1, 2):
        url = make(sqs, f"dlq-{number}")
        source(sqs, f"orders-{number}", f"dlq-{number}")
        send(sqs, url, "a", "b")
        start(sqs, f"dlq-{number}", to="orders-1", rate=1)
    with refused("OverLimit", "The maximum number of 2 active message move tasks is reached."):
        start(sqs, to="orders")
    sqs.delete_queue(QueueUrl=url)
    make(sqs, "dlq-3")
    source(sqs, "orders-3", "dlq-3")
    start(sqs, "dlq-3")
    assert len(tasks(sqs, "dlq-3")) == 1
