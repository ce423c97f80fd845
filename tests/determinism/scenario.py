"""One mixed scenario: consumer threads, a pool, asyncio producers, a topic, locks, faults, retries. Prints its digest.

``python -m tests.determinism.scenario [runs]`` runs it on its own.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import random
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

import boto3
from botocore.config import Config

from fakeaws import World, mock_aws
from fakeaws.timeline.digest import digest
from tests.determinism.running import main

LOCK = threading.Lock()
POOL = ThreadPoolExecutor(3, thread_name_prefix="sender")
log = logging.getLogger(__name__)


def consume(url: str, done: list[str], stop: threading.Event, results: queue.Queue[str]) -> None:
    sqs = boto3.client("sqs", config=Config(retries={"mode": "standard", "max_attempts": 4}))
    while not stop.is_set():
        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5, MaxNumberOfMessages=3).get("Messages", ()):
            time.sleep(random.uniform(0.5, 40))
            with LOCK:
                time.sleep(0.01)
                done.append(message["Body"])
            log.info("did %s", message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            results.put(message["MessageId"])


async def produce(url: str, name: str) -> None:
    from aiobotocore.session import get_session

    async with get_session().create_client("sqs", region_name="us-east-1") as sqs:

        async def one(number: int) -> None:
            await asyncio.sleep(random.random() * 10)
            await sqs.send_message(QueueUrl=url, MessageBody=f"{name}-{number}-{uuid.uuid4()}")

        await asyncio.gather(*(one(number) for number in range(4)))
        await asyncio.to_thread(time.sleep, 1)


def send_by_pool(url: str) -> list[str]:
    sqs = boto3.client("sqs")

    def send(number: int) -> str:
        time.sleep(random.random())
        answer: str = sqs.send_message(QueueUrl=url, MessageBody=f"pool-{number}", DelaySeconds=number)["MessageId"]
        return answer

    return [future.result() for future in as_completed([POOL.submit(send, number) for number in range(6)])]


def create_topic(aws: World) -> str:
    """A topic whose messages reach the queue and, if they are loud, another one."""
    sns, sqs = boto3.client("sns"), boto3.client("sqs")
    topic: str = sns.create_topic(Name="news")["TopicArn"]
    sqs.create_queue(QueueName="loud")
    loud = {"FilterPolicy": '{"volume": [{"numeric": [">", 5]}]}', "RawMessageDelivery": "true"}
    for name, attributes in (("work", {}), ("loud", loud)):
        aws.sqs.queue(name).grant_send(topic)
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=aws.sqs.queue(name).arn, Attributes=attributes)
    return topic


def publish_by_pool(topic: str) -> list[str]:
    sns = boto3.client("sns")

    def publish(number: int) -> str:
        time.sleep(random.random() * 3)
        volume = {"volume": {"DataType": "Number", "StringValue": str(random.randrange(10))}}
        answer: str = sns.publish(TopicArn=topic, Message=f"news-{number}", MessageAttributes=volume)["MessageId"]
        return answer

    return [future.result() for future in as_completed([POOL.submit(publish, number) for number in range(5)])]


def play(seed: int) -> str:
    """Play it once; the digest covers the timeline, what was done in which order, and the time that passed."""
    done: list[str] = []
    results: queue.Queue[str] = queue.Queue()
    stop = threading.Event()
    with mock_aws(seed=seed, passthrough="off") as aws:
        sqs: Any = boto3.client("sqs")
        url = sqs.create_queue(QueueName="work", Attributes={"VisibilityTimeout": "20"})["QueueUrl"]
        topic = create_topic(aws)
        aws.faults.throttle("sqs.ReceiveMessage", times=3)
        aws.faults.lose_reply("sqs.DeleteMessage", times=2)
        aws.faults.fail("sqs.SendMessage", code="InternalError", status=500, times=2)
        aws.faults.fail(
            "sqs.SendMessage", code="ServiceUnavailable", when=lambda call: "Notification" in call["MessageBody"]
        )
        consumers = [
            threading.Thread(target=consume, args=(url, done, stop, results), name=f"consumer-{number}")
            for number in range(4)
        ]
        for consumer in consumers:
            consumer.start()
        producer = aws.spawn(lambda: asyncio.run(produce(url, "aio")), name="producer")
        sent = send_by_pool(url) + publish_by_pool(topic)
        producer.result(within=600)
        first = results.get(timeout=600)
        aws.clock.advance(minutes=10)
        stop.set()
        for consumer in consumers:
            consumer.join()
        delivered = [record.outcome for record in aws.timeline.select(service="sns", kind="Deliver")]
        return digest(aws.timeline) + repr((done, sent, first, aws.clock.elapsed, results.qsize(), delivered))


if __name__ == "__main__":
    main(play)
