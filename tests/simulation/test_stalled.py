"""The runaway rule: actors that only poll and sleep, while the test waits for something that will never happen."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import boto3
import pytest

from fakeaws import Deadlock, Stalled, World


def poll_hourly(url: str) -> None:
    sqs = boto3.client("sqs")
    while True:
        sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)
        time.sleep(3600)


@pytest.fixture
def url(aws: World) -> str:
    url: str = boto3.client("sqs").create_queue(QueueName="empty")["QueueUrl"]
    return url


def test_a_join_of_an_endless_consumer_is_stalled_after_thirty_days(aws: World, url: str) -> None:
    consumer = threading.Thread(target=poll_hourly, args=(url,), name="consumer", daemon=True)
    consumer.start()
    with pytest.raises(Stalled, match=r"(?s)30 virtual days.*test waits for the end of consumer.*consumer waits for"):
        consumer.join()
    assert timedelta(days=29, hours=22) <= aws.clock.elapsed <= timedelta(days=30)


def test_a_change_in_a_service_begins_the_days_anew(aws: World, url: str) -> None:
    def create_later() -> None:
        time.sleep(20 * 86_400)
        boto3.client("sqs").create_queue(QueueName="another")

    aws.spawn(create_later)
    consumer = threading.Thread(target=poll_hourly, args=(url,), name="consumer", daemon=True)
    consumer.start()
    with pytest.raises(Stalled):
        consumer.join()
    assert timedelta(days=49, hours=22) <= aws.clock.elapsed <= timedelta(days=50)


def test_time_that_the_test_lets_pass_is_not_stalled(aws: World, url: str) -> None:
    aws.spawn(poll_hourly, url, name="consumer")
    aws.clock.advance(days=70)
    time.sleep(40 * 86_400)
    assert aws.clock.elapsed == timedelta(days=110)


def test_a_deadlock_is_told_at_once_with_who_waits_for_what_and_where(aws: World) -> None:
    first, second = threading.Lock(), threading.Lock()

    def one() -> None:
        with first:
            time.sleep(1)
            with second:
                pass

    def other() -> None:
        with second:
            time.sleep(1)
            with first:
                pass

    threads = [threading.Thread(target=fn, name=fn.__name__, daemon=True) for fn in (one, other)]
    for thread in threads:
        thread.start()
    with pytest.raises(Deadlock) as told:
        threads[0].join()
    text = str(told.value)
    assert "one waits for a lock held by other at test_stalled.py:" in text
    assert "other waits for a lock held by one at test_stalled.py:" in text
    assert "test waits for the end of one at test_stalled.py:" in text
    assert aws.clock.elapsed == timedelta(seconds=1)
