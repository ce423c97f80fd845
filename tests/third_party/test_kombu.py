"""kombu's SQS transport as it comes, on its blocking path."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest

from fakeaws import NotSupportedError, RealCallBlocked, World

kombu = pytest.importorskip("kombu", reason="kombu is not installed")
pytest.importorskip("pycurl", reason="kombu's SQS transport needs pycurl")

OPTIONS = {"visibility_timeout": 30, "wait_time_seconds": 20, "polling_interval": 1}


@pytest.fixture
def connection(aws: World) -> Any:
    with kombu.Connection("sqs://", transport_options=OPTIONS) as opened:
        yield opened


def test_what_is_published_is_drained_and_deleted(aws: World, connection: Any) -> None:
    received: list[tuple[object, float]] = []

    def take(body: object, message: Any) -> None:
        received.append((body, aws.clock.elapsed.total_seconds()))
        message.ack()

    queue = kombu.Queue("orders")
    producer = kombu.Producer(connection)
    producer.publish({"order": 42}, routing_key="orders", declare=[queue])
    producer.publish({"order": 43}, routing_key="orders", DelaySeconds=10)
    with kombu.Consumer(connection, [queue], callbacks=[take]):
        while len(received) < 2:
            connection.drain_events(timeout=30)
    assert received == [({"order": 42}, 0), ({"order": 43}, 10)]
    assert aws.sqs.queue("orders").messages == []


def test_an_empty_queue_ends_in_kombu_s_timeout(aws: World, connection: Any) -> None:
    with kombu.Consumer(connection, [kombu.Queue("orders")]), pytest.raises(TimeoutError):
        connection.drain_events(timeout=30)
    # One long poll, kombu's pause of a second, another long poll: only then it looks at its timeout.
    assert aws.clock.elapsed == timedelta(seconds=41)


def test_what_is_not_acknowledged_comes_back(aws: World, connection: Any) -> None:
    queue = connection.SimpleQueue("orders")
    queue.put("42")
    for _ in range(2):
        assert queue.get(timeout=60).payload == "42"
        time.sleep(30)
    [sent] = aws.timeline.select(kind="SendMessage")
    assert [(d.at.seconds, d.outcome) for d in aws.trace(sent).deliveries] == [(0, "in-flight"), (30, "in-flight")]
    assert aws.trace(sent).fates == {"orders": "visible"}


def test_a_requeued_message_is_visible_after_the_time_of_a_long_poll(aws: World, connection: Any) -> None:
    queue = connection.SimpleQueue("orders")
    queue.put("42")
    queue.get(timeout=5).requeue()
    assert queue.get(timeout=30).payload == "42"
    assert aws.clock.elapsed == timedelta(seconds=20)


class TestFanOut:
    """Exchanges of the type fanout, which are topics of SNS."""

    @pytest.fixture
    def connection(self, aws: World) -> Any:
        with kombu.Connection("sqs://", transport_options={**OPTIONS, "supports_fanout": True}) as opened:
            yield opened

    @pytest.mark.parametrize("suffix", ["", ".fifo"])
    @pytest.mark.fakeaws(policies="enforced")
    def test_each_consumer_gets_what_is_published(self, aws: World, connection: Any, suffix: str) -> None:
        exchange = kombu.Exchange(f"events{suffix}", type="fanout")
        received: list[tuple[str, object]] = []

        def consumer(name: str) -> Any:
            def take(body: object, message: Any) -> None:
                received.append((name, body))
                message.ack()

            return kombu.Consumer(connection.channel(), [kombu.Queue(name, exchange)], callbacks=[take])

        billing, audit = f"billing{suffix}", f"audit{suffix}"
        with consumer(billing), consumer(audit):
            producer = kombu.Producer(connection)
            for order in (42, 43):
                producer.publish({"order": order}, exchange=exchange)
            [_, second] = aws.timeline.select(kind="Publish")
            assert aws.trace(second).fates == {billing: "visible", audit: "visible"}
            while len(received) < 4:
                connection.drain_events(timeout=60)
        assert sorted(received, key=str) == [(name, {"order": n}) for name in (audit, billing) for n in (42, 43)]
        assert [each.endpoint for each in aws.sns.topic(f"events{suffix}").subscriptions] == [
            aws.sqs.queue(name).arn for name in (billing, audit)
        ]
        assert aws.sqs.queue(billing).messages == aws.sqs.queue(audit).messages == []
        assert aws.diagnose() == []


def test_its_event_loop_is_refused_at_once(aws: World) -> None:
    from kombu.asynchronous.hub import Hub

    hub = Hub()
    try:
        with pytest.raises(NotSupportedError, match=r"kombu's event loop .* use_eventloop=False"):
            hub.run_once()
    finally:
        hub.close()


def test_its_client_on_libcurl_opens_no_connection(aws: World) -> None:
    from kombu.asynchronous.http import Request
    from kombu.asynchronous.http.curl import CurlClient
    from kombu.asynchronous.hub import Hub

    hub = Hub()
    client = CurlClient(hub)
    try:
        with pytest.raises(RealCallBlocked, match=r"https://sqs\.us-east-1\.amazonaws\.com/ was stopped"):
            client.add_request(Request("https://sqs.us-east-1.amazonaws.com/?Action=ReceiveMessage"))
    finally:
        client.close()
        hub.close()
