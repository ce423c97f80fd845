"""The application of the stories: boto3 and aiobotocore only."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import boto3

DEAD_LETTERS = {"orders": "orders-dlq", "orders.fifo": "orders-dlq.fifo", "imports": "imports-dlq"}


class Rejected(Exception):
    """The work refused a message."""


def create_queue(sqs: Any, name: str, visibility: int = 30, receives: int = 3) -> str:
    """A queue with 30 s of visibility and three receives, then its dead-letter queue."""
    fifo = {"FifoQueue": "true"} if name.endswith(".fifo") else {}
    dead = sqs.create_queue(QueueName=DEAD_LETTERS[name], Attributes=fifo)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": receives})
    url: str = sqs.create_queue(
        QueueName=name, Attributes={**fifo, "VisibilityTimeout": str(visibility), "RedrivePolicy": redrive}
    )["QueueUrl"]
    return url


def map_queue(lambda_client: Any, function: str, url: str, *, report_failures: bool = False) -> str:
    """Let a function be invoked with the messages of a queue; the mapping's id."""
    queue = boto3.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    types = ["ReportBatchItemFailures"] if report_failures else []
    mapping: str = lambda_client.create_event_source_mapping(
        FunctionName=function, EventSourceArn=queue, FunctionResponseTypes=types
    )["UUID"]
    return mapping


def create_job_queue(batch: Any, wait: Callable[..., object]) -> str:
    """A job queue over Fargate; both are VALID when this returns."""
    batch.create_compute_environment(
        computeEnvironmentName="fargate",
        type="MANAGED",
        computeResources={"type": "FARGATE", "maxvCpus": 16, "subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]},
    )
    wait(seconds=30)
    order = [{"order": 1, "computeEnvironment": "fargate"}]
    arn: str = batch.create_job_queue(jobQueueName="imports", priority=1, computeEnvironmentOrder=order)["jobQueueArn"]
    wait(seconds=30)
    return arn


def define_import(batch: Any) -> str:
    """The job definition of the import; returns its ARN."""
    needs = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "2048"}]
    container = {
        "image": "shop/import",
        "command": ["python", "import.py"],
        "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
        "resourceRequirements": needs,
    }
    defined = batch.register_job_definition(
        jobDefinitionName="import",
        type="container",
        platformCapabilities=["FARGATE"],
        containerProperties=container,
    )
    arn: str = defined["jobDefinitionArn"]
    return arn


def create_topic(sns: Any, sqs: Any) -> str:
    """A topic of orders: audit gets them all, billing those of the EU."""
    topic: str = sns.create_topic(Name="orders")["TopicArn"]
    for name, attributes in (("billing", {"FilterPolicy": json.dumps({"region": ["eu"]})}), ("audit", {})):
        url = sqs.create_queue(QueueName=name)["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=attributes)
    return topic


def consume(url: str, work: Callable[[str], object]) -> None:
    """Receive one message at a time for ever; what the work rejects is not deleted."""
    sqs = boto3.client("sqs")
    while True:
        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages", ()):
            try:
                work(message["Body"])
            except Rejected:
                continue
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def consume_with_heartbeat(url: str, work: Callable[[str], object]) -> None:
    """Extends the visibility every ten seconds while the work lasts."""
    sqs = boto3.client("sqs")
    while True:
        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages", ()):
            done = threading.Event()

            def beat(handle: str = message["ReceiptHandle"], done: threading.Event = done) -> None:
                while not done.wait(10):
                    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=30)

            beats = threading.Thread(target=beat, name="heartbeat", daemon=True)
            beats.start()
            work(message["Body"])
            done.set()
            beats.join()
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def reject_poison(body: str) -> None:
    """The work of a consumer that cannot digest one kind of message."""
    if body == "poison":
        raise Rejected(body)


def place_order(url: str, order: str) -> None:
    """Send an order once, whatever the network does."""
    boto3.client("sqs").send_message(
        QueueUrl=url, MessageBody=order, MessageGroupId="ann", MessageDeduplicationId=order
    )


async def aio_consume(sqs: Any, url: str, work: Callable[[str], object]) -> None:
    """The same consumer on aiobotocore."""
    while True:
        answer = await sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)
        for message in answer.get("Messages", ()):
            work(message["Body"])
            await sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
