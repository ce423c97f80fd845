"""Asynchronous invocations against a plain account of AWS's rules: random failures, throttles, ages."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from typing import Any

import boto3.session
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeaws import mock_aws

#: ``(starts at, age, retries, fails so often, each attempt takes)``.
_EVENTS = st.tuples(
    st.integers(0, 200),
    st.integers(60, 400),
    st.integers(0, 2),
    st.integers(0, 4),
    st.sampled_from([0, 1, 7, 30]),
)
#: Seconds at which the reservation changes, and to what; ``None``: nothing is reserved.
_RESERVATIONS = st.lists(st.tuples(st.integers(1, 300), st.sampled_from([None, 0, 5])), max_size=3)


def expected(
    start: int, age: int, retries: int, failures: int, takes: int, blocked: list[tuple[float, float]]
) -> tuple[list[float], str]:
    """When the attempts begin, and the condition in the end; ``blocked``: when nothing may run."""
    now: float = start
    attempts: list[float] = []
    while True:
        if any(begin <= now < end for begin, end in blocked):
            return attempts, "ZeroReservedConcurrency"
        attempts.append(now)
        now += takes
        if len(attempts) > failures:
            return attempts, "Success"
        if len(attempts) == retries + 1:
            return attempts, "RetriesExhausted"
        now += 60 if len(attempts) == 1 else 120
        if now - start >= age:
            return attempts, "EventAgeExceeded"


@settings(max_examples=25, deadline=None)
@given(st.lists(_EVENTS, min_size=1, max_size=4), _RESERVATIONS)
def test_attempts_and_fates(events: list[tuple[int, int, int, int, int]], reservations: list[tuple[int, Any]]) -> None:
    began, ends, now = run(events, reservations)
    for number, event in enumerate(events):
        blocked = _blocked(reservations)
        attempts, condition = expected(*event, blocked)
        assert began.get(str(number), []) == attempts
        assert ends[number] == [(condition, len(attempts))]
    assert now == max(ends_at(event, reservations) for event in events)
    assert run(events, reservations) == (began, ends, now)


def ends_at(event: tuple[int, int, int, int, int], reservations: list[tuple[int, Any]]) -> float:
    """When its fate is known, or the last reservation changes."""
    attempts, condition = expected(*event, _blocked(reservations))
    last = attempts[-1] + event[4] if attempts else event[0]
    if condition == "ZeroReservedConcurrency" and attempts:
        last += 60 if len(attempts) == 1 else 120
    return max([last, 200, *(at + 0.5 for at, _ in reservations)])


def _blocked(reservations: list[tuple[int, Any]]) -> list[tuple[float, float]]:
    changes = sorted(enumerate(reservations), key=lambda each: (each[1][0], each[0]))
    spans = []
    for place, (_, (at, number)) in enumerate(changes):
        if number == 0:
            end = changes[place + 1][1][0] + 0.5 if place + 1 < len(changes) else float("inf")
            spans.append((at + 0.5, end))
    return spans


def run(events: list[tuple[int, int, int, int, int]], reservations: list[tuple[int, Any]]) -> Any:
    """When attempts began, the ends that the destination was told of, and when the last fate was known."""
    began: dict[str, list[float]] = {}
    with mock_aws(seed=1) as aws:
        session = boto3.session.Session()
        client, sqs = session.client("lambda", "us-east-1"), session.client("sqs", "us-east-1")
        sqs.create_queue(QueueName="results")
        results = {"Destination": aws.sqs.queue("results").arn}

        def handler(event: Any, context: Any) -> None:
            number = context.function_name
            began.setdefault(number, []).append(aws.clock.elapsed.total_seconds())
            _, _, _, failures, takes = event
            time.sleep(takes)
            if len(began[number]) <= failures:
                raise ValueError(number)

        for number, (_, age, retries, _, _) in enumerate(events):
            aws.lambda_.register(str(number), handler, timeout=60)
            client.put_function_event_invoke_config(
                FunctionName=str(number),
                MaximumEventAgeInSeconds=age,
                MaximumRetryAttempts=retries,
                DestinationConfig={"OnSuccess": results, "OnFailure": results},
            )
        steps: list[tuple[float, int, Any]] = [(event[0], 1, number) for number, event in enumerate(events)]
        steps += [(at + 0.5, 0, reserved) for at, reserved in reservations]
        for at, is_event, what in sorted(steps, key=lambda step: step[0]):
            aws.clock.advance(seconds=at - aws.clock.elapsed.total_seconds())
            if is_event:
                payload = json.dumps(events[what])
                client.invoke(FunctionName=str(what), InvocationType="Event", Payload=payload)
            else:
                for number in range(len(events)):
                    if what is None:
                        client.delete_function_concurrency(FunctionName=str(number))
                    else:
                        client.put_function_concurrency(FunctionName=str(number), ReservedConcurrentExecutions=what)
        aws.clock.advance(seconds=max(0, 200 - aws.clock.elapsed.total_seconds()))
        aws.clock.run_until_idle()
        ends: dict[int, list[tuple[str, int]]] = {}
        for message in aws.sqs.queue("results").messages:
            context = json.loads(message.body)["requestContext"]
            number = int(context["functionArn"].split(":")[-2])
            ends.setdefault(number, []).append((context["condition"], context["approximateInvokeCount"]))
        return began, ends, aws.clock.elapsed.total_seconds()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 50)), min_size=1, max_size=8), st.integers(1, 3))
def test_throttled_events_all_run_once_and_never_too_many(events: list[tuple[int, int]], reserved: int) -> None:
    running, highest, done = [0], [0], []
    with mock_aws(seed=1) as aws:
        client = boto3.session.Session().client("lambda", "us-east-1")

        @aws.lambda_.register("f", timeout=60)
        def handler(event: Any, context: Any) -> None:
            running[0] += 1
            highest[0] = max(highest[0], running[0])
            time.sleep(event[1])
            running[0] -= 1
            done.append(event[0])

        client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=reserved)
        for number, (at, seconds) in sorted(enumerate(events), key=lambda each: each[1][0]):
            aws.clock.advance(seconds=at - aws.clock.elapsed.total_seconds())
            client.invoke(FunctionName="f", InvocationType="Event", Payload=json.dumps([number, seconds]))
        aws.clock.run_until_idle()
        waits: dict[str | None, list[float]] = {}
        for record in aws.timeline.select(service="lambda"):
            if record.kind == "AsyncThrottle":
                waits.setdefault(record.message_id, []).append(record.at.total_seconds())
        for times in waits.values():
            pauses = [later - earlier for earlier, later in pairwise(times)]
            assert pauses == [min(2**power, 300) for power in range(len(pauses))]
    assert sorted(done) == list(range(len(events)))
    assert highest[0] <= reserved
