"""A thread that runs since before the world is real: joining it lets its AWS calls have their turns."""

from __future__ import annotations

import threading

import boto3

from fakeaws import mock_aws


def test_a_joined_real_thread_gets_its_answer() -> None:
    entered = threading.Event()
    client = boto3.session.Session().client(
        "sqs", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    urls: list[str] = []

    def work() -> None:
        entered.wait()
        urls.append(client.create_queue(QueueName="q")["QueueUrl"])

    thread = threading.Thread(target=work)
    thread.start()
    with mock_aws() as aws:
        entered.set()
        thread.join()
        assert urls == ["https://sqs.us-east-1.amazonaws.com/123456789012/q"]
        assert [record.actor for record in aws.timeline] == ["guest"]
