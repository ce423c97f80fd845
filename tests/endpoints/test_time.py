"""Requests take virtual time, and senders do not wait for ever."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import timedelta
from typing import Any

import boto3
import pytest

from fakeaws import TimedOut, World, mock_aws
from fakeaws.endpoints import Request
from fakeaws.endpoints.exchange import Answer
from tests.endpoints.senders import SECOND, URL, Sender


@pytest.mark.parametrize(("takes", "seen"), [(14.9, (200, 14.9)), (15.1, ("timed out", 15.0))])
def test_the_senders_patience(aws: World, takes: float, seen: Any) -> None:
    aws.endpoints.register(URL, lambda request: time.sleep(takes))
    sender = Sender(aws)
    sender.ask()
    assert sender.seen == [seen]
    assert aws.clock.elapsed == timedelta(seconds=takes)


def test_after_the_time_out_the_application_goes_on(aws: World) -> None:
    sqs: Any = boto3.client("sqs")

    def slow(request: Request) -> int:
        time.sleep(20)
        sqs.create_queue(QueueName="done")
        return 201

    endpoint = aws.endpoints.register(URL, slow)
    sender = Sender(aws)
    sender.send()
    aws.clock.advance(seconds=16)
    [received] = endpoint.requests
    assert (received.outcome, received.response, received.took) == ("timed out", None, None)
    assert aws.endpoints.under_way() == ["POST shop.example.com/hook works on a request of 0:00:00"]
    aws.clock.run_until_idle()
    assert received.outcome == "timed out"
    assert received.response is not None
    assert (received.response.status, received.took) == (201, timedelta(seconds=20))
    assert sender.seen == [("timed out", 15.0)]
    assert aws.sqs.queue("done").messages == []
    late = aws.timeline[-1]
    assert (late.outcome, late.details["too late"]) == ("201", "the sender had given up")


def test_an_asgi_application_hears_of_the_time_out(aws: World) -> None:
    heard: list[tuple[str, float]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        message = await receive()
        heard.append((message["type"], time.monotonic()))
        await asyncio.sleep(1)
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body"})

    aws.endpoints.register(URL, app)
    began = time.monotonic()
    Sender(aws).ask()
    assert heard == [("http.disconnect", began + 15)]


def test_requests_are_worked_on_side_by_side(aws: World) -> None:
    lock = threading.Lock()

    def app(request: Request) -> None:
        time.sleep(1)
        with lock:
            time.sleep(float(request.body))

    aws.endpoints.register(URL, app)
    sender = Sender(aws)
    for seconds in (b"5", b"2", b"20"):
        sender.send(body=seconds)
    aws.clock.run_until_idle()
    assert sender.seen == [(200, 6.0), (200, 8.0), ("timed out", 15.0)]
    actors = [record.actor for record in aws.timeline.select(outcome="200")]
    assert actors == ["shop.example.com/hook", "shop.example.com/hook-2", "shop.example.com/hook-3"]


class Repeating(Sender):
    """Sends again after each answer, five times in all."""

    def take(self, answer: Answer) -> None:
        super().take(answer)
        if len(self.seen) < 5:
            self.aws.simulation.after(5 * SECOND, self.send)


def test_a_request_that_an_ending_actor_sets_off(aws: World) -> None:
    """The event that sends runs in the thread of the application that has just answered."""
    aws.endpoints.register(URL, lambda request: 500)
    before = threading.active_count()
    sender = Repeating(aws)
    sender.send()
    aws.clock.advance(seconds=60)
    assert sender.seen == [(500, float(seconds)) for seconds in (0, 5, 10, 15, 20)]
    assert threading.active_count() == before


def test_what_still_runs_is_named_and_ends_with_the_world() -> None:
    ended: list[str] = []

    def endless(request: Request) -> None:
        try:
            while True:
                time.sleep(60)
        finally:
            ended.append("ended")

    with mock_aws() as aws:
        aws.endpoints.register(URL, endless)
        Sender(aws).send()
        with pytest.raises(TimedOut, match=r"POST shop\.example\.com/hook works on a request of 0:00:00"):
            aws.clock.run_until_idle(within=timedelta(minutes=5))
    assert ended == ["ended"]


def test_the_same_run_twice() -> None:
    def run() -> str:
        with mock_aws(seed=3) as aws:
            aws.endpoints.register(URL, lambda request: time.sleep(float(request.body)))
            sender = Sender(aws)
            for seconds in (b"3", b"1", b"16"):
                sender.send(body=seconds)
            aws.clock.run_until_idle()
            return aws.timeline.jsonl()

    assert run() == run()


def test_on_the_machines_own_clock() -> None:
    with mock_aws(time="real") as aws:
        made = threading.Event()

        def app(request: Request) -> int:
            boto3.client("sqs").create_queue(QueueName="q")
            made.set()
            return 202

        endpoint = aws.endpoints.register(URL, app)
        sender = Sender(aws)
        guest = aws.simulation.enter_guest("test")
        try:
            sender.send()
        finally:
            aws.simulation.leave_guest(guest)
        assert made.wait(5)
        aws.clock.run_until(lambda: sender.seen, within=5)
        assert [status for status, _ in sender.seen] == [202]
        assert endpoint.requests[0].outcome == "202"
