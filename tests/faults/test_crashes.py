"""``aws.faults.crash``: a process dies between AWS's doing and its own knowing."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import boto3
import pytest
from aiobotocore.session import get_session
from botocore.config import Config

from fakeaws import FakeAwsError, NotSupportedError, World, mock_aws
from fakeaws.simulation.real import Real
from tests.simulation.small_worlds import in_real_thread
from tests.stories import shop


@pytest.fixture
def sqs(aws: World) -> Any:
    return boto3.client("sqs")


@pytest.fixture
def orders(aws: World, sqs: Any) -> str:
    """Visibility timeout 30 s, three receives."""
    return shop.create_queue(sqs, "orders")


def handle(url: str, outbox: str) -> None:
    """Receive one order, announce it, then delete it."""
    sqs = boto3.client("sqs")
    for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages", ()):
        sqs.send_message(QueueUrl=outbox, MessageBody=f"done {message['Body']}")
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


# -- stories -----------------------------------------------------------------------------------------------------------


def test_a_message_whose_consumer_died_comes_to_another(aws: World, sqs: Any, orders: str) -> None:
    done: list[tuple[str, str]] = []
    for name in ("consumer-1", "consumer-2"):
        aws.spawn(shop.consume, orders, work=lambda body, name=name: done.append((name, body)), name=name)
    crash = aws.faults.crash("consumer-1", after="sqs.ReceiveMessage", when=lambda call: "Messages" in call)
    aws.clock.advance(seconds=50)  # their first polls were empty
    sent = sqs.send_message(QueueUrl=orders, MessageBody="42")
    aws.clock.run_until_idle()
    assert crash.fired
    assert [(d.actor, d.at.seconds) for d in aws.trace(sent).deliveries] == [("consumer-1", 50), ("consumer-2", 80)]
    assert done == [("consumer-2", "42")]
    assert aws.trace(sent).fates == {"orders": "deleted"}


def test_what_was_sent_before_the_end_is_sent_twice(aws: World, sqs: Any, orders: str) -> None:
    outbox = sqs.create_queue(QueueName="outbox")["QueueUrl"]
    sqs.send_message(QueueUrl=orders, MessageBody="42")
    consumer = aws.spawn(handle, orders, outbox, name="consumer")
    aws.faults.crash(consumer, after="sqs.SendMessage")
    aws.clock.advance(seconds=29)
    assert consumer.done
    assert [m.state for m in aws.sqs.queue("orders").messages] == ["in-flight"]
    aws.spawn(handle, orders, outbox, name="consumer").result()
    assert [m.body for m in aws.sqs.queue("outbox").messages] == ["done 42", "done 42"]
    assert not aws.sqs.queue("orders").messages


# -- what happens ------------------------------------------------------------------------------------------------------


def test_the_call_is_done_and_the_record_names_it(aws: World, sqs: Any, orders: str) -> None:
    seen: list[object] = []

    def work() -> None:
        seen.append(boto3.client("sqs").send_message(QueueUrl=orders, MessageBody="42"))

    actor = aws.spawn(work, name="producer")
    fault = aws.faults.crash(actor, after="sqs.SendMessage")
    assert not fault.fired
    aws.clock.advance(seconds=1)
    assert (fault.fired, fault.remaining, actor.done, seen) == (True, 0, True, [])
    assert repr(fault) == "<fault crash of producer after sqs.SendMessage fired>"
    (record,) = aws.timeline.select(kind="Crash")
    assert (record.actor, record.outcome, record.at) == ("producer", "killed", timedelta(0))
    assert record.cause == aws.timeline.select(kind="SendMessage", actor="producer")[0]
    assert dict(record.details) == {"fault": "crash", "after": "sqs.SendMessage"}
    (message,) = aws.sqs.queue("orders").messages
    trace = aws.trace(message.id)
    assert [r.kind for r in trace] == ["SendMessage", "Crash"]
    assert trace.fates == {"orders": "visible"}
    assert "killed (fault crash, after sqs.SendMessage)" in trace.text()
    with pytest.raises(FakeAwsError, match="producer was killed before it returned anything"):
        actor.result()


def test_its_finally_blocks_run_and_its_calls_are_refused(aws: World, sqs: Any, orders: str) -> None:
    seen: list[str] = []

    def work() -> None:
        client = boto3.client("sqs")
        try:
            client.send_message(QueueUrl=orders, MessageBody="1")
        except Exception:
            seen.append("an end is no Exception")
        finally:
            seen.append("finally")
            client.send_message(QueueUrl=orders, MessageBody="2")
            seen.append("not reached")

    aws.spawn(work, name="producer")
    aws.faults.crash("producer", after="sqs.SendMessage")
    aws.clock.advance(seconds=1)
    assert seen == ["finally"]
    assert [m.body for m in aws.sqs.queue("orders").messages] == ["1"]


def test_a_long_poll_that_is_under_way_counts(aws: World, sqs: Any, orders: str) -> None:
    done: list[str] = []
    aws.spawn(shop.consume, orders, work=done.append, name="consumer")
    aws.clock.advance(seconds=5)
    fault = aws.faults.crash("consumer", after="sqs.ReceiveMessage")
    sent = sqs.send_message(QueueUrl=orders, MessageBody="42")
    aws.clock.advance(seconds=1)
    assert fault.fired
    assert done == []
    assert aws.trace(sent).fates == {"orders": "in-flight"}
    assert aws.timeline.select(kind="Crash")[0].cause == aws.trace(sent).deliveries[0]


def test_without_when_an_empty_answer_counts(aws: World, orders: str) -> None:
    consumer = aws.spawn(shop.consume, orders, work=print, name="consumer")
    aws.faults.crash("consumer", after="sqs.ReceiveMessage")
    aws.clock.advance(seconds=20)
    assert consumer.done
    assert [(r.kind, r.outcome) for r in aws.timeline[-2:]] == [("ReceiveMessage", "empty"), ("Crash", "killed")]


def test_only_that_actor_and_that_call_and_only_once_aws_has_done_it(aws: World, sqs: Any, orders: str) -> None:
    def work() -> None:
        client = boto3.client("sqs")
        client.receive_message(QueueUrl=orders)
        with pytest.raises(client.exceptions.QueueDoesNotExist):
            client.send_message(QueueUrl=f"{orders}-2", MessageBody="refused")
        client.send_message(QueueUrl=orders, MessageBody="1")
        client.send_message(QueueUrl=orders, MessageBody="2")
        client.send_message(QueueUrl=orders, MessageBody="3")

    one, two = (aws.spawn(work, name=name) for name in ("one", "two"))
    aws.faults.crash(two, after="sqs.SendMessage", when=lambda call: call["MessageBody"] == "2" and call["MessageId"])
    sqs.send_message(QueueUrl=orders, MessageBody="2")  # the test's own
    one.result()
    aws.clock.advance(seconds=1)
    assert two.done
    sent = [r.actor for r in aws.timeline.select(kind="SendMessage", outcome="visible") if r.actor != "test"]
    assert sorted(sent) == ["one", "one", "one", "two", "two"]


def test_a_batch_s_record_is_found(aws: World, orders: str) -> None:
    def work() -> None:
        boto3.client("sqs").send_message_batch(
            QueueUrl=orders, Entries=[{"Id": body, "MessageBody": body} for body in ("a", "b")]
        )

    aws.spawn(work, name="producer")
    aws.faults.crash("producer", after="sqs.SendMessageBatch")
    aws.clock.advance(seconds=1)
    (record,) = aws.timeline.select(kind="Crash")
    assert record.cause is not None
    assert (record.cause.kind, record.cause.actor) == ("SendMessage", "producer")


def test_together_with_other_faults_of_the_call(aws: World, orders: str) -> None:
    def work() -> None:
        boto3.client("sqs").send_message(QueueUrl=orders, MessageBody="42")

    aws.spawn(work, name="producer")
    throttled = aws.faults.throttle("sqs.SendMessage")
    lost = aws.faults.lose_reply("sqs.SendMessage")
    crash = aws.faults.crash("producer", after="sqs.SendMessage")
    aws.clock.advance(minutes=1)
    assert [fault.fired for fault in (throttled, lost, crash)] == [True, True, True]
    assert [r.outcome for r in aws.timeline.select(kind="SendMessage")] == ["RequestThrottled", "visible"]


def test_through_a_listener_of_the_application_too(aws: World, orders: str) -> None:
    def work() -> None:
        client = boto3.client("sqs")
        client.meta.events.register("before-send.sqs", lambda **_: None)
        client.send_message(QueueUrl=orders, MessageBody="42")
        client.send_message(QueueUrl=orders, MessageBody="43")

    aws.spawn(work, name="producer")
    aws.faults.crash("producer", after="sqs.SendMessage")
    aws.clock.advance(seconds=1)
    assert [m.body for m in aws.sqs.queue("orders").messages] == ["42"]


@pytest.mark.fakeaws(latency=2)
def test_it_dies_when_aws_has_done_the_call(aws: World, orders: str) -> None:
    def work() -> None:
        boto3.client("sqs").send_message(QueueUrl=orders, MessageBody="42")

    aws.spawn(work, name="producer")
    aws.faults.crash("producer", after="sqs.SendMessage")
    start = aws.clock.elapsed
    aws.clock.advance(seconds=5)
    assert aws.timeline.select(kind="Crash")[0].at - start == timedelta(seconds=2)


# -- who ---------------------------------------------------------------------------------------------------------------


def test_a_thread_of_the_application_is_no_failure_at_the_end() -> None:
    with mock_aws() as aws:
        url = shop.create_queue(boto3.client("sqs"), "orders")
        aws.faults.crash("reader", after="sqs.ReceiveMessage")
        thread = threading.Thread(target=shop.consume, args=(url, print), name="reader")
        thread.start()
        time.sleep(25)
        assert not thread.is_alive()
        thread.join()


def test_a_worker_of_a_pool(aws: World, orders: str) -> None:
    fault = aws.faults.crash("pool-worker-1", after="sqs.SendMessage")
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(lambda: boto3.client("sqs").send_message(QueueUrl=orders, MessageBody="42"))
        aws.clock.advance(seconds=1)
    assert fault.fired
    assert future.done()
    assert type(future.exception()).__name__ == "ActorKilled"


def test_what_is_started_in_its_place_dies_too_with_times(aws: World, sqs: Any, orders: str) -> None:
    def supervise() -> None:
        for _ in range(3):
            worker = threading.Thread(target=shop.consume, args=(orders, done.append), name="worker")
            worker.start()
            worker.join()

    done: list[str] = []
    sqs.send_message(QueueUrl=orders, MessageBody="42")
    fault = aws.faults.crash("worker", after="sqs.ReceiveMessage", times=2, when=lambda call: "Messages" in call)
    aws.spawn(supervise, name="supervisor")
    aws.clock.advance(seconds=70)
    assert [r.actor for r in aws.timeline.select(kind="Crash")] == ["worker", "worker-2"]
    assert (fault.remaining, done) == (0, ["42"])
    assert aws.timeline.select(kind="DeleteMessage")[0].actor == "worker-3"


def test_the_second_of_two_that_live_beside_each_other_is_not_meant(aws: World, orders: str) -> None:
    first, second = (aws.spawn(shop.consume, orders, work=print, name="worker") for _ in range(2))
    aws.faults.crash("worker", after="sqs.ReceiveMessage", times=1)
    aws.clock.advance(seconds=60)
    assert (first.done, second.done) == (True, False)


def test_a_task_takes_its_loop_with_it(aws: World, sqs: Any, orders: str) -> None:
    seen: list[str] = []

    async def beside(client: Any) -> None:
        try:
            await asyncio.sleep(1_000)
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    async def main() -> None:
        async with get_session().create_client("sqs") as client:
            task = asyncio.create_task(beside(client))
            try:
                await client.receive_message(QueueUrl=orders, WaitTimeSeconds=20)
                seen.append("not reached")
            finally:
                seen.append("finally")
                task.cancel()

    actor = aws.spawn(lambda: asyncio.run(main()), name="loop")
    aws.clock.advance(seconds=1)
    aws.faults.crash("loop", after="sqs.ReceiveMessage")
    sqs.send_message(QueueUrl=orders, MessageBody="42")
    aws.clock.advance(seconds=1)
    assert actor.done
    assert sorted(seen) == ["cancelled", "finally"]
    assert (aws.timeline[-1].kind, aws.timeline[-1].actor) == ("Crash", "loop")


@pytest.mark.parametrize("latency", [0, 0.5])
@pytest.mark.parametrize("wire", [False, True])
def test_every_way_of_an_asynchronous_call(wire: bool, latency: float) -> None:
    async def main(url: str) -> None:
        async with get_session().create_client("sqs") as client:
            if wire:
                client.meta.events.register("before-send.sqs", lambda **_: None)
            await client.send_message(QueueUrl=url, MessageBody="1")
            await client.send_message(QueueUrl=url, MessageBody="2")

    with mock_aws(latency=latency) as aws:
        url = shop.create_queue(boto3.client("sqs"), "orders")
        actor = aws.spawn(lambda: asyncio.run(main(url)), name="loop")
        aws.faults.crash(actor, after="sqs.SendMessage")
        aws.clock.advance(seconds=5)
        assert actor.done
        assert [m.body for m in aws.sqs.queue("orders").messages] == ["1"]


def test_a_thread_outside_the_world_is_not_meant(aws: World, orders: str) -> None:
    aws.faults.crash("guest", after="sqs.ListQueues", optional=True)
    client: Any = boto3.client("sqs")
    client.meta.events.register("before-send.sqs", lambda **_: None)  # down the wire path
    seen: list[str] = []
    wait_really = in_real_thread(lambda: seen.extend(client.list_queues()["QueueUrls"]))
    for _ in range(5_000):
        if seen:
            break
        Real.sleep(0.001)
        time.sleep(0)
    wait_really()
    assert len(seen) == 2
    assert aws.timeline.select(kind="ListQueues")[0].actor == "guest"
    assert not aws.timeline.select(kind="Crash")


# -- what is refused ---------------------------------------------------------------------------------------------------


def test_the_test_itself_cannot_crash(aws: World) -> None:
    with pytest.raises(ValueError, match=r"the test itself cannot crash: run the code that shall with aws\.spawn"):
        aws.faults.crash("test", after="sqs.SendMessage")
    assert not aws.faults.all


def test_an_operation_that_is_none_and_an_actor_that_has_ended(aws: World) -> None:
    with pytest.raises(ValueError, match=r"did you mean sqs\.SendMessage\?"):
        aws.faults.crash("consumer", after="sqs.SendMesage")
    actor = aws.spawn(int)
    actor.result()
    with pytest.raises(ValueError, match="int has ended already"):
        aws.faults.crash(actor, after="sqs.SendMessage")
    assert not aws.faults.crashes


def test_real_time_has_no_actors() -> None:
    with mock_aws(time="real") as aws:
        with pytest.raises(NotSupportedError, match="needs virtual time"):
            aws.faults.crash("consumer", after="sqs.SendMessage")


def test_one_that_never_fired_is_told_at_the_end() -> None:
    with pytest.raises(FakeAwsError, match=r"<fault crash of consumer-3 after sqs\.SendMessage> was planned and never"):
        with mock_aws() as aws:
            aws.faults.crash("consumer-3", after="sqs.SendMessage")
            aws.faults.crash("consumer-4", after="sqs.SendMessage", optional=True)


def test_other_calls_stay_on_the_fast_path(aws: World, orders: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def sign(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("signed on the fast path")

    monkeypatch.setattr("botocore.signers.RequestSigner.sign", sign)
    aws.faults.crash("nobody", after="sqs.ListQueues", optional=True)
    boto3.client("sqs", config=Config(retries={"max_attempts": 0})).list_queues()
