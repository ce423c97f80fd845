"""For each operation of SQS: calls that show all that it can answer."""

from __future__ import annotations

import json
from typing import Any

from tests.conformance.contract import AskService, Scenario
from tests.conformance.sqs.furniture import ARN, OTHER

_ATTRIBUTES = {
    "text": {"DataType": "String", "StringValue": "größe ✓"},
    "number": {"DataType": "Number.euro", "StringValue": "12.50"},
    "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
}
_TRACE = {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-5759e988-bd862e3fe1be46a994272793"}}
_EVERYTHING = {"MessageAttributeNames": ["All"], "MessageSystemAttributeNames": ["All"]}

#: Members that an answer never has.
NEVER_SHOWN: dict[str, dict[str, str]] = {
    "GetQueueAttributes": {"Attributes{All}": "it is asked for, not answered"},
    "ReceiveMessage": {
        "Messages[].Attributes{All}": "it is asked for, not answered",
        "Messages[].MessageAttributes{}.StringListValues": "AWS has not implemented it",
        "Messages[].MessageAttributes{}.BinaryListValues": "AWS has not implemented it",
    },
}


async def _queue(ask: AskService, name: str = "orders", **attributes: str) -> str:
    if name.endswith(".fifo"):
        attributes["FifoQueue"] = "true"
    url: str = (await ask("CreateQueue", QueueName=name, Attributes=attributes))["QueueUrl"]
    return url


async def _received(ask: AskService, url: str, *bodies: str) -> list[dict[str, Any]]:
    for body in bodies:
        await ask("SendMessage", QueueUrl=url, MessageBody=body)
    answer = await ask("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10)
    messages: list[dict[str, Any]] = answer["Messages"]
    return messages


async def _with_dead_letters(ask: AskService, count: int = 1) -> tuple[str, str]:
    """A queue and its dead-letter queue, to which so many messages have come."""
    dead = await _queue(ask, "dead")
    redrive = json.dumps({"deadLetterTargetArn": ARN + "dead", "maxReceiveCount": "1"})
    source = await _queue(ask, RedrivePolicy=redrive, VisibilityTimeout="1")
    for number in range(count):
        await ask("SendMessage", QueueUrl=source, MessageBody=f"poison {number}")
    for _ in range(2):
        await ask("ReceiveMessage", QueueUrl=source, MaxNumberOfMessages=10)
        await ask.wait(1)
    return source, dead


async def create_queue(ask: AskService) -> None:
    await ask("CreateQueue", QueueName="orders")
    await ask("CreateQueue", QueueName="orders")
    await ask("CreateQueue", QueueName="orders.fifo", Attributes={"FifoQueue": "true"}, tags={"team": ""})


async def delete_queue(ask: AskService) -> None:
    await ask("DeleteQueue", QueueUrl=await _queue(ask))


async def list_queues(ask: AskService) -> None:
    await ask("ListQueues")
    for name in ("orders", "other", "orders-dead"):
        await _queue(ask, name)
    page = await ask("ListQueues", MaxResults=1, QueueNamePrefix="orders")
    await ask("ListQueues", MaxResults=1, QueueNamePrefix="orders", NextToken=page["NextToken"])
    await ask("ListQueues", QueueNamePrefix="nothing like it")


async def get_queue_url(ask: AskService) -> None:
    await _queue(ask)
    await ask("GetQueueUrl", QueueName="orders")
    await ask("GetQueueUrl", QueueName="orders", QueueOwnerAWSAccountId=ARN.split(":")[4])


async def get_queue_attributes(ask: AskService) -> None:
    _, dead = await _with_dead_letters(ask)
    await ask("GetQueueAttributes", QueueUrl=dead)
    await ask("GetQueueAttributes", QueueUrl=dead, AttributeNames=["Policy"])
    await ask("GetQueueAttributes", QueueUrl=dead, AttributeNames=["All"])
    await ask("GetQueueAttributes", QueueUrl="orders", AttributeNames=["RedrivePolicy", "QueueArn"])
    await ask("AddPermission", QueueUrl=dead, Label="l", AWSAccountIds=[OTHER], Actions=["*"])
    given = {
        "KmsMasterKeyId": "alias/orders",
        "KmsDataKeyReusePeriodSeconds": "60",
        "RedriveAllowPolicy": '{"redrivePermission":"denyAll"}',
    }
    await ask("SetQueueAttributes", QueueUrl=dead, Attributes=given)
    await ask("GetQueueAttributes", QueueUrl=dead, AttributeNames=["All"])
    fifo = await _queue(ask, "orders.fifo", ContentBasedDeduplication="true")
    await ask("GetQueueAttributes", QueueUrl=fifo, AttributeNames=["All"])


async def set_queue_attributes(ask: AskService) -> None:
    await ask("SetQueueAttributes", QueueUrl=await _queue(ask), Attributes={"VisibilityTimeout": "60"})


async def list_queue_tags(ask: AskService) -> None:
    url = await _queue(ask)
    await ask("ListQueueTags", QueueUrl=url)
    await ask("TagQueue", QueueUrl=url, Tags={"team": "shop", "empty": ""})
    await ask("ListQueueTags", QueueUrl=url)


async def tag_queue(ask: AskService) -> None:
    await ask("TagQueue", QueueUrl=await _queue(ask), Tags={"team": "shop"})


async def untag_queue(ask: AskService) -> None:
    url = await _queue(ask)
    await ask("TagQueue", QueueUrl=url, Tags={"team": "shop"})
    await ask("UntagQueue", QueueUrl=url, TagKeys=["team", "no such"])
    await ask("ListQueueTags", QueueUrl=url)


async def add_permission(ask: AskService) -> None:
    await ask("AddPermission", QueueUrl=await _queue(ask), Label="l", AWSAccountIds=[OTHER], Actions=["*"])


async def remove_permission(ask: AskService) -> None:
    await add_permission(ask)
    await ask("RemovePermission", QueueUrl="orders", Label="l")
    await ask("GetQueueAttributes", QueueUrl="orders", AttributeNames=["Policy"])


async def send_message(ask: AskService) -> None:
    url, fifo = await _queue(ask), await _queue(ask, "orders.fifo")
    await ask("SendMessage", QueueUrl=url, MessageBody="plain")
    await ask(
        "SendMessage", QueueUrl=url, MessageBody="ü", MessageAttributes=_ATTRIBUTES, MessageSystemAttributes=_TRACE
    )
    for _ in range(2):
        await ask("SendMessage", QueueUrl=fifo, MessageBody="a", MessageGroupId="g", MessageDeduplicationId="d")


async def send_message_batch(ask: AskService) -> None:
    url, fifo = await _queue(ask), await _queue(ask, "orders.fifo")
    rich = {"MessageBody": "ü", "MessageAttributes": _ATTRIBUTES, "MessageSystemAttributes": _TRACE}
    late = {"Id": "late", "MessageBody": "b", "DelaySeconds": 901}
    await ask("SendMessageBatch", QueueUrl=url, Entries=[{"Id": "plain", "MessageBody": "a"}, {"Id": "rich", **rich}])
    await ask("SendMessageBatch", QueueUrl=url, Entries=[{"Id": "good", "MessageBody": "a"}, late])
    await ask("SendMessageBatch", QueueUrl=url, Entries=[late])
    entry = {"Id": "f", "MessageBody": "a", "MessageGroupId": "g", "MessageDeduplicationId": "d"}
    await ask("SendMessageBatch", QueueUrl=fifo, Entries=[entry])


async def receive_message(ask: AskService) -> None:
    _, dead = await _with_dead_letters(ask)
    await ask("ReceiveMessage", QueueUrl=dead, **_EVERYTHING)
    url, fifo = await _queue(ask, "more"), await _queue(ask, "orders.fifo")
    await ask("ReceiveMessage", QueueUrl=url)
    await ask("ReceiveMessage", QueueUrl=url, WaitTimeSeconds=3)
    rich = {"MessageAttributes": _ATTRIBUTES, "MessageSystemAttributes": _TRACE}
    await ask("SendMessage", QueueUrl=url, MessageBody="ü", **rich)
    none_of_it = {"MessageAttributeNames": ["no such"], "MessageSystemAttributeNames": ["SequenceNumber"]}
    await ask("ReceiveMessage", QueueUrl=url, VisibilityTimeout=0, **none_of_it)
    await ask(
        "ReceiveMessage", QueueUrl=url, VisibilityTimeout=0, AttributeNames=["All "]
    )  # AWS lets unknown names pass
    await ask("ReceiveMessage", QueueUrl=url, **_EVERYTHING)
    await ask("SendMessage", QueueUrl=fifo, MessageBody="a", MessageGroupId="g", MessageDeduplicationId="d", **rich)
    await ask("ReceiveMessage", QueueUrl=fifo, ReceiveRequestAttemptId="once", **_EVERYTHING)


async def delete_message(ask: AskService) -> None:
    [message] = await _received(ask, await _queue(ask), "a")
    for _ in range(2):
        await ask("DeleteMessage", QueueUrl="orders", ReceiptHandle=message["ReceiptHandle"])


async def delete_message_batch(ask: AskService) -> None:
    first, second = await _received(ask, await _queue(ask), "a", "b")
    good = {"Id": "good", "ReceiptHandle": first["ReceiptHandle"]}
    bad = {"Id": "bad", "ReceiptHandle": "rubbish"}
    await ask("DeleteMessageBatch", QueueUrl="orders", Entries=[good, bad])
    await ask("DeleteMessageBatch", QueueUrl="orders", Entries=[bad])
    await ask("DeleteMessageBatch", QueueUrl="orders", Entries=[{**good, "ReceiptHandle": second["ReceiptHandle"]}])


async def change_message_visibility(ask: AskService) -> None:
    [message] = await _received(ask, await _queue(ask), "a")
    for seconds in (60, 0):
        handle = message["ReceiptHandle"]
        await ask("ChangeMessageVisibility", QueueUrl="orders", ReceiptHandle=handle, VisibilityTimeout=seconds)


async def change_message_visibility_batch(ask: AskService) -> None:
    [message] = await _received(ask, await _queue(ask), "a")
    good = {"Id": "good", "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": 60}
    bad = {**good, "Id": "bad", "VisibilityTimeout": 43_201}
    for entries in ([good, bad], [bad], [good]):
        await ask("ChangeMessageVisibilityBatch", QueueUrl="orders", Entries=entries)


async def purge_queue(ask: AskService) -> None:
    await _received(ask, await _queue(ask), "a")
    await ask("PurgeQueue", QueueUrl="orders")


async def list_dead_letter_source_queues(ask: AskService) -> None:
    dead = await _queue(ask, "dead")
    await ask("ListDeadLetterSourceQueues", QueueUrl=dead)
    for name in ("a", "b"):
        await _queue(ask, name, RedrivePolicy=json.dumps({"deadLetterTargetArn": ARN + "dead", "maxReceiveCount": 1}))
    page = await ask("ListDeadLetterSourceQueues", QueueUrl=dead, MaxResults=1)
    await ask("ListDeadLetterSourceQueues", QueueUrl=dead, MaxResults=1, NextToken=page["NextToken"])


async def start_message_move_task(ask: AskService) -> None:
    await _with_dead_letters(ask)
    await ask("StartMessageMoveTask", SourceArn=ARN + "dead")


async def cancel_message_move_task(ask: AskService) -> None:
    await _with_dead_letters(ask, 4)
    task = await ask("StartMessageMoveTask", SourceArn=ARN + "dead", MaxNumberOfMessagesPerSecond=1)
    await ask.wait(1.5)
    await ask("CancelMessageMoveTask", TaskHandle=task["TaskHandle"])


async def list_message_move_tasks(ask: AskService) -> None:
    await _with_dead_letters(ask, 4)
    await ask("ListMessageMoveTasks", SourceArn=ARN + "dead")
    elsewhere = await _queue(ask, "elsewhere")
    params = {"SourceArn": ARN + "dead", "DestinationArn": ARN + "elsewhere", "MaxNumberOfMessagesPerSecond": 1}
    await ask("StartMessageMoveTask", **params)
    await ask("ListMessageMoveTasks", SourceArn=ARN + "dead")
    await ask.wait(1.5)
    await ask("DeleteQueue", QueueUrl=elsewhere)
    await ask.wait(30)
    await ask("ListMessageMoveTasks", SourceArn=ARN + "dead", MaxResults=10)


_ALL = (
    add_permission,
    cancel_message_move_task,
    change_message_visibility,
    change_message_visibility_batch,
    create_queue,
    delete_message,
    delete_message_batch,
    delete_queue,
    get_queue_attributes,
    get_queue_url,
    list_dead_letter_source_queues,
    list_message_move_tasks,
    list_queue_tags,
    list_queues,
    purge_queue,
    receive_message,
    remove_permission,
    send_message,
    send_message_batch,
    set_queue_attributes,
    start_message_move_task,
    tag_queue,
    untag_queue,
)

SCENARIOS: dict[str, Scenario] = {
    "".join(word.title() for word in scenario.__name__.split("_")): scenario for scenario in _ALL
}
